"""Take whole numbers, one or two of them, and refuse what is none."""

Pair = int | tuple[int, int]


def whole_number(name: str, value: object, least: int = 1) -> int:
    """Return `value` as an int, or say why it is no whole number of at least `least`.

    Raises
    ------
    TypeError
        For text, floats (2.0 too), booleans and anything else that is no integer.
    ValueError
        For integers below `least`.

    Examples
    --------
    >>> whole_number("stride", 2)
    2
    """
    if isinstance(value, str):
        raise TypeError(f"{name} is {value!r}, which is text; write a number without quotes")
    try:
        number = value.__index__() if not isinstance(value, bool) else None  # type: ignore[attr-defined]
    except (AttributeError, TypeError):
        number = None
    if not isinstance(number, int):
        kind = type(value).__name__
        raise TypeError(f"{name} is {value!r} ({kind}), but must be a whole number, such as 3")
    if number < least:
        raise ValueError(f"{name} is {number}, but must be at least {least}")
    return number


def two(name: str, value: object) -> tuple[object, object]:
    """Give what belongs to the rows and what to the columns: a pair's halves, or one thing twice.

    Examples
    --------
    >>> two("stride", (1, 2)), two("stride", 2)
    ((1, 2), (2, 2))
    """
    if not isinstance(value, tuple | list):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; give one value, or two as (rows, columns)")
    return value[0], value[1]


def pair(name: str, value: object, least: int = 1) -> tuple[int, int]:
    """Return ``(rows, columns)`` for one whole number or two, each at least `least`.

    Examples
    --------
    >>> pair("stride", (1, 2)), pair("stride", 2)
    ((1, 2), (2, 2))
    """
    rows, columns = two(name, value)
    return whole_number(name, rows, least), whole_number(name, columns, least)
