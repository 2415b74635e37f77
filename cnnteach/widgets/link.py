"""A widget's state as a short text: one line of Python brings it to another learner.

The text is base64 of compressed JSON, ``[class, seed, {trait: value}]``; whatever was changed on
the way, be it one letter, no longer fits the checksum that the compression adds.
"""

import base64
import json
import zlib


def write(owner, seed, state):
    """Return the text that holds a widget's class, seed and state.

    Examples
    --------
    >>> read(write("Dial", 3, {"stride": 2, "_x": b"1"}))
    ('Dial', 3, {'stride': 2, '_x': b'1'})
    """
    plain = {
        name: {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in state.items()
    }
    content = json.dumps([owner, seed, plain], separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(content.encode(), 9)).decode()


def read(text):
    """Return class, seed and state, as `write` was given them.

    Raises
    ------
    TypeError, ValueError
        If it is no text, or not one that `write` made.
    """
    if not isinstance(text, str):
        raise TypeError(f"a link is text, as link() returns it, not {type(text).__name__}")
    try:
        packed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        owner, seed, plain = json.loads(zlib.decompress(packed))
        state = {
            name: base64.b64decode(value["base64"]) if _is_packed(value) else value
            for name, value in plain.items()
        }
    except (ValueError, TypeError, AttributeError, zlib.error) as error:
        raise ValueError(
            "this link is damaged; copy the whole line again, from the first quotation mark to "
            "the last"
        ) from error
    return owner, seed, state


def _is_packed(value):
    return isinstance(value, dict) and set(value) == {"base64"}
