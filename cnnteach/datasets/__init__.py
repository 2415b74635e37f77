"""Pictures and texts to learn with: embedded ones, downloads, and the learner's own files.

What comes with the course needs no network: `photo`, `digits`, and each dataset with
``embedded=True``. The others are downloaded at the first call, checked, and kept.
"""

from cnnteach.datasets.cache import where
from cnnteach.datasets.cifar10 import cifar10
from cnnteach.datasets.coins import coins
from cnnteach.datasets.dataset import Dataset
from cnnteach.datasets.digits import digits
from cnnteach.datasets.fetching import fetch
from cnnteach.datasets.image_folder import image_folder
from cnnteach.datasets.imagenet_labels import imagenet_labels
from cnnteach.datasets.membrane import membrane
from cnnteach.datasets.mnist import mnist
from cnnteach.datasets.own_image import open_image
from cnnteach.datasets.patches import patches
from cnnteach.datasets.photographs import PHOTOGRAPHS, Photograph, photo, photos
from cnnteach.datasets.registry import sources
from cnnteach.datasets.sms_spam import sms_spam
from cnnteach.datasets.squeezenet_weights import squeezenet_weights
from cnnteach.datasets.unavailable import DatasetUnavailable

__all__ = [
    "PHOTOGRAPHS",
    "Dataset",
    "DatasetUnavailable",
    "Photograph",
    "cifar10",
    "coins",
    "digits",
    "fetch",
    "image_folder",
    "imagenet_labels",
    "membrane",
    "mnist",
    "open_image",
    "patches",
    "photo",
    "photos",
    "sms_spam",
    "sources",
    "squeezenet_weights",
    "where",
]
