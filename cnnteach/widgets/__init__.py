"""Explorers for JupyterLab: the view computes what it shows, traits hold the same state.

Importing this imports neither NumPy nor any explorer: each comes when it is first asked for.
"""

from cnnteach._lazy import names_of

_HOMES = {  # public name -> the module that defines it
    "ConvExplorer": "conv_explorer",
    "DetectorExplorer": "detector_explorer",
    "DigitPad": "digit_pad",
    "GraphExplorer": "graph_explorer",
    "KernelLab": "kernel_lab",
    "NetworkDesigner": "network_designer",
    "NetworkExplorer": "network_explorer",
    "OrientationTuning": "orientation_tuning",
    "PoolingExplorer": "pooling_explorer",
    "SaliencyLab": "saliency_lab",
    "SharingDial": "sharing_dial",
    "TextConvExplorer": "text_explorer",
    "TrainingTimeline": "training_timeline",
    "VolumeExplorer": "volume_explorer",
}
__getattr__, __dir__, __all__ = names_of(__name__, _HOMES)
