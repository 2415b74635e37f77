"""Which pixels does a unit of each layer see? Followed through a model's own graph."""

import contextlib
from dataclasses import dataclass

from cnnteach.models.axis_field import AxisField
from cnnteach.models.operations import window_of
from cnnteach.models.window import FIRST, POINTWISE, WHOLE
from cnnteach.shapes import whole_number

OPEN_SIDE = 1024  # stands for a side that the model leaves open; needed for "same" with strides


@dataclass(frozen=True)
class ReceptiveField:
    """The pixels that the units of a layer see, for each axis of the input.

    Parameters
    ----------
    axes : tuple of AxisField
        Rows and columns of an image; one axis for a sentence or a vector.
    origin : str
        The name of the input layer.
    """

    axes: tuple
    origin: str

    @property
    def size(self):
        """Pixels that a unit sees along each axis; more than the image has where padding counts."""
        return tuple(axis.size for axis in self.axes)

    @property
    def jump(self):
        """Pixels from a unit's window to its neighbour's; None where all units see the same."""
        if not all(axis.step for axis in self.axes):
            return None
        jumps = (axis.jump for axis in self.axes)
        return tuple(int(jump) if jump.denominator == 1 else jump for jump in jumps)

    @property
    def start(self):
        """The first pixel that the first unit sees; negative in the padding."""
        return tuple(axis.starts[0] for axis in self.axes)

    def box(self, *units):
        """Return what one unit sees: (first, after the last) pixel along each axis.

        Parameters
        ----------
        *units : int
            The unit's place along each axis: row and column. Left out for a layer whose units all
            see the same.

        Raises
        ------
        TypeError, ValueError
            If there are not as many numbers as axes, or no such unit.
        """
        if self.jump is None:
            units = units or (0,) * len(self.axes)
        if len(units) != len(self.axes):
            raise ValueError(
                f"{units} has {len(units)} numbers; give one for each axis: {len(self.axes)}"
            )
        for unit, axis in zip(units, self.axes, strict=True):
            if whole_number("a unit's place", unit, least=0) >= axis.units:
                raise ValueError(
                    f"there is no unit at {unit}; places go from 0 to {axis.units - 1}"
                )
        return tuple(axis.interval(unit) for unit, axis in zip(units, self.axes, strict=True))


def receptive_fields(steps):
    """Follow the receptive field through `steps` (from `cnnteach.models.graph.steps`).

    Returns
    -------
    list of ReceptiveField or None
        One a step. None where it is not known: after an operation that is not known, or where
        branches meet whose windows jump by different steps, or that come from different inputs.
        After a flatten, a dense layer or a global pooling it is the whole image.
    """
    fields = []
    for step in steps:
        field = (
            _input(step) if not step.sources else _follow(step, [fields[i] for i in step.sources])
        )
        fields.append(field)
    open_inputs = {s.name for s in steps if not s.sources and None in s.shape}
    return [_known_in_full(field, open_inputs) for field in fields]


def _known_in_full(field, open_inputs):
    """Drop what would be the size of the image where that is open."""
    if field is not None and field.jump is None and field.origin in open_inputs:
        return None
    return field


def _input(step):
    sides = step.shape[:-1] or step.shape  # a vector has its features for an axis
    axes = tuple(AxisField.of_input(OPEN_SIDE if side is None else side) for side in sides)
    return ReceptiveField(axes, step.name) if axes else None


def _follow(step, sources):
    if None in sources:
        return None
    rank = len(step.input_shapes[0]) - 1
    window = window_of(step.operation, rank)
    field = sources[0] if window == FIRST else _join(sources)
    if field is None or (window is None and field.jump is not None):
        return None
    if window in (None, WHOLE):
        sides = (
            step.shape[:-1] if len(step.shape) == len(field.axes) + 1 else (1,) * len(field.axes)
        )
        axes = [a.whole(units or 1) for a, units in zip(field.axes, sides, strict=True)]
        return ReceptiveField(tuple(axes), field.origin)
    axes = field.axes if window in (POINTWISE, FIRST) else _slide(field.axes, window)
    if axes is not None and window == FIRST:
        axes = [axis.cut(side) for axis, side in zip(axes, step.shape, strict=False)]
    return _if_it_fits(axes, step, field.origin)


def _if_it_fits(axes, step, origin):
    """Return the field if its numbers of units are those that Keras has, else None."""
    if axes is None:
        return None
    field = ReceptiveField(tuple(axes), origin)
    if field.jump is None or len(step.shape) != len(axes) + 1:
        return field
    sides = zip(axes, step.shape, strict=False)
    return field if all(side in (None, axis.units) for axis, side in sides) else None


def _join(fields):
    """Return what units see that read all of `fields`, or None if they do not belong together."""
    first = fields[0]
    for other in fields[1:]:
        if other.origin != first.origin or len(other.axes) != len(first.axes):
            return None
        axes = [mine.join(its) for mine, its in zip(first.axes, other.axes, strict=True)]
        if None in axes:
            return None
        first = ReceptiveField(tuple(axes), first.origin)
    return first


def _slide(axes, window):
    """Apply `window` to each axis; None if it has another number of axes, or does not fit."""
    if len(window.kernel) != len(axes):
        return None
    geometry = list(zip(window.kernel, window.stride, window.padding, window.dilation, strict=True))
    with contextlib.suppress(ValueError):
        if window.transposed:
            return [_spread(a, *numbers[:3]) for a, numbers in zip(axes, geometry, strict=True)]
        return [a.slide(*numbers) for a, numbers in zip(axes, geometry, strict=True)]
    return None


def _spread(axis, kernel, stride, padding):
    """Apply a transposed window, cut as Keras cuts it."""
    overlap = max(kernel - stride, 0)
    sides = {"valid": (0, 0), "same": (overlap // 2, overlap - overlap // 2)}
    before, after = sides[padding] if isinstance(padding, str) else padding
    units = axis.units * stride + overlap - before - after
    return axis.spread(kernel, stride, units, before)
