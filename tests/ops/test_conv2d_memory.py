"""What a convolution holds beside its inputs and results stays at a few megabytes."""

import tracemalloc

import numpy as np
import pytest

from cnnteach import ops

MEGABYTE = 1_000_000
WORKLOADS = [  # N, C, H, W, F, K, stride, padding
    pytest.param(100, 3, 31, 31, 25, 3, 2, 1, id="small-images"),
    pytest.param(128, 1, 32, 32, 6, 5, 1, 0, id="lenet-c1"),
    pytest.param(4, 3, 227, 227, 96, 11, 4, 0, id="alexnet-conv1"),
    pytest.param(8, 64, 56, 56, 64, 3, 1, 1, id="vgg"),
    pytest.param(1, 32, 200, 150, 4, 3, 1, 1, id="few-filters"),
    pytest.param(1, 1, 512, 512, 1, 31, 1, 0, id="spectra"),
    pytest.param(1, 3, 900, 1000, 4, 7, 2, 3, id="one-large-image"),
    pytest.param(1, 2, 60, 20_000, 8, 5, 1, 0, id="one-long-row"),
]


def measured(function):
    """Return what a call returns, and what it held at its peak beyond that."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        result = function()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    arrays = result if isinstance(result, tuple) else (result,)
    return result, peak - before - sum(array.nbytes for array in arrays)


@pytest.mark.parametrize(
    ("n", "channels", "height", "width", "filters", "kernel", "stride", "padding"), WORKLOADS
)
def test_forward_and_backward(n, channels, height, width, filters, kernel, stride, padding):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, height, width, channels), dtype=np.float32)
    w = rng.standard_normal((kernel, kernel, channels, filters), dtype=np.float32)
    options = {"stride": stride, "padding": padding}
    y, forward = measured(lambda: ops.conv2d(x, w, **options))
    assert forward < 10 * MEGABYTE
    _, backward = measured(lambda: ops.conv2d_backward(y, x, w, **options))
    assert backward < 10 * MEGABYTE


@pytest.mark.parametrize("dtype", [np.float32, np.int64])
def test_photographs_are_not_converted_as_a_whole(dtype):
    x, w = np.ones((2, 900, 1000, 3), np.uint8), np.ones((3, 3, 3, 2), dtype)
    _, beyond = measured(lambda: ops.conv2d(x, w))
    assert beyond < 10 * MEGABYTE


@pytest.mark.parametrize("kernel", [3, 31])
def test_sixteen_megapixels(kernel):
    x = np.zeros((1, 4096, 4096, 1), np.float32)
    x[0, 2000, 3000] = 1
    w = np.arange(kernel**2, dtype=np.float32).reshape(kernel, kernel, 1, 1)
    y, beyond = measured(lambda: ops.conv2d(x, w, padding="same"))
    assert beyond < 10 * MEGABYTE
    half = kernel // 2
    impulse = y[0, 2000 - half : 2001 + half, 3000 - half : 3001 + half, 0]
    np.testing.assert_allclose(impulse[::-1, ::-1], w[:, :, 0, 0], atol=1e-3)
