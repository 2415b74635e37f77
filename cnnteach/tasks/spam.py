"""Spam or not: convolutions over word vectors, and which words excite which filter."""

import functools
from typing import NamedTuple

import keras
import numpy as np

from cnnteach.models.parts import part_of
from cnnteach.tasks.words import Vocabulary, split

LENGTH = 60  # words of a message that are read; one in a hundred of the collection is longer
MOST_WORDS = 2_000


class SpamFilter(NamedTuple):
    """A network for rows of words, and the words that it knows."""

    model: keras.Model
    vocabulary: Vocabulary

    def rows(self, texts):
        """Return messages as the network takes them: ndarray of int32, (N, words)."""
        return self.vocabulary.rows(texts, length=self.model.input_shape[1] or LENGTH)


class Excited(NamedTuple):
    """What one filter found in one message.

    words : tuple of str
        Those that its window covers where it answers most strongly, as they were written; a
        message's end is filled up with ``""``.
    place : int
        Of the first of them in the message.
    answer : float
        The filter's answer there, the greatest over all places; 0 if nothing excites it.
    towards_spam : float
        What that adds to the score of spam, less what it adds to the other.
    filter : (str, int)
        The layer, and the filter in it.
    """

    words: tuple
    place: int
    answer: float
    towards_spam: float
    filter: tuple


def spam_filter(where=None):
    """Return the spam filter with its shipped weights and words.

    Parameters
    ----------
    where : str or path, optional
        A folder of weights that ``cnnteach train`` wrote; the shipped ones, if not given.

    Returns
    -------
    SpamFilter

    Examples
    --------
    >>> sorted(spam_filter().vocabulary.words[:3])
    ['i', 'to', 'you']
    """
    from cnnteach.models import weights

    model = weights.load("spam_filter", where)
    words = weights.arrays_of("spam_filter", where, extra=True)["extra/words"]
    return SpamFilter(model, Vocabulary(tuple(words.tolist())))


def spam_probability(texts, spam=None):
    """Say how probably each message is spam.

    Parameters
    ----------
    texts : str, or sequence of str
    spam : SpamFilter, optional
        The shipped one, if not given.

    Returns
    -------
    ndarray, shape (N,)
        0 to 1.

    Raises
    ------
    TypeError
        If a message is no text.

    Examples
    --------
    >>> messages = ["WIN a free phone now! Text WIN to 80085", "are you home for dinner?"]
    >>> spam_probability(messages) > 0.5
    array([ True, False])
    """
    spam = _shipped() if spam is None else spam
    rows = spam.rows([texts] if isinstance(texts, str) else list(texts))
    return np.asarray(spam.model.predict_on_batch(rows))[:, 1]


def text_arrays(spam=None):
    """Return a spam filter as the arrays that `cnnteach.widgets.TextConvExplorer` takes.

    Parameters
    ----------
    spam : SpamFilter, optional
        The shipped one, if not given.

    Returns
    -------
    dict
        Its words, their vectors, convolutions and scores, and some messages to begin with.

    Examples
    --------
    >>> arrays = text_arrays()
    >>> arrays["vectors"].shape, [w.shape for w, b in arrays["layers"]]
    ((2002, 16), [(3, 16, 8), (4, 16, 8), (5, 16, 8)])
    """
    from cnnteach.datasets import sms_spam

    spam = _shipped() if spam is None else spam
    convolutions = [each for each in spam.model.layers if isinstance(each, keras.layers.Conv1D)]
    return {
        "words": spam.vocabulary.words,
        "vectors": spam.model.get_layer("vectors").get_weights()[0],
        "layers": [each.get_weights() for each in convolutions],
        "scores": spam.model.get_layer("scores").get_weights(),
        "classes": sms_spam(embedded=True).classes,
        "length": spam.model.input_shape[1] or LENGTH,
        "relu": True,
        "examples": sms_spam(embedded=True).test[0],
    }


def excited_filters(text, spam=None):
    """Find the words of a message that excite each filter most: its maximum over time.

    Parameters
    ----------
    text : str
    spam : SpamFilter, optional
        The shipped one, if not given; its network has convolutions, each with its maximum over
        time, and a dense layer "scores" over all of them.

    Returns
    -------
    list of Excited
        What speaks most for spam first, what speaks most against it last.

    Examples
    --------
    >>> excited_filters("Claim your free prize now")[0].towards_spam > 0
    True
    """
    spam = _shipped() if spam is None else spam
    convolutions = [each for each in spam.model.layers if isinstance(each, keras.layers.Conv1D)]
    heard = part_of(spam.model, *(each.output for each in convolutions))
    answers = [np.asarray(each)[0] for each in heard.predict_on_batch(spam.rows([text]))]
    weights = spam.model.get_layer("scores").get_weights()[0]
    shares = np.split(weights[:, 1] - weights[:, 0], np.cumsum([a.shape[1] for a in answers])[:-1])
    words, found = split(text, as_written=True), []
    for layer, answer, share in zip(convolutions, answers, shares, strict=True):
        found += _of_layer(layer, answer, share, words)
    return sorted(found, key=lambda each: -each.towards_spam)


def _of_layer(layer, answers, share, words):
    """Return what each filter of one convolution found; `answers` is (places, filters)."""
    width = layer.kernel_size[0]
    found = []
    for number, place in enumerate(answers.argmax(axis=0)):
        answer = float(answers[place, number])
        window = tuple(words[place : place + width])
        window += ("",) * (width - len(window))
        towards = answer * float(share[number])
        found.append(Excited(window, int(place), answer, towards, (layer.name, number)))
    return found


@functools.cache
def _shipped():
    return spam_filter()
