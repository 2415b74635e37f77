"""Learn how convolutional neural networks work, by touching them.

Nothing heavy is imported here: `import cnnteach` is fast, and each part is imported from the module
that defines it, ``from cnnteach import shapes`` or ``from cnnteach.widgets import ConvExplorer``.
"""

from cnnteach import _full_precision, _jumping_kernels, _tensorflow_log

__version__ = "0.1.0"

_tensorflow_log.hush()
_full_precision.keep()
_jumping_kernels.keep()
