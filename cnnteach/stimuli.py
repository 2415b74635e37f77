"""What Hubel and Wiesel showed to cells of the visual cortex, and how such cells answer.

Bars, gratings, spots and plain light; oriented filters; the simple cell, which adds up its
receptive field and keeps what is positive, and the complex cell, which pools simple cells of one
orientation [1]_, [2]_: convolution, ReLU and pooling, before there were networks.

Orientations are in degrees, counter-clockwise: at 0 bars lie, at 90 they stand. Images are as they
are shown, row 0 at the top; x goes right, y up, and (0, 0) is the middle.

References
----------
.. [1] Hubel & Wiesel, 1959, "Receptive fields of single neurones in the cat's striate cortex",
       J. Physiol. 148.
.. [2] Hubel & Wiesel, 1962, "Receptive fields, binocular interaction and functional architecture in
       the cat's visual cortex", J. Physiol. 160, parts I and II.
"""

import numpy as np


def across(size, orientation):
    """Return how far each pixel is from a line through the middle, and where along it.

    Parameters
    ----------
    size : int or (int, int)
        Rows and columns.
    orientation : float
        Degrees.

    Returns
    -------
    away, along : ndarray, shape (rows, columns)
        In pixels; `away` is positive on the line's left.

    Examples
    --------
    >>> across(3, 0)[0].round(3) + 0.0
    array([[ 1.,  1.,  1.],
           [ 0.,  0.,  0.],
           [-1., -1., -1.]])
    """
    rows, columns = np.broadcast_to(size, 2)
    x = np.arange(columns) - (columns - 1) / 2
    y = (rows - 1) / 2 - np.arange(rows)[:, None]
    angle = np.deg2rad(orientation)
    return y * np.cos(angle) - x * np.sin(angle), x * np.cos(angle) + y * np.sin(angle)


def bar(size, *, orientation, width=3.0, drift=0.0):
    """Return a bright bar on a dark ground: 1 inside, 0 outside, shares at its edges.

    Parameters
    ----------
    size : int
    orientation : float
        Degrees.
    width : float
        Pixels.
    drift : float
        How far it has moved from the middle, at right angles to itself, in pixels.

    Examples
    --------
    >>> bar(5, orientation=90, width=1)[0].round(3)
    array([0., 0., 1., 0., 0.])
    """
    away, _ = across(size, orientation)
    return np.clip(width / 2 + 0.5 - np.abs(away - drift), 0, 1)


def grating(size, *, orientation, wavelength=8.0, drift=0.0):
    """Return waves of light from -1 to 1, in the middle 1 where `drift` is 0.

    Examples
    --------
    >>> grating(5, orientation=90, wavelength=4)[0].round(3) + 0.0
    array([-1.,  0.,  1.,  0., -1.])
    """
    away, _ = across(size, orientation)
    return np.cos(2 * np.pi * (away - drift) / wavelength)


def spot(size, *, orientation=0.0, width=3.0, drift=0.0):
    """Return a bright disc of this diameter, which drifts as a bar of this orientation would.

    Examples
    --------
    >>> float(spot(5, width=2).sum().round(3))
    3.343
    """
    away, along = across(size, orientation)
    return np.clip(width / 2 + 0.5 - np.hypot(away - drift, along), 0, 1)


def light(size):
    """Return plain light, 1 everywhere.

    Examples
    --------
    >>> light(2)
    array([[1., 1.],
           [1., 1.]])
    """
    return np.ones((size, size))


