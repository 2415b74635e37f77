"""What explorers of a grey picture share: a list of pictures to choose from, or one's own."""

import numpy as np
import traitlets

from cnnteach import shapes
from cnnteach.widgets import tensors
from cnnteach.widgets.explorer import Explorer
from cnnteach.widgets.inputs import SIDE
from cnnteach.widgets.traits import Floats, OneOrTwo, validates


class Pictured(Explorer):
    """An explorer whose input is the upper left of a picture, at most 32 x 32, in one channel.

    Attributes
    ----------
    size : int or [int, int]
        Rows and columns of the input.
    image : str
        One of `images`; "yours" and "edited" are what Python gave and what was changed by hand.
    """

    most = SIDE  # rows and columns
    _pictured = ("_source", "_source_shape")
    size = OneOrTwo(6, most=SIDE).tag(sync=True)
    image = traitlets.Unicode().tag(sync=True)
    images = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _gallery = traitlets.Bytes().tag(sync=True)
    _gallery_shape = traitlets.List([SIDE, SIDE]).tag(sync=True)
    _source = Floats().tag(sync=True)
    _source_shape = traitlets.List([SIDE, SIDE]).tag(sync=True)

    def __init__(self, names, pictures, **traits):
        """Take pictures of float32, shape (len(names), rows, columns); the first is shown."""
        shape = list(pictures.shape[1:])
        super().__init__(
            images=list(names), _gallery=pictures.tobytes(), _gallery_shape=shape, **traits
        )
        self.image = self.images[0]

    @validates("image")
    def _known_image(self, proposal):
        name = proposal["value"]
        if name not in (*self.images, "edited", "yours"):
            raise ValueError(f"there is no image {name!r}; there are {', '.join(self.images)}")
        return name

    @validates("size")
    def _inside_x(self, proposal):
        rows, columns = shapes.pair("size", proposal["value"])
        there = self._gallery_shape if self.image in self.images else self._source_shape
        if rows > there[0] or columns > there[1]:
            raise ValueError(
                f"size is {proposal['value']}, but x has shape {tuple(there)}; set x "
                f'to a larger array, or take one of the pictures, as in image = "{self.images[0]}"'
            )
        return proposal["value"]

    @traitlets.observe("image")
    def _take_image(self, change=None):
        if self.image in self.images:
            maps = np.frombuffer(self._gallery, np.float32).reshape(-1, *self._gallery_shape)
            with self.hold_sync():
                self._source = maps[self.images.index(self.image)].tobytes()
                self._source_shape = list(self._gallery_shape)

    @property
    def still(self):
        """The input before any shift, shape (H, W)."""
        rows, columns = shapes.pair("size", self.size)
        source = np.frombuffer(self._source, np.float32).reshape(self._source_shape)
        return source[:rows, :columns].astype(float)

    def _take_x(self, value):
        x = tensors.image(value, side=self.most, channels=1)[:, :, 0]
        with self.hold_sync():
            self._source, self._source_shape = tensors.float32_bytes(x), list(x.shape)
            self.size, self.image = x.shape, "yours"


def moved(x, down, right):
    """Return `x`, shape (H, W), moved by some pixels; zeros move in.

    Examples
    --------
    >>> moved(np.array([[1, 2], [3, 4]]), 1, -1)
    array([[0, 0],
           [2, 0]])
    """
    rows, columns = x.shape
    far = max(abs(down), abs(right))
    padded = np.pad(x, far)
    return padded[far - down :, far - right :][:rows, :columns]
