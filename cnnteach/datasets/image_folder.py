"""The learner's own images as a dataset: a folder, and in it a folder for each class."""

import warnings
from numbers import Real
from pathlib import Path

from cnnteach.datasets.dataset import Dataset
from cnnteach.datasets.own_image import open_image


def image_folder(path, *, side=64, test=0.2, seed=0):
    """Return the images of a folder, each with the name of its sub-folder as its class.

    The middle square of each image is scaled to ``side`` x ``side``. Files that cannot be read as
    images are left out and named; hidden files are not looked at.

    Parameters
    ----------
    path : str or path-like
        A folder such as ``pets``, with ``pets/cat/tom.jpg`` and ``pets/dog/rex.png`` in it.
    side : int
        Height and width of every image, in pixels.
    test : float
        Which share of each class is kept for the test: at least one image where it is above 0.
    seed : int
        Chooses which; the same seed chooses the same.

    Returns
    -------
    Dataset
        Images, uint8 (N, side, side, 3), and labels, int64 (N,); `classes` are the sub-folders in
        alphabetical order; `left_out` names the files that could not be read, and why.

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If there is no such folder, or it is a file.
    ValueError
        If it has no sub-folders, or one of them has too few images to divide.

    Examples
    --------
    >>> import tempfile
    >>> from PIL import Image
    >>> pets = Path(tempfile.mkdtemp())
    >>> for name in ("cat/tom.png", "cat/kit.png", "dog/rex.png", "dog/bo.png"):
    ...     (pets / name).parent.mkdir(exist_ok=True)
    ...     Image.new("RGB", (90, 60)).save(pets / name)
    >>> data = image_folder(pets, side=32, test=0.5)
    >>> data.train[0].shape, data.test[0].shape, data.classes
    ((2, 32, 32, 3), (2, 32, 32, 3), ('cat', 'dog'))
    """
    import numpy as np

    folder = _existing_folder(path)
    side, test = _sizes(side, test)
    classes = _class_folders(folder)
    rng, left_out = np.random.default_rng(seed), []
    parts = ([], [])
    for label, of_class in enumerate(classes):
        images = _read_all(of_class, side, left_out)
        held_out = _share(len(images), test, of_class, left_out)
        order = rng.permutation(len(images))
        for part, chosen in zip(parts, (order[held_out:], order[:held_out]), strict=True):
            part += [(images[place], label) for place in chosen]
    if left_out:
        warnings.warn(f"left out: {'; '.join(left_out)}", stacklevel=2)
    names = tuple(of_class.name for of_class in classes)
    return Dataset(*(_arrays(part, side) for part in parts), names, str(folder), tuple(left_out))


def _existing_folder(path):
    folder = Path(path).expanduser()
    if folder.is_dir():
        return folder
    what = "give a folder that has a folder of images for each class"
    if folder.exists():
        raise NotADirectoryError(f"{folder} is a file; {what}")
    raise FileNotFoundError(f"there is no folder {folder}; {what}")


def _sizes(side, test):
    if isinstance(side, bool) or not hasattr(side, "__index__") or side < 1:
        raise ValueError(f"side is a whole number of pixels, such as 64; got {side!r}")
    if not isinstance(test, Real) or not 0 <= test < 1:
        raise ValueError(f"test is a share from 0 to less than 1, such as 0.2; got {test!r}")
    return int(side), float(test)


def _class_folders(folder):
    found = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    if len(found) < 2:
        raise ValueError(
            f"{folder} has {len(found)} folders in it, but classes to tell apart are at least two: "
            "make a folder for each class and put its images there"
        )
    return found


def _read_all(of_class, side, left_out):
    """Read a class's images; add what cannot be read to `left_out`."""
    images = []
    for file in sorted(p for p in of_class.iterdir() if not p.name.startswith(".")):
        try:
            images.append(middle_square(open_image(file), side))
        except (ValueError, OSError) as error:
            left_out.append(f"{of_class.name}/{file.name} ({_short(error, file)})")
    return images


def _short(error, file):
    return str(error).removeprefix(f"{file} ").replace(";", ",")


def middle_square(image, side):
    """Return the middle square of an image (H, W, 3) of bytes, scaled to `side` pixels."""
    import numpy as np
    from PIL import Image

    height, width = image.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    middle = Image.fromarray(image[top : top + edge, left : left + edge])
    return np.asarray(middle.resize((side, side), Image.BICUBIC))


def _share(count, test, of_class, left_out):
    """Return how many images of a class are for the test."""
    held_out = max(1, round(count * test)) if test else 0
    if count > held_out:
        return held_out
    own = [each for each in left_out if each.startswith(f"{of_class.name}/")]
    about = f" ({len(own)} could not be read: {'; '.join(own[:3])})" if own else ""
    raise ValueError(
        f"{of_class} has {count} image{'s' * (count != 1)}{about}, too few to learn from"
        f"{' and to test with' if test else ''}; put more there, or move the folder away"
    )


def _arrays(part, side):
    import numpy as np

    images = [image for image, _ in part] or np.zeros((0, side, side, 3), np.uint8)
    return np.stack(images) if part else images, np.array([label for _, label in part], np.int64)