def gabor(size, *, orientation, wavelength=8.0, phase=0.0, spread=0.5, aspect=0.6):
    """Return an oriented filter: a wave under a bell, as simple cells' receptive fields are [1]_.

    Its weights add up to 0, so that plain light leaves it cold, and their squares to 1.

    Parameters
    ----------
    size : int
        Rows and columns.
    orientation : float
        Of the bars that it looks for, in degrees.
    wavelength : float
        From one bright stripe to the next, in pixels.
    phase : float
        Degrees: 0 for a bright line, 180 for a dark one, 90 and 270 for edges.
    spread : float
        The bell's deviation across the stripes, in wavelengths.
    aspect : float
        That of the bell: the smaller, the longer along the stripes.

    Returns
    -------
    ndarray, shape (size, size)

    References
    ----------
    .. [1] Daugman, 1985, "Uncertainty relation for resolution in space, spatial frequency, and
           orientation", J. Opt. Soc. Am. A 2.

    Examples
    --------
    >>> kernel = gabor(9, orientation=90)
    >>> abs(kernel.sum().round(9)), (kernel**2).sum().round(9)
    (np.float64(0.0), np.float64(1.0))
    """
    away, along = across(size, orientation)
    deviation = spread * wavelength
    bell = np.exp(-(away**2 + (aspect * along) ** 2) / (2 * deviation**2))
    wave = bell * np.cos(2 * np.pi * away / wavelength - np.deg2rad(phase))
    kernel = wave - bell * wave.sum() / bell.sum()
    return kernel / np.linalg.norm(kernel)


def simple_cells(image, kernel):
    """Return how simple cells answer that look for one thing at every place.

    Parameters
    ----------
    image : ndarray, shape (H, W)
    kernel : ndarray, shape (K, K)
        The receptive field: positive where light excites, negative where it inhibits.

    Returns
    -------
    ndarray, shape (H - K + 1, W - K + 1)
        ``relu(sum of kernel * window)``: a convolution of a CNN, and its ReLU.

    Examples
    --------
    >>> simple_cells(bar(5, orientation=90, width=1), gabor(5, orientation=90, wavelength=4)).shape
    (1, 1)
    """
    return np.maximum(field_sums(image, kernel), 0)


def field_sums(image, kernel):
    """Return what `simple_cells` add up, before they keep what is positive.

    Examples
    --------
    >>> field_sums(light(3), np.ones((2, 2)))
    array([[4., 4.],
           [4., 4.]])
    """
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("rcij,ij->rc", windows, kernel)


def complex_cell(simple, reach):
    """Return how a complex cell answers that listens to simple cells around the middle: the most.

    It answers wherever in its field the bar is: the max-pooling of a CNN. The maximum is a modern
    reading of what Hubel and Wiesel drew [1]_.

    Parameters
    ----------
    simple : ndarray, shape (R, R)
        As `simple_cells` gives it, with R odd.
    reach : int
        How many cells away from the middle it still listens to, as far as there are some.

    Raises
    ------
    ValueError
        If R is even, or `reach` below 0.

    References
    ----------
    .. [1] Riesenhuber & Poggio, 1999, "Hierarchical models of object recognition in cortex", Nature
           Neuroscience 2.

    Examples
    --------
    >>> complex_cell(np.array([[0, 0, 3], [0, 1, 0], [0, 0, 0]]), 1)
    3.0
    """
    if len(simple) % 2 == 0 or reach < 0:
        raise ValueError(
            f"there are {len(simple)} rows of simple cells and reach is {reach}; the rows must be "
            "odd, so that one is in the middle, and reach 0 or more"
        )
    middle = len(simple) // 2
    near = slice(max(0, middle - reach), middle + reach + 1)
    return float(simple[near, near].max())


def energy(image, even, odd):
    """Return how a complex cell answers that squares and adds a pair of filters a quarter apart.

    ``sqrt(even**2 + odd**2)`` of the two sums in the middle: the phase is lost [1]_.

    Parameters
    ----------
    image : ndarray, shape (K, K)
    even, odd : ndarray, shape (K, K)
        Such as `gabor` with ``phase=0`` and ``phase=90``.

    References
    ----------
    .. [1] Adelson & Bergen, 1985, "Spatiotemporal energy models for the perception of motion",
           J. Opt. Soc. Am. A 2.

    Examples
    --------
    >>> even, odd = (gabor(17, orientation=0, phase=phase) for phase in (0, 90))
    >>> [round(energy(grating(17, orientation=0, drift=d), even, odd)) for d in (0, 1, 2)]
    [10, 10, 10]
    """
    return float(np.hypot((image * even).sum(), (image * odd).sum()))
