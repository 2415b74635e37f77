"""Every claim of the lectures is quoted as it stands, computed, and judged by rule."""

import re
from pathlib import Path

import pytest

from cnnteach import lectures
from cnnteach.lectures import VERDICTS, Claim, networks

DECKS = Path(__file__).parents[3] / "shared" / "lectures"
ALL = lectures.claims()
EACH = pytest.mark.parametrize("claim", ALL, ids=lambda c: f"{c.deck}-{c.slide}-{c.quote[:20]}")

FAULTS = {  # (deck, quote): what is found by hand to be wrong, and how it is called
    ("000", "\\frac{N-F}{stride} + 1"): "disagrees",
    ("000", "Neurocognitron"): "misprint",
    ("001", "The output is also half the size of the input"): "disagrees",
    ("001", "The network's input is 150,528-dimensional"): "disagrees",
    ("001", "96 different 55 by 55 element feature maps"): "disagrees",
    ("001", "(~ 64 to 1024)"): "disagrees",
    ("001", "253,440"): "misprint",
    ("001", "12 times fewer parameters than AlexNet"): "disagrees",
    ("002", "-1\t-2\t-1"): "misprint",
    ("002", "500,000 neurons"): "disagrees",
    ("002", "Simonyan et al, 2015"): "misprint",
    ("003", "1000 units in the input"): "misprint",
    ("004", "139"): "misprint",
    ("004", "Conv2: 256 5x5 filters, stride 2, zero pad"): "misprint",
    ("004", "Digit recognition on MNIST (32x32 images)"): "disagrees",
    ("004", "630M connections"): "disagrees",
    ("004", "maximum stride: 3 (most common)"): "disagrees",
    ("004", "4.5% (single model), 3.5% (ensemble)"): "misprint",
}


def one(text):
    """Write a text in one line, with one kind of quotation mark."""
    return re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u201d", '"'))


@pytest.mark.fixtures
@pytest.mark.skipif(not DECKS.is_dir(), reason="the lectures' texts are not here")
@EACH
def test_the_quote_stands_in_its_deck(claim):
    (deck,) = DECKS.glob(f"{claim.deck}_*.txt")
    words = one(deck.read_text(encoding="utf-8"))
    assert any(one(quote) in words for quote in (claim.quote, claim.quote.replace(",", "")))


@EACH
def test_a_claim_is_computed_and_judged(claim):
    assert claim.computed is not None
    assert claim.verdict in VERDICTS
    assert claim.why or claim.verdict in ("confirmed", "rounded"), "a fault has a reason"
    expected = FAULTS.get((claim.deck, claim.quote))
    assert claim.verdict == expected if expected else claim.verdict not in ("misprint", "disagrees")


def test_no_fault_is_expected_that_is_not_among_the_claims():
    assert set(FAULTS) <= {(claim.deck, claim.quote) for claim in ALL}


def test_every_deck_is_judged():
    assert len(ALL) >= 55
    for deck in ("000", "001", "002", "003", "004"):
        assert len(lectures.claims(deck)) >= 3


@pytest.mark.parametrize(
    ("stated", "computed", "fault", "verdict"),
    [
        (60, 60, "disagrees", "confirmed"),
        (60, 62.9, "disagrees", "rounded"),
        (60, 64, "disagrees", "disagrees"),
        (60, 64, "misprint", "misprint"),
        ((5, 5), (5, 5), "misprint", "confirmed"),
        ((5, 5), (5, 6), "misprint", "misprint"),
        (None, 7, "disagrees", "left open"),
        ("a", "b", "misprint", "misprint"),
    ],
)
def test_the_verdict_follows_from_the_numbers(stated, computed, fault, verdict):
    claim = Claim("000", "a slide", "words", stated, lambda: computed, fault=fault)
    assert claim.verdict == verdict


def test_counts_of_networks_are_the_papers():
    assert networks.counted("alexnet", groups=2).totals.parameters == 60_965_224
    assert [networks.depth(name) for name in ("vgg16", "vgg19", "resnet18")] == [16, 19, 18]


def test_a_table_writes_formulas_as_they_are_read():
    assert "(N-F) / stride + 1" in lectures.table("000")._repr_html_()
    for shown in (repr(lectures.table()), lectures.table()._repr_html_()):
        assert not set("\\$") & set(shown)


def test_a_table_says_what_it_holds():
    table = lectures.table("003")
    assert sum(table.counts.values()) == len(table) == len(lectures.claims("003"))
    page = table._repr_html_()
    assert page.count("<tr>") == len(table) + 1
    assert "10,000,000" in page
    assert "<script" not in page
    assert "misprint" in repr(lectures.table(verdict="misprint"))


def test_what_is_not_there_is_said():
    with pytest.raises(ValueError, match="no lecture '009'; there are 000, 001, 002, 003, 004"):
        lectures.claims("009")
    with pytest.raises(ValueError, match="no verdict 'wrong'; there are confirmed, rounded"):
        lectures.table(verdict="wrong")
