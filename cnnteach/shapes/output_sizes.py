"""How many windows there are along one axis, and where each of them starts."""

from cnnteach.shapes.padding import AxisPadding, kernel_extent, padding_sides
from cnnteach.shapes.whole_numbers import whole_number


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
    extent = kernel_extent(kernel, dilation)
    if isinstance(padding, str) and padding == "same":
        return size * stride
    before, after = padding_sides(size, kernel, stride, padding, dilation)
    last = max(extent, stride) if padding == "valid" else extent
    outputs = (size - 1) * stride + last - before - after
    if outputs < 1:
        raise ValueError(
            f"padding {(before, after)} would cut away all of the {outputs + before + after} "
            "outputs; make the padding smaller"
        )
    return outputs
