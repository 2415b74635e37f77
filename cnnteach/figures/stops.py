"""Where a window stops along a row of pixels, and which pixels it leaves unused."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnnteach import shapes
from cnnteach.figures.tones import MARK

CELL = 0.42  # inches
LINE = 0.62  # cells from one stop to the next
LEAST_WIDTH = 11  # cells, so that the formula has its place


def stops(size, kernel, *, stride=1, padding=0, dilation=1):
    """Draw a row of pixels, and under it each stop of a window, one stop a line.

    Pixels in the padding are drawn as 0 with a dotted edge; those that meet no weight are hatched.

    Parameters
    ----------
    size, kernel, stride, padding, dilation
        As in `cnnteach.shapes.output_size`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> figure = stops(7, kernel=3, stride=3)
    >>> figure.axes[0].texts[-1].get_text()
    'floor((7 + 0 − 3) / 3) + 1 = 2 stops; 1 pixel unused'
    """
    before, after = shapes.padding_sides(size, kernel, stride, padding, dilation)
    starts = shapes.window_starts(size, kernel, stride, padding, dilation)
    extent = shapes.kernel_extent(kernel, dilation)
    met = {start + weight * dilation for start in starts for weight in range(kernel)}
    pixels = range(-before, size + after)
    axes = _blank_axes(-before, size + after, len(starts))
    for pixel in pixels:
        _pixel(axes, pixel, inside=0 <= pixel < size, unused=pixel not in met)
    for line, start in enumerate(starts):
        _window(axes, line, start, kernel, dilation)
    formula = f"floor(({size} + {before + after} − {extent}) / {stride}) + 1 = "
    ends = f"{_counted(len(starts), 'stop')}; {_counted(len({*pixels} - met), 'pixel')} unused"
    axes.text(-before, _height(len(starts)) - 0.45, formula + ends, fontsize=10, va="center")
    return axes.figure


def _counted(number, noun):
    return f"{number} {noun}{'s' * (number != 1)}"


def _height(lines):
    """Return the cells from the pixels' upper edge to the lower edge of the figure."""
    return 1.25 + LINE * lines + 0.9


def _blank_axes(first, last, lines):
    """Return axes without frame whose unit is one pixel of the row, lines counting downwards."""
    width, height = max(last - first + 0.5, LEAST_WIDTH), _height(lines) + 0.5
    figure = Figure(figsize=(width * CELL, height * CELL))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(first - 0.25, first - 0.25 + width)
    axes.set_ylim(_height(lines), -0.5)
    return axes


def _pixel(axes, pixel, *, inside, unused):
    """Draw one pixel with its number above; a pixel of the padding holds a 0."""
    look = (
        {"fc": "0.9", "ec": "0.35", "lw": 1} if inside else {"fc": "white", "ec": "0.5", "ls": ":"}
    )
    hatch = {"hatch": "////", "fc": "white"} if unused else {}
    axes.add_patch(Rectangle((pixel, 0), 1, 1, **{**look, **hatch}))
    name = str(pixel).replace("-", "−")
    axes.text(pixel + 0.5, -0.12, name, ha="center", va="bottom", fontsize=8, color="0.3")
    if not inside:
        axes.text(pixel + 0.5, 0.5, "0", ha="center", va="center", fontsize=10)


def _window(axes, line, start, kernel, dilation):
    """Draw one stop of the window, a weight under each pixel that it meets."""
    top = 1.25 + line * LINE
    last = start + shapes.kernel_extent(kernel, dilation) - 1
    axes.plot([start + 0.5, last + 0.5], [top + 0.25] * 2, color=MARK, lw=1.5, zorder=1)
    for weight in range(kernel):
        corner = (start + weight * dilation + 0.06, top)
        axes.add_patch(Rectangle(corner, 0.88, LINE - 0.14, fc=MARK, ec="none", zorder=2))
