"""Help in tiers: the first hint, the second, then the way to the solution."""

from cnnteach.exercises.display import indented
from cnnteach.exercises.exercise import Exercise
from cnnteach.exercises.registry import find
from cnnteach.exercises.result import Help

_asked: dict[str, int] = {}


def hint(name: str) -> Help:
    """Give the first hint to an exercise, the next time the second, then both again."""
    exercise = find(name)
    _asked[name] = _asked.get(name, 0) + 1
    return tier(exercise, _asked[name])


def tier(exercise: Exercise, times: int) -> Help:
    """Return what is said when a hint is asked for the `times`-th time."""
    count, name = len(exercise.hints), exercise.name
    if times <= count:
        more = f'`hint("{name}")` again for the next' if times < count else _way_out(name)
        return Help(f"Hint {times} of {count}", f"{exercise.hints[times - 1]}\n\nMore: {more}")
    both = "\n\n".join(exercise.hints)
    return Help("These were all the hints", f"{both}\n\nMore: {_way_out(name)}")


def _way_out(name: str) -> str:
    return f'`solution("{name}")` shows a solution'


def solution(name: str) -> Help:
    """Show a solution to an exercise, and why it is right."""
    exercise = find(name)
    message = f"{indented(exercise.solution_source)}\n\n{exercise.because}"
    return Help(f"A solution: {exercise.title}", message)
