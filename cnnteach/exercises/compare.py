"""Hold an answer to the right one, and say in a sentence where they part.

What is right decides how: an array by shape and numbers, a number as a number, a tuple item by
item, text as text. Floats may differ as far as their dtype makes them.
"""

import math
from dataclasses import dataclass, field, replace
from numbers import Integral, Real

import numpy as np

from cnnteach.exercises.keras_view import Facts
from cnnteach.exercises.orders import Order, Reversed, letters, misspelt
from cnnteach.exercises.relations import shape_relation, value_relation


@dataclass(frozen=True)
class Difference:
    """Where an answer parts from the right one.

    Attributes
    ----------
    kind : str
        "type", "dtype", "shape" or "value".
    text : str
        A clause such as "your answer is 5, and 4 is right".
    guess : str
        What the one has to do with the other ("rows and columns are swapped"), or empty.
    arrays : (given, right) or None
        The two arrays that differ, where they are arrays.
    """

    kind: str
    text: str
    guess: str = ""
    arrays: tuple[np.ndarray, np.ndarray] | None = field(default=None, compare=False)


def difference(given: object, right: object, *, same_dtype: bool = False) -> Difference | None:
    """Return how `given` differs from `right`, or None where it does not.

    Examples
    --------
    >>> difference(np.array([1.0, 2.0]), np.array([1, 2])) is None
    True
    >>> difference(np.array([1, 5]), np.array([1, 2])).text
    'at [1] your answer is 5, and 2 is right (1 of 2 numbers differs)'
    >>> difference(5.0, 4).text
    'your answer is 5.0, a float; a whole number (int) is expected'
    """
    if isinstance(right, np.ndarray):
        return _array_difference(given, right, same_dtype)
    if isinstance(right, tuple | list):
        return _sequence_difference(given, right)
    if isinstance(right, Facts):
        return _facts_difference(given, right)
    if isinstance(right, Order):
        return _order_difference(given, right)
    if isinstance(right, str):
        return _text_difference(given, right)
    if isinstance(right, Real):
        return _number_difference(given, right)
    return None if given is right else _unexpected(given, "something else")


def tolerance(given: np.ndarray, right: np.ndarray) -> float:
    """Return how far two arrays may lie apart: what the coarser dtype loses on the largest number.

    Examples
    --------
    >>> tolerance(np.array([1000.0]), np.array([1]))
    1e-06
    >>> tolerance(np.array([100]), np.array([100]))
    0.0
    """
    floats = [array.dtype for array in (given, right) if array.dtype.kind == "f"]
    if not floats:
        return 0.0
    relative = max(1e-6, *(float(np.finfo(dtype).eps) ** 0.5 for dtype in floats))
    return relative * (float(np.max(np.abs(right), initial=0, where=np.isfinite(right))) or 1.0)


def describe(value: object) -> str:
    """Name what `value` is, in a few words.

    Examples
    --------
    >>> describe(np.zeros((2, 3))), describe([1]), describe(None)
    ('an array of shape (2, 3)', 'a list', 'None')
    """
    if value is None or value is ...:
        return repr(value)
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else "one number"
    kind, module = type(value).__name__, type(value).__module__.split(".")[0]
    kind = {"str": "string", "function": "function (called without brackets?)"}.get(kind, kind)
    name = kind if module in ("builtins", "numpy") else f"{module} {kind}"
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def brief(value: object, longest: int = 60) -> str:
    """Write `value` in one short line."""
    text = str(value) if isinstance(value, np.generic) else repr(value)
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _unexpected(given: object, expected: str) -> Difference:
    what = describe(given)
    if isinstance(given, Real | str):
        what = f"{brief(given)}, {what}"
    missing = " (is a `return` missing?)" if given is None else ""
    return Difference("type", f"your answer is {what}{missing}; {expected} is expected")


