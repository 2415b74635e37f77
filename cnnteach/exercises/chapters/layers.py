"""Exercises of notebook 03 on layers: what they learn, how far they see, which shape they give."""

from math import prod

from cnnteach import shapes
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("03_stride_padding_output_size")

chapter.question(
    "alexnet",
    "AlexNet's first layer has 96 filters of 11 x 11 x 3, stride 4, no padding.\n"
    "The image is 227 x 227 x 3. Which shape has the output, as (height, width, channels)?",
    (55, 55, 96),
    working="((227 - 11) // 4 + 1, (227 - 11) // 4 + 1, 96)",
    title="AlexNet's first output",
    points=1,
    minutes=2,
    because="(227 - 11) / 4 + 1 = 55 stops each way, and one channel for every filter.",
    hints=(
        "Height and width: the number of stops for 227, 11 and 4. Channels: who makes them?",
        "(227 - 11) / 4 is 54. Each of the filters makes one channel of the output.",
    ),
    mistakes={
        (54, 54, 96): (
            "forgets the + 1",
            "54 are the jumps; there is one more stop. (An image of 224 without padding would "
            "give 54.25: the paper's 224 cannot be.)",
        ),
        (55, 55, 3): (
            "keeps the input's channels",
            "The three channels are added up in each filter. How many filters are there?",
        ),
        (96, 55, 55): (
            "channels first",
            "The numbers are right; the channels come last here: (height, width, channels).",
        ),
        (55, 55): (
            "forgets the channels",
            "That is one map. How many maps do the filters make?",
        ),
        (217, 217, 96): (
            "ignores the stride",
            "That would be stride 1. With 4, the window jumps four pixels at a time.",
        ),
    },
)


def conv_params(kernel, channels, filters, image):
    """Count the numbers that a convolutional layer learns: all its weights, and its biases.

    `kernel` is (rows, columns), `image` (height, width); `filters` kernels are `channels` deep.
    """
    rows, columns = kernel
    return (rows * columns * channels + 1) * filters


chapter.function(
    conv_params,
    title="How many numbers does a layer learn?",
    points=2,
    minutes=5,
    level="medium",
    because="A filter is rows · columns · channels weights and one bias, used at every place of "
    "the image: its size does not matter.",
    examples=[
        (((5, 5), 3, 10, (32, 32)), 760),
        (((3, 3), 64, 128, (28, 28)), 73_856),
        (((11, 11), 3, 96, (227, 227)), 34_944),
        (((5, 5), 3, 200, (32, 32)), 15_200),
    ],
    variants=lambda rng: [
        (whole_numbers(rng, (2, 3), (4, 7)), *whole_numbers(rng, (2, 9), (10, 64)), (19, 23))
        for _ in range(4)
    ],
    oracle=lambda kernel, channels, filters, image: shapes.conv_parameters(
        kernel, channels, filters
    ),
    hints=(
        "How many weights has one filter? It is as deep as the image. Does it change from place "
        "to place?",
        "Every filter has its weights and one bias, wherever it stands: `image` is not needed.",
    ),
    mistakes=[
        Mistake(
            "forgets the biases",
            "The weights are all there; each filter also learns one bias.",
            lambda kernel, channels, filters, image: prod(kernel) * channels * filters,
        ),
        Mistake(
            "counts one bias for all",
            "There is only one bias in it: each filter has its own.",
            lambda kernel, channels, filters, image: prod(kernel) * channels * filters + 1,
        ),
        Mistake(
            "forgets the channels",
            "A kernel is as deep as the image: it has weights of its own for each channel.",
            lambda kernel, channels, filters, image: (prod(kernel) + 1) * filters,
        ),
        Mistake(
            "multiplies by the places",
            "You counted the weights anew at every place. They are shared: the same kernel slides "
            "over the image. (What you counted are the connections.)",
            lambda kernel, channels, filters, image: (
                (prod(kernel) * channels + 1)
                * filters
                * (image[0] - kernel[0] + 1)
                * (image[1] - kernel[1] + 1)
            ),
        ),
        Mistake(
            "gives every channel a bias",
            "You gave each channel of each filter a bias. The channels are added up first, and "
            "then there is one bias for the filter.",
            lambda kernel, channels, filters, image: (prod(kernel) + 1) * channels * filters,
        ),
    ],
)


def receptive_field(layers):
    """Return how many input pixels wide one unit sees, after each of the `layers`: a list.

    A layer is (kernel, stride). Each new layer sees kernel - 1 steps further, and a step is as
    many pixels as all the strides before it multiplied.
    """
    sizes, size, step = [], 1, 1
    for kernel, stride in layers:
        size += (kernel - 1) * step
        step *= stride
        sizes.append(size)
    return sizes


def _fields(layers, start=1, shrink=1, early=False, ignore=False):
    """Follow the recurrence with a mistake in it."""
    sizes, size, step = [], start, 1
    for kernel, stride in layers:
        step *= stride if early else 1
        size += (kernel - shrink) * step
        step *= 1 if early or ignore else stride
        sizes.append(size)
    return sizes


_LENET = [(5, 1), (2, 2), (5, 1), (2, 2), (5, 1)]
_ALEXNET = [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)]

chapter.function(
    receptive_field,
    title="How far does a unit see?",
    points=3,
    minutes=10,
    level="hard",
    because="Neighbours in a layer lie `step` input pixels apart, so a kernel over it reaches "
    "(kernel - 1) · step pixels further.",
    examples=[
        (([(3, 1)] * 3,), [3, 5, 7]),
        ((_LENET,), [5, 6, 14, 16, 32]),
        ((_ALEXNET,), [11, 19, 51, 67, 99, 131, 163, 195]),
    ],
    variants=lambda rng: [
        ([whole_numbers(rng, (1, 7), (1, 3)) for _ in range(count)],) for count in (2, 3, 4, 5)
    ],
    oracle=lambda layers: [
        size for size, _, _ in shapes.receptive_field([(*layer, 0) for layer in layers])
    ],
    hints=(
        "Begin with one pixel, and a step of 1. What does a 3-wide kernel add to what is seen? "
        "And after a layer of stride 2, how far apart are neighbours?",
        "In a loop, in this order: `size += (kernel - 1) * step`, `step *= stride`, and append.",
    ),
    mistakes=[
        Mistake(
            "ignores the strides",
            "The strides are not in it: after stride 2, one step in the layer is 2 input pixels.",
            lambda layers: _fields(layers, ignore=True),
        ),
        Mistake(
            "adds the kernels up",
            "You added the kernels. The windows of neighbours overlap: three of 3 see 7, not 9.",
            lambda layers: _fields(layers, start=0, shrink=0, ignore=True),
        ),
        Mistake(
            "multiplies the kernels",
            "You multiplied the kernels. Windows overlap: three layers of 3 see 7, not 27.",
            lambda layers: [prod(k for k, _ in layers[: i + 1]) for i in range(len(layers))],
        ),
        Mistake(
            "takes a layer's own stride at once",
            "A layer's stride moves the layers after it apart, not its own kernel: update the "
            "step last.",
            lambda layers: _fields(layers, early=True),
        ),
        Mistake(
            "gives the last only",
            "That is the last layer's; a list with one number for each layer is asked for.",
            lambda layers: _fields(layers)[-1],
        ),
    ],
)
