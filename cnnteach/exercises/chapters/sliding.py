"""Exercises of notebook 15 on a classifier that slides: a dense layer's kernels, the windows."""

import numpy as np

from cnnteach import shapes
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("15_beyond_classification")

_DENSE = np.arange(12).reshape(6, 2)


def dense_to_kernels(weights, height, width):
    """Return the kernels of the convolution that does what a dense layer does.

    The dense layer reads maps (height, width, C), flattened row by row: `weights` have the shape
    (height * width * C, units). Give the same numbers the shape (height, width, C, units).
    """
    return weights.reshape(height, width, -1, weights.shape[1])


def _by_place(weights, height, width):
    """Look each weight up by where its number stands in the flattened maps."""
    channels = len(weights) // height // width
    row, column, channel = np.indices((height, width, channels))
    return weights[(row * width + column) * channels + channel]


def _channels_first(weights, height, width):
    maps = weights.reshape(-1, height, width, weights.shape[1])
    return maps.transpose(1, 2, 0, 3)


def _unit_by_unit(weights, height, width):
    return weights.T.reshape(height, width, -1, weights.shape[1])


chapter.function(
    dense_to_kernels,
    title="Kernels out of a dense layer",
    points=2,
    minutes=6,
    axes=("rows", "columns", "channels", "kernels"),
    because="Flattening laid the maps out row by row, each row pixel by pixel, each pixel channel "
    "by channel. `reshape` undoes just that, and the units stay where they are.",
    examples=[
        ((_DENSE, 1, 3), np.array([[[[0, 1], [2, 3]], [[4, 5], [6, 7]], [[8, 9], [10, 11]]]])),
        ((_DENSE[:2], 2, 1), np.array([[[[0, 1]]], [[[2, 3]]]])),
    ],
    variants=lambda rng: [
        (rng.permutation(120).reshape(24, 5), 2, 3),
        (rng.permutation(72).reshape(24, 3), 4, 3),
        (rng.normal(size=(30, 4)), 3, 2),
    ],
    oracle=_by_place,
    hints=(
        "No number changes, and none passes another. Which method of an array gives the same "
        "numbers another shape?",
        "`weights.reshape(height, width, -1, ...)`: for -1 NumPy counts the channels itself. Last "
        "comes the number of units, `weights.shape[1]`.",
    ),
    mistakes=[
        Mistake(
            "swaps height and width",
            "Rows come first: along the first axis there are `height` steps, along the second "
            "`width`.",
            lambda weights, height, width: dense_to_kernels(weights, width, height),
        ),
        Mistake(
            "takes one map after the other",
            "That is right where maps are flattened one after the other, channels first, as in "
            "PyTorch. In Keras the channels of a pixel lie side by side.",
            _channels_first,
        ),
        Mistake(
            "turns the kernels",
            "You turned the kernels by half a turn. A convolution layer lays its kernels on the "
            "maps as they are.",
            lambda *layer: dense_to_kernels(*layer)[::-1, ::-1],
        ),
        Mistake(
            "puts the units before the channels",
            "The last two axes are swapped. Keras's kernels have the shape (height, width, "
            "channels, units).",
            lambda *layer: dense_to_kernels(*layer).swapaxes(2, 3),
        ),
        Mistake(
            "reads unit by unit",
            "The shape is right, but the numbers were read unit by unit. A row of `weights` "
            "belongs to one number of the maps, a column to one unit.",
            _unit_by_unit,
        ),
    ],
)


def windows_in_pyramid(height, width, window, step, factor):
    """Return how many windows a detector judges in a photograph, over all scales.

    A window of `window` x `window` pixels moves by `step` pixels and does not leave the image.
    Each scale has the sides of the one before, divided by `factor` and cut down to whole pixels;
    the last scale is the last into which the window fits.
    """
    count = 0
    while height >= window and width >= window:
        rows = (height - window) // step + 1
        columns = (width - window) // step + 1
        count += rows * columns
        height = int(height / factor)
        width = int(width / factor)
    return count


