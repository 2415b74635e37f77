"""Exercises that answer: is it right, and if not, which of the usual mistakes is it?

In a notebook::

    from cnnteach.exercises import check, hint, solution

    check("output_size", output_size)

says right, not right yet with the likely mistake, or not tried yet. ``hint("output_size")`` gives a
hint, then a second one; ``solution("output_size")`` shows a solution; ``progress()`` a page of
what has been done, which `export_progress` and `import_progress` take to another machine.
`catalogue` lists the exercises, which live one chapter a file.
"""

from dataclasses import replace

from cnnteach.exercises.exercise import Chapter, Exercise, Mistake
from cnnteach.exercises.help import hint, solution
from cnnteach.exercises.judging import judge
from cnnteach.exercises.progress_page import Progress, keep, progress
from cnnteach.exercises.progress_transfer import export_progress, import_progress, learner
from cnnteach.exercises.registry import catalogue, find
from cnnteach.exercises.result import Help, Result

__all__ = [
    "Chapter",
    "Exercise",
    "Help",
    "Mistake",
    "Progress",
    "Result",
    "catalogue",
    "check",
    "export_progress",
    "hint",
    "import_progress",
    "learner",
    "progress",
    "solution",
]


def check(name: str, answer: object, *, seed: int | None = None) -> Result:
    """Check an answer to the exercise `name`, and keep it in the learner's progress.

    Parameters
    ----------
    name : str
        The exercise.
    answer : function or value
        What the learner's cell defines; ``...`` counts as not tried.
    seed : int, optional
        Fixes the random cases, which are otherwise new at each check.

    Returns
    -------
    Result
        `passed` is True, False or None (not tried yet).

    Raises
    ------
    TypeError, LookupError
        If there is no exercise called `name`; the message says what is near.

    Examples
    --------
    >>> check("output_size", ...).passed is None
    True
    """
    exercise = find(name)
    result = judge(exercise, answer, seed)
    if result.passed is None:
        return result
    return replace(result, note=keep(exercise, result))
