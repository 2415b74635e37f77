"""Shapes, parameters, connections, neurons, memory and receptive fields of a stack, by `shapes`."""

import math
from dataclasses import dataclass, field, replace

from cnnteach import shapes

BYTES = 4  # a number in float32
COUNTED = ("parameters", "fixed", "connections", "neurons", "memory")


@dataclass(frozen=True)
class Field:
    """Pixels that a unit sees along one axis, from one to the next, and where the first begins."""

    size: int = 1
    jump: int = 1
    start: int = 0


@dataclass(frozen=True)
class Signal:
    """What flows between layers: its shape, and its units' fields; None where each sees it all."""

    shape: tuple
    fields: tuple | None


@dataclass(frozen=True)
class Counted:
    """One row of a stack, counted as `cnnteach.models.summary` counts; see `count`."""

    path: tuple
    name: str
    kind: str
    shape: tuple
    receptive_field: tuple | None
    parameters: int = 0
    fixed: int = 0
    connections: int = 0
    neurons: int = 0
    memory: int = 0


@dataclass
class Count:
    """The rows in the order in which numbers flow, sums, and why counting ended, if it did.

    `problem` is ``(path of the row, what is wrong)``, or None.
    """

    rows: list = field(default_factory=list)
    totals: dict = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    problem: tuple | None = None

    def add(self, row, times_in_totals=1):
        self.rows.append(row)
        for name in COUNTED:
            self.totals[name] += times_in_totals * getattr(row, name)


class Unfit(ValueError):
    """A layer does not fit what comes in; `path` says which."""

    def __init__(self, path, message):
        super().__init__(message)
        self.path = tuple(path)


def count(stack, image):
    """Follow an image through a stack.

    Parameters
    ----------
    stack : list of dict
        As `cnnteach.widgets.network_designer.stack_rows.checked` returns it.
    image : (int, int, int)
        Rows, columns, channels.

    Returns
    -------
    Count
        Connections are multiply-adds, and each bias is one. Memory is that of the layers' outputs
        for one image in float32, in bytes. A repeated block has a row for itself, with what all
        its repetitions count together; the rows inside of it show the first.

    Examples
    --------
    >>> from cnnteach.widgets.network_designer.stack_presets import preset
    >>> found = count(*preset("lenet5"))
    >>> found.totals["parameters"], found.rows[2].shape, found.rows[2].receptive_field
    (61706, (10, 10, 16), (14, 14))
    """
    found = Count()
    start = Signal(tuple(image), (Field(), Field()))
    try:
        _walk(stack, start, (), found)
    except Unfit as error:
        found.problem = (error.path, str(error))
    return found


def _walk(stack, signal, path, found):
    for place, row in enumerate(stack):
        at = (*path, place)
        follow = _block if row["kind"] == "block" else _layer
        signal = follow(row, signal, at, found)
    return signal


def _layer(row, signal, path, found):
    try:
        after, numbers = LAYERS[row["kind"]](row, signal)
    except ValueError as error:
        raise Unfit(path, str(error)) from None
    sees = None if after.fields is None else tuple(axis.size for axis in after.fields)
    memory = 0 if row["kind"] == "flatten" else BYTES * math.prod(after.shape)
    found.add(Counted(path, row["name"], row["kind"], after.shape, sees, memory=memory, **numbers))
    return after


def _block(row, signal, path, found):
    """Count a block's branches once for each repetition; the rows of the first are kept."""
    place, sums = len(found.rows), Count()
    found.rows.append(None)
    for repetition in range(row["repeat"]):
        inner = Count()
        try:
            signal, added = _join(row, signal, path, inner)
        except Unfit as error:
            found.rows[place] = _block_row(row, path, signal, sums)
            found.rows += inner.rows
            again = f" (in repetition {repetition})" if repetition else ""
            raise Unfit(error.path, f"{error}{again}") from None
        if repetition == 0:
            found.rows += inner.rows
        for name in COUNTED:
            sums.totals[name] += inner.totals[name]
        sums.totals["memory"] += added
    found.rows[place] = _block_row(row, path, signal, sums)
    for name in COUNTED:
        found.totals[name] += sums.totals[name]
    return signal


