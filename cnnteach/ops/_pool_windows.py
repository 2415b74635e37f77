"""What both ways of pooling share: where the windows are, and blocks of them."""

from collections.abc import Iterator

from cnnteach import shapes
from cnnteach.ops import _arguments
from cnnteach.ops._arguments import Geometry
from cnnteach.ops._blocks import Block, block_shape, blocks
from cnnteach.shapes import Padding, Pair

BLOCK_NUMBERS = 1 << 17  # of one block: its results stay in the cache


def pool_geometry(
    image: tuple[int, int], size: Pair, stride: Pair | None, padding: Padding
) -> Geometry:
    """Resolve a pooling's options to pixels; every window must hold a pixel of the image."""
    size = shapes.pair("size", size)
    g = _arguments.geometry(image, size, size if stride is None else stride, padding)
    for axis, name in enumerate(("rows", "columns")):
        first = -g.sides[axis][0]
        last = first + (g.output[axis] - 1) * g.stride[axis]
        if first + g.kernel[axis] <= 0 or last >= g.size[axis]:
            raise ValueError(
                f"padding {g.sides[axis]} along the {name} leaves a window of {g.kernel[axis]} "
                "with nothing but padding in it; make the padding smaller than the window"
            )
    return g


def pool_blocks(images: int, g: Geometry, channels: int) -> Iterator[Block]:
    """Cut the results into blocks."""
    return blocks(images, g, block_shape(g, BLOCK_NUMBERS // channels))


def image_shape(shape: object) -> tuple[int, int, int, int]:
    """Check the shape of the forward's images, (N, H, W, C)."""
    if not isinstance(shape, tuple | list) or len(shape) != 4:
        raise ValueError(f"shape is {shape!r}, but must be that of the forward's x, (N, H, W, C)")
    least = {"N": 0, "H": 1, "W": 1, "C": 1}
    n, height, width, channels = (
        shapes.whole_number(f"{axis} of shape", length, least[axis])
        for axis, length in zip(least, shape, strict=True)
    )
    return n, height, width, channels
