"""The decoder of Deep Compression against an encoder that knows nothing of it."""

import struct

import numpy as np
import pytest

from cnnteach.datasets.deep_compression import decode
from cnnteach.datasets.squeezenet_weights import caffe_shapes


def encoded(layers):
    """Write a file in plain loops from kernels (F, C, KH, KW) whose values a codebook has."""
    streams = []
    for kernel, bias, codebook in layers:
        codes, zeros, waiting = [], [], 0
        for value in kernel.reshape(-1).tolist():
            if value == 0 and waiting < 15:
                waiting += 1
                continue
            codes.append(codebook.index(value))
            zeros.append(waiting)
            waiting = 0
        pairs = [[*zeros[k : k + 2], 0] for k in range(0, len(zeros), 2)]
        packed = bytes(low | high << 4 for low, high, *_ in pairs)
        body = struct.pack("<256f", *codebook) + struct.pack(f"<{len(bias)}f", *bias)
        streams.append((len(codes), body + bytes(codes) + packed))
    counts = struct.pack(f"<{len(streams)}I", *(count for count, _ in streams))
    return counts + b"".join(body for _, body in streams)


def layer(rng, shape, share):
    """Return a kernel of which `share` is not zero, a bias, and the codebook."""
    codebook = [0.0, *np.float32(rng.normal(size=255)).tolist()]
    chosen = np.where(rng.random(shape) < share, rng.integers(1, 256, shape), 0)
    return np.array(codebook)[chosen], rng.integers(-4, 4, shape[0]) / 2, codebook


@pytest.mark.parametrize("share", [0.01, 0.06, 0.3, 1.0])  # at 1 % runs of zeros pass 15
def test_what_was_encoded_comes_back(share):
    rng = np.random.default_rng(int(100 * share))
    shapes = {"first": (5, 3, 3, 2), "second": (7, 5, 1, 1), "third": (2, 7, 4, 4)}
    layers = {name: layer(rng, shape, share) for name, shape in shapes.items()}
    weights = decode(encoded(layers.values()), shapes)
    assert list(weights) == list(shapes)
    for name, (kernel, bias, _) in layers.items():
        got_kernel, got_bias = weights[name]
        np.testing.assert_array_equal(got_bias, bias)
        f, c, kh, kw = shapes[name]
        assert got_kernel.shape == (kh, kw, c, f)
        for place in np.ndindex(kernel.shape):
            assert got_kernel[place[2], place[3], place[1], place[0]] == np.float32(kernel[place])


def test_an_odd_number_of_codes_ends_in_half_a_byte():
    kernel = np.zeros((1, 3, 1, 1))
    kernel[0, 2] = 1.0
    codebook = [0.0, 1.0] + [0.0] * 254
    file = encoded([(kernel, [0.0], codebook)])
    assert file[-2:] == bytes([1, 2])
    assert decode(file, {"a": (1, 3, 1, 1)})["a"][0].ravel().tolist() == [0, 0, 1]


def test_a_file_of_another_length_is_refused():
    rng = np.random.default_rng(0)
    file, shapes = encoded([layer(rng, (4, 3, 3, 3), 0.5)]), {"a": (4, 3, 3, 3)}
    with pytest.raises(ValueError, match="should have at least"):
        decode(file[:-1], shapes)
    with pytest.raises(ValueError, match="it holds another network"):
        decode(file + b"1", shapes)
    ones = encoded([(np.ones((4, 3, 3, 3)), [0.0] * 3, [1.0] + [0.0] * 255)])
    with pytest.raises(ValueError, match="a has 81 weights, but the file places one at 107"):
        decode(ones, {"a": (3, 3, 3, 3)})


def test_the_shapes_are_those_of_the_paper():
    shapes = caffe_shapes()
    assert sum(np.prod(shape) + shape[0] for shape in shapes.values()) == 1_248_424
