"""Pictures to learn with: photographs, handwritten digits, and the learner's own files.

Everything here is already on the disk, in packages that come with the course: no network is used.
"""

from cnnteach.datasets.digits import digits
from cnnteach.datasets.own_image import open_image
from cnnteach.datasets.photographs import PHOTOGRAPHS, Photograph, photo, photos

__all__ = ["PHOTOGRAPHS", "Photograph", "digits", "open_image", "photo", "photos"]