def _block_row(row, path, signal, sums):
    sees = None if signal.fields is None else tuple(axis.size for axis in signal.fields)
    return Counted(path, row["name"], "block", signal.shape, sees, **sums.totals)


def _join(row, signal, path, inner):
    """Follow the branches; return what they give together, and the bytes that joining adds."""
    used = row["branches"] if row["skip"] else row["branches"][:1]
    ends = [_walk(branch, signal, (*path, number), inner) for number, branch in enumerate(used)]
    if len(ends) == 1:
        return ends[0], 0
    wanted = 3 if row["join"] == "add" else 2
    if any(len(end.shape) != 3 or end.shape[:wanted] != ends[0].shape[:wanted] for end in ends):
        both = " and ".join("x".join(map(str, end.shape)) for end in ends)
        rule = "be equal" if row["join"] == "add" else "have equal rows and columns"
        raise Unfit(path, f"{row['name']} joins {both}; to {row['join']} they must {rule}")
    fields = None
    if all(end.fields is not None for end in ends):
        fields = tuple(_union([end.fields[axis] for end in ends], path) for axis in (0, 1))
    shape = ends[0].shape
    if row["join"] == "concat":
        shape = (*shape[:2], sum(end.shape[2] for end in ends))
    return Signal(shape, fields), BYTES * math.prod(shape)


def _union(fields, path):
    """See what any of the branches sees; they jump alike, since their maps are equally large."""
    if len({one.jump for one in fields}) > 1:
        raise Unfit(path, "the branches jump by different steps, so that their units do not meet")
    start = min(one.start for one in fields)
    end = max(one.start + one.size for one in fields)
    return Field(end - start, fields[0].jump, start)


def _window(row, signal):
    """Slide a window over the image: the new rows and columns, and the new fields."""
    if len(signal.shape) != 3:
        raise ValueError(f"{row['name']} needs rows and columns, but a vector comes in")
    size, kernel, stride = signal.shape[:2], row["kernel"], row["stride"]
    sides = shapes.padding_sides_2d(size, tuple(kernel), tuple(stride), row["padding"])
    outputs = tuple(
        shapes.output_size(size[axis], kernel[axis], stride[axis], sides[axis]) for axis in (0, 1)
    )
    if signal.fields is None:
        return outputs, None
    moved = (
        Field(f.size + (k - 1) * f.jump, f.jump * s, f.start - pad[0] * f.jump)
        for f, k, s, pad in zip(signal.fields, kernel, stride, sides, strict=True)
    )
    return outputs, tuple(moved)


def _conv(row, signal):
    outputs, fields = _window(row, signal)
    kernel, groups, filters = tuple(row["kernel"]), row["groups"], row["filters"]
    own = {"groups": groups, "bias": row["bias"]}
    weights = shapes.conv_parameters(kernel, signal.shape[2], filters, **own)
    shape = (*outputs, filters)
    numbers = {
        "parameters": weights + 2 * filters * row["norm"],
        "fixed": 2 * filters * row["norm"],
        "connections": outputs[0] * outputs[1] * weights,
        "neurons": math.prod(shape),
    }
    return Signal(shape, fields), numbers


def _pool(row, signal):
    outputs, fields = _window(row, signal)
    return Signal((*outputs, signal.shape[2]), fields), {}


def _flatten(row, signal):
    return Signal((math.prod(signal.shape),), None), {}


def _global_pool(row, signal):
    if len(signal.shape) != 3:
        raise ValueError(f"{row['name']} takes the mean of maps, but a vector comes in")
    return Signal(signal.shape[-1:], None), {}


def _dense(row, signal):
    if len(signal.shape) != 1:
        raise ValueError(
            f"{row['name']} takes a vector, but {'x'.join(map(str, signal.shape))} comes in; "
            "put a flatten or a global pooling before it"
        )
    weights = shapes.dense_parameters(signal.shape[0], row["units"])
    units = (row["units"],)
    numbers = {"parameters": weights, "connections": weights, "neurons": row["units"]}
    return replace(signal, shape=units), numbers


LAYERS = {
    "conv": _conv,
    "max_pool": _pool,
    "average_pool": _pool,
    "flatten": _flatten,
    "global_pool": _global_pool,
    "dense": _dense,
}
