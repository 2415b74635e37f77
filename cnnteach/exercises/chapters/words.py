"""Exercises of notebook 16: a filter over words, narrow and wide, and which answers are kept."""

import numpy as np

from cnnteach import ops
from cnnteach.exercises.exercise import Chapter, Mistake

chapter = Chapter("16_convolution_over_words")

_WORDS = np.array([[1, 0], [0, 1], [1, 1], [2, 0], [0, 2]])
_FILTER = np.array([[1, -1], [0, 1], [1, 0]])


def _conv1d(words, kernel, padding=0):
    return ops.conv1d(words[None], kernel[:, :, None], padding=padding)[0, :, 0]


def _sentences(rng):
    return [
        (rng.integers(-4, 5, (7, 3)), rng.integers(-2, 3, (2, 3))),
        (rng.integers(-4, 5, (6, 4)), rng.integers(-2, 3, (4, 4))),
        (rng.normal(size=(9, 2)), rng.normal(size=(3, 2))),
        (rng.integers(-4, 5, (3, 5)), rng.integers(-2, 3, (3, 5))),
    ]


def narrow_convolution(words, kernel):
    """Slide `kernel` (K, D) over the words (L, D) of a sentence: return its answer at each place.

    Nothing stands before or after the sentence.
    """
    places = len(words) - len(kernel) + 1
    return np.array([np.sum(words[i : i + len(kernel)] * kernel) for i in range(places)])


chapter.function(
    narrow_convolution,
    title="A filter over five words",
    points=2,
    minutes=8,
    because="The filter is as wide as a word vector, so that it can move along the sentence alone: "
    "each place gives one number, and there are L - K + 1 of them.",
    examples=[((_WORDS, _FILTER), np.array([3, 2, 0]))],
    variants=_sentences,
    oracle=_conv1d,
    hints=(
        "Cut K neighbouring words out: `words[i : i + len(kernel)]`. They have the shape of the "
        "kernel. What do you do with two arrays of one shape, as in `corr2d_valid`?",
        "At each place i: `np.sum(words[i : i + len(kernel)] * kernel)`, for i from 0 to "
        "`len(words) - len(kernel)`.",
    ),
    mistakes=[
        Mistake(
            "keeps a number for each dimension",
            "Each place gives a row of numbers: you added up along the sentence only. The filter "
            "is as wide as a word vector; add up all its products.",
            lambda words, kernel: np.array(
                [
                    np.sum(words[i : i + len(kernel)] * kernel, axis=0)
                    for i in range(len(words) - len(kernel) + 1)
                ]
            ),
        ),
        Mistake(
            "one place too few",
            "The last place is missing: a filter of K rows fits L - K + 1 times.",
            lambda words, kernel: _conv1d(words, kernel)[:-1],
        ),
        Mistake(
            "turns the filter",
            "You turned the filter upside down. Networks lay it on the words as it is.",
            lambda words, kernel: _conv1d(words, kernel[::-1]),
        ),
        Mistake(
            "wide",
            "There are answers where the filter hangs over the ends: that is the wide form, which "
            "comes next.",
            lambda words, kernel: _conv1d(words, kernel, len(kernel) - 1),
        ),
        Mistake(
            "averages",
            "You took the mean of the products. A convolution adds them up.",
            lambda words, kernel: _conv1d(words, kernel) / kernel.size,
        ),
    ],
)


def wide_convolution(words, kernel):
    """Slide `kernel` (K, D) over the words (L, D) so that each of its rows meets each word.

    Where it hangs over the first or the last word it meets zeros.
    """
    ends = len(kernel) - 1
    padded = np.pad(words, ((ends, ends), (0, 0)))
    places = len(padded) - len(kernel) + 1
    return np.array([np.sum(padded[i : i + len(kernel)] * kernel) for i in range(places)])


chapter.function(
    wide_convolution,
    title="Over the ends",
    points=2,
    minutes=8,
    level="medium",
    because="K - 1 rows of zeros at either end: then the filter's last row can stand on the first "
    "word and its first row on the last, and there are L + K - 1 answers.",
    examples=[((_WORDS, _FILTER), np.array([1, 0, 3, 2, 0, 4, -2]))],
    variants=_sentences,
    oracle=lambda words, kernel: _conv1d(words, kernel, len(kernel) - 1),
    hints=(
        "Put rows of zeros before and after the words, and then do as before. How many, so that "
        "the filter's last row can lie on the first word?",
        "`np.pad(words, ((ends, ends), (0, 0)))` with `ends = len(kernel) - 1`; nothing is added "
        "to the word vectors themselves.",
    ),
    mistakes=[
        Mistake(
            "narrow",
            "Those are the places at which the whole filter lies on words. Put zeros before and "
            "after them.",
            _conv1d,
        ),
        Mistake(
            "zeros before only",
            "The filter hangs over the first word, but not over the last: there must be zeros at "
            "both ends.",
            lambda words, kernel: _conv1d(words, kernel, (len(kernel) - 1, 0)),
        ),
        Mistake(
            "pads the word vectors, too",
            "`np.pad` with one number adds zeros on all four sides. The word vectors stay as wide "
            "as they are.",
            lambda words, kernel: _conv1d(np.pad(words, len(kernel) - 1), kernel),
        ),
        Mistake(
            "K zeros",
            "At the ends the filter lies on zeros alone: with K - 1 rows of them, one of its rows "
            "always meets a word.",
            lambda words, kernel: _conv1d(words, kernel, len(kernel)),
        ),
        Mistake(
            "turns the filter",
            "You turned the filter upside down. Networks lay it on the words as it is.",
            lambda words, kernel: _conv1d(words, kernel[::-1], len(kernel) - 1),
        ),
        Mistake(
            "repeats the words at the ends",
            "Beyond the ends there are zeros, not the first and the last word again.",
            lambda words, kernel: _conv1d(
                np.pad(words, ((len(kernel) - 1,) * 2, (0, 0)), mode="edge"), kernel
            ),
        ),
    ],
)


