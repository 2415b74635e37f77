"""A sentence as small words: what networks for texts read, and what widgets show."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[\d]+(?:[.,]\d+)*|[£$€!?%]")


def split(text, *, as_written=False):
    """Split a sentence into small words, numbers of so many digits, and some signs.

    Every digit becomes 0: that there is a number of eleven digits says more than which.

    Parameters
    ----------
    text : str
    as_written : bool
        Leave capitals and digits as they are, for people to read.

    Returns
    -------
    list of str

    Raises
    ------
    TypeError
        If it is no text.

    Examples
    --------
    >>> split("Don't miss it!! Call 09061 now, win £1,000 :)")
    ["don't", 'miss', 'it', '!', '!', 'call', '00000', 'now', 'win', '£', '0,000']
    """
    if not isinstance(text, str):
        raise TypeError(f"a sentence is a text in quotes; got {type(text).__name__}")
    found = _WORD.findall(text)
    return found if as_written else [re.sub(r"\d", "0", word.lower()) for word in found]
