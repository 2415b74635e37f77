"""Gradients in a deep random net, with and without shortcuts: why 152 layers can learn."""

import numpy as np

from cnnteach.widgets.chance import normal

WIDTH, BATCH = 16, 16


def gradient_norms(depth, *, block=2, skips=False, gain=1.0, normalise=False, seed=0):
    """Send a random gradient back through a random net of dense ReLU layers.

    Weights are normal with a variance of ``gain ** 2 * 2 / 16``: at a gain of 1, He's [1]_. With
    `skips` the input of each `block` layers is added to what the last of them gives, before its
    ReLU [2]_; layers that are left over at the end have none.

    Parameters
    ----------
    depth : int
        Layers of 16 units each; 16 random inputs go through them.
    block : int
        How many layers a shortcut leads past.
    gain : float
        By how much the weights are larger than He's.
    normalise : bool
        Whether each layer's sums are normalised over the inputs, without parameters [3]_.

    Returns
    -------
    ndarray, shape (depth,)
        The norm of the gradient by each layer's output, as a multiple of the last layer's.

    References
    ----------
    .. [1] He, Zhang, Ren & Sun, 2015, "Delving deep into rectifiers",
           arXiv:1502.01852, section 2.2.
    .. [2] He, Zhang, Ren & Sun, 2016, "Deep residual learning for image recognition",
           arXiv:1512.03385, figure 2.
    .. [3] Ioffe & Szegedy, 2015, "Batch normalization", arXiv:1502.03167, algorithm 1.

    Examples
    --------
    >>> plain, skipping = (gradient_norms(50, gain=0.7, skips=skips) for skips in (False, True))
    >>> bool(plain[0] < 1e-6), bool(skipping[0] > 0.5)
    (True, True)
    """
    x, dx = (drawn(seed, stream, (BATCH, WIDTH)) for stream in (0, 1))
    w = drawn(seed, 2, (depth, WIDTH, WIDTH)) * (gain * np.sqrt(2 / WIDTH))
    tape, norms, start, past = [], np.empty(depth), x, None
    for layer in range(depth):
        start = x if layer % block == 0 else start
        z = x @ w[layer]
        out, spread = normalised(z) if normalise else (z, None)
        total = out + start if skips and layer % block == block - 1 else out
        tape.append((out, spread, total))
        x = np.maximum(total, 0)
    for layer in reversed(range(depth)):
        out, spread, total = tape[layer]
        norms[layer] = np.linalg.norm(dx)
        d = dx * (total > 0)
        past = d if skips and layer % block == block - 1 else past
        dx = (normalised_backward(d, out, spread) if normalise else d) @ w[layer].T
        if layer % block == 0 and past is not None:
            dx, past = dx + past, None
    return norms / norms[-1]


def drawn(seed, stream, shape):
    """Draw an array of normal numbers, the same as the view draws."""
    return normal(seed, stream, np.arange(np.prod(shape))).reshape(shape)


def normalised(z):
    """Return each unit with mean 0 and variance 1 over the inputs, and what it was divided by."""
    spread = np.sqrt(z.var(axis=0) + 1e-5)
    return (z - z.mean(axis=0)) / spread, spread


def normalised_backward(dy, out, spread):
    """Return the gradient by `z`: mean and variance, too, depend on it."""
    return (dy - dy.mean(axis=0) - out * (dy * out).mean(axis=0)) / spread
