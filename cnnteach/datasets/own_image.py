"""Open the learner's own picture, whatever its kind, as an array that the course understands."""

import difflib
import warnings
from pathlib import Path

MOST_PIXELS = 80_000_000  # decoded at once; a colour image of that size takes 240 MB

_SIGNATURES = (  # how files begin that people take for pictures
    (b"%PDF", "a PDF document; take a screenshot of the page and open that"),
    (b"<svg", "an SVG drawing, which has no pixels; export it as PNG"),
    (b"<?xml", "an XML text (an SVG drawing, perhaps); export it as PNG"),
    (b"<!DOCTYPE", "a web page; save the picture on it, not the page"),
    (b"<html", "a web page; save the picture on it, not the page"),
    (b"PK\x03\x04", "a ZIP archive or an office document; take the picture out of it first"),
    (b"\x93NUMPY", "a NumPy array; open it with numpy.load"),
)


def open_image(path, max_side=1024):
    """Open a picture file as red, green and blue numbers of 0 to 255.

    The camera's orientation mark is obeyed, transparent parts are laid on white, grey pictures get
    three equal channels, 16-bit values are scaled to 8 bits, 32-bit values are stretched from
    their darkest to their brightest, and of an animation the first picture is taken.

    Parameters
    ----------
    path : str or path-like
        The file. ``~`` means your home folder.
    max_side : int
        A picture whose longer side has more pixels than this is made smaller, in proportion.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        A new array; row 0 is at the top.

    Raises
    ------
    FileNotFoundError, IsADirectoryError, PermissionError
        If there is no file at `path` that can be read.
    ValueError
        If the file is empty, damaged, not a picture, or too large to decode.
    TypeError
        If `path` is not a path, or `max_side` not a whole number.

    Examples
    --------
    >>> from cnnteach.datasets.wheels import packaged_file
    >>> open_image(packaged_file("skimage", "data/coffee.png"), max_side=300).shape
    (200, 300, 3)
    """
    import numpy as np

    max_side = _whole_number(max_side)
    file = _existing_file(path)
    image = _decode(file, max_side)
    image.thumbnail((max_side, max_side))
    return np.array(image)


def _whole_number(max_side):
    """Return `max_side` as an int of at least 1."""
    if isinstance(max_side, bool) or not hasattr(max_side, "__index__"):
        raise TypeError(f"max_side is a whole number of pixels, such as 1024; got {max_side!r}")
    if max_side < 1:
        raise ValueError(f"max_side must be at least 1 pixel; got {max_side}")
    return int(max_side)


def _existing_file(path):
    """Return `path` as a Path to a file that is there and not empty."""
    if not isinstance(path, str) and not hasattr(path, "__fspath__"):
        raise TypeError(
            "open_image takes the path of a file in quotes, such as "
            f'open_image("holiday.jpg"); got {type(path).__name__}'
        )
    if str(path).lower().startswith(("http://", "https://")):
        raise ValueError(f"{path} is a web address; save the picture first, then give its path")
    file = Path(path).expanduser()
    if file.is_dir():
        raise IsADirectoryError(f"{file} is a folder; give the path of one picture in it")
    if not file.exists():
        raise FileNotFoundError(_nothing_there(file))
    if file.stat().st_size == 0:
        raise ValueError(f"{file} is empty (0 bytes); copy or download the picture again")
    return file


def _nothing_there(file):
    """Say what was looked for, where, and which file there has the most similar name."""
    folder = file.absolute().parent
    if not folder.is_dir():
        return f"there is no folder {folder}, so no file {file.name} in it; check the path"
    names = [entry.name for entry in folder.iterdir() if entry.is_file()]
    near = difflib.get_close_matches(file.name, names, n=1)
    mend = f"did you mean {near[0]!r}?" if near else "check its name and where it was saved"
    return f"there is no file {file.name!r} in {folder}; {mend}"


def _decode(file, max_side):
    """Return `file` as a Pillow image of mode RGB, or say why that cannot be."""
    from PIL import Image, UnidentifiedImageError

    try:
        return _read(file, max_side)
    except UnidentifiedImageError:
        raise ValueError(_not_a_picture(file)) from None
    except PermissionError:
        raise PermissionError(f"{file} may not be read by you; change its permissions") from None
    except (_TooManyPixels, Image.DecompressionBombError, MemoryError) as error:
        raise ValueError(
            f"{file} is too large to open: {error or 'the memory is full'}. Make it smaller in a "
            f"picture editor: at most {MOST_PIXELS:,} pixels can be decoded"
        ) from None
    except Exception as error:  # a damaged file can make a decoder fail in any way
        raise ValueError(
            f"{file} begins as a picture but cannot be read to its end ({error}); it is damaged "
            "or was cut short: copy or download it again"
        ) from error


class _TooManyPixels(Exception):
    """The decoded image would take more memory than a learner's machine can spare."""


def _read(file, max_side):
    """Return the picture upright and opaque, in mode RGB; what is far too large is made smaller."""
    from PIL import Image

    with warnings.catch_warnings(action="ignore"), Image.open(file) as image:
        if not image.info.get("progressive"):
            image.draft("RGB", (max_side, max_side))  # most JPEGs decode at 1/2, 1/4 or 1/8
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise _TooManyPixels(f"it has {width} x {height} = {width * height:,} pixels")
        image.load()
        if image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
            image.thumbnail((max_side, max_side))  # early, so that the copies below are small
        return _to_rgb(_upright(image))


def _not_a_picture(file):
    """Say what a file that Pillow does not know begins with."""
    with file.open("rb") as stream:
        head = stream.read(64)
    if head[4:8] == b"ftyp":
        what = "a HEIC picture or a film; save it as JPEG"
    else:
        what = next((name for start, name in _SIGNATURES if head.startswith(start)), None)
    what = what or "not a picture that can be read; use JPEG, PNG, GIF, BMP, TIFF or WebP"
    return f"{file} is {what} (it begins with {head[:8]!r})"


def _upright(image):
    """Turn and mirror `image` as its EXIF orientation says.

    Pillow's ``exif_transpose`` writes all of the EXIF block anew, and fails where any of it is odd.
    """
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        orientation = image.getexif().get(0x0112)
    except Exception:  # a damaged block fails in any way, and says nothing about the picture
        return image
    return image.transpose(turns[orientation]) if orientation in turns else image


def _to_rgb(image):
    """Return `image` in mode RGB: deep greys scaled to 8 bits, transparency laid on white."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _eight_bits(image):
    """Return a grey image of 16 or 32 bits a pixel in mode L."""
    import numpy as np
    from PIL import Image

    values = np.asarray(image)
    if image.mode.startswith("I;16") or image.format in ("PNG", "PPM"):
        return Image.fromarray((values >> 8).astype(np.uint8))
    known = values[np.isfinite(values)]
    black, white = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    scaled = (values.astype(np.float32) - black) / ((white - black) or 1)
    return Image.fromarray((np.nan_to_num(scaled).clip(0, 1) * 255).round().astype(np.uint8))
