"""Draw two shapes beside each other, where an answer has another shape than the right one."""

from cnnteach.exercises.drawn import AXES, BESIDE, Picture, in_a_row

MOST = 12  # rows and columns that are drawn one by one
LARGEST = 100  # pixels, of the longest side


def shapes_beside(
    given: tuple[int, ...], right: tuple[int, ...], *, axes: tuple[str, ...] = ()
) -> Picture | None:
    """Draw two shapes as boxes of one scale, with their sizes.

    Parameters
    ----------
    given, right : tuple of int
        The shapes of the answer and of what is right.
    axes : tuple of str
        What the axes of what is right are called, "rows" and "columns" among them.

    Returns
    -------
    Picture or None
        None where there are no axes to draw, or more than 4.

    Examples
    --------
    >>> print(shapes_beside((2, 3), (3, 4)).text)
    yours: 2 rows, 3 columns   right: 3 rows, 4 columns
    · · ·                      · · · ·
    · · ·                      · · · ·
                               · · · ·
    """
    if not {len(given), len(right)} <= AXES.keys():
        return None
    named = {"yours": given, "right": right}
    called = AXES | {len(axes): axes} if axes else AXES
    sized = {
        who: (_plane(shape, called[len(shape)]), _sizes(shape, called[len(shape)]))
        for who, shape in named.items()
    }
    longest = max(1, *(side for plane, _ in sized.values() for side in plane))
    drawn = "".join(
        _box(who, *sized[who], LARGEST / longest, is_deep=len(shape) > 2 and shape[-1] > 1)
        for who, shape in named.items()
    )
    blocks = [[f"{who}: {sizes}", *_dots(*plane)] for who, (plane, sizes) in sized.items()]
    return Picture(in_a_row(blocks), f'<div style="{BESIDE}">{drawn}</div>')


def _plane(shape, names):
    """Return the rows and columns of a shape; a vector is one row."""
    if "rows" not in names:
        return (1, *shape)
    return shape[names.index("rows")], shape[names.index("columns")]


def _sizes(shape, names):
    return ", ".join(
        f"{size} {name.removesuffix('s') if size == 1 else name}"
        for size, name in zip(shape, names, strict=True)
    )


def _dots(rows, columns):
    return [" ".join("·" * columns)] * rows if max(rows, columns) <= MOST else []


def _box(who, plane, sizes, scale, *, is_deep):
    """Draw one shape: its plane to scale, and what lies behind it as an edge that goes back."""
    rows, columns = plane
    height, width = (max(2, round(side * scale)) for side in plane)
    back = 14 if is_deep else 0
    lines = [f"M1 {back + 1}h{width}v{height}h-{width}z"]
    if max(rows, columns) <= MOST:
        lines += [f"M1 {back + 1 + i * height / rows:g}h{width}" for i in range(1, rows)]
        lines += [f"M{1 + j * width / columns:g} {back + 1}v{height}" for j in range(1, columns)]
    if back:
        lines.append(f"M1 {back + 1}l{back} -{back}h{width}v{height}l-{back} {back}")
        lines.append(f"M{width + 1} {back + 1}l{back} -{back}")
    return (
        f'<figure style="margin:0"><figcaption><b>{who}</b>: {sizes}</figcaption>'
        f'<svg role="img" aria-label="{who}: a box of {sizes}" width="{width + back + 2}" '
        f'height="{height + back + 2}" style="margin:.4em 0"><path d="{"".join(lines)}" '
        'fill="none" stroke="currentColor"/></svg></figure>'
    )