def _array_difference(given, right, same_dtype):
    if not isinstance(given, np.ndarray | np.generic):
        return _unexpected(given, f"a NumPy array of shape {right.shape}")
    if given.dtype.kind not in "biuf":
        return Difference("type", f"your array holds {given.dtype}; numbers are expected")
    if given.shape != right.shape:
        text = f"your answer has shape {given.shape}, and {right.shape} is right"
        return Difference("shape", text, shape_relation(given, right), (given, right))
    apart = elements_apart(given, right)
    if apart.any():
        where = tuple(int(i) for i in np.argwhere(apart)[0])
        count = int(apart.sum())
        verb = "differs" if count == 1 else "differ"
        text = (
            f"at {list(where)} your answer is {given[where]}, and {right[where]} is right "
            f"({count} of {right.size} numbers {verb})"
        )
        return Difference("value", text, value_relation(given, right, tolerance), (given, right))
    if same_dtype and given.dtype != right.dtype:
        return Difference("dtype", f"your array is {given.dtype}, and {right.dtype} is right")
    return None


def elements_apart(given: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Mark the elements that differ; a NaN is equal to a NaN, and far from all else."""
    if not (given.dtype.kind == "f" or right.dtype.kind == "f"):
        return given != right
    with np.errstate(invalid="ignore"):
        near = np.abs(given - right.astype(float)) <= tolerance(given, right)
    return ~(near | (given == right) | (np.isnan(given) & np.isnan(right)))


def _number_difference(given, right):
    whole = type(right) is int  # a count; NumPy's integers come of dot products, and may be floats
    expected = "a whole number (int)" if whole else "one number"
    if isinstance(given, np.ndarray) and given.ndim == 0:
        given = given[()]
    if not isinstance(given, Real) or isinstance(given, bool | np.bool_):
        return _unexpected(given, expected)
    if whole and not isinstance(given, Integral):
        return _unexpected(given, expected)
    if elements_apart(np.asarray(given if whole else _as_float(given)), np.asarray(right)).any():
        return Difference("value", f"your answer is {given}, and {right} is right")
    return None


def _as_float(number):
    """Return a Python int as a float, infinity where too large for one; others as they are."""
    try:
        return float(number) if isinstance(number, int) else number
    except OverflowError:
        return math.inf


def _sequence_difference(given, right):
    if isinstance(given, np.ndarray) and given.ndim == 1:
        given = tuple(given)
    if not isinstance(given, tuple | list):
        kind = type(right).__name__
        return _unexpected(given, f"a {kind} of {len(right)}")
    if len(given) != len(right):
        items, are = f"item{'s' * (len(given) != 1)}", "is" if len(right) == 1 else "are"
        text = f"your answer has {len(given)} {items}, {brief(given)}, and {len(right)} {are} right"
        return Difference("shape", text)
    for i, (item, right_item) in enumerate(zip(given, right, strict=True)):
        found = difference(item, right_item)
        if found and found.kind == "value" and not found.arrays:
            text = f"your answer is {brief(given)}, and {brief(right)} is right: look at [{i}]"
            return Difference("value", text)
        if found:
            where = f"in item [{i}]," if found.arrays else f"at [{i}]"
            return replace(found, text=f"{where} {found.text}")
    return None


def _text_difference(given, right):
    if not isinstance(given, str) or len(given.strip()) != 1:
        return _unexpected(given, 'a letter in quotes, such as "a",')
    if given.strip().lower() != right.lower():
        return Difference("value", f'your answer is "{given}"')
    return None


def _order_difference(given, right):
    order = letters(given)
    if order is None:
        return _unexpected(given, 'an order such as "abc"')
    if wrong := misspelt(order, right):
        return Difference("letters", f'your answer is "{order}": {wrong}')
    same = right.stands_in(order) if isinstance(right, Reversed) else order == right
    return None if same else Difference("value", f'your order is "{order}"')


def _facts_difference(given, right):
    """Compare what is known of `right`, in its order."""
    if not isinstance(given, Facts):
        return _unexpected(given, "a Keras model that begins with one `keras.Input`")
    for name, fact in right.items():
        if isinstance(fact, np.ndarray):
            found = difference(given[name], fact)
            if found:
                return replace(found, text=f"with the same weights, {found.text}")
        elif given[name] != fact:
            text = f"{name}: your model has {given[name]}, and {fact} is right"
            return Difference("shape" if "shape" in name else "value", text)
    return None
