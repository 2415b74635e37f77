"""What a padding means in pixels: zeros around an image, along one axis or both."""

from cnnteach.shapes.whole_numbers import Pair, pair, two, whole_number

Sides = tuple[int, int]
AxisPadding = int | str | Sides
Padding = int | str | tuple[AxisPadding, AxisPadding]


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
