"""The photographs that KernelLab offers, and any picture made to fit: numbers of 0 to 255."""

import io
from functools import cache

import numpy as np

LONGEST, SHORTEST = 256, 8  # pixels of a side
NAMES = ("chelsea", "coffee", "camera", "coins", "text")


@cache
def photograph(name):
    """Return one of the course's photographs, small enough to compute with at every touch.

    Parameters
    ----------
    name : str
        One of `NAMES`, or "shapes", which is drawn.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        At most 256 pixels high and wide.
    """
    from cnnteach.datasets import photo

    return fitted(_shapes() if name == "shapes" else photo(name))


@cache
def album():
    """Return the name of each picture, and its PNG file, in which no number is lost.

    Returns
    -------
    names : tuple of str
    files : tuple of bytes
    """
    names = (*NAMES, "shapes")
    return names, tuple(map(_png, names))


def _png(name):
    from PIL import Image

    picture, file = Image.fromarray(photograph(name)), io.BytesIO()
    grey = name in ("camera", "coins", "text", "shapes")  # a third of the bytes
    (picture.convert("L") if grey else picture).save(file, "png", compress_level=3)
    return file.getvalue()


def fitted(picture):
    """Return a picture as red, green and blue of 0 to 255, at most 256 pixels high and wide.

    Parameters
    ----------
    picture : array_like, shape (H, W), (H, W, 1) or (H, W, 3)
        Numbers of 0 to 255, or floats of 0 to 1.

    Raises
    ------
    TypeError
        If it holds no numbers.
    ValueError
        If it is no picture, is smaller than 8 x 8, or has numbers beyond 0 to 255.

    Examples
    --------
    >>> fitted(np.zeros((500, 1000))).shape
    (128, 256, 3)
    """
    from PIL import Image

    array = np.asarray(picture)
    if array.dtype.kind not in "buif":
        raise TypeError(f"a picture holds {array.dtype} values; numbers of 0 to 255 are expected")
    array = array[:, :, 0] if array.ndim == 3 and array.shape[2] == 1 else array
    if array.ndim not in (2, 3) or array.shape[2:] not in ((), (3,)) or min(array.shape) == 0:
        raise ValueError(
            f"a picture has shape {np.shape(picture)}, but must be (H, W) or (H, W, 3), channels "
            "last; take one image of a batch with x[0]"
        )
    if min(array.shape[:2]) < SHORTEST:
        raise ValueError(
            f"a picture of {array.shape[0]} x {array.shape[1]} pixels is too small to filter; "
            f"{SHORTEST} x {SHORTEST} are the least"
        )
    image = Image.fromarray(_bytes(array)).convert("RGB")
    image.thumbnail((LONGEST, LONGEST))
    if min(image.size) < SHORTEST:
        raise ValueError(
            f"a picture of {array.shape[0]} x {array.shape[1]} pixels is too thin: made "
            f"{LONGEST} long, it would be less than {SHORTEST} wide; cut a part out"
        )
    return np.array(image)


def _bytes(array):
    """Return numbers as bytes; floats and truth values up to 1 are shares of 255."""
    if array.dtype == np.uint8:
        return array
    if not np.isfinite(array).all():
        raise ValueError("a picture holds NaN or infinity; replace them by numbers first")
    low, high = float(array.min()), float(array.max())
    if low < 0 or high > 255:
        raise ValueError(
            f"a picture's numbers go from {low:g} to {high:g}, but must lie in 0 to 255; "
            "shift and scale them, or cut them off with np.clip(x, 0, 255)"
        )
    scale = 255 if array.dtype.kind in "bf" and high <= 1 else 1
    return np.rint(array * float(scale)).astype(np.uint8)


def _shapes():
    """Draw steps, a ramp, a disc, a grating and a chessboard: what kernels answer to, alone."""
    y, x = np.mgrid[:96, :160]
    picture = np.full((96, 160), 100)
    picture[8:40, 8:24], picture[8:40, 24:40] = 0, 255
    picture[8:40, 48:104] = np.linspace(0, 255, 56).round()
    picture[(y - 24) ** 2 + (x - 132) ** 2 < 256] = 220
    picture[52:88, 8:72] = (128 + 120 * np.sin((x + y)[52:88, 8:72] / 2)).round()
    picture[52:88, 80:116] = np.where((x // 6 + y // 6)[52:88, 80:116] % 2, 220, 40)
    picture[60:80, 128:148] = np.where(np.eye(20), 255, 100)
    return picture.astype(np.uint8)