def k_max(answers, k):
    """Return the `k` largest answers (L,) of a filter, in the order of the sentence.

    Of equal ones the first are kept.
    """
    places = np.sort(np.argsort(-answers, kind="stable")[:k])
    return answers[places]


def _ranked(pick):
    """Return an answer that picks from the numbers in falling order."""
    return lambda answers, k: pick(np.sort(answers)[::-1], answers, k)


chapter.function(
    k_max,
    title="The largest, in their order",
    points=2,
    minutes=8,
    level="medium",
    because="Sort the places by their numbers, keep the first k, and sort those places again: so "
    "the order of the sentence comes back.",
    examples=[
        ((np.array([3, 1, 4, 1, 5, 9, 2, 6]), 3), np.array([5, 9, 6])),
        ((np.array([2, 2, 2]), 2), np.array([2, 2])),
        ((np.array([3, 2, 0]), 1), np.array([3])),
        ((np.array([1, 3, 1]), 2), np.array([1, 3])),
        ((np.array([1, 1, 3]), 2), np.array([1, 3])),
    ],
    variants=lambda rng: [
        (rng.permutation(20)[:9], 4),
        (rng.integers(0, 4, 10), 5),
        (rng.normal(size=8), 3),
    ],
    oracle=lambda answers, k: ops.k_max_pool(answers[None, :, None], k)[0][0, :, 0],
    hints=(
        "Which places hold the k largest? `np.argsort(-answers, kind='stable')` lists all places, "
        "the largest answer's first.",
        "Take the first k places, sort them with `np.sort`, and read the answers there.",
    ),
    mistakes=[
        Mistake(
            "the largest first",
            "These are the right numbers in falling order. k-max pooling keeps the order of the "
            "sentence.",
            _ranked(lambda falling, answers, k: falling[:k]),
        ),
        Mistake(
            "the smallest first",
            "These are the right numbers in rising order. k-max pooling keeps the order of the "
            "sentence.",
            _ranked(lambda falling, answers, k: falling[:k][::-1]),
        ),
        Mistake(
            "all that are large enough",
            "Where answers are equal, more than k are left. Keep exactly k: of equal ones the "
            "first.",
            _ranked(lambda falling, answers, k: answers[answers >= falling[k - 1]]),
        ),
        Mistake(
            "keeps the last of equal ones",
            "Of equal answers you keep the last. `np.argsort(-answers, kind='stable')` lists the "
            "first of them first.",
            lambda answers, k: answers[np.sort(np.argsort(answers, kind="stable")[-k:])],
        ),
        Mistake(
            "cuts off what is large enough",
            "You keep the first k of those that are large enough, and lose a larger one that comes "
            "after them.",
            _ranked(lambda falling, answers, k: answers[answers >= falling[k - 1]][:k]),
        ),
        Mistake(
            "the first k",
            "These are the first k answers. Which are the largest?",
            lambda answers, k: answers[:k],
        ),
        Mistake(
            "the places",
            "These are the places of the largest answers. Return the answers themselves.",
            lambda answers, k: np.sort(np.argsort(-answers, kind="stable")[:k]),
        ),
    ],
)

chapter.question(
    "numbers_to_the_dense_layer",
    "A network has 100 filters over 3 words, 100 over 4 and 100 over 5; of each filter's\n"
    "answers the 2 largest are kept. How many numbers does the dense layer read for a\n"
    "message of 30 words?",
    600,
    working="3 * 100 * 2",
    title="However long the message",
    points=1,
    minutes=3,
    because="Each of the 300 filters hands on 2 numbers, whatever the length: that is what the "
    "pooling is for.",
    hints=(
        "How many filters are there in all, and how many numbers does each hand on?",
        "3 · 100 filters, 2 numbers of each. The 30 words no longer matter.",
    ),
    mistakes={
        300: ("keeps one of each", "That is max over time. Here 2 answers of each filter stay."),
        16200: (
            "keeps all answers",
            "Those are all the answers of 30 words, (28 + 27 + 26) · 100, two times. Pooling keeps "
            "2 of each filter.",
        ),
        8100: (
            "forgets the pooling",
            "Those are all the answers that the filters give, (28 + 27 + 26) · 100. Pooling keeps "
            "2 of each filter.",
        ),
        200: ("one width alone", "There are filters of three widths; all are read side by side."),
        2400: (
            "counts the words of the windows",
            "A filter's answer is one number, however many words it looks at.",
        ),
    },
)
