"""Traits that explorers share: whole numbers, a place, a padding, yes or no, a tally, floats.

Each refuses what it cannot mean with a `TypeError` or `ValueError` that says what came and how to
mend it, and takes NumPy's numbers as Python's own.
"""

from functools import wraps

import traitlets

from cnnteach import shapes

MANY = 1000  # rows; more than any kernel, so that only the padding itself can be wrong


def plain(value):
    """Return NumPy's numbers and arrays as Python's own, and anything else as it is."""
    return value.tolist() if hasattr(value, "tolist") else value


class Refused(traitlets.TraitError, ValueError):
    """A value that a trait cannot have beside the others."""


def validates(*names):
    """Check traits by a method that raises a `ValueError`; where it does, all stay as they were.

    It is what `traitlets.validate` is; but where several traits are set at once, as a view, a link
    and `hold_trait_notifications` do, traitlets takes back what was set at its own error alone.
    """

    def decorated(check):
        @wraps(check)
        def checked(self, proposal):
            try:
                return check(self, proposal)
            except ValueError as error:
                raise Refused(str(error)) from error

        return traitlets.validate(*names)(checked)

    return decorated


def _at_most(obj, name, value, most):
    if most is not None and value > most:
        raise ValueError(
            f"{name} is {value}, and {type(obj).__name__} shows at most {most}: more could not be "
            "read"
        )
    return value


class Whole(traitlets.TraitType):
    """A whole number from `least` to `most`."""

    def __init__(self, default, *, least=1, most=None):
        super().__init__(default)
        self.least, self.most = least, most

    def validate(self, obj, value):
        number = shapes.whole_number(self.name, value, self.least)
        return _at_most(obj, self.name, number, self.most)


class OneOrTwo(Whole):
    """A whole number, or one for rows and one for columns."""

    def validate(self, obj, value):
        rows, columns = shapes.pair(self.name, plain(value), self.least)
        for number in (rows, columns):
            _at_most(obj, self.name, number, self.most)
        return rows if rows == columns else [rows, columns]


class OneOrTwoOrNone(OneOrTwo):
    """As `OneOrTwo`, or None."""

    def validate(self, obj, value):
        return None if value is None else super().validate(obj, value)


class Place(traitlets.TraitType):
    """The row and the column of a cell, both counted from 0."""

    def validate(self, obj, value):
        value = plain(value)
        if not isinstance(value, tuple | list):
            raise TypeError(f"{self.name} is {value!r}; write a row and a column, such as (0, 2)")
        return list(shapes.pair(self.name, value, least=0))


class Padding(traitlets.TraitType):
    """A number of zeros, one for rows and one for columns, all four sides, "valid" or "same"."""

    def __init__(self, default, *, most):
        super().__init__(default)
        self.most = most

    def validate(self, obj, value):
        value = plain(value)
        sides = shapes.padding_sides_2d((MANY, MANY), (1, 1), padding=value)  # its own error
        for axis in sides:
            for side in axis:
                _at_most(obj, self.name, side, self.most)
        return value if isinstance(value, int | str) else [list(axis) for axis in sides]


class YesOrNo(traitlets.TraitType):
    """True or False."""

    def validate(self, obj, value):
        if not isinstance(plain(value), bool):
            raise TypeError(f"{self.name} is {value!r}, but must be True or False")
        return plain(value)


class Tally(traitlets.TraitType):
    """How many were right, and how many were tried."""

    def validate(self, obj, value):
        if not isinstance(value, tuple | list):
            raise TypeError(f"{self.name} is {value!r}; write two counts, such as (3, 5)")
        right, tried = shapes.pair(self.name, value, least=0)
        if right > tried:
            raise ValueError(f"{self.name} is {value!r}, but no more can be right than were tried")
        return [right, tried]


class Floats(traitlets.Bytes):
    """The bytes of an array; what a browser sends comes as a view of memory."""

    def validate(self, obj, value):
        held = bytes(value) if isinstance(value, memoryview | bytearray) else value
        return super().validate(obj, held)


def in_range(name, value, least, most):
    """Return a number from `least` to `most` as a float, or say what is wrong with it."""
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is {value!r}, but must be a number")
    if not least <= value <= most:
        raise ValueError(f"{name} is {value}, but must be a number from {least} to {most}")
    return float(value)


class Number(traitlets.TraitType):
    """A finite number from `least` to `most`."""

    def __init__(self, default, *, least, most):
        super().__init__(default)
        self.least, self.most = least, most

    def validate(self, obj, value):
        return in_range(self.name, value, self.least, self.most)


class OneOf(traitlets.TraitType):
    """One of some words or numbers."""

    def __init__(self, default, choices):
        super().__init__(default)
        self.choices = tuple(choices)

    def validate(self, obj, value):
        value = plain(value)
        if value not in self.choices:
            known = ", ".join(map(repr, self.choices))
            raise ValueError(f"{self.name} is {value!r}, but must be one of {known}")
        return value
