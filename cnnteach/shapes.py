"""The integers of a convolution: output sizes, padding, window starts, receptive fields, counts.

Whole numbers go in and whole numbers come out; nothing is imported. Most functions speak of one
axis, rows or columns, where `padding` is

- a number of pixels, the same on both sides, or a pair ``(before, after)``;
- ``"valid"``: none; or ``"same"``: so many that there are ``size / stride`` outputs, rounded up,
  the odd pixel going last, as in Keras.

References
----------
Dumoulin & Visin, 2016, "A guide to convolution arithmetic", arXiv:1603.07285, sections 2 and 4.
"""

Sides = tuple[int, int]
AxisPadding = int | str | Sides
Pair = int | tuple[int, int]
Padding = int | str | tuple[AxisPadding, AxisPadding]


def whole_number(name: str, value: object, least: int = 1) -> int:
    """Return `value` as an int, or say why it is no whole number of at least `least`.

    Raises
    ------
    TypeError
        For text, floats (2.0 too), booleans and anything else that is no integer.
    ValueError
        For integers below `least`.

    Examples
    --------
    >>> whole_number("stride", 2)
    2
    """
    if isinstance(value, str):
        raise TypeError(f"{name} is {value!r}, which is text; write a number without quotes")
    try:
        number = value.__index__() if not isinstance(value, bool) else None  # type: ignore[attr-defined]
    except (AttributeError, TypeError):
        number = None
    if not isinstance(number, int):
        kind = type(value).__name__
        raise TypeError(f"{name} is {value!r} ({kind}), but must be a whole number, such as 3")
    if number < least:
        raise ValueError(f"{name} is {number}, but must be at least {least}")
    return number


def two(name: str, value: object) -> tuple[object, object]:
    """Give what belongs to the rows and what to the columns: a pair's halves, or one thing twice.

    Examples
    --------
    >>> two("stride", (1, 2)), two("stride", 2)
    ((1, 2), (2, 2))
    """
    if not isinstance(value, tuple | list):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; give one value, or two as (rows, columns)")
    return value[0], value[1]


def pair(name: str, value: object, least: int = 1) -> tuple[int, int]:
    """Return ``(rows, columns)`` for one whole number or two, each at least `least`.

    Examples
    --------
    >>> pair("stride", (1, 2)), pair("stride", 2)
    ((1, 2), (2, 2))
    """
    rows, columns = two(name, value)
    return whole_number(name, rows, least), whole_number(name, columns, least)


def kernel_extent(kernel: int, dilation: int = 1) -> int:
    """Count the pixels from a kernel's first weight to its last: ``(kernel - 1) * dilation + 1``.

    Examples
    --------
    >>> kernel_extent(3), kernel_extent(3, dilation=2)
    (3, 5)
    """
    return (whole_number("kernel", kernel) - 1) * whole_number("dilation", dilation) + 1


