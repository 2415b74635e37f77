"""What an exercise is, and how a chapter sets one.

A chapter is a file: each solution is an ordinary function whose docstring is the task, followed by
one `Chapter.function` call with its examples, its usual mistakes and its hints. A question for one
value (a number, a shape, a letter) is one `Chapter.question` call, steps to be put in order are one
`Chapter.ordering` call.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cnnteach.exercises import orders, source

LEVELS = ("easy", "medium", "hard")
Case = tuple  # the arguments of one call


class Mistake(NamedTuple):
    """A usual wrong answer: a few words that name it, what leads out of it, and the answer."""

    label: str
    hint: str
    answer: object


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A task that `check` can judge: see `Chapter.function` and `Chapter.question`.

    Attributes
    ----------
    name, title, notebook : str
        `name` is also what the learner's cell defines; `notebook` is such as "02_convolution".
    task : str
        What is asked, in the learner's words.
    solution : callable or value
        An answer that `check` takes as right.
    mistakes : tuple of Mistake
        The usual wrong answers, each with its own hint.
    hints : (str, str)
        The first leads to the idea, the second almost to the line.
    because : str
        Why the solution is right, in a sentence or two.
    points, minutes, level
        What it is worth, how long it takes, and "easy", "medium" or "hard".
    examples : tuple of (arguments, right answer)
        Worked by hand, so that the solution is held to something outside itself.
    variants : callable
        From a random generator to a list of arguments; fresh ones at each check.
    oracle : callable
        Gives the right answer for `variants`: `cnnteach.ops`, `cnnteach.shapes`, or another way
        than the solution's.
    same_dtype : bool
        Whether the dtype of an array is part of the answer.
    axes : tuple of str
        What the axes of the right array are called, where they are not those of images.
    view : callable, optional
        From an answer's value and the right answer to what is compared, such as the shapes and
        numbers of a model. The right answers of `examples` and `oracle` are what it gives, or the
        part of it that was worked out.
    needs : str, optional
        A module that takes long to import, which the clock of a check does not count.
    """

    name: str
    title: str
    notebook: str
    task: str
    solution: object
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, str]
    because: str
    points: int
    minutes: int
    level: str = "easy"
    examples: tuple[tuple[Case, object], ...] = ()
    variants: Callable[[np.random.Generator], Sequence[Case]] = lambda rng: ()
    oracle: Callable | None = None
    same_dtype: bool = False
    working: str | None = None
    axes: tuple[str, ...] = ()
    view: Callable | None = None
    needs: str | None = None

    @property
    def is_function(self) -> bool:
        """Whether the answer is a function, rather than a value."""
        return callable(self.solution)

    @property
    def answer_name(self) -> str:
        """The name that the learner's cell defines."""
        return self.name

    @property
    def wrong_answers(self) -> dict[str, object]:
        """The usual wrong answers by label."""
        return {mistake.label: mistake.answer for mistake in self.mistakes}

    @cached_property
    def solution_source(self) -> str:
        """The learner's cell, solved."""
        if self.is_function:
            return source.function_source(self.solution)
        letter = f'"{self.solution}"' if isinstance(self.solution, str) else repr(self.solution)
        return source.question_source(self.task, self.name, self.working or letter)

    @cached_property
    def stub_source(self) -> str:
        """The learner's cell, to be completed."""
        if self.is_function:
            return source.function_stub(self.solution_source)
        return source.question_source(self.task, self.name, "...")

    @cached_property
    def stub(self) -> object:
        """The answer of a learner who has not begun."""
        return source.run_cell(self.stub_source, self.name)

    def cases(self, rng: np.random.Generator) -> list[tuple[Case, object]]:
        """Return pairs of arguments and right answer: the examples, then variants from `rng`.

        A question has one case, without arguments.
        """
        if not self.is_function:
            return [((), self.solution)]
        drawn = [(args, self.oracle(*args)) for args in self.variants(rng)]
        return [*self.examples, *drawn]


class Chapter:
    """The exercises of one notebook, in the order in which a learner meets them."""

    def __init__(self, notebook: str):
        self.notebook = notebook
        self.exercises: list[Exercise] = []

    def function(
        self, solution: Callable, *, mistakes: Sequence[Mistake], hints: Sequence[str], **details
    ):
        """Ask for a function like `solution`, whose docstring is the task.

        Takes `title`, `points`, `minutes`, `level`, `because`, `examples`, `variants`, `oracle`,
        `same_dtype`, `axes`, `view` and `needs`: see `Exercise`.
        """
        task = " ".join((solution.__doc__ or "").split("\n\n")[0].split())
        self._add(solution.__name__, task, solution, mistakes, hints, details)

    def question(
        self,
        name: str,
        task: str,
        answer: object,
        *,
        mistakes: Mapping[object, tuple[str, str]],
        hints: Sequence[str],
        **details,
    ):
        """Ask for the value `answer`; `mistakes` gives a label and a hint by wrong value.

        Takes `title`, `points`, `minutes`, `level`, `because`, and `working`: the answer as an
        expression that shows how one comes to it.
        """
        if isinstance(answer, str):
            task += '\nAnswer with the letter in quotes, such as "a".'
        wrong = [Mistake(label, hint, value) for value, (label, hint) in mistakes.items()]
        self._add(name, task, answer, wrong, hints, details)

    def ordering(
        self,
        name: str,
        task: str,
        steps: Sequence[tuple[str, str]],
        *,
        hints: Sequence[str],
        **details,
    ):
        """Ask for the order of `steps`, which are given in the right one.

        Each is a pair: what is done, and why it comes after the step before it, which is the hint
        to whoever has the two the wrong way round. Nobody needs the reason of the first.
        Takes `title`, `points`, `minutes`, `level` and `because`.
        """
        texts = [step for step, _ in steps]
        right, lines = orders.lettered(name, texts)
        wrong = []
        for at, (early, (late, reason)) in enumerate(zip(texts, steps[1:], strict=False)):
            answer = orders.Reversed.of(right, at)
            hint = f"Your {answer.late} comes before {answer.early}. {reason}"
            wrong.append(Mistake(f"{late} before {early}", hint, answer))
        asked = "\n".join([task, *lines, 'Answer with the letters in order, such as "abc".'])
        self._add(name, asked, right, wrong, hints, details)

    def _add(self, name, task, solution, mistakes, hints, details):
        self.exercises.append(
            Exercise(
                name=name,
                notebook=self.notebook,
                task=task,
                solution=solution,
                mistakes=tuple(mistakes),
                hints=tuple(hints),
                **details,
            )
        )
