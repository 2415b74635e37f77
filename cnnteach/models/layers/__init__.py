"""The layers that Keras does not have, one idea a file; each can be saved and loaded.

A layer that slides a window says so with a `window` property, and one whose connections are not
those of a Keras layer counts them in `connection_count`: `models.summary` asks for both, of your
own layers too.
"""

from cnnteach.models.layers.bilinear import Bilinear
from cnnteach.models.layers.complex_cells import ComplexCells
from cnnteach.models.layers.connection_table import ConnectionTableConv2D
from cnnteach.models.layers.crop import CropLike
from cnnteach.models.layers.k_max import KMaxPooling1D
from cnnteach.models.layers.local_response import LocalResponseNormalization
from cnnteach.models.layers.locally_connected import LocallyConnected2D
from cnnteach.models.layers.padded_shortcut import PaddedShortcut
from cnnteach.models.layers.radial_basis import RadialBasis
from cnnteach.models.layers.scaled_tanh import scaled_tanh
from cnnteach.models.layers.simple_cells import SimpleCells
from cnnteach.models.layers.spatial_pyramid import SpatialPyramidPooling2D
from cnnteach.models.layers.subsampling import Subsampling

__all__ = [
    "Bilinear",
    "ComplexCells",
    "ConnectionTableConv2D",
    "CropLike",
    "KMaxPooling1D",
    "LocalResponseNormalization",
    "LocallyConnected2D",
    "PaddedShortcut",
    "RadialBasis",
    "SimpleCells",
    "SpatialPyramidPooling2D",
    "Subsampling",
    "scaled_tanh",
]
