"""Which stripes each filter looks for: its spectrum."""

import numpy as np


def spectrum(kernels, side=32):
    """Return how strongly each filter answers to stripes of each direction and spacing.

    Parameters
    ----------
    kernels : ndarray, shape (KH, KW, C, F)
    side : int
        Of the plane of frequencies; kernels are padded with zeros to it.

    Returns
    -------
    ndarray, shape (side, side, F)
        The amplitude of the Fourier transform, the root of the sum of squares over channels. The
        middle, row and column ``side // 2``, is frequency 0: plain brightness. A step from it is
        1 / side cycles a pixel.

    Raises
    ------
    ValueError
        If the kernels are larger than the plane.

    Examples
    --------
    >>> stripes = np.array([1.0, -1, 1, -1]).reshape(1, 4, 1, 1)  # they change at every pixel
    >>> found = spectrum(stripes, side=8)[:, :, 0]
    >>> [int(i) for i in np.unravel_index(found[4].argmax(), (8,))], found[4, 4].item()
    ([0], 0.0)
    """
    kernels = np.asarray(kernels, np.float64)
    if kernels.ndim != 4 or max(kernels.shape[:2]) > side:
        raise ValueError(
            f"kernels have shape {kernels.shape}, but must be (KH, KW, C, F) and fit in a plane of "
            f"{side} x {side} frequencies; choose a larger side"
        )
    planes = np.fft.fftshift(np.fft.fft2(kernels, (side, side), axes=(0, 1)), axes=(0, 1))
    return np.sqrt((np.abs(planes) ** 2).sum(axis=2))


def preferred_stripes(kernels, side=32):
    """Return which stripes each filter answers to most.

    Parameters
    ----------
    kernels : ndarray, shape (KH, KW, C, F)
    side : int
        Of the plane of frequencies that is searched.

    Returns
    -------
    directions : ndarray, shape (F,)
        In degrees, 0 to 180: how the stripes run; 0 is horizontal, 90 vertical, counted
        anticlockwise.
    spacings : ndarray, shape (F,)
        Pixels from one stripe to the next; infinite for a filter that answers to brightness most.

    Examples
    --------
    >>> vertical = np.tile([1.0, 1, -1, -1], (4, 4)).reshape(4, 16, 1, 1)
    >>> [float(each[0]) for each in preferred_stripes(vertical)]
    [90.0, 4.0]
    """
    amplitude = spectrum(kernels, side)
    rows, columns = np.divmod(amplitude.reshape(side * side, -1).argmax(axis=0), side)
    down, across = rows - side // 2, columns - side // 2
    with np.errstate(divide="ignore"):
        spacings = side / np.hypot(down, across)
    return np.degrees(np.arctan2(across, down)) % 180, spacings
