"""Along one axis: which input pixels does unit 0, 1, 2, ... of a layer see?

For a stack of convolutions the answer is ``start + unit * jump``, as `shapes.receptive_field` has
it. A transposed convolution makes it repeat instead: with stride 2, even and odd units see windows
of their own. So an answer is kept for each unit of one period.
"""

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from cnnteach.shapes import kernel_extent, output_size, padding_sides


@dataclass(frozen=True)
class AxisField:
    """Unit ``i`` sees the pixels from ``starts[i]`` to before ``stops[i]``, and so on by periods.

    Parameters
    ----------
    starts, stops : tuple of int
        For the units of one period; outside of 0 .. `pixels` there is padding.
    step : int
        Pixels from one period to the next; 0 where every unit sees the same.
    units : int
        How many units the layer has along the axis.
    pixels : int
        How many pixels the input has along it.
    """

    starts: tuple
    stops: tuple
    step: int
    units: int
    pixels: int

    @classmethod
    def of_input(cls, pixels):
        """Each pixel sees itself.

        Examples
        --------
        >>> AxisField.of_input(32).slide(5).slide(2, stride=2).interval(1)
        (2, 8)
        """
        return cls((0,), (1,), 1, pixels, pixels)

    @property
    def size(self):
        """Pixels that a unit sees; with periods, the most that any sees."""
        return max(stop - start for start, stop in zip(self.starts, self.stops, strict=True))

    @property
    def jump(self):
        """Pixels from one unit's window to the next's; a fraction after upsampling."""
        return Fraction(self.step, len(self.starts))

    def interval(self, unit):
        """Return the first pixel that `unit` sees, and the first after it that it does not."""
        periods, phase = divmod(unit, len(self.starts))
        return self.starts[phase] + periods * self.step, self.stops[phase] + periods * self.step

    def slide(self, kernel, stride=1, padding=0, dilation=1):
        """Follow a convolution or a pooling."""
        units = output_size(self.units, kernel, stride, padding, dilation)
        before, _ = padding_sides(self.units, kernel, stride, padding, dilation)
        last = kernel_extent(kernel, dilation) - 1 - before
        period = len(self.starts) // math.gcd(len(self.starts), stride)
        windows = [(i * stride - before, i * stride + last) for i in range(period)]
        return self._seen_through(windows, self.step * stride * period // len(self.starts), units)

    def spread(self, kernel, stride, units, before):
        """Follow a transposed convolution to `units`, the first `before` of them cut away."""
        period = len(self.starts) * stride
        painted = [(i + before - kernel + 1, i + before) for i in range(period)]
        windows = [(-(-first // stride), last // stride) for first, last in painted]
        windows = [(min(first, last), last) for first, last in windows]  # kernel < stride: gaps
        return self._seen_through(windows, self.step, units)

    def _seen_through(self, windows, step, units):
        """Return the field of units that see this layer's units from first to last."""
        starts = tuple(self.interval(first)[0] for first, _ in windows)
        stops = tuple(self.interval(last)[1] for _, last in windows)
        return AxisField(starts, stops, step, units, self.pixels)

    def cut(self, units):
        """Follow a cut at the far side; `units` may be None for a side that is open."""
        return replace(self, units=min(self.units, units or self.units))

    def whole(self, units=1):
        """Return the field of units that all see what this layer's units see together."""
        start, _ = self.interval(0)
        _, stop = self.interval(self.units - 1)
        return AxisField((max(start, 0),), (min(stop, self.pixels),), 0, units, self.pixels)

    def join(self, other):
        """Follow an add or a concatenation of two branches: a unit sees what either sees.

        Returns None where the branches' windows jump by different steps, so that they do not
        belong together.
        """
        if not self.step or not other.step:
            return self._join_with_whole(other)
        if self.jump != other.jump:
            return None
        period = math.lcm(len(self.starts), len(other.starts))
        both = [(self.interval(i), other.interval(i)) for i in range(period)]
        starts = tuple(min(mine[0], its[0]) for mine, its in both)
        stops = tuple(max(mine[1], its[1]) for mine, its in both)
        step = int(self.jump * period)
        return AxisField(starts, stops, step, self.units, self.pixels)

    def _join_with_whole(self, other):
        """Join two of which one sees the same from everywhere: then so does the sum."""
        mine, its = self.whole(), other.whole()
        start, stop = min(mine.starts + its.starts), max(mine.stops + its.stops)
        return AxisField((start,), (stop,), 0, max(self.units, other.units), self.pixels)
