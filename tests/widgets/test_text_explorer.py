"""TextConvExplorer in Python: the exercise's numbers, the spam filter's, and what it refuses."""

import re

import numpy as np
import pytest

from cnnteach import ops, tasks
from cnnteach.datasets import sms_spam
from cnnteach.sentences import split
from cnnteach.widgets import TextConvExplorer


@pytest.fixture(scope="module")
def arrays():
    return tasks.text_arrays()


def test_the_five_words_by_hand():
    explorer = TextConvExplorer()
    assert explorer.output.tolist() == [3, 2, 0]
    assert explorer.kept.tolist() == [3]
    explorer.wide = True
    assert explorer.output.tolist() == [1, 0, 3, 2, 0, 4, -2]
    explorer.k = 3
    assert explorer.kept.tolist() == [3, 2, 4], "in the order of the sentence"


def test_a_filter_that_is_not_there_is_told_as_the_one_that_is_shown():
    explorer = TextConvExplorer(filter=7)
    assert "; filter 0 narrow gives 3 answers" in explorer.describe()


def test_a_word_that_it_does_not_know_has_the_vector_of_unknown_words():
    explorer = TextConvExplorer("dogs chase Cats!")
    assert explorer.rows == [1, 3, 2, 1]
    assert explorer.output.tolist() == [1 + 1, 0 - 1 + 0]


def test_a_sentence_that_is_too_short_is_told_and_drawn():
    explorer = TextConvExplorer("cats")
    assert "has no answers" in explorer.describe()
    assert "\n" not in explorer.describe()
    explorer.figure()
    explorer.wide = True
    assert len(explorer.output) == 3


@pytest.mark.parametrize("place", range(0, 12, 3))
def test_with_a_trained_network_it_says_what_the_network_says(arrays, place):
    text = sms_spam(embedded=True).train[0][place]
    explorer = TextConvExplorer(text, **arrays)
    assert explorer.probability == pytest.approx(tasks.spam_probability(text)[0], abs=1e-5)
    assert len(explorer.rows) == 60


def test_each_filter_answers_as_keras_does(arrays):
    import keras

    spam = tasks.spam_filter()
    convolutions = [x for x in spam.model.layers if isinstance(x, keras.layers.Conv1D)]
    heard = keras.Model(spam.model.inputs[0], [each.output for each in convolutions])
    text = "Free entry! Text WIN to 80085 now, only £1.50 a week"
    found = [np.asarray(each)[0] for each in heard(spam.rows([text]))]
    explorer = TextConvExplorer(text, **arrays)
    for number in (0, 5, 8, 23):
        explorer.filter = number
        expected = found[number // 8][:, number % 8]
        np.testing.assert_allclose(explorer.output, expected, atol=1e-5)


def test_a_link_to_a_trained_network_carries_what_the_sentence_needs(arrays):
    explorer = TextConvExplorer("Claim your free prize now", filter=7, **arrays)
    text = re.search('"(.*)"', explorer.link())[1]
    again = TextConvExplorer.from_link(text)
    np.testing.assert_allclose(again.output, explorer.output)
    assert again.probability == pytest.approx(explorer.probability)
    assert again.filter == 7
    assert len(text) < 15_000


def test_random_networks_against_ops():
    rng = np.random.default_rng(3)
    for _ in range(10):
        depth, width, filters = rng.integers(1, 5), rng.integers(1, 4), rng.integers(1, 4)
        words, vectors = ["a", "b", "c"], rng.normal(size=(5, depth))
        w, b = rng.normal(size=(width, depth, filters)), rng.normal(size=filters)
        explorer = TextConvExplorer(
            "a c b x a", words=words, vectors=vectors, layers=[(w, b)], filter=filters - 1
        )
        x = vectors[[2, 4, 3, 1, 2]].astype(np.float32)
        expected = ops.conv1d(x[None], w.astype(np.float32), b.astype(np.float32))[0, :, -1]
        np.testing.assert_allclose(explorer.output, expected, rtol=1e-5, atol=1e-5)


GOOD = {"words": ["a"], "vectors": np.ones((3, 2)), "layers": [(np.ones((2, 2, 1)), np.zeros(1))]}


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"vectors": None}, TypeError, "belong together"),
        ({"vectors": np.ones((2, 2))}, ValueError, r"\(3, D\) for 1 words"),
        ({"vectors": np.full((3, 2), np.nan)}, ValueError, "vectors"),
        ({"layers": []}, ValueError, "at least one"),
        ({"layers": [(np.ones((2, 3, 1)), np.zeros(1))]}, ValueError, "as wide as a word vector"),
        ({"layers": [(np.ones((2, 2, 1)), np.zeros(2))]}, ValueError, r"biases \(2,\)"),
        ({"scores": (np.ones((2, 2)), np.zeros(2))}, ValueError, r"must have \(1, 2\)"),
        ({"classes": ["one"]}, ValueError, "tells two apart"),
        ({"sentence": 3}, Exception, "sentence"),
        ({"k": 0}, ValueError, "k is 0"),
        ({"filter": -1}, ValueError, "filter is -1"),
    ],
)
def test_what_cannot_be_says_so(change, kind, words):
    with pytest.raises(kind, match=words):
        TextConvExplorer(**GOOD | change)


def test_sentences_are_split_into_words_as_the_network_was_taught():
    assert split("") == []
    with pytest.raises(TypeError, match="a sentence is a text"):
        split(3)
