"""Traits that explorers share: a number for rows and columns, a padding; and arrays checked."""

import numpy as np
import traitlets

from cnnteach import shapes

MANY = 1000  # rows; more than any kernel, so that only the padding itself can be wrong


class OneOrTwo(traitlets.TraitType):
    """A whole number, or one for rows and one for columns."""

    def __init__(self, default, *, least=1, most=None):
        super().__init__(default)
        self.least, self.most = least, most

    def validate(self, obj, value):
        rows, columns = shapes.pair(self.name, value, self.least)
        if self.most is not None and max(rows, columns) > self.most:
            raise ValueError(
                f"{self.name} is {value}, and ConvExplorer shows at most {self.most}: "
                f"more cells could not be read"
            )
        return rows if rows == columns else [rows, columns]


class Padding(traitlets.TraitType):
    """A number of zeros, one for rows and one for columns, all four sides, "valid" or "same"."""

    def validate(self, obj, value):
        sides = shapes.padding_sides_2d(
            (MANY, MANY), (1, 1), padding=value
        )  # its own error, if any
        return value if isinstance(value, int | str) else [list(side) for side in sides]


def finite(name, value):
    """Return `value` as finite floats, or say what is wrong with it."""
    array = np.asarray(value)
    if array.dtype.kind not in "buif":
        raise TypeError(f"{name} holds {array.dtype} values; numbers are expected")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); at least one number is expected")
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(
            f"{name}[{', '.join(map(str, where))}] is {array[where]}; "
            "replace it by a finite number first"
        )
    return array.astype(float)
