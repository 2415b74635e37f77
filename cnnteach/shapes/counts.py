"""How many parameters and connections a layer has."""

from cnnteach.shapes.whole_numbers import Pair, pair, whole_number


def conv_parameters(
    kernel: Pair, channels: int, filters: int, *, groups: int = 1, bias: bool = True
) -> int:
    """Count a convolution's weights and biases: ``(KH * KW * C / groups + 1) * F``.

    Examples
    --------
    AlexNet's first layer, 96 filters of 11 x 11 x 3:

    >>> conv_parameters(11, channels=3, filters=96)
    34944
    """
    rows, columns = pair("kernel", kernel)
    channels, filters = whole_number("channels", channels), whole_number("filters", filters)
    if channels % whole_number("groups", groups) or filters % groups:
        raise ValueError(
            f"groups is {groups}, but must divide channels ({channels}) and filters ({filters})"
        )
    return (rows * columns * channels // groups + bool(bias)) * filters


def conv_connections(
    output: Pair, kernel: Pair, channels: int, filters: int, *, groups: int = 1, bias: bool = True
) -> int:
    """Count a convolution's connections: its parameters, once for each place of the `output`.

    A locally connected layer, which shares nothing, has as many parameters as this.

    Examples
    --------
    LeNet-5's first layer, 28 x 28 places for 6 filters of 5 x 5:

    >>> conv_connections(28, 5, channels=1, filters=6)
    122304
    """
    rows, columns = pair("output", output)
    return rows * columns * conv_parameters(kernel, channels, filters, groups=groups, bias=bias)


def dense_parameters(inputs: int, units: int, *, bias: bool = True) -> int:
    """Count a dense layer's weights and biases, which are its connections too: ``(I + 1) * U``.

    Examples
    --------
    >>> dense_parameters(400, 120)
    48120
    """
    return (whole_number("inputs", inputs) + bool(bias)) * whole_number("units", units)
