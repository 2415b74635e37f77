"""Read the weights of a pruned and quantised network: a codebook a layer, and steps over zeros.

The file of Deep Compression [1]_ holds, one after the other and little-endian:

- for each layer, how many codes it stores, uint32;
- then layer by layer: a codebook of 256 numbers, float32; the bias, float32; a byte for each code,
  which says which number of the codebook stands there; and four bits for each code, the lower
  half of a byte first, which say how many zeros come before it. Where more than 15 zeros come, a
  code for the number 0 stands between.

.. [1] Han, Mao & Dally, 2016, Deep Compression: compressing deep neural networks with pruning,
       trained quantization and Huffman coding, ICLR, section 2.
"""

_CODES = 256  # numbers in a codebook, for a byte each


def decode(data, shapes):
    """Return each layer's weights.

    Parameters
    ----------
    data : bytes
        The file.
    shapes : dict of str to tuple
        Each layer's kernel, in the file's order, as Caffe stores it: (F, C, KH, KW).

    Returns
    -------
    dict of str to (ndarray, ndarray)
        Kernel, float32 (KH, KW, C, F) as in Keras, and bias, float32 (F,).

    Raises
    ------
    ValueError
        If the file is longer or shorter than layers of these shapes make it.

    Examples
    --------
    One 1x1 kernel over 20 channels; its weights are 0 but for the fourth, which is 2:

    >>> import numpy as np
    >>> codebook = np.zeros(256, "<f4"); codebook[7] = 2
    >>> bias = np.array([0.5], "<f4")
    >>> file = np.array([1], "<u4").tobytes() + codebook.tobytes() + bias.tobytes() + bytes([7, 3])
    >>> kernel, bias = decode(file, {"conv": (1, 20, 1, 1)})["conv"]
    >>> kernel[0, 0, :6, 0], bias
    (array([0., 0., 0., 2., 0., 0.], dtype=float32), array([0.5], dtype=float32))
    """
    import numpy as np

    rest = _Reader(data)
    counts = rest.take("<u4", len(shapes)).tolist()
    weights = {}
    for (name, shape), count in zip(shapes.items(), counts, strict=True):
        codebook = rest.take("<f4", _CODES)
        bias = rest.take("<f4", shape[0]).astype(np.float32)
        codes = rest.take("u1", count)
        zeros = _halves(rest.take("u1", (count + 1) // 2))[:count]
        flat = _spread(codebook[codes], zeros, int(np.prod(shape)), name)
        weights[name] = (flat.reshape(shape).transpose(2, 3, 1, 0), bias)
    rest.check_empty()
    return weights


class _Reader:
    """Takes numbers from the front of some bytes."""

    def __init__(self, data):
        self.data, self.place = data, 0

    def take(self, dtype, count):
        import numpy as np

        size = np.dtype(dtype).itemsize * count
        if self.place + size > len(self.data):
            raise ValueError(
                f"the file ends after {len(self.data):,} bytes; by its own counts and the layers' "
                f"shapes it should have at least {self.place + size:,}"
            )
        taken = np.frombuffer(self.data, dtype, count, offset=self.place)
        self.place += size
        return taken

    def check_empty(self):
        if self.place != len(self.data):
            raise ValueError(
                f"the file has {len(self.data):,} bytes, but {self.place:,} make all layers; "
                "it holds another network"
            )


def _halves(packed):
    """Return two numbers of 0 to 15 for each byte, the lower half first."""
    import numpy as np

    return np.stack([packed & 15, packed >> 4], axis=1).reshape(-1)


def _spread(numbers, zeros, size, name):
    """Lay `numbers` out in an array of `size`, each after so many zeros."""
    import numpy as np

    places = np.cumsum(zeros.astype(np.int64) + 1) - 1
    if places.size and places[-1] >= size:
        raise ValueError(
            f"{name} has {size:,} weights, but the file places one at {places[-1]:,}; "
            "it holds another network"
        )
    flat = np.zeros(size, np.float32)
    flat[places] = numbers
    return flat
