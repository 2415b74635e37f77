"""Call a learner's function on copies of the arguments, and keep what came of it."""

import inspect
import linecache
import os
import sysconfig
import warnings
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

import numpy as np

from cnnteach.exercises.bounds import TookTooLong, bounded

_PACKAGE = str(Path(__file__).parents[1]) + os.sep
_LIBRARIES = tuple(sysconfig.get_paths()[key] for key in ("stdlib", "purelib", "platlib"))


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a value or an error; and the parameters whose arrays it changed."""

    value: object = None
    error: Exception | TookTooLong | None = None
    changed: tuple[int, ...] = ()


def call(
    function: Callable,
    args: tuple,
    view: Callable | None = None,
    seconds: float | None = None,
) -> Outcome:
    """Call `function` on a copy of `args`, and look at its value through `view`, if given.

    An error becomes a part of the outcome; so does a call of more than `seconds`.
    """
    given = deepcopy(args)
    try:
        with bounded(seconds):
            value = function(*given)
            value = view(value) if view else value
    except (Exception, TookTooLong) as error:
        return Outcome(error=error)
    changed = [i for i, pair in enumerate(zip(given, args, strict=True)) if not _same(*pair)]
    return Outcome(value=_snapshot(value), changed=tuple(changed))


def call_quietly(function: Callable, args: tuple, *bounds) -> Outcome:
    """Call one of our own wrong answers, whose overflows are no news to the learner."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return call(function, args, *bounds)


def _same(now: object, before: object) -> bool:
    if isinstance(before, np.ndarray):
        return np.array_equal(now, before, equal_nan=before.dtype.kind == "f")
    if isinstance(before, list | tuple):
        return len(now) == len(before) and all(map(_same, now, before))
    return bool(now == before)


def _snapshot(value: object) -> object:
    """Copy `value`, which may be an array that the next call writes into again."""
    try:
        return deepcopy(value)
    except Exception:  # a generator, a module: nothing that could be right
        return value


def is_untouched(answer: object) -> bool:
    """Say whether `answer` is what an exercise cell holds before anyone writes in it.

    Examples
    --------
    >>> def later(x):
    ...     "The task."
    >>> is_untouched(...), is_untouched(later), is_untouched(0)
    (True, True, False)
    """
    if answer is None or answer is ...:
        return True
    code = getattr(answer, "__code__", None)
    return code is not None and _does_nothing(code)


def _does_nothing(code) -> bool:
    import dis

    steps = [step for step in dis.get_instructions(code) if step.opname not in ("RESUME", "NOP")]
    loads = [step for step in steps if step.opname != "RETURN_VALUE"]
    return len(loads) == 1 and loads[0].argval in (None, ...)


def parameters(function: Callable) -> list[str] | None:
    """Return the names of a function's parameters, or None where Python cannot tell."""
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return None


def takes(function: Callable, args: Sequence) -> bool:
    """Say whether `function` can be called with as many arguments as `args` has."""
    try:
        inspect.signature(function).bind(*args)
    except TypeError:
        return False
    except ValueError:  # written in C, without a signature: calling it will tell
        return True
    return True


def learners_line(error: BaseException) -> tuple[int, str] | None:
    """Return the number and the text of the learner's own line in which `error` arose.

    That is the innermost one outside this package and the libraries.
    """
    own = [
        (frame.f_code.co_filename, number)
        for frame, number in walk_tb(error.__traceback__)
        if not frame.f_code.co_filename.startswith((_PACKAGE, *_LIBRARIES))
    ]
    if not own:
        return None
    filename, number = own[-1]
    return number, linecache.getline(filename, number).strip()
