"""Whether a file is what it should be."""

import hashlib


def matches(path, digest, size=None):
    """Say whether the file at `path` is there and has this digest.

    Parameters
    ----------
    path : pathlib.Path
    digest : str
        ``"sha256:..."`` or another of hashlib's names, of the file's bytes; or ``"pixels:..."``,
        the SHA-256 of an image's pixels, row by row, however they are compressed.
    size : int, optional
        The file's bytes, where known; another size needs no reading.

    Returns
    -------
    bool

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp(), "abc")
    >>> _ = file.write_bytes(b"abc")
    >>> matches(file, "md5:900150983cd24fb0d6963f7d28e17f72", size=3)
    True
    >>> matches(file, "md5:900150983cd24fb0d6963f7d28e17f72", size=4)
    False
    """
    if not path.is_file() or (size is not None and path.stat().st_size != size):
        return False
    kind, _, wanted = digest.partition(":")
    if kind == "pixels":
        return _pixel_digest(path) == wanted
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest() == wanted


def _pixel_digest(path):
    """Return the SHA-256 of the pixels, or None for what is not a picture."""
    from PIL import Image

    try:
        with Image.open(path, formats=["PNG"]) as image:
            return hashlib.sha256(image.tobytes()).hexdigest()
    except Exception:  # a damaged picture fails in any way
        return None
