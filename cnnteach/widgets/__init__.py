"""Explorers for JupyterLab: the view computes what it shows, traits hold the same state.

Importing this imports neither NumPy nor any explorer: each comes when it is first asked for.
"""

from cnnteach._lazy import names_of

_HOMES = {  # public name -> the module that defines it
    "ConvExplorer": "conv_explorer.widget",
    "DetectorExplorer": "detector_explorer.widget",
    "DigitPad": "digit_pad.widget",
    "GraphExplorer": "graph_explorer.widget",
    "KernelLab": "kernel_lab.widget",
    "NetworkDesigner": "network_designer.widget",
    "NetworkExplorer": "network_explorer.widget",
    "OrientationTuning": "orientation_tuning.widget",
    "PoolingExplorer": "pooling_explorer.widget",
    "SaliencyLab": "saliency_lab.widget",
    "SharingDial": "sharing_dial.widget",
    "TextConvExplorer": "text_explorer.widget",
    "TrainingTimeline": "training_timeline.widget",
    "VolumeExplorer": "volume_explorer.widget",
}
__getattr__, __dir__, __all__ = names_of(__name__, _HOMES)
