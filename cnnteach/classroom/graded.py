"""What a hidden test calls, inside of the kernel that runs a student's notebook.

A cell of a graded notebook earns its points by not raising. So what `check` says kindly is here an
exception: one clean line for the student, and a label that the teacher's analysis counts.
"""

import inspect
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from pathlib import Path

from cnnteach.exercises.judging import judge
from cnnteach.exercises.registry import find

ROUNDS = 5  # each with fresh random cases
KERAS_ROUNDS = 2  # of what takes a second rather than a hundredth
SEED = "CNNTEACH_GRADING_SEED"
_WRONG = "lambda *sizes: sum(sizes)"  # as text, so that it is nobody's file and gets judged
_PACKAGE = str(Path(__file__).parents[1]) + os.sep


class NotRight(Exception):
    """An answer that earns no points; the message is ``name: label``."""

    def __init__(self, name: str, label: str, message: str):
        super().__init__(f"{name}: {label}")
        self.message = message

    def _render_traceback_(self) -> list[str]:
        """Show the message alone, where IPython would print a traceback."""
        return [f"✗ {self.message}"]


def graded(name: str, answer: object, *, seed: int | None = None) -> None:
    """Raise unless `answer` solves the exercise `name`, in every round.

    Parameters
    ----------
    name : str
        The exercise.
    answer : function or value
    seed : int, optional
        Of the random cases; else the environment's ``CNNTEACH_GRADING_SEED``, else 0.

    Raises
    ------
    NotRight
        With the label of the mistake: "forgets the + 1", "not tried", "exception", ...

    Examples
    --------
    >>> graded("output_size", lambda size, kernel, stride, padding: size)
    Traceback (most recent call last):
    cnnteach.classroom.graded.NotRight: output_size: value
    """
    exercise = find(name)
    if _is_the_courses_own(answer):
        text = f"{name} is the course's own solution; write your own"
        raise NotRight(name, "the course's own solution", text)
    first = int(os.environ.get(SEED, 0)) if seed is None else seed
    rounds = KERAS_ROUNDS if exercise.needs else ROUNDS if exercise.is_function else 1
    for number in range(first, first + rounds):
        with _silence():
            result = judge(exercise, answer, number)
        if not result.passed:
            raise NotRight(name, result.label, result.message.partition("\n\nMore help")[0])
        exercise = replace(exercise, examples=())  # which are the same in each round


@contextmanager
def _silence() -> Iterator[None]:
    """Send nowhere what is written to stderr meanwhile, for which nbgrader would take all points.

    A warning of the student's code, or what a library says of this machine, is no wrong answer.
    """
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        with redirect_stderr(io.StringIO()):
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _is_the_courses_own(answer: object) -> bool:
    """Say whether a function was taken out of this package, rather than written."""
    try:
        return inspect.getfile(answer).startswith(_PACKAGE)
    except TypeError:  # a value, or something written in C
        return False


def canary() -> None:
    """Grade an answer that is wrong: where this does not raise, the grading was tampered with."""
    graded("output_size", eval(_WRONG))
