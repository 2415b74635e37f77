"""The sentences of a check: what was given, what came, what is right, and what went wrong."""

import inspect
from collections.abc import Iterator

import numpy as np

from cnnteach.exercises.compare import Difference, brief, describe, elements_apart
from cnnteach.exercises.display import indented
from cnnteach.exercises.drawn import Picture, beside
from cnnteach.exercises.drawn_shapes import shapes_beside
from cnnteach.exercises.exercise import Exercise
from cnnteach.exercises.result import Result
from cnnteach.exercises.running import Outcome, learners_line, parameters
from cnnteach.exercises.source import TO_REPLACE

MOST_NUMBERS_SHOWN = 80
WEIGHTS = ("w", "kernels")  # (KH, KW, C, F), where images are (N, H, W, C)
STACKS = ("images", "planes")  # (N, H, W), where one image is (H, W, C)


def passed(exercise: Exercise) -> Result:
    """Say that it is right, and why."""
    points = f"{exercise.points} point{'s' * (exercise.points != 1)}"
    title = f"Right: {exercise.title} ({points})"
    return Result(True, title, exercise.because, exercise.name, "right")


def not_tried(exercise: Exercise) -> Result:
    """Say where to write, without a word of blame."""
    what, where = "your answer for the dots in", f"{exercise.name} = ..."
    if exercise.is_function:
        what, where = "your code in place of the line", TO_REPLACE
    message = (
        f"Write {what} `{where}`, run that cell, and then this one.\n\n"
        f'For a start: `hint("{exercise.name}")`'
    )
    return Result(None, "Not tried yet", message, exercise.name, "not tried")


def wrong(
    exercise: Exercise,
    label: str,
    *parts: str,
    args: tuple | None = None,
    picture: Picture | None = None,
) -> Result:
    """Put the parts of a message together, with the way to more help at the end."""
    more = f'More help: `hint("{exercise.name}")`'
    message = "\n\n".join([*(part for part in parts if part), more])
    return Result(False, "Not right yet", message, exercise.name, label, args=args, picture=picture)


def wrong_kind(exercise: Exercise, answer: object) -> Result:
    """Say that a function is asked for and not its value, or the other way round."""
    if exercise.is_function:
        text = (
            f"A function is asked for, and {describe(answer)} came. Give its name without "
            f'brackets: `check("{exercise.name}", {exercise.name})`'
        )
    else:
        text = f"A value is asked for, and a function came: `{exercise.name} = ...`"
    return wrong(exercise, "wrong kind of answer", text)


def wrong_parameters(exercise: Exercise, answer) -> Result:
    """Say which parameters the function has and which it needs."""
    has, needs = parameters(answer) or [], parameters(exercise.solution)
    text = (
        f"Your function takes {_count(has)}, where it is given {len(needs)}: "
        f"`def {exercise.name}({', '.join(needs)}):`"
    )
    return wrong(exercise, "wrong parameters", text)


def _count(names: list[str]) -> str:
    listed = f" ({', '.join(names)})" if names else ""
    return f"{len(names) or 'no'} parameter{'s' * (len(names) != 1)}{listed}"


def stopped(exercise: Exercise, args: tuple, error: Exception) -> str:
    """Say in which of the learner's lines an error arose, and for which arguments."""
    kind, line = type(error).__name__, learners_line(error)
    where = f" in line {line[0]}: `{line[1]}`" if line and line[1] else ""
    said = " ".join(str(error).split()).replace("`", "'")
    told = f"Your function stopped with {kind}{where}"
    return f"{told}\n\n{indented(f'{kind}: {said}')}\n\n{_given(exercise, args, 'It was given')}"


def endless(exercise: Exercise, args: tuple, error: BaseException) -> Result:
    """Say where a call was stopped that did not come to an end."""
    line = learners_line(error)
    where = f" It was stopped in line {line[0]}: `{line[1]}`." if line and line[1] else ""
    told = (
        f"Your function had not come to an end after {error.args[0]:g} seconds.{where} Is there a "
        "loop whose condition never becomes false?"
    )
    given = _given(exercise, args, "It was given")
    return wrong(exercise, "did not end", told, given, args=args)


def changed(exercise: Exercise, outcome: Outcome) -> str:
    """Say kindly that an argument was written into."""
    names = parameters(exercise.solution)
    which = " and ".join(f"`{names[i]}`" for i in outcome.changed)
    return (
        f"Your function changes {which}, which belongs to whoever calls it: they would find other "
        f"numbers in it afterwards. Work on a copy, such as `{names[outcome.changed[0]]}.copy()`."
    )


def parted(exercise: Exercise, args: tuple, found: Difference, picture: Picture | None) -> str:
    """Say where the answer parts from the right one, and for which arguments."""
    text = found.text[0].upper() + found.text[1:] + "."
    block = indented(picture.text) if picture else ""
    given = _given(exercise, args, "Your function was given")
    return "\n\n".join(part for part in (given, text, block) if part)


def pictured(found: Difference, *, hidden: bool, axes: tuple[str, ...] = ()) -> Picture | None:
    """Draw what differs: two shapes, or the numbers, of which the right ones may stay hidden."""
    if not found.arrays:
        return None
    given, right = found.arrays
    if found.kind == "shape":
        return shapes_beside(given.shape, right.shape, axes=axes)
    return beside(given, right, elements_apart(given, right), hidden=hidden, axes=axes)


def question_missed(answer: object) -> str:
    """Repeat a wrong value without giving the right one away."""
    return f"Your answer is `{brief(answer)}`, and that is not it."


def _given(exercise: Exercise, args: tuple, lead: str) -> str:
    """Write arguments as ``name = value``: in the sentence, or below it where some are long."""
    names = parameters(exercise.solution)
    if not any(isinstance(value, np.ndarray) or callable(value) for value in args):
        pairs = ", ".join(f"{name}={value!r}" for name, value in zip(names, args, strict=True))
        return f"{lead} `{pairs}`."
    shown = [_assignment(name, value) for name, value in zip(names, args, strict=True)]
    return f"{lead}:\n\n{indented(chr(10).join(shown))}"


def _assignment(name: str, value: object) -> str:
    if callable(value):
        says = (inspect.getdoc(value) or "a function").splitlines()[0].rstrip(".")
        return f"{name}: {says[0].lower()}{says[1:]}"
    if not isinstance(value, np.ndarray):
        return f"{name} = {value!r}"
    if value.size > MOST_NUMBERS_SHOWN:
        return f"{name}: an array of {value.dtype}, shape {value.shape}"
    if value.ndim > 2:
        is_one = value.ndim == 3 and name not in STACKS
        planes = _planes(value, rows_at=0 if is_one or name in WEIGHTS else 1)
        return "\n".join(_assignment(f"{name}[{place}]", plane) for place, plane in planes)
    prefix = f"{name} = "
    return prefix + np.array2string(value, precision=4, suppress_small=True, prefix=prefix)


def _planes(value: np.ndarray, *, rows_at: int) -> Iterator[tuple[str, np.ndarray]]:
    """Give each plane of rows and columns, and its place as Python writes it: ``0, :, :, 2``."""
    for others in np.ndindex(*value.shape[:rows_at], *value.shape[rows_at + 2 :]):
        index = (*others[:rows_at], slice(None), slice(None), *others[rows_at:])
        yield ", ".join(":" if at == slice(None) else str(at) for at in index), value[index]
