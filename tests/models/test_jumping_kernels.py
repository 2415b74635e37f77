"""A kernel of 1 x 1 that jumps has the right gradient, and the process lives on."""

import subprocess
import sys

import numpy as np
import pytest

# In a process of its own: what this looks for ends it.
ODD_BATCHES = """
import numpy as np
{before}
from cnnteach.models.autodiff import value_and_gradients
import keras

rng = np.random.default_rng(0)
for images in (1, 3, 5, 7):
    for _ in range(40):
        rows, columns, channels, filters = rng.integers(3, 12, 4)
        x = rng.normal(size=(images, rows, columns, channels)).astype("float32")
        w = rng.normal(size=(1, 1, channels, filters)).astype("float32")
        total = lambda x, w: keras.ops.sum(keras.ops.conv(x, w, strides=2))
        _, (_, dw) = value_and_gradients(total, x, w)
        read = x[:, ::2, ::2].sum((0, 1, 2))
        np.testing.assert_allclose(dw[0, 0], np.repeat(read[:, None], filters, 1), atol=1e-4)
print("right")
"""


@pytest.fixture(scope="module")
def nn():
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "tensorflow":
        pytest.skip("this is TensorFlow's")
    from keras.src.backend.tensorflow import nn

    return nn


@pytest.mark.parametrize("before", ["", "import keras"])
def test_of_batches_that_threads_do_not_share_evenly(nn, before):
    program = ODD_BATCHES.format(before=before)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "right\n", (done.returncode, done.stderr)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    ("sides", "jumps"),
    [
        ((7,), 2),
        ((7,), (3,)),
        ((6, 7), 2),
        ((6, 7), (2,)),
        ((6, 7), np.int64(2)),
        ((6, 7), (2, 1)),
        ((9, 8), (1, 3)),
        ((5, 4, 6), 2),
    ],
)
def test_it_is_the_convolution_of_tensorflow(nn, sides, jumps, padding):
    import tensorflow as tf

    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(3, *sides, 4)), rng.normal(size=(*(1 for _ in sides), 4, 5))
    found = nn.conv(x, w, jumps, padding)
    wanted = tf.nn.convolution(x, w, jumps, padding.upper())
    np.testing.assert_allclose(found, wanted, atol=1e-12)


def test_channels_may_come_first(nn):
    import tensorflow as tf

    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(2, 6, 7, 4)), rng.normal(size=(1, 1, 4, 5))
    compiled = tf.function(nn.conv, jit_compile=True)  # else not on a processor
    first = compiled(x.transpose(0, 3, 1, 2), w, 2, "valid", "channels_first")
    last = nn.conv(x, w, 2, "valid", "channels_last")
    np.testing.assert_allclose(np.transpose(first, (0, 2, 3, 1)), last, atol=1e-12)
