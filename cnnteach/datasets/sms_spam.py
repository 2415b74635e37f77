"""Text messages, spam or not: a collection from the network, or sixty written for this course."""

import zlib
from pathlib import Path

from cnnteach.datasets.dataset import Dataset
from cnnteach.datasets.fetching import fetch

_CLASSES = ("ham", "spam")
_PARTS = 5  # one of so many parts is for the test


def sms_spam(*, embedded=False):
    """Return text messages in English, and which of them are spam [1]_.

    About every fifth message is for the test. Which one, its own text decides (the CRC-32 of it),
    so that a message that was sent many times is never in both parts.

    Parameters
    ----------
    embedded : bool
        Take 60 messages that were written for this course, and no network: enough to see how it
        is done, too few to learn from well.

    Returns
    -------
    Dataset
        `train`: texts, a list of str, and labels, int64, 0 for ham and 1 for spam; `test`: of the
        same kind. Together 5,574 messages, 747 of them spam.

    Raises
    ------
    DatasetUnavailable
        If it is not on this machine and cannot be downloaded (0.2 MB).

    References
    ----------
    .. [1] Almeida, Gómez Hidalgo & Yamakami, 2011, Contributions to the study of SMS spam
           filtering, ACM DocEng.

    Examples
    --------
    >>> data = sms_spam(embedded=True)
    >>> texts, labels = data.train
    >>> texts[0], data.classes[labels[0]]
    ('Running ten minutes late, save me a seat by the window please', 'ham')
    """
    if embedded:
        rows = _rows(Path(__file__).with_name("messages.tsv"))
        for_test = [
            place % _PARTS == _PARTS - 1 for place in range(len(rows))
        ]  # as much spam as ham
        return _divided(rows, for_test, "60 messages written for this course, embedded")
    rows = _rows(fetch("sms_spam") / "SMSSpamCollection")
    for_test = [zlib.crc32(text.encode()) % _PARTS == 0 for _, text in rows]
    return _divided(rows, for_test, "SMS Spam Collection, 5,574 messages")


def _rows(path):
    """Read lines of a label, a tab and a message."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return [line.split("\t", 1) for line in lines]


def _divided(rows, for_test, source):
    train = [row for row, held_out in zip(rows, for_test, strict=True) if not held_out]
    test = [row for row, held_out in zip(rows, for_test, strict=True) if held_out]
    return Dataset(_part(train), _part(test), _CLASSES, source)


def _part(rows):
    import numpy as np

    labels, texts = zip(*rows, strict=True)
    return list(texts), np.array([_CLASSES.index(label) for label in labels], dtype=np.int64)
