"""Filters that photographs alone give, without a label or a network: k-means and ICA.

Both look at whitened patches, whose pixels are no longer alike their neighbours. k-means finds
patches that many others are near to [1]_; ICA finds directions along which most patches have little
and few have much [2]_. Both find oriented edges, as a network's first layer does, and cells of the
visual cortex [3]_: the photographs have them.

References
----------
.. [1] Coates, Lee & Ng, 2011, "An analysis of single-layer networks in unsupervised feature
       learning", AISTATS, sections 3.1 and 3.2.
.. [2] Bell & Sejnowski, 1997, "The independent components of natural scenes are edge filters",
       Vision Research 37.
.. [3] Olshausen & Field, 1996, "Emergence of simple-cell receptive field properties by learning a
       sparse code for natural images", Nature 381.
"""

import warnings

import numpy as np

from cnnteach.shapes import whole_number

METHODS = ("k-means", "ica")
PATCHES = 20_000
WHITENING = 0.1  # added to the variances, whose mean is 1: faint noise is not blown up


def photograph_filters(images, *, method="k-means", count=48, size=7, patches=PATCHES, seed=0):
    """Learn filters from patches of photographs.

    Parameters
    ----------
    images : sequence of ndarray, shape (H, W, C)
        Photographs of any size; or one array (N, H, W, C).
    method : "k-means" or "ica"
    count : int
        How many filters; with ICA at most as many as a patch has numbers, less one.
    size : int
        Side of the filters, in pixels.
    patches : int
        How many are cut, evenly from all images, at random places.
    seed : int
        The same seed gives the same filters.

    Returns
    -------
    ndarray of float32, shape (size, size, C, count)
        Each of length 1, in the layout of a network's kernels. Of ICA the strongest come first, of
        k-means those that most patches are near to.

    Raises
    ------
    ValueError
        If there is no such method, or the images are too small or have different channels.

    Examples
    --------
    >>> from cnnteach.datasets import photo
    >>> photograph_filters([photo("chelsea")], count=4, size=5, patches=500).shape
    (5, 5, 3, 4)
    """
    if method not in METHODS:
        raise ValueError(f"method is {method!r}, but must be one of {', '.join(METHODS)}")
    rng = np.random.default_rng(seed)
    size = whole_number("size", size)
    cut = _cut(images, size, whole_number("patches", patches), rng)
    whitened, whiten = _whitened(cut.reshape(len(cut), -1))
    found = _METHODS[method](whitened, whole_number("count", count), seed)
    kernels = found @ whiten  # a filter on pixels gives what the direction gives on white patches
    kernels /= np.linalg.norm(kernels, axis=1, keepdims=True)
    return kernels.T.reshape(size, size, cut.shape[-1], -1).astype(np.float32)


def _cut(images, size, count, rng):
    """Return patches (N, size, size, C), each less its mean and over its contrast."""
    images = [np.asarray(image, np.float64) for image in images]
    channels = {image.shape[2:] for image in images}
    if not images or len(channels) != 1 or any(image.ndim != 3 for image in images):
        raise ValueError("give photographs (H, W, C), one at least, all with the same channels")
    if any(min(image.shape[:2]) < size for image in images):
        raise ValueError(f"an image is smaller than a filter of {size} x {size} pixels")
    chosen = rng.integers(len(images), size=count)
    cut = np.stack([_window(images[which], size, rng) for which in chosen])
    flat = cut.reshape(count, -1)
    flat -= flat.mean(axis=1, keepdims=True)
    deviation = np.sqrt(flat.var(axis=1, keepdims=True) + (0.02 * np.ptp(cut)) ** 2)
    return (flat / deviation).reshape(cut.shape)


def _window(image, size, rng):
    row, column = (rng.integers(side - size + 1) for side in image.shape[:2])
    return image[row : row + size, column : column + size]


def _whitened(patches):
    """Return patches whose numbers are uncorrelated and of variance 1, and the matrix for it."""
    patches = patches - patches.mean(axis=0)
    variances, directions = np.linalg.eigh(patches.T @ patches / len(patches))
    scale = 1 / np.sqrt(np.maximum(variances, 0) + WHITENING * variances.mean())
    whiten = (directions * scale) @ directions.T
    return patches @ whiten, whiten


def _k_means(patches, count, seed):
    """Return the means of clusters, the largest cluster first."""
    from sklearn.cluster import MiniBatchKMeans

    fitted = MiniBatchKMeans(count, random_state=seed, n_init=1, batch_size=2048, max_iter=60)
    labels = fitted.fit_predict(patches)
    order = np.argsort(-np.bincount(labels, minlength=count), kind="stable")
    return fitted.cluster_centers_[order]


def _ica(patches, count, seed):
    """Return the directions of independent components, the least Gaussian first."""
    from sklearn.decomposition import FastICA

    if count >= patches.shape[1]:
        raise ValueError(
            f"{count} filters of {patches.shape[1]} numbers each are asked for; ICA finds "
            f"{patches.shape[1] - 1} at most: choose larger filters, or k-means"
        )
    fitted = FastICA(count, whiten="unit-variance", random_state=seed, max_iter=200, tol=1e-3)
    with warnings.catch_warnings(action="ignore"):  # the last digits do not matter for a picture
        sources = fitted.fit_transform(patches)
    peaked = (sources**4).mean(axis=0) / (sources**2).mean(axis=0) ** 2
    return fitted.components_[np.argsort(-peaked, kind="stable")]


_METHODS = {"k-means": _k_means, "ica": _ica}
