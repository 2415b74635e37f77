"""Learn how convolutional neural networks work, by touching them.

Nothing is imported here: `import cnnteach` is fast, and each part is imported from the module that
defines it, ``from cnnteach import shapes`` or ``from cnnteach.widgets import ConvExplorer``.
"""

import os

# Else TensorFlow writes into a notebook what it finds of the machine; `cnnteach doctor` says that.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

__version__ = "0.1.0"