def same_padding(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> Sides:
    """Pad so that the output has ``ceil(size / stride)`` pixels; the odd pixel goes last.

    Returns
    -------
    (before, after) : pair of int
        Their sum is ``max((ceil(size / stride) - 1) * stride + extent - size, 0)``, where
        ``extent = (kernel - 1) * dilation + 1``.

    Examples
    --------
    >>> same_padding(5, kernel=3), same_padding(5, kernel=4), same_padding(6, kernel=3, stride=2)
    ((1, 1), (1, 2), (0, 1))
    """
    size, stride = whole_number("size", size), whole_number("stride", stride)
    outputs = -(-size // stride)
    total = max((outputs - 1) * stride + kernel_extent(kernel, dilation) - size, 0)
    return total // 2, total - total // 2


def padding_sides(
    size: int, kernel: int, stride: int = 1, padding: AxisPadding = 0, dilation: int = 1
) -> Sides:
    """Say in pixels what `padding` means along one axis: ``(before, after)``.

    Raises
    ------
    TypeError, ValueError
        If `padding` is negative, no whole number, a word other than "valid" and "same", or
        neither one number nor two.

    Examples
    --------
    >>> padding_sides(6, 3, padding=1), padding_sides(6, 3, stride=2, padding="same")
    ((1, 1), (0, 1))
    """
    if isinstance(padding, str):
        if padding not in ("valid", "same"):
            raise ValueError(f'padding is {padding!r}; write "valid", "same" or a whole number')
        return same_padding(size, kernel, stride, dilation) if padding == "same" else (0, 0)
    if isinstance(padding, tuple | list) and len(padding) != 2:
        raise ValueError(
            f"padding is {padding!r}; along one axis it has two sides, (before, after)"
        )
    return pair("padding", padding, least=0)


def padding_sides_2d(
    size: tuple[int, int], kernel: Pair, stride: Pair = 1, padding: Padding = 0, dilation: Pair = 1
) -> tuple[Sides, Sides]:
    """Say in pixels what `padding` means for an image: ``((top, bottom), (left, right))``.

    Parameters
    ----------
    size : (int, int)
        Height and width of the image; each other option is one number or (rows, columns).
    padding : int, "valid", "same", (rows, columns) or ((top, bottom), (left, right))

    Examples
    --------
    >>> padding_sides_2d((7, 9), 3, padding=(1, 2))
    ((1, 1), (2, 2))
    >>> padding_sides_2d((7, 9), (4, 3), padding="same")
    ((1, 2), (1, 1))
    """
    kernels, strides = pair("kernel", kernel), pair("stride", stride)
    dilations, paddings = pair("dilation", dilation), two("padding", padding)
    rows, columns = (
        padding_sides(size[a], kernels[a], strides[a], paddings[a], dilations[a])  # type: ignore[arg-type]
        for a in (0, 1)
    )
    return rows, columns


def output_size(
    size: int, kernel: int, stride: int = 1, padding: AxisPadding = 0, dilation: int = 1
) -> int:
    """Count the windows along one axis: ``floor((size + padding - extent) / stride) + 1``.

    Here `padding` is that of both sides together and ``extent = (kernel - 1) * dilation + 1``.
    Pixels that are left over because the last jump would leave the image are not used.

    Raises
    ------
    TypeError
        If a number is text, a float or a boolean.
    ValueError
        If a number is too small, or the kernel does not fit into the padded image.

    Examples
    --------
    AlexNet's first layer, (227 - 11) / 4 + 1:

    >>> output_size(227, kernel=11, stride=4)
    55
    >>> output_size(7, kernel=3, stride=3)
    2
    """
    size, stride = whole_number("size", size), whole_number("stride", stride)
    extent = kernel_extent(kernel, dilation)
    before, after = padding_sides(size, kernel, stride, padding, dilation)
    room = before + size + after
    if extent > room:
        raise ValueError(
            f"a kernel of {kernel} with dilation {dilation} spans {extent} pixels, but there are "
            f"only {room} ({before} + {size} + {after}, padding and size); "
            "make the kernel or the dilation smaller, or the padding larger"
        )
    return (room - extent) // stride + 1


def window_starts(
    size: int, kernel: int, stride: int = 1, padding: AxisPadding = 0, dilation: int = 1
) -> list[int]:
    """List the pixel on which each window starts; those in the padding before it are negative.

    Examples
    --------
    >>> window_starts(7, kernel=3, stride=2)
    [0, 2, 4]
    >>> window_starts(5, kernel=3, stride=2, padding=1)
    [-1, 1, 3]
    """
    count = output_size(size, kernel, stride, padding, dilation)
    before, _ = padding_sides(size, kernel, stride, padding, dilation)
    return [i * stride - before for i in range(count)]


def transposed_size(
    size: int, kernel: int, stride: int = 1, padding: AxisPadding = 0, dilation: int = 1
) -> int:
    """Count the outputs of a transposed convolution: the image whose convolution has `size`.

    It is the smallest such image, ``(size - 1) * stride + extent - padding``. The words give what
    Keras gives: ``size * stride`` for "same", ``(size - 1) * stride + max(extent, stride)`` for
    "valid", which differs from a padding of 0 where the stride jumps further than the kernel.

    Examples
    --------
    >>> transposed_size(4, kernel=3, stride=2), transposed_size(4, 3, stride=2, padding="same")
    (9, 8)
    >>> transposed_size(4, kernel=1, stride=3), transposed_size(4, 1, stride=3, padding="valid")
    (10, 12)
    """
    size, stride = whole_number("size", size), whole_number("stride", stride)
    if isinstance(padding, str) and padding == "same":
        return size * stride
    before, after = padding_sides(size, kernel, stride, padding, dilation)
    extent = kernel_extent(kernel, dilation)
    last = max(extent, stride) if padding == "valid" else extent
    outputs = (size - 1) * stride + last - before - after
    if outputs < 1:
        raise ValueError(
            f"padding {(before, after)} would cut away all of the {outputs + before + after} "
            "outputs; make the padding smaller"
        )
    return outputs


def receptive_field(
    layers: "list[tuple[int, int, AxisPadding] | tuple[int, int, AxisPadding, int]]",
    *,
    size: int | None = None,
) -> list[tuple[int, int, int]]:
    """Follow one axis through `layers`: which input pixels does each layer's unit see?

    Parameters
    ----------
    layers : list of (kernel, stride, padding) or (kernel, stride, padding, dilation)
        From the input on; pooling counts as a convolution does.
    size : int, optional
        Input pixels; needed only where "same" padding meets a stride above 1.

    Returns
    -------
    list of (size, jump, start)
        One entry a layer: unit ``i`` sees the `size` pixels from ``start + i * jump`` on; `start`
        is negative where padding came before the image.

    References
    ----------
    Araujo, Norris & Sim, 2019, "Computing receptive fields of convolutional neural networks",
    Distill, doi:10.23915/distill.00021.

    Examples
    --------
    Three 3-wide layers see as much as one that is 7 wide; LeNet-5's first four layers see 16:

    >>> receptive_field([(3, 1, 0)] * 3)
    [(3, 1, 0), (5, 1, 0), (7, 1, 0)]
    >>> receptive_field([(5, 1, 0), (2, 2, 0), (5, 1, 0), (2, 2, 0)])
    [(5, 1, 0), (6, 2, 0), (14, 2, 0), (16, 4, 0)]
    """
    field, jump, start = 1, 1, 0
    units = None if size is None else whole_number("size", size)
    fields = []
    for layer in layers:
        kernel, stride, padding, dilation = _layer(layer)
        if padding == "same" and units is None and stride > 1:
            raise ValueError(
                f'the padding of {layer!r}, "same" with stride {stride}, depends on the size of '
                "the image; pass size=..."
            )
        before, _ = padding_sides(units or 1, kernel, stride, padding, dilation)
        if units is not None:
            units = output_size(units, kernel, stride, padding, dilation)
        start -= before * jump
        field += (kernel_extent(kernel, dilation) - 1) * jump
        jump *= stride
        fields.append((field, jump, start))
    return fields


def _layer(layer: tuple[object, ...]) -> tuple[int, int, AxisPadding, int]:
    """Check one layer of `receptive_field`, and give it a dilation."""
    if not isinstance(layer, tuple | list) or len(layer) not in (3, 4):
        raise ValueError(
            f"a layer is {layer!r}; write (kernel, stride, padding) or (kernel, stride, padding, "
            "dilation)"
        )
    kernel, stride, padding, dilation = (*layer, 1)[:4]
    return (
        whole_number("kernel", kernel),
        whole_number("stride", stride),
        padding,  # type: ignore[return-value]
        whole_number("dilation", dilation),
    )


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
