"""How much of the input the units of each layer see, and where it lies."""

from cnnteach.shapes.output_sizes import output_size
from cnnteach.shapes.padding import AxisPadding, kernel_extent, padding_sides
from cnnteach.shapes.whole_numbers import whole_number


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
