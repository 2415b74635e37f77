"""What a kernel makes of a photograph, at every border; and where a template matches."""

import numpy as np

from cnnteach import kernels, ops

BORDERS = {"valid": None, "zero": "constant", "edge": "edge", "reflect": "reflect"}
MATCHINGS = ("raw", "without mean", "normalised")
PEAKS = 5
BINS, RARE = 1024, 0.005  # of the numbers, which may lie beyond black or white


def grey(picture):
    """Return the brightness of each pixel, as Pillow rounds it, shape (H, W).

    Parameters
    ----------
    picture : ndarray of uint8, shape (H, W, 3)

    References
    ----------
    ITU-R BT.601, section 2.5.1: 0.299 red + 0.587 green + 0.114 blue.

    Examples
    --------
    >>> grey(np.uint8([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]]))
    array([[ 76, 150,  29]])
    """
    return (picture.astype(np.int64) @ (19595, 38470, 7471) + 0x8000) >> 16


def sides(size, border):
    """Return the pixels that a border adds before and after an axis that a kernel of `size` reads.

    Examples
    --------
    >>> sides(3, "zero"), sides(4, "edge"), sides(3, "valid")
    ((1, 1), (1, 2), (0, 0))
    """
    return (0, 0) if border == "valid" else ((size - 1) // 2, size // 2)


def pad(planes, size, border):
    """Return planes with as many pixels around them as a kernel of `size` needs to keep their size.

    Parameters
    ----------
    planes : ndarray, shape (N, H, W)
    size : (int, int)
    border : str
        "valid" adds nothing, "zero" adds zeros, "edge" repeats the outermost pixel, "reflect"
        mirrors at it.

    Examples
    --------
    >>> pad(np.array([[[1, 2, 3]]]), (1, 5), "reflect")
    array([[[3, 2, 1, 2, 3, 2, 1]]])
    """
    if border == "valid":
        return planes
    return np.pad(planes, ((0, 0), *(sides(n, border) for n in size)), mode=BORDERS[border])


def correlate(planes, w):
    """Return each plane under a kernel, without a border, shape (N, OH, OW)."""
    return ops.conv2d(planes[..., None], w[:, :, None, None])[..., 0]


def filtered(planes, w, border):
    """Return each plane under a kernel; all but "valid" keep its size.

    Examples
    --------
    >>> filtered(np.ones((1, 2, 3)), np.ones((3, 3)), "zero")
    array([[[4., 6., 4.],
            [4., 6., 4.]]])
    """
    return correlate(pad(planes, w.shape, border), w)


def in_two_passes(planes, column, row, border):
    """Return what the column makes of each plane, and what the row then makes of that."""
    first = filtered(planes, column[:, None], border)
    return first, filtered(first, row[None], border)


def magnitude(planes, border):
    """Return how steep each plane is: both Sobel kernels, each squared, added, and the root taken.

    References
    ----------
    Gonzalez & Woods, Digital Image Processing, 4th ed., section 3.6.
    """
    across, down = (filtered(planes, kernels.kernel(n), border) for n in ("sobel_x", "sobel_y"))
    return np.hypot(across, down)


def match(plane, template, how):
    """Return how well a template fits at each place where it fits whole, shape (OH, OW).

    Parameters
    ----------
    plane : ndarray of int, shape (H, W)
    template : ndarray of int, shape (KH, KW)
    how : str
        "raw" is the sum of products, as a convolution layer computes it; "without mean" first takes
        its mean from the template; "normalised" also divides by the spread of template and window,
        which leaves −1 to 1, and 0 where one of them is even.

    References
    ----------
    Lewis, 1995, "Fast Normalized Cross-Correlation", section 2.

    Examples
    --------
    >>> plane = np.array([[9, 9, 0, 1, 0]])
    >>> match(plane, np.array([[0, 1]]), "raw")
    array([[9., 0., 1., 0.]])
    >>> match(plane, np.array([[0, 1]]), "normalised")
    array([[ 0., -1.,  1., -1.]])
    """
    t = template.astype(float)
    t = t if how == "raw" else t - t.mean()
    found = correlate(plane[None].astype(float), t)[0]
    if how != "normalised":
        return found
    ones, count = np.ones(template.shape, np.int64), template.size
    total, squares = (correlate(p[None], ones)[0] for p in (plane, plane * plane))
    spread = squares - total**2 / count  # whole numbers, so an even window has exactly 0
    scale = np.sqrt(spread * (t * t).sum())
    return np.divide(found, scale, out=np.zeros_like(found), where=scale > 0)


def peaks(response, size, count=PEAKS):
    """Return the places of the highest responses, best first.

    Of windows that share more than half of their rows and of their columns, the better one counts.

    Parameters
    ----------
    response : ndarray, shape (OH, OW)
    size : (int, int)
        Of the template.

    Returns
    -------
    list of [row, column]
        Of the windows' upper left corners; the first of equals.

    Examples
    --------
    >>> peaks(np.array([[0.0, 5, 6, 1, 4]]), (1, 4), count=2)
    [[0, 2], [0, 4]]
    """
    left, found = response.astype(float), []
    while len(found) < count and np.isfinite(left).any():
        row, column = (int(n) for n in np.unravel_index(left.argmax(), left.shape))
        found.append([row, column])
        (up, aside) = ((n - 1) // 2 for n in size)
        left[max(0, row - up) : row + up + 1, max(0, column - aside) : column + aside + 1] = -np.inf
    return found


def limits(response, look, mode, matching, w):
    """Return which numbers a response is drawn with, from black to white, and if signs are dropped.

    Parameters
    ----------
    response : ndarray
    look : str
        "clipped" to 0 to 255, "signed" (0 is middle grey), "size", or "auto": for a kernel the
        first if its weights add up to more than a half, else the second; for steepness the third.
        How a template matches is drawn as far as the responses go, whatever `look` is.
    mode, matching : str
        As in `KernelLab`.
    w : ndarray, shape (KH, KW)

    Examples
    --------
    >>> limits(np.array([-3.0, 7.0]), "auto", "kernel", "raw", np.array([[1.0]]))
    (0, 255, False)
    >>> limits(np.array([-3.0, 7.0]), "auto", "kernel", "raw", np.array([[-1.0, 1.0]]))
    (-7.0, 7.0, False)
    """
    if mode == "template":
        if matching == "normalised":
            return -1, 1, False
        low, high = float(response.min()), float(response.max())
        far = max(-low, high)
        return (low, high, False) if matching == "raw" else (-far, far, False)
    if look == "auto":
        kind = "clipped" if w.sum() > 0.5 else "signed"
        look = "size" if mode == "steepness" else kind
    if look == "clipped":
        return 0, 255, False
    far = reach(response)
    return (0, far, True) if look == "size" else (-far, far, False)


def reach(response):
    """Return how far from 0 all but about half a per cent of the numbers lie; 1 if all are 0.

    Examples
    --------
    >>> reach(np.append(np.ones(999), 1024.0))
    2.0
    """
    sizes = np.abs(response).ravel()
    largest = sizes.max()
    if largest == 0:
        return 1.0
    bins = np.bincount(np.minimum(sizes * (BINS / largest), BINS - 1).astype(int), minlength=BINS)
    covered = np.cumsum(bins) >= (1 - RARE) * sizes.size
    return float((covered.argmax() + 1) * largest / BINS)
