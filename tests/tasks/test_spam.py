"""Words as numbers, spam or not, and which words excite which filter."""

import numpy as np
import pytest

from cnnteach import models, ops, tasks
from cnnteach.datasets import sms_spam
from cnnteach.recipes import spam_filter as recipe_file
from cnnteach.tasks.spam import SpamFilter
from cnnteach.tasks.words import Vocabulary, learn_words, split

SPAM = (
    "Congratulations! You have won a £1000 prize. Call 09061701461 now to claim",
    "FREE entry to win tickets, text WIN to 80086 now! Only 150p/msg",
)
HAM = ("Are you home for dinner tonight?", "Sorry I'm late, I'll be there in ten minutes")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World", ["hello", "world"]),
        ("don't STOP", ["don't", "stop"]),
        ("call 09061-701 now", ["call", "00000", "000", "now"]),
        ("£1,000.50!!", ["£", "0,000.00", "!", "!"]),
        ("150p/msg", ["000", "p", "msg"]),
        ("Grüße, naïve 东西", ["grüße", "naïve", "东西"]),
        ("  ...  :-) ", []),
    ],
)
def test_words_by_hand(text, expected):
    assert split(text) == expected


def test_words_as_they_were_written_lie_at_the_same_places():
    text = "Win £50 NOW, don't wait 4 it!"
    written = split(text, as_written=True)
    assert written == ["Win", "£", "50", "NOW", "don't", "wait", "4", "it", "!"]
    assert len(written) == len(split(text))


@pytest.mark.parametrize("text", [None, 5, b"free", ["free"]])
def test_what_is_no_text_says_so(text):
    with pytest.raises(TypeError, match="a sentence is a text in quotes"):
        split(text)


def test_the_most_frequent_words_are_learned_and_rare_ones_are_not():
    texts = ["b a a c", "a b d", "c 17", "c 23"]  # a 3, c 3, b 2, 00 2, d 1
    assert learn_words(texts, 10).words == ("a", "c", "00", "b")
    assert learn_words(texts, 2).words == ("a", "c")


def test_rows_are_cut_and_filled():
    rows = Vocabulary(("a", "b")).rows(["b a x", "a b a b a", ""], length=4)
    assert rows.tolist() == [[3, 2, 1, 0], [2, 3, 2, 3], [0, 0, 0, 0]]


def test_the_shipped_filter_on_sentences_of_ours():
    probabilities = tasks.spam_probability([*SPAM, *HAM])
    assert (probabilities[:2] > 0.5).all()
    assert (probabilities[2:] < 0.5).all()
    assert tasks.spam_probability(SPAM[0]) == pytest.approx(probabilities[:1], abs=1e-6)


def test_an_empty_message_has_a_probability_too():
    assert 0 <= tasks.spam_probability("")[0] <= 1


def test_what_filters_found_adds_up_to_the_score():
    spam = tasks.spam_filter()
    _, bias = spam.model.get_layer("scores").get_weights()
    for text in (*SPAM, *HAM):
        moved = sum(found.towards_spam for found in tasks.excited_filters(text, spam))
        odds = moved + bias[1] - bias[0]
        said = tasks.spam_probability(text, spam)[0]
        assert said == pytest.approx(1 / (1 + np.exp(-odds)), abs=1e-5)


def test_each_answer_is_that_filter_on_those_words():
    """Computed anew in NumPy, from the vectors of the named words alone."""
    spam, text = tasks.spam_filter(), SPAM[0]
    vectors = spam.model.get_layer("vectors").get_weights()[0]
    for found in tasks.excited_filters(text, spam):
        kernel, bias = spam.model.get_layer(found.filter[0]).get_weights()
        words = " ".join(word for word in found.words if word)
        rows = spam.vocabulary.rows([words], length=len(kernel))
        window = vectors[rows]
        answer = ops.conv1d(window, kernel, bias)[0, 0, found.filter[1]]
        assert found.answer == pytest.approx(max(answer, 0), abs=1e-4)


def test_places_are_those_of_the_words():
    words = split(SPAM[1], as_written=True)
    for found in tasks.excited_filters(SPAM[1]):
        inside = [word for word in found.words if word]
        assert words[found.place : found.place + len(inside)] == inside


def test_the_order_is_from_spam_to_not():
    moved = [found.towards_spam for found in tasks.excited_filters(HAM[0])]
    assert moved == sorted(moved, reverse=True)
    assert len(moved) == 24  # eight filters of each width
    assert moved[0] < -moved[-1], "what speaks against spam speaks louder here"


def test_a_list_of_words_comes_with_the_weights():
    spam = tasks.spam_filter()
    assert len(spam.vocabulary) == spam.model.get_layer("vectors").input_dim == 2002
    assert len(set(spam.vocabulary.words)) == 2000


@pytest.mark.fixtures
@pytest.mark.usefixtures("cached")
class TestOnTheCollection:
    """On the messages that the filter was made from, and those that it never saw."""

    def test_over_97_of_100_unseen_messages_are_right(self, record_property):
        texts, labels = sms_spam().test
        said = tasks.spam_probability(texts) > 0.5
        right = (said == labels).mean()
        record_property("right", f"{right:.2%} of {len(labels)}")
        assert right > 0.97
        assert said[labels == 1].mean() > 0.85, "and most spam is caught"

    def test_the_shipped_words_are_those_of_the_training_messages(self):
        words = learn_words(sms_spam().train[0], 2000).words
        assert tasks.spam_filter().vocabulary.words == words

    def test_it_learns_that_from_scratch_in_seconds(self, record_property):
        from cnnteach.training import fit

        recipe = recipe_file.RECIPE
        data = recipe.data()
        model = models.build(recipe.network, seed=3, **recipe.options)
        few = recipe.settings() | {"epochs": 4, "every": [0]}
        recording = fit(model, data.train, validation=data.test, **few)
        record_property("right from scratch", f"{recording.scores[-1]:.2%}")
        assert recording.scores[-1] > 0.97


def test_sixty_sentences_are_enough_to_see_how_it_is_done():
    """Offline: a filter of the embedded messages learns them; on others it can only be poor."""
    from cnnteach.training import fit

    (texts, labels), (unseen, wanted), *_ = sms_spam(embedded=True)
    vocabulary = learn_words(texts, 200)
    model = models.build("text_cnn", size="teaching", vocabulary=len(vocabulary), length=30, seed=0)
    rows = vocabulary.rows(texts, length=30)
    fit(model, (rows, labels), epochs=60, batch_size=16, optimizer="adam", learning_rate=0.003)
    own = SpamFilter(model, vocabulary)
    assert ((tasks.spam_probability(texts, own) > 0.5) == labels).mean() > 0.95
    assert ((tasks.spam_probability(unseen, own) > 0.5) == wanted).mean() >= 0.5
