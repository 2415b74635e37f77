"""The photographs that scikit-image and scikit-learn carry, each with its author and licence."""

from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple

from cnnteach.datasets.wheels import packaged_file


class Photograph(NamedTuple):
    """Where a photograph lies, what it shows, and who allows its use.

    Examples
    --------
    >>> PHOTOGRAPHS["chelsea"].licence
    'CC0 1.0'
    """

    package: str  # that carries the file
    path: str  # of the file, inside the package
    shows: str  # in a few words, for captions and alternative text
    credit: str
    licence: str
    source: str  # a web address


_SKIMAGE = "https://github.com/scikit-image/scikit-image/tree/main/src/skimage/data"
_CC0, _PUBLIC, _BY = "CC0 1.0", "public domain", "CC BY 2.0"

PHOTOGRAPHS = MappingProxyType(
    {
        "astronaut": Photograph(
            "skimage",
            "data/astronaut.png",
            "the astronaut Eileen Collins before a flag and a model of the Space Shuttle",
            "NASA",
            _PUBLIC,
            "https://flic.kr/p/r9qvLn",
        ),
        "brick": Photograph(
            "skimage",
            "data/brick.png",
            "a wall of long bricks, grey",
            "CC0Textures (Bricks25)",
            _CC0,
            "https://cc0textures.com/view.php?tex=Bricks25",
        ),
        "camera": Photograph(
            "skimage",
            "data/camera.png",
            "a photographer behind a tripod on a lawn, grey",
            "Lav Varshney",
            _CC0,
            "https://github.com/scikit-image/scikit-image/issues/3927",
        ),
        "cell": Photograph(
            "skimage",
            "data/cell.png",
            "a round cell under a microscope, grey",
            "Paul Müller and others, Optics Express 26(8), 2018",
            _CC0,
            "https://doi.org/10.1364/OE.26.010729",
        ),
        "chelsea": Photograph(
            "skimage",
            "data/chelsea.png",
            "the face of Chelsea, a ginger tabby cat",
            "Stéfan van der Walt",
            _CC0,
            _SKIMAGE,
        ),
        "china": Photograph(
            "sklearn",
            "datasets/images/china.jpg",
            "a Chinese pavilion with red columns above a lake",
            "danielbuechele",
            _BY,
            "https://www.flickr.com/photos/danielbuechele/6061409035/",
        ),
        "clock": Photograph(
            "skimage",
            "data/clock_motion.png",
            "a wall clock blurred by a moving camera, grey",
            "Stéfan van der Walt",
            _PUBLIC,
            _SKIMAGE,
        ),
        "coffee": Photograph(
            "skimage",
            "data/coffee.png",
            "a cup of coffee on a red saucer, on a wooden table",
            "Rachel Michetti, courtesy of Pikolo Espresso Bar",
            _CC0,
            _SKIMAGE,
        ),
        "coins": Photograph(
            "skimage",
            "data/coins.png",
            "four rows of old Greek coins on a dark ground, grey",
            "Brooklyn Museum Collection",
            "no known copyright restrictions",
            "https://www.brooklynmuseum.org/opencollection/archives/image/51611",
        ),
        "flower": Photograph(
            "sklearn",
            "datasets/images/flower.jpg",
            "an orange dahlia before dark leaves",
            "vultilion",
            _BY,
            "https://www.flickr.com/photos/vultilion/6056698931/",
        ),
        "grass": Photograph(
            "skimage",
            "data/grass.png",
            "blades of grass, grey",
            "linolafett (Grass-01)",
            _CC0,
            "https://www.deviantart.com/linolafett/art/Grass-01-434853879",
        ),
        "gravel": Photograph(
            "skimage",
            "data/gravel.png",
            "gravel from above, grey",
            "CC0Textures (Gravel04)",
            _CC0,
            "https://cc0textures.com/view.php?tex=Gravel04",
        ),
        "hubble_deep_field": Photograph(
            "skimage",
            "data/hubble_deep_field.jpg",
            "hundreds of galaxies on black: the Hubble eXtreme Deep Field",
            "NASA",
            _PUBLIC,
            "http://hubblesite.org/newscenter/archive/releases/2012/37/image/a/",
        ),
        "retina": Photograph(
            "skimage",
            "data/retina.jpg",
            "the back of a human eye, its vessels on orange",
            "Mikael Häggström",
            _CC0,
            "https://commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg",
        ),
        "rocket": Photograph(
            "skimage",
            "data/rocket.jpg",
            "a white rocket between four masts at dusk",
            "SpaceX",
            _PUBLIC,
            "https://www.flickr.com/photos/spacexphotos/16511594820/",
        ),
        "text": Photograph(
            "skimage",
            "data/text.png",
            "handwritten formulas in a ruled notebook, grey",
            "Wikipedia (Corner.png)",
            _PUBLIC,
            "https://en.wikipedia.org/wiki/File:Corner.png",
        ),
    }
)


def photos():
    """Return the names that `photo` knows, in alphabetical order.

    Examples
    --------
    >>> photos()[:5]
    ('astronaut', 'brick', 'camera', 'cell', 'chelsea')
    """
    return tuple(sorted(PHOTOGRAPHS))


def photo(name):
    """Return a photograph as an array of the numbers 0 (dark) to 255 (bright).

    Who took it and under which licence it may be used is in ``PHOTOGRAPHS[name]``.

    Parameters
    ----------
    name : str
        One of `photos`.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3) or (H, W)
        Row 0 is at the top; the three channels of a colour photograph are red, green and blue.
        Each call returns a new array, so nothing is lost when you change it.

    Raises
    ------
    ValueError
        If there is no photograph of that name.
    TypeError
        If `name` is not text.

    Examples
    --------
    >>> photo("chelsea").shape
    (300, 451, 3)
    >>> photo("camera").shape
    (512, 512)
    """
    import numpy as np
    from PIL import Image

    photograph = _look_up(name)
    with Image.open(packaged_file(photograph.package, photograph.path)) as image:
        return np.array(image)


def _look_up(name):
    """Return the entry of `name`, or say which names there are."""
    if not isinstance(name, str):
        raise TypeError(
            f'photo takes a name in quotes, such as photo("chelsea"); got {type(name).__name__}'
        )
    if name in PHOTOGRAPHS:
        return PHOTOGRAPHS[name]
    near = get_close_matches(name.lower(), PHOTOGRAPHS, n=1, cutoff=0.5)
    guess = f"; did you mean {near[0]!r}?" if near else "."
    own = " For a file of your own use open_image(path)." if "." in name or "/" in name else ""
    raise ValueError(f"no photograph {name!r}{guess} There are: {', '.join(photos())}.{own}")
