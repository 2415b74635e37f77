"""Find what excites each unit most in any number of images: two passes, and no map is kept [1]_.

The first pass computes every image and keeps, per unit, its greatest value alone: units x images
numbers, of which the k greatest stay. The second computes again the few images that won, at most
k x units of them however many were searched, and finds in their maps where it was.

References
----------
.. [1] Zeiler & Fergus, 2014, "Visualizing and understanding convolutional networks",
       arXiv:1311.2901, section 4 and figure 2: the top 9 activations of a feature map.
"""

import contextlib

import numpy as np

from cnnteach.explain.chosen_layers import chosen_layers
from cnnteach.explain.found_patches import TopPatches
from cnnteach.explain.image_stream import ImageStream, prepared
from cnnteach.explain.layer_patches import cut
from cnnteach.explain.probes import images_at_once, probes_of
from cnnteach.explain.strongest import EMPTY, Strongest
from cnnteach.shapes import whole_number


def top_patches(
    model,
    layers,
    images,
    k=9,
    *,
    per_image=True,
    prepare=None,
    batch_size=None,
    progress=False,
):
    """Find the k patches that excite each unit of some layers most, among any number of images.

    Parameters
    ----------
    model : keras.Model
        Functional or Sequential, with one input of images.
    layers : str or sequence of str
        Names of layers; all are searched in one pass.
    images : ndarray, path or iterable
        See `ImageStream`: an array (N, H, W, C), a folder of pictures, a ``tf.data.Dataset``, ...
        It is gone through once; the images that win are kept meanwhile.
    k : int
        How many patches a unit.
    per_image : bool
        Whether each of them comes from another image. If not, several may come from one.
    prepare : callable, optional
        Makes of a batch what the model takes. If not given, bytes are divided by 255. SqueezeNet
        takes 0 to 255: ``prepare=np.float32``; networks of `keras.applications` have a
        ``preprocess_input``.
    batch_size : int, optional
        If not given, as many as keep the largest map of a batch under 64 MB, 250 at most.
    progress : bool
        Whether to show a bar.

    Returns
    -------
    TopPatches

    Raises
    ------
    TypeError, ValueError
        If a layer is not in the model, or it is not known what its units see; if images do not fit
        the model; if a map holds NaN or infinity.

    Examples
    --------
    >>> import keras
    >>> conv = keras.layers.Conv2D(1, 2, strides=2, use_bias=False, name="sums")
    >>> model = keras.Sequential([keras.Input((8, 8, 1)), conv])
    >>> conv.set_weights([np.ones((2, 2, 1, 1))])
    >>> image = np.arange(64.0).reshape(1, 8, 8, 1)
    >>> top = top_patches(model, "sums", image, k=3, per_image=False)
    >>> for patch in top["sums"][0]:
    ...     print(patch.value, patch.place, patch.box)
    234.0 (3, 3) (6, 6, 8, 8)
    226.0 (3, 2) (6, 4, 8, 6)
    218.0 (3, 1) (6, 2, 8, 4)
    """
    k = whole_number("k", k)
    size = images_at_once(model) if batch_size is None else whole_number("batch_size", batch_size)
    stream = ImageStream(model, images, size)
    chosen = chosen_layers(model, layers)
    _check(model, chosen)
    search = _Search(probes_of(model, chosen), chosen, k, prepare, size)
    with _bar(stream.total, progress) as step:
        for batch in stream:
            search.add(batch)
            step(len(batch.images))
    return search.finish(per_image)


def _check(model, chosen):
    """Refuse layers whose units have no place, or whose pixels are not known."""
    for layer in chosen:
        if len(layer.shape) not in (1, 3):
            raise ValueError(
                f"{layer.name} gives {layer.shape}; patches are of units (units,) or of maps "
                "(rows, columns, units)"
            )
        if layer.field is None:
            raise ValueError(
                f"it is not known which pixels the units of {layer.name} see: on the way there is "
                "an operation without a known window, or branches meet whose windows jump by "
                f"different steps; models.summary({model.name}) shows '?' from where on"
            )


@contextlib.contextmanager
def _bar(total, progress):
    """Give a function to call with the number of images that are done."""
    if not progress:
        yield lambda done: None
        return
    from tqdm.auto import tqdm

    with tqdm(total=total, unit="image") as bar:
        yield bar.update


