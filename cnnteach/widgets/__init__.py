"""Explorers for JupyterLab: the view computes what it shows, traits hold the same state."""

from cnnteach.widgets.conv_explorer import ConvExplorer
from cnnteach.widgets.detector_explorer import DetectorExplorer
from cnnteach.widgets.digit_pad import DigitPad
from cnnteach.widgets.graph_explorer import GraphExplorer
from cnnteach.widgets.kernel_lab import KernelLab
from cnnteach.widgets.network_designer import NetworkDesigner
from cnnteach.widgets.network_explorer import NetworkExplorer
from cnnteach.widgets.orientation_tuning import OrientationTuning
from cnnteach.widgets.pooling_explorer import PoolingExplorer
from cnnteach.widgets.saliency_lab import SaliencyLab
from cnnteach.widgets.sharing_dial import SharingDial
from cnnteach.widgets.text_explorer import TextConvExplorer
from cnnteach.widgets.training_timeline import TrainingTimeline
from cnnteach.widgets.volume_explorer import VolumeExplorer

__all__ = [
    "ConvExplorer",
    "DetectorExplorer",
    "DigitPad",
    "GraphExplorer",
    "KernelLab",
    "NetworkDesigner",
    "NetworkExplorer",
    "OrientationTuning",
    "PoolingExplorer",
    "SaliencyLab",
    "SharingDial",
    "TextConvExplorer",
    "TrainingTimeline",
    "VolumeExplorer",
]
