"""Decide whether an answer is right, and if not which of the usual mistakes it looks like.

A listed mistake is recognised by what it computes: of those that agree with the answer in every
case in which the answer is wrong, the one that agrees in the most cases altogether.
"""

from functools import partial
from importlib import import_module

import numpy as np

from cnnteach.exercises import feedback
from cnnteach.exercises.bounds import TookTooLong, few_weights
from cnnteach.exercises.compare import Difference, difference
from cnnteach.exercises.exercise import Exercise, Mistake
from cnnteach.exercises.result import Result
from cnnteach.exercises.running import Outcome, call, call_quietly, is_untouched, takes

_built: dict[tuple, Outcome] = {}  # by mistake and example; only compared, so nobody can change it
SECONDS_FOR_NETWORKS = 60  # building one takes a while where a machine has much else to do


def judge(exercise: Exercise, answer: object, seed: int | None = None) -> Result:
    """Judge `answer`; `seed` fixes the variants, which are otherwise new each time."""
    if is_untouched(answer):
        return feedback.not_tried(exercise)
    if callable(answer) != exercise.is_function:
        return feedback.wrong_kind(exercise, answer)
    cases = exercise.cases(np.random.default_rng(seed))
    if exercise.is_function and not takes(answer, cases[0][0]):
        return feedback.wrong_parameters(exercise, answer)
    if exercise.needs:
        import_module(exercise.needs)
    outcomes = []
    for args, right in cases:
        outcomes.append(_outcome(exercise, answer, args, right))
        if isinstance(outcomes[-1].error, TookTooLong):  # the others would, too
            return feedback.endless(exercise, args, outcomes[-1].error)
    if any(isinstance(outcome.error, NotImplementedError) for outcome in outcomes):
        return feedback.not_tried(exercise)
    differences = [
        _difference(outcome, right, exercise)
        for outcome, (_, right) in zip(outcomes, cases, strict=True)
    ]
    if not any(differences):
        return feedback.passed(exercise)
    return _explain(exercise, answer, cases, outcomes, differences)


def _outcome(exercise, answer, args, right, calling=call) -> Outcome:
    if not callable(answer):
        is_whole = isinstance(answer, float) and answer.is_integer()
        return Outcome(value=int(answer) if is_whole else answer)  # `6 / 2` answers with a 3
    view = exercise.view and partial(exercise.view, right=right)
    if not exercise.needs:
        return calling(answer, args, view)
    with few_weights():
        return calling(answer, args, view, SECONDS_FOR_NETWORKS)


def _difference(outcome: Outcome, right: object, exercise: Exercise) -> Difference | None:
    if outcome.error is not None:
        return Difference("exception", repr(outcome.error))
    found = difference(outcome.value, right, same_dtype=exercise.same_dtype)
    if found is None and outcome.changed:
        return Difference("changes its input", "")
    return found


def _explain(exercise, answer, cases, outcomes, differences) -> Result:
    failed = [i for i, found in enumerate(differences) if found]
    first = failed[0]
    (args, _), outcome, found = cases[first], outcomes[first], differences[first]
    mistake = _recognise(exercise, cases, outcomes, failed, found.kind == "changes its input")
    picture = feedback.pictured(found, hidden=first >= len(exercise.examples), axes=exercise.axes)
    if not exercise.is_function:
        said = feedback.question_missed(answer) if found.kind == "value" else found.text + "."
        said = said[0].upper() + said[1:]
    elif outcome.error is not None:
        said = feedback.stopped(exercise, args, outcome.error)
    elif found.kind == "changes its input":
        said = feedback.changed(exercise, outcome)
    else:
        said = feedback.parted(exercise, args, found, picture)
    told = partial(feedback.wrong, exercise, args=args, picture=picture)
    if mistake:
        return told(mistake.label, said, mistake.hint)
    guess = (_constant(outcomes) if found.kind in ("value", "shape") else "") or found.guess
    return told(found.kind, said, guess)


def _recognise(exercise, cases, outcomes, failed, changes_its_input) -> Mistake | None:
    best, most = None, 0
    for mistake in exercise.mistakes:

        def agrees(i, answer=mistake.answer):
            quiet = _mistaken(exercise, answer, i, cases[i])
            if changes_its_input and not quiet.changed:  # its values would be right
                return False
            return _alike(outcomes[i], quiet, exercise.same_dtype)

        if all(map(agrees, failed)):
            others = sum(map(agrees, set(range(len(outcomes))) - set(failed)))
            if len(failed) + others > most:
                best, most = mistake, len(failed) + others
    return best


def _mistaken(exercise, answer, i, case) -> Outcome:
    """Return what a usual mistake gives; for an example, which stays, a network is built once."""
    if not exercise.needs or i >= len(exercise.examples):
        return _outcome(exercise, answer, *case, call_quietly)
    if (answer, i) not in _built:
        _built[answer, i] = _outcome(exercise, answer, *case, call_quietly)
    return _built[answer, i]


def _alike(one: Outcome, other: Outcome, same_dtype: bool) -> bool:
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error)
    return difference(one.value, other.value, same_dtype=same_dtype) is None


def _constant(outcomes) -> str:
    """Notice an answer that does not depend on what it is given."""
    if len(outcomes) < 2 or any(outcome.error for outcome in outcomes):
        return ""
    values = [outcome.value for outcome in outcomes]
    if all(difference(value, values[0]) is None for value in values[1:]):
        return "Your function gives the same answer whatever it is given: use its parameters."
    return ""
