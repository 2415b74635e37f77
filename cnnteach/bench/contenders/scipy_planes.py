"""SciPy's two-dimensional correlations, one plane with one kernel at a time."""

import numpy as np
from scipy import signal

from cnnteach.bench.contenders.windows import pad, spread, unpad


class Planes:
    """A convolution layer out of correlations of planes; `correlate` is the subclass's.

    SciPy knows no stride: every pixel is computed, and most are thrown away.
    """

    def __init__(self, workload):
        self.kernel = workload.kernel

    def conv2d(self, x, w, b, *, stride, padding):
        """Sum over the channels what each plane gives with its kernel."""
        padded = pad(x, padding)
        planes = [
            sum(
                self.correlate(padded[..., c], w[:, :, c, f])[:, ::stride, ::stride]
                for c in range(x.shape[3])
            )
            for f in range(w.shape[3])
        ]
        return np.stack(planes, -1) + b

    def conv2d_backward(self, dy, x, w, *, stride, padding):
        """Correlate dy with the flipped kernels for dx, and the planes with dy for dw."""
        padded = pad(x, padding)
        apart = spread(dy, stride, self.kernel, padded.shape[1:3])
        rim = self.kernel - 1
        inner = apart[:, rim:, rim:][:, : padded.shape[1] - rim, : padded.shape[2] - rim]
        dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
        for c, f in np.ndindex(w.shape[2:]):
            dpadded[..., c] += self.correlate(apart[..., f], w[::-1, ::-1, c, f])
            for n in range(len(x)):
                dw[:, :, c, f] += self.correlate(padded[n : n + 1, ..., c], inner[n, ..., f])[0]
        return unpad(dpadded, padding), dw, dy.sum((0, 1, 2))


class Direct(Planes):
    """`scipy.signal.correlate2d`."""

    @staticmethod
    def correlate(planes, kernel):
        """Correlate planes, shape (N, H, W), with one kernel wherever it fits."""
        return np.stack([signal.correlate2d(plane, kernel, "valid") for plane in planes])


class Fourier(Planes):
    """`scipy.signal.fftconvolve`."""

    @staticmethod
    def correlate(planes, kernel):
        """Correlate planes, shape (N, H, W), with one kernel wherever it fits."""
        return signal.fftconvolve(planes, kernel[None, ::-1, ::-1], "valid", axes=(1, 2))