class _Search:
    """Both passes over the images."""

    def __init__(self, probes, layers, k, prepare, size):
        self.probes, self.layers, self.prepare, self.size = probes, layers, prepare, size
        self.k = k
        self.best = [Strongest(layer.shape[-1], k) for layer in layers]
        self.kept, self.names = {}, {}  # images that win so far, by their numbers
        self.searched = 0

    def add(self, batch):
        """Take in a batch: the first pass."""
        images = prepared(batch.images, self.prepare)
        _check_finite("the source", images.reshape(len(images), -1), batch)
        found = self.probes.maxima(images, self.size)
        for layer, best, maxima in zip(self.layers, self.best, found, strict=True):
            _check_finite(layer.name, maxima, batch)
            best.add(maxima, batch.first)
        winners = set(np.concatenate([best.winners() for best in self.best]).tolist())
        self.kept = {number: image for number, image in self.kept.items() if number in winners}
        for number, image, name in zip(
            range(batch.first, batch.first + len(batch.images)), *batch[::2], strict=True
        ):
            if number in winners:
                self.kept[number], self.names[number] = image.copy(), name
        self.searched += len(batch.images)

    def finish(self, per_image):
        """Look for the places in the images that won: the second pass."""
        parts = [_Places(best, per_image) for best in self.best]
        numbers = sorted(self.kept)
        few = max(self.size // 4, 1)  # whole maps are kept of these
        for start in range(0, len(numbers), few):
            batch = numbers[start : start + few]
            images = np.stack([self.kept[number] for number in batch])
            maps = self.probes.maps(prepared(images, self.prepare))
            for part, of_layer in zip(parts, maps, strict=True):
                part.add(batch, of_layer)
        names = {number: self.names[number] for number in numbers if self.names[number]}
        layers = {
            layer.name: cut(layer, part.arrays(), best, self.kept, self.searched)
            for layer, best, part in zip(self.layers, self.best, parts, strict=True)
        }
        return TopPatches(layers, self.k, per_image, self.searched, names)


def _check_finite(name, numbers, batch):
    """Refuse NaN and infinity, which no order has a place for, among numbers (N, M)."""
    wrong = ~np.isfinite(numbers).all(axis=1)
    if wrong.any():
        raise ValueError(
            f"{name} gives NaN or infinity for image {batch.first + int(wrong.argmax())}; "
            "look for NaN among the model's weights and in the image, and at its scale"
        )


class _Places:
    """Where in their images the strongest values of a layer stand."""

    def __init__(self, best, per_image):
        self.values, self.images = best.values.T.copy(), best.images.T.copy()  # (units, k)
        self.places = np.zeros((*self.images.shape, 2), np.int32)
        self._found = None if per_image else [[] for _ in self.images]

    def add(self, numbers, maps):
        """Take in the maps (N, H, W, units) of the images with these numbers, in order."""
        place = np.searchsorted(numbers, self.images)
        here = np.flatnonzero(np.isin(self.images, numbers))
        units, ranks = np.unravel_index(here, self.images.shape)
        planes = maps.transpose(0, 3, 1, 2)[place.ravel()[here], units]
        _, height, width = planes.shape
        planes = planes.reshape(-1, height * width)
        if self._found is None:
            flat = planes.argmax(axis=1)
            self.places[units, ranks] = np.stack(np.divmod(flat, width), axis=-1)
            return
        for unit, rank, plane in zip(units, ranks, planes, strict=True):
            for flat in np.argsort(-plane, kind="stable")[: self.images.shape[1]]:
                found = (-plane[flat], self.images[unit, rank], *divmod(int(flat), width))
                self._found[unit].append(found)

    def arrays(self):
        """Return values, numbers of images and places, (units, k) and (units, k, 2)."""
        if self._found is not None:
            k = self.images.shape[1]
            for unit, found in enumerate(self._found):
                for rank, (value, image, *place) in enumerate(sorted(found)[:k]):
                    self.values[unit, rank], self.images[unit, rank] = -value, image
                    self.places[unit, rank] = place
                self.images[unit, len(found) :] = EMPTY
        return self.values, self.images, self.places
