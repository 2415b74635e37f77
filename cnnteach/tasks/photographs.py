"""A photograph as networks want it: in grey or in three channels, and of the right size."""

import numpy as np

_GREY = np.float32([0.2125, 0.7154, 0.0721])  # luminance of red, green and blue (ITU-R BT.709)


def grey(image):
    """Return a photograph in grey, float32 of 0 to 1.

    Parameters
    ----------
    image : ndarray, shape (H, W) or (H, W, 3)
        Bytes of 0 to 255, or floats of 0 to 1.

    Raises
    ------
    ValueError
        If it is no photograph, or its floats go beyond 0 to 1.

    Examples
    --------
    >>> grey(np.full((2, 2, 3), 255, np.uint8)).round(3)
    array([[1., 1.],
           [1., 1.]], dtype=float32)
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3) or image.size == 0 or image.shape[2:] not in ((), (3,)):
        raise ValueError(
            f"the photograph has shape {image.shape}, but must be (H, W) or (H, W, 3); "
            "open_image(path) gives such an array"
        )
    scale = 255 if image.dtype == np.uint8 else 1
    values = image.astype(np.float32) / np.float32(scale)
    if not (values.min() >= 0 and values.max() <= 1):
        raise ValueError(
            f"the photograph holds {image.dtype} from {image.min():.4g} to {image.max():.4g}; "
            "give bytes of 0 to 255, or floats of 0 to 1"
        )
    return values if values.ndim == 2 else np.clip(values @ _GREY, 0, 1)


def shorter_side(image, side):
    """Make a photograph smaller or larger, in proportion, until its shorter side has `side` pixels.

    Parameters
    ----------
    image : ndarray of uint8, shape (H, W, 3) or (H, W)
    side : int

    Returns
    -------
    ndarray of uint8, shape (H', W', 3)
        Grey photographs get three equal channels.

    Raises
    ------
    TypeError, ValueError
        If it is no photograph of bytes.

    Examples
    --------
    >>> shorter_side(np.zeros((300, 600, 3), np.uint8), 100).shape
    (100, 200, 3)
    """
    from PIL import Image

    image = as_photograph(image)
    height, width = (
        max(round(length * side / min(image.shape[:2])), 1) for length in image.shape[:2]
    )
    return np.asarray(Image.fromarray(image).resize((width, height), Image.Resampling.BILINEAR))


def as_photograph(image):
    """Return a photograph of bytes with three channels, or say what is wrong with it.

    Examples
    --------
    >>> as_photograph(np.zeros((2, 4), np.uint8)).shape
    (2, 4, 3)
    """
    image = np.asarray(image)
    if image.dtype != np.uint8:
        raise TypeError(
            f"the photograph holds {image.dtype}, but must hold bytes (uint8) of 0 to 255; "
            "open_image(path) gives such an array"
        )
    if image.ndim == 3 and image.shape[2] == 1:
        image = image[:, :, 0]
    if image.ndim not in (2, 3) or image.size == 0 or image.shape[2:] not in ((), (3,)):
        raise ValueError(
            f"the photograph has shape {image.shape}, but must be (H, W) or (H, W, 3), one "
            "photograph, channels last; take one of a batch with images[0]"
        )
    return np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image
