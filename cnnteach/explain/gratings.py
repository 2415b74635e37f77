"""Hubel and Wiesel's experiment on a filter: gratings of each orientation, drifting by.

A simple cell answers to stripes of one orientation at one place: as a grating drifts, its answer
comes and goes. A complex cell answers to the same orientation wherever the stripes are [1]_. Two
filters a quarter of a cycle apart, squared and summed, make one out of the other [2]_.

References
----------
.. [1] Hubel & Wiesel, 1962, "Receptive fields, binocular interaction and functional architecture in
       the cat's visual cortex", Journal of Physiology 160.
.. [2] Adelson & Bergen, 1985, "Spatiotemporal energy models for the perception of motion",
       Journal of the Optical Society of America A 2.
"""

from typing import NamedTuple

import numpy as np

from cnnteach.shapes import whole_number
from cnnteach.stimuli import grating


class Tuning(NamedTuple):
    """How a filter answers to drifting gratings.

    Parameters
    ----------
    orientations : ndarray, shape (O,)
        Degrees, 0 to 180: how the stripes run; 0 is horizontal, counted anticlockwise.
    phases : ndarray, shape (P,)
        Degrees, 0 to 360: how far the grating has drifted.
    answers : ndarray, shape (O, P)
        After a ReLU.
    """

    orientations: np.ndarray
    phases: np.ndarray
    answers: np.ndarray

    @property
    def best(self):
        """The orientation of the strongest answer, in degrees."""
        return float(self.orientations[self.answers.max(axis=1).argmax()])

    @property
    def modulation(self):
        """How much the answer to the best orientation comes and goes: F1 / F0, 0 to 2 [1]_.

        Above 1 a cell counts as simple, below as complex.

        References
        ----------
        .. [1] Skottun et al., 1991, "Classifying simple and complex cells on the basis of response
               modulation", Vision Research 31.
        """
        drift = np.fft.rfft(self.answers[self.answers.max(axis=1).argmax()])
        mean = np.abs(drift[0])
        return float(2 * np.abs(drift[1]) / mean) if mean else 0.0


def tuning(kernel, spacing, *, orientations=36, phases=24, pair=None):
    """Show drifting gratings to a filter.

    Parameters
    ----------
    kernel : ndarray, shape (KH, KW) or (KH, KW, C)
        A filter; gratings are grey, the same in each channel.
    spacing : float
        Of the stripes, in pixels: `preferred_stripes` gives that which the filter likes.
    orientations, phases : int
        How many.
    pair : ndarray, optional
        A filter a quarter of a cycle apart. Then the two answers' squares are summed and their
        root taken: a complex cell.

    Returns
    -------
    Tuning

    Examples
    --------
    >>> from cnnteach.stimuli import gabor
    >>> even, odd = (gabor(9, orientation=60, wavelength=5, phase=phase) for phase in (0, 90))
    >>> simple, complex_ = tuning(even, 5), tuning(even, 5, pair=odd)
    >>> simple.best, complex_.best
    (60.0, 60.0)
    >>> simple.modulation > 1 > complex_.modulation
    True
    """
    orientations = np.arange(whole_number("orientations", orientations)) * (180 / orientations)
    phases = np.arange(whole_number("phases", phases)) * (360 / phases)
    shown = np.array(
        [
            [
                grating(
                    kernel.shape[:2], orientation=o, wavelength=spacing, drift=p * spacing / 360
                )
                for p in phases
            ]
            for o in orientations
        ]
    )
    answers = shown.reshape(*shown.shape[:2], -1) @ _plane(kernel).ravel()
    if pair is None:
        return Tuning(orientations, phases, np.maximum(answers, 0))
    other = shown.reshape(*shown.shape[:2], -1) @ _plane(pair).ravel()
    return Tuning(orientations, phases, np.hypot(answers, other))


def quadrature(kernel):
    """Return the filter a quarter of a cycle apart: each of its stripes moved by a quarter.

    Along the stripes' direction every frequency of the kernel is turned by 90 degrees (a Hilbert
    transform), so that edges become bars and bars edges.

    Parameters
    ----------
    kernel : ndarray, shape (KH, KW)

    Returns
    -------
    ndarray, shape (KH, KW)

    Examples
    --------
    >>> bars = grating(8, orientation=90, wavelength=4)
    >>> bool(abs((quadrature(bars) * bars).sum()) < 1e-9)
    True
    """
    plane = np.fft.fft2(_plane(kernel))
    plane[0, 0] = 0  # plain brightness has no stripes to move
    strongest = np.unravel_index(np.abs(plane).argmax(), plane.shape)
    down, across = (np.fft.fftfreq(side) for side in plane.shape)
    there = down[strongest[0]], across[strongest[1]]
    there = max(there, (-there[0], -there[1]))  # stripes have two frequencies, there and opposite
    along = down[:, None] * there[0] + across * there[1]
    return np.fft.ifft2(plane * (-1j * np.sign(along))).real


def _plane(kernel):
    """Return a filter's answer to grey light: the sum over its channels."""
    kernel = np.asarray(kernel, np.float64)
    return kernel.sum(axis=2) if kernel.ndim == 3 else kernel
