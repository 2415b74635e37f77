"""Exercises of notebook 13 on counting: LeNet-5, AlexNet and their layers."""

from cnnteach import shapes
from cnnteach.exercises.chapters.common import whole_numbers
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("13_architectures")

chapter.question(
    "lenet5_c3",
    "C3, the second convolution of LeNet-5 (1998), reads the 6 maps of S2 with kernels of\n"
    "5 x 5. Of its 16 maps, 6 read 3 maps each, 9 read 4 maps, and 1 reads all 6; each\n"
    "has one bias.\n"
    "How many numbers does C3 learn?",
    1516,
    working="(6 * 3 + 9 * 4 + 1 * 6) * 25 + 16",
    title="A layer that does not read everything",
    points=1,
    minutes=4,
    because="6 · 3 + 9 · 4 + 6 = 60 kernels of 25 weights, and 16 biases: the table breaks the "
    "symmetry between maps, and saved memory in 1998.",
    hints=(
        "Count the kernels first: a map that reads 3 maps has 3 kernels of 5 x 5.",
        "There are 6 * 3 + 9 * 4 + 6 kernels. And one bias for each of the 16 maps.",
    ),
    mistakes={
        2416: (
            "connects every map with every map",
            "That is today's LeNet-5, where each of the 16 maps reads all 6. In 1998 a table said "
            "which map reads which.",
        ),
        1500: ("forgets the biases", "The weights are right; each of the 16 maps has a bias too."),
        1560: (
            "gives every kernel a bias",
            "What several kernels give is added up first; then there is one bias for the map.",
        ),
        416: (
            "gives every map one kernel",
            "A map that reads 3 maps has a kernel for each of them.",
        ),
        76: ("counts kernels, not weights", "A kernel of 5 x 5 has 25 weights."),
    },
)


def layer_counts(kernel, channels, filters, height, width):
    """Count what a convolutional layer has: return (neurons, parameters, connections).

    It makes `filters` maps of (height, width), each number of which is a neuron: it reads a window
    of `kernel` x `kernel` through all `channels`, and a bias. Parameters are learned once for a
    map; connections are counted for every neuron.
    """
    neurons = height * width * filters
    inputs = kernel * kernel * channels + 1
    return neurons, inputs * filters, inputs * neurons


chapter.function(
    layer_counts,
    title="Neurons, parameters, connections",
    points=2,
    minutes=6,
    because="Every neuron has a connection to each number of its window and to a bias; the neurons "
    "of a map share them, so that only the maps are counted for the parameters.",
    examples=[
        ((5, 1, 6, 28, 28), (4_704, 156, 122_304)),
        ((5, 16, 120, 1, 1), (120, 48_120, 48_120)),
        ((11, 3, 96, 55, 55), (290_400, 34_944, 105_705_600)),
    ],
    variants=lambda rng: [
        whole_numbers(rng, (2, 6), (2, 9), (10, 20), (3, 9), (12, 30)) for _ in range(5)
    ],
    oracle=lambda kernel, channels, filters, height, width: (
        height * width * filters,
        shapes.conv_parameters(kernel, channels, filters),
        shapes.conv_connections((height, width), kernel, channels, filters),
    ),
    hints=(
        "Begin with one neuron: how many numbers does it read, and how many of them are learned?",
        "`kernel * kernel * channels + 1` for one neuron. Times the number of filters: parameters; "
        "times the number of neurons: connections.",
    ),
    mistakes=[
        Mistake(
            "forgets the biases",
            "Each neuron has a bias, too: one connection more, and one parameter more a filter.",
            lambda k, c, f, h, w: (h * w * f, k * k * c * f, k * k * c * h * w * f),
        ),
        Mistake(
            "learns weights at every place",
            "The neurons of a map share their weights: the parameters do not grow with the map.",
            lambda k, c, f, h, w: (h * w * f, *[(k * k * c + 1) * h * w * f] * 2),
        ),
        Mistake(
            "counts one map's neurons",
            "Those are the neurons of one map; there are `filters` maps.",
            lambda k, c, f, h, w: (h * w, (k * k * c + 1) * f, (k * k * c + 1) * h * w),
        ),
        Mistake(
            "reads one channel",
            "A window reaches through all channels of what comes in.",
            lambda k, c, f, h, w: (h * w * f, (k * k + 1) * f, (k * k + 1) * h * w * f),
        ),
    ],
)


chapter.question(
    "alexnet_neurons",
    "AlexNet's first layer makes 96 maps of 55 x 55, as notebook 03 computed. Its paper\n"
    "prints 253,440 neurons for that layer. How many are there?",
    290_400,
    working="55 * 55 * 96",
    title="A misprint that is still quoted",
    points=1,
    minutes=2,
    because="55 · 55 · 96 = 290,400. The paper's 253,440 is 55 · 48 · 96: one side of the map was "
    "taken for the 48 maps that one of its two graphics cards held.",
    hints=(
        "Every number of every map is a neuron.",
        "Height times width times maps; all three are in the question.",
    ),
    mistakes={
        253_440: (
            "believes the paper",
            "That is what the paper prints. Which three numbers have this product, and should?",
        ),
        145_200: (
            "counts one graphics card",
            "Those are 48 maps: one half of the network, which was trained on two cards.",
        ),
        3_025: ("counts one map", "That is one map; there are 96."),
        34_944: (
            "counts parameters",
            "Those are the numbers that the layer learns. Its neurons are what it puts out.",
        ),
    },
)
