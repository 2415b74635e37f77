"""A network without learning or Keras: edges, the strongest nearby, and what edges make together.

It is what NetworkExplorer shows if it is given no other, and an example of what a source has.
"""

import numpy as np

from cnnteach import kernels, ops
from cnnteach.widgets.inputs import gallery

EDGES = ("sobel_x", "sobel_y", "laplacian", "box")
TEXTURES = (  # weights of the four edge maps, each over a window of 3 x 3, and a bias
    ((1, -1, 0, 0), -1.0),  # upright edges alone
    ((-1, 1, 0, 0), -1.0),  # level edges alone
    ((1, 1, 0, 0), -12.0),  # both: corners
    ((0, 0, 2, -1), 0.0),  # spots on a dark ground
)
K = 6  # strongest patches


class EdgeNetwork:
    """Two convolutions with a max pooling between them, on grey images of 32 x 32.

    Attributes
    ----------
    layers : list of dict
        For each layer ``name``, ``shape`` (rows, columns, units), ``kernel``, ``stride``,
        ``padding`` ((before, after) an axis), ``parent_shape``, ``field`` and ``below_field``
        ({size, jump, start}: what a unit sees of the image, and one of the layer below).
    samples : ndarray of float32, shape (N, H, W, C)
        Images of 0 to 1.
    names : list of str
        Theirs.

    Examples
    --------
    >>> network = EdgeNetwork()
    >>> [(layer["name"], layer["shape"]) for layer in network.layers]
    [('edges', [30, 30, 4]), ('strongest', [15, 15, 4]), ('textures', [13, 13, 4])]
    """

    def __init__(self):
        names, pictures = gallery()
        grey = pictures[:, :, :, :1].astype(np.float32)
        self.names = list(names)
        self.samples = grey / grey.max(axis=(1, 2, 3), keepdims=True)
        self.edges = np.stack([kernels.kernel(name) for name in EDGES], axis=-1)[:, :, None]
        mixed = np.array([weights for weights, _ in TEXTURES], float).T / 3
        self.textures = np.broadcast_to(mixed, (3, 3, *mixed.shape)).copy()
        self.biases = np.array([bias for _, bias in TEXTURES])
        self.layers = [
            _described("edges", [30, 30, 4], 3, 1, [32, 32, 1], (3, 1), (1, 1)),
            _described("strongest", [15, 15, 4], 2, 2, [30, 30, 4], (4, 2), (3, 1)),
            _described("textures", [13, 13, 4], 3, 1, [15, 15, 4], (8, 2), (4, 2)),
        ]
        self._best = {}

    def maps(self, pixels):
        """Return what each layer gives for an image (H, W, 1): arrays (rows, columns, units)."""
        edges = ops.relu(ops.conv2d(pixels[None].astype(float), self.edges))
        strongest, _ = ops.max_pool2d(edges, 2)
        textures = ops.relu(ops.conv2d(strongest, self.textures, self.biases))
        return [edges[0], strongest[0], textures[0]]

    def arithmetic(self, layer, unit, place, pixels, maps):
        """Return how a unit's number comes about: its window, weights, bias, sum and value."""
        below = pixels if layer == 0 else maps[layer - 1]
        kernel, stride = self.layers[layer]["kernel"][0], self.layers[layer]["stride"][0]
        row, column = (at * stride for at in place)
        window = below[row : row + kernel, column : column + kernel]
        found = {
            "below": "the image" if layer == 0 else self.layers[layer - 1]["name"],
            "parent": layer - 1,
            "origin": [row, column],
            "step": [1, 1],
            "first": unit if layer == 1 else 0,
            "value": float(maps[layer][*place, unit]),
            "said": "A click into the window goes down to the unit below." if layer else "",
        }
        if layer == 1:
            window = window[:, :, unit : unit + 1]
            return found | {"kind": "maximum", "window": window, "total": float(window.max())}
        weights = (self.edges if layer == 0 else self.textures)[:, :, :, unit]
        bias = 0.0 if layer == 0 else float(self.biases[unit])
        total = float((window * weights).sum() + bias)
        sums = {"kind": "weighted", "activation": "relu", "bias": bias, "total": total}
        return found | sums | {"window": window, "weights": weights}

    def evidence(self, layer, unit):
        """Return the patches of the samples that excite a unit most, the strongest first."""
        if not self._best:
            self._best = {k: [] for k in range(3)}
            for sample in self.samples:
                for k, maps in enumerate(self.maps(sample)):
                    self._best[k].append(maps)
        field = self.layers[layer]["field"]
        size, jump = field["size"][0], field["jump"][0]
        found = []
        for sample, maps in zip(self.samples, self._best[layer], strict=True):
            plane = maps[:, :, unit]
            row, column = np.unravel_index(plane.argmax(), plane.shape)
            top, left = row * jump, column * jump
            found.append((float(plane.max()), sample[top : top + size, left : left + size, 0]))
        found = sorted((each for each in found if each[0] > 0), key=lambda each: -each[0])[:K]
        pictures = np.full((len(found), size, size, 4), 255, np.uint8)
        for picture, (_, patch) in zip(pictures, found, strict=True):
            picture[..., :3] = (255 * patch[..., None]).round().astype(np.uint8)
        return {"values": [value for value, _ in found], "pictures": pictures}

    def maximised(self, layer, unit):
        """A network without gradients has no such picture."""
        raise NotImplementedError("this network is not a Keras model, and has no gradients")


def _described(name, shape, kernel, stride, below, field, below_field):
    return {
        "name": name,
        "shape": shape,
        "kernel": [kernel, kernel],
        "stride": [stride, stride],
        "padding": [[0, 0], [0, 0]],
        "parent_shape": below,
        "field": {"size": [field[0]] * 2, "jump": [field[1]] * 2, "start": [0, 0]},
        "below_field": {"size": [below_field[0]] * 2, "jump": [below_field[1]] * 2},
    }
