"""The answer of a search for the strongest patches: looked at, kept in a file, and merged."""

import json
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import numpy as np

from cnnteach.explain.layer_patches import LayerPatches, clipped
from cnnteach.explain.strongest import EMPTY

KIND = "cnnteach top patches, version 1"
ARRAYS = ("values", "images", "places", "boxes", "low", "high")


@dataclass(frozen=True, eq=False)
class TopPatches:
    """What excited the units of some layers most; ``top["conv1"][7]`` are the patches of unit 7.

    Searches of parts of the images, on one machine or on many, merge into the search of all::

        from dask.distributed import Client, LocalCluster

        def search(name, shard):  # runs on a worker, which loads its own model
            return top_patches(models.load(name), "conv1", shard)

        with LocalCluster(n_workers=2) as cluster, Client(cluster) as client:
            shards = np.array_split(images, 8)
            parts = client.map(search, ["zfnet_cifar10"] * 8, shards)
            top = TopPatches.merged(client.gather(parts))

    For machines of a cluster, ``Client("tcp://scheduler:8786")`` takes the place of the local one:
    run ``dask scheduler`` on one machine and ``dask worker tcp://scheduler:8786`` on each other.

    Parameters
    ----------
    layers : dict of str to LayerPatches
    k : int
        Patches asked for, a unit.
    per_image : bool
        Whether each comes from another image.
    searched : int
        Images that were looked at.
    names : dict of int to str
        Files of the images that won, where they came from a folder.

    Examples
    --------
    >>> from cnnteach import datasets, explain, models
    >>> net, (images, labels) = models.load("lenet5_digits"), datasets.digits()
    >>> images = images[::50]
    >>> top = explain.top_patches(net, ["c1", "c3"], images)
    >>> top
    9 strongest patches of c1 (6 units), c3 (16 units) in 100 images
    >>> halves = images[:50], images[50:]
    >>> both = TopPatches.merged(explain.top_patches(net, ["c1", "c3"], half) for half in halves)
    >>> bool((both["c3"].images == top["c3"].images).all())
    True
    """

    layers: dict
    k: int
    per_image: bool
    searched: int
    names: dict

    def __getitem__(self, layer):
        """Return the `LayerPatches` of a layer."""
        if layer not in self.layers:
            raise KeyError(f"{layer!r} was not searched, but {', '.join(self.layers)}")
        return self.layers[layer]

    def __repr__(self):
        found = ", ".join(f"{name} ({len(part)} units)" for name, part in self.layers.items())
        return f"{self.k} strongest patches of {found} in {self.searched:,} images"

    @classmethod
    def merged(cls, parts):
        """Return the search of all images from searches of parts of them, in their order.

        Images are numbered on from part to part.

        Raises
        ------
        ValueError
            If there are no parts, or they were searched for other things.
        """
        parts = list(parts)
        if not parts:
            raise ValueError("there are no parts to merge; give the TopPatches of one at least")
        return reduce(_merge, parts)

    def save(self, path):
        """Write all to a file of plain arrays (npz, no pickles), which `load` reads."""
        head = {
            "kind": KIND,
            "k": self.k,
            "per_image": self.per_image,
            "searched": self.searched,
            "names": {str(number): name for number, name in self.names.items()},
            "layers": [
                {"name": name, "frame": part.frame, "image_size": part.image_size}
                for name, part in self.layers.items()
            ],
        }
        arrays = {"head": np.array(json.dumps(head))}
        for index, part in enumerate(self.layers.values()):
            arrays |= {f"{index}.{name}": getattr(part, name) for name in ARRAYS}
            arrays |= _packed(part, index)
        with Path(path).open("wb") as file:
            np.savez_compressed(file, **arrays)

    @classmethod
    def load(cls, path):
        """Read what `save` wrote.

        Raises
        ------
        ValueError
            If the file holds something else.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                head = json.loads(str(file["head"]))
                is_known = head.get("kind") == KIND
                stored = dict(file) if is_known else {}
        except (ValueError, KeyError, OSError) as error:
            if isinstance(error, FileNotFoundError):
                raise
            is_known = False
        if not is_known:
            raise ValueError(f"{path} holds no top patches; TopPatches.save writes such a file")
        layers = {
            each["name"]: _unpacked(stored, index, each, head["searched"])
            for index, each in enumerate(head["layers"])
        }
        names = {int(number): name for number, name in head["names"].items()}
        return cls(layers, head["k"], head["per_image"], head["searched"], names)


def _merge(one, other):
    """Merge two searches; the images of `other` come after those of `one`."""
    mine, its = ((list(p.layers), p.k, p.per_image) for p in (one, other))
    if mine != its:
        raise ValueError(
            f"the parts were searched for different things, {mine} and {its} (layers, k, "
            "per_image); search them alike"
        )
    layers = {
        name: _merge_layers(part, other[name], one.searched, one.k)
        for name, part in one.layers.items()
    }
    names = one.names | {number + one.searched: name for number, name in other.names.items()}
    winners = {int(number) for part in layers.values() for number in part.images.ravel()}
    names = {number: name for number, name in names.items() if number in winners}
    return TopPatches(layers, one.k, one.per_image, one.searched + other.searched, names)


def _merge_layers(one, other, searched, k):
    if (one.frame, one.image_size, len(one)) != (other.frame, other.image_size, len(other)):
        raise ValueError("the parts are of different models, or of images of different sizes")
    images = np.where(other.images == EMPTY, EMPTY, other.images + searched)
    both = {
        name: np.concatenate([getattr(one, name), getattr(other, name)], axis=1)
        for name in ("values", "places", "boxes")
    }
    both["images"] = np.concatenate([one.images, images], axis=1)
    order = np.argsort(-both["values"], axis=1, kind="stable")[:, :k]
    rows = np.arange(len(one))[:, None]
    crops = [
        [(mine + its)[place] for place in chosen]
        for mine, its, chosen in zip(one.crops, other.crops, order, strict=True)
    ]
    return LayerPatches(
        **{name: array[rows, order] for name, array in both.items()},
        crops=crops,
        low=np.minimum(one.low, other.low),
        high=np.maximum(one.high, other.high),
        frame=one.frame,
        image_size=one.image_size,
        searched=one.searched + other.searched,
    )


def _packed(part, index):
    """Return all crops of a layer one after another; their shapes follow from the boxes."""
    crops = [crop for of_unit in part.crops for crop in of_unit if crop is not None]
    has = np.array([[crop is not None for crop in of_unit] for of_unit in part.crops])
    channels = crops[0].shape[-1] if crops else 1
    flat = np.concatenate([crop.ravel() for crop in crops]) if crops else np.zeros(0, np.uint8)
    return {f"{index}.crops": flat, f"{index}.has": has, f"{index}.channels": np.array(channels)}


def _unpacked(stored, index, each, searched):
    frame, image_size = tuple(each["frame"]), tuple(each["image_size"])
    arrays = {name: stored[f"{index}.{name}"] for name in ARRAYS}
    flat, has = stored[f"{index}.crops"], stored[f"{index}.has"]
    channels, start = int(stored[f"{index}.channels"]), 0
    crops = [[None] * has.shape[1] for _ in has]
    inside = clipped(arrays["boxes"], image_size)
    for unit, rank in np.argwhere(has).tolist():
        top, left, bottom, right = inside[unit, rank].tolist()
        shape = (bottom - top, right - left, channels)
        stop = start + int(np.prod(shape))
        crops[unit][rank] = flat[start:stop].reshape(shape)
        start = stop
    return LayerPatches(
        **arrays, crops=crops, frame=frame, image_size=image_size, searched=searched
    )
