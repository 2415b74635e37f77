"""What every network's options have in common: its two sizes, the image's shape, the classes."""

from types import SimpleNamespace

from cnnteach.shapes import whole_number


def plan(size, full, teaching, *, smallest=1, any_size=False, input_shape=None, classes=None):
    """Choose a network's numbers, with the learner's own in the place of the paper's.

    Parameters
    ----------
    size : "full" or "teaching"
    full, teaching : dict
        The network's numbers at either size, ``input_shape`` and ``classes`` among them.
    smallest : int
        The smallest height and width that leave every layer at least one pixel.
    any_size : bool
        Whether height and width may stay open, as None.
    input_shape, classes
        What the learner asked for; None for the numbers of the size.

    Returns
    -------
    SimpleNamespace
        A field for each key.

    Raises
    ------
    TypeError, ValueError
        If `size` is another word, or the shape or the classes cannot be.

    Examples
    --------
    >>> plan("full", {"input_shape": (28, 28, 1), "classes": 10, "filters": 6}, {}, classes=3)
    namespace(input_shape=(28, 28, 1), classes=3, filters=6)
    """
    sizes = {"full": full, "teaching": teaching}
    if size not in sizes:
        raise ValueError(f'size is {size!r}; write "full" (the paper\'s) or "teaching" (small)')
    numbers = SimpleNamespace(**sizes[size])
    if input_shape is not None:
        numbers.input_shape = image_shape(input_shape, smallest=smallest, any_size=any_size)
    if classes is not None:
        numbers.classes = class_count(classes)
    return numbers


def image_shape(shape, *, smallest=1, any_size=False):
    """Check (height, width, channels), and say what would do.

    Examples
    --------
    >>> image_shape([224, 160, 3], smallest=32)
    (224, 160, 3)
    """
    if not isinstance(shape, tuple | list) or len(shape) != 3:
        raise ValueError(
            f"input_shape is {shape!r}, but must have three numbers, (height, width, channels), "
            "such as (32, 32, 3); the number of images is not part of it"
        )
    sides = [_side(side, shape, smallest, any_size) for side in shape[:2]]
    return (*sides, whole_number("the number of channels", shape[2]))


def _side(side, shape, smallest, any_size):
    if side is None and any_size:
        return None
    if side is None:
        raise ValueError(
            f"input_shape is {tuple(shape)}, but this network ends in dense layers, whose weights "
            "belong to one height and width; give both"
        )
    if whole_number("a side of input_shape", side) < smallest:
        raise ValueError(
            f"input_shape is {tuple(shape)}, but after this network's strides and poolings "
            f"nothing would be left of it; height and width must be at least {smallest}"
        )
    return int(side)


def class_count(classes):
    """Check the number of classes: at least two, or there is nothing to tell apart.

    Examples
    --------
    >>> class_count(10)
    10
    """
    classes = whole_number("classes", classes, least=-(2**31))
    if classes < 2:
        raise ValueError(
            f"classes is {classes}, but a softmax tells classes apart: give at least 2 "
            "(for yes and no, 2)"
        )
    return classes


def choice(name, value, allowed):
    """Return `value` if it is among the `allowed`, or list them.

    Examples
    --------
    >>> choice("pooling", "max", ("max", "average"))
    'max'
    """
    if value not in allowed:
        words = ", ".join(repr(word) for word in allowed)
        raise ValueError(f"{name} is {value!r}; write one of {words}")
    return value