def _scales(height, width, window, factor):
    """Return the sides of each scale."""
    if min(height, width) < window:
        return []
    smaller = int(height / factor), int(width / factor)
    return [(height, width), *_scales(*smaller, window, factor)]


def _count(sizes, window, step):
    """Count the windows in images of some sizes."""
    return sum(
        shapes.output_size(height, window, step) * shapes.output_size(width, window, step)
        for height, width in sizes
    )


def _with_floor_division(height, width, window, step, factor):
    count = 0
    while height >= window and width >= window:
        count += ((height - window) // step + 1) * ((width - window) // step + 1)
        height, width = height // factor, width // factor
    return count


def _from_the_first(height, width, window, step, factor):
    sizes, scale = [], 1
    while min(height, width) / scale >= window:
        sizes.append((int(height / scale), int(width / scale)))
        scale *= factor
    return _count(sizes, window, step)


chapter.function(
    windows_in_pyramid,
    title="How many windows?",
    points=2,
    minutes=8,
    level="medium",
    because="In each scale the window has (side - window) // step + 1 places along a side, as in "
    "notebook 03, and the places of rows and columns multiply. Then the scales add up.",
    examples=[
        ((8, 8, 4, 2, 2), 9 + 1),
        ((60, 65, 25, 4, 2), 99 + 4),
        ((20, 50, 25, 4, 2), 0),
    ],
    variants=lambda rng: [
        (int(rng.integers(90, 130)), int(rng.integers(140, 200)), 25, 4, 1.25),
        (int(rng.integers(70, 90)), int(rng.integers(40, 60)), 9, 2, 1.5),
        (48 + int(rng.integers(0, 2)), 97, 12, 3, 2),
        (63, 47, 7, 1, 1.5),
    ],
    oracle=lambda height, width, window, step, factor: _count(
        _scales(height, width, window, factor), window, step
    ),
    hints=(
        "Begin with one scale: how many places has the window along a side, as in "
        "`number_of_stops`? Then repeat it while the window fits.",
        "`while height >= window and width >= window:` add ((height - window) // step + 1) times "
        "the same of the width, then make both sides smaller by `int(side / factor)`.",
    ),
    mistakes=[
        Mistake(
            "leaves floats",
            "With a factor of 1.25, `//` gives a float, such as 100.0, and so your count is one: "
            "write `int(height / factor)`.",
            _with_floor_division,
        ),
        Mistake(
            "counts one scale",
            "That is the photograph at its full size alone. Make it smaller and count again, "
            "until the window no longer fits.",
            lambda height, width, window, step, factor: _count(
                _scales(height, width, window, factor)[:1], window, step
            ),
        ),
        Mistake(
            "forgets the first place",
            "Along each side one place is missing: (side - window) // step counts the moves, and "
            "there is a place before the first of them.",
            lambda height, width, window, step, factor: sum(
                (h - window) // step * ((w - window) // step)
                for h, w in _scales(height, width, window, factor)
            ),
        ),
        Mistake(
            "moves by one pixel",
            "You put a window at every pixel. It moves by `step` pixels.",
            lambda height, width, window, step, factor: _count(
                _scales(height, width, window, factor), window, 1
            ),
        ),
        Mistake(
            "adds rows and columns",
            "The window stands at every row with every column: multiply the two counts.",
            lambda height, width, window, step, factor: sum(
                shapes.output_size(h, window, step) + shapes.output_size(w, window, step)
                for h, w in _scales(height, width, window, factor)
            ),
        ),
        Mistake(
            "stops too early",
            "A scale that is exactly as large as the window still holds one place: `>=`.",
            lambda height, width, window, step, factor: _count(
                [s for s in _scales(height, width, window, factor) if min(s) > window],
                window,
                step,
            ),
        ),
        Mistake(
            "divides the photograph's own sides",
            "You divide the photograph's sides by factor, factor², ... Here each scale is made "
            "from the one before, whose sides were cut down to whole pixels.",
            _from_the_first,
        ),
    ],
)
