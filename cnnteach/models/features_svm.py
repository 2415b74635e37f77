"""The old pipeline: features that people designed, then a linear classifier that learns.

An image becomes a row of numbers, how often each colour comes (a colour histogram) and how strong
edges of each direction are, cell by cell (histograms of oriented gradients [1]_), and a linear
support vector machine [2]_ weighs them. Only the last step learns; a convolutional network learns
them all.

References
----------
.. [1] Dalal & Triggs, 2005, "Histograms of oriented gradients for human detection", CVPR.
.. [2] Cortes & Vapnik, 1995, "Support-vector networks", Machine Learning 20.
"""

import numpy as np
from skimage.feature import hog
from sklearn.svm import LinearSVC


class FeaturesSVM:
    """Tell images apart by colours and edges.

    Parameters
    ----------
    cell : int
        Side in pixels of a cell in which the directions of edges are counted.
    directions : int
        Directions between 0 and 180 degrees.
    bins : int
        Steps of each colour: with 4 the histogram has 4 x 4 x 4 colours, or 4 grey values.
    penalty : float
        The SVM's C: how much a wrong training image costs beside a wide margin.
    seed : int
        Of the SVM's search.

    Examples
    --------
    >>> from cnnteach.datasets import digits
    >>> images, labels = digits()
    >>> old = FeaturesSVM(cell=7).fit(images[::10], labels[::10])
    >>> old.features(images[:1]).shape
    (1, 328)
    >>> bool(old.score(images[5::50], labels[5::50]) > 0.9)
    True
    """

    def __init__(self, *, cell=8, directions=9, bins=4, penalty=0.1, seed=0):
        self.cell, self.directions, self.bins = cell, directions, bins
        self._classifier = LinearSVC(C=penalty, random_state=seed)
        self._shape = None

    def fit(self, images, labels):
        """Learn from images with labels.

        Parameters
        ----------
        images : ndarray of uint8, shape (N, H, W) or (N, H, W, 3)
        labels : array-like, shape (N,)

        Returns
        -------
        FeaturesSVM
            Itself.
        """
        labels = np.asarray(labels)
        if len(images) != len(labels):
            raise ValueError(f"there are {len(images)} images but {len(labels)} labels")
        if len(np.unique(labels)) < 2:
            raise ValueError("all labels are the same; a classifier needs two classes or more")
        self._classifier.fit(self.features(images), labels)
        self._shape = np.shape(images)[1:]
        return self

    def predict(self, images):
        """Return the class of each image, shape (N,)."""
        if self._shape is None:
            raise ValueError("nothing is learned yet; call fit(images, labels) first")
        if np.shape(images)[1:] != self._shape:
            raise ValueError(
                f"an image has the shape {np.shape(images)[1:]}, but those of the training had "
                f"{self._shape}; resize them first, for the features count cells of pixels"
            )
        return self._classifier.predict(self.features(images))

    def score(self, images, labels):
        """Return the part of the images that are told right, between 0 and 1."""
        return float(np.mean(self.predict(images) == np.asarray(labels)))

    def features(self, images):
        """Describe images by numbers: colours first, then edges.

        Returns
        -------
        ndarray, shape (N, features)
        """
        images = _checked(images, self.cell)
        rows = [np.concatenate([self._colours(image), self._edges(image)]) for image in images]
        return np.array(rows)

    def _colours(self, image):
        """Return the part of the pixels that has each colour; the parts add up to 1."""
        pixels = image.reshape(-1, image.shape[2] if image.ndim == 3 else 1)
        limits = [(0, 256)] * pixels.shape[1]
        counts, _ = np.histogramdd(pixels, bins=self.bins, range=limits)
        return counts.ravel() / len(pixels)

    def _edges(self, image):
        """Return how strong edges are by direction, cell by cell, normalised in blocks of 2 x 2."""
        return hog(
            image,
            orientations=self.directions,
            pixels_per_cell=(self.cell, self.cell),
            cells_per_block=(2, 2),
            channel_axis=-1 if image.ndim == 3 else None,
        )


def _checked(images, cell):
    images = np.asarray(images)
    if images.ndim not in (3, 4) or (images.ndim == 4 and images.shape[3] not in (1, 3)):
        raise ValueError(
            f"images has the shape {images.shape}, but must be (N, H, W) or (N, H, W, 3); for one "
            "image write image[None]"
        )
    if images.dtype != np.uint8:
        raise TypeError(
            f"images are {images.dtype}, but must be uint8, 0 to 255: the histogram's steps are "
            "those of a photograph's numbers"
        )
    if min(images.shape[1:3]) < 2 * cell:
        raise ValueError(
            f"images are {images.shape[1]} x {images.shape[2]} pixels, but a block has "
            f"{2 * cell} x {2 * cell}; make cell smaller"
        )
    return images
