"""Sentences as rows of numbers: a word is its place in a list of words that is learned first."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from cnnteach.sentences import split

FILLING, UNKNOWN = 0, 1  # numbers that are no word's: after a sentence's end, and for rare words


@dataclass(frozen=True)
class Vocabulary:
    """The words that a network knows; that at place i has the number i + 2.

    Examples
    --------
    >>> vocabulary = Vocabulary(("win", "you", "00"))
    >>> vocabulary.rows(["You can win 50!"], length=6)
    array([[3, 1, 2, 4, 1, 0]], dtype=int32)
    >>> len(vocabulary)
    5
    """

    words: tuple[str, ...]

    def rows(self, texts, *, length):
        """Turn sentences into rows of numbers, all equally long.

        Parameters
        ----------
        texts : sequence of str
        length : int
            Longer sentences are cut off; shorter ones are filled up with 0.

        Returns
        -------
        ndarray of int32, shape (N, length)
            1 stands for a word that is not in the list.
        """
        number = {word: place + 2 for place, word in enumerate(self.words)}
        rows = np.full((len(texts), length), FILLING, np.int32)
        for row, text in zip(rows, texts, strict=True):
            found = [number.get(word, UNKNOWN) for word in split(text)][:length]
            row[: len(found)] = found
        return rows

    def __len__(self):
        """Return how many numbers there are for a network: words, filling and unknown."""
        return len(self.words) + 2


def learn_words(texts, most):
    """List the words that occur most often.

    Parameters
    ----------
    texts : sequence of str
        To learn from; never those of the test.
    most : int

    Returns
    -------
    Vocabulary
        The most frequent first; equally frequent ones by the alphabet. Words that occur once are
        left out, since nothing can be learned from them.

    Examples
    --------
    >>> learn_words(["win a phone", "a phone call", "a call"], most=2).words
    ('a', 'call')
    """
    counts = Counter(word for text in texts for word in split(text))
    ranked = sorted((-count, word) for word, count in counts.items() if count > 1)
    return Vocabulary(tuple(word for _, word in ranked[:most]))
