"""Learn how convolutional neural networks work, by touching them.

Nothing is imported here: `import cnnteach` is fast, and each part is imported from the module that
defines it, ``from cnnteach import shapes`` or ``from cnnteach.widgets import ConvExplorer``.
"""

__version__ = "0.1.0"
