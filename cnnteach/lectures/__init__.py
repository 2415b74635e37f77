"""Every number that the lectures claim, beside the same number computed: which ones hold?

>>> from cnnteach import lectures
>>> found = [claim for claim in lectures.claims() if claim.verdict == "misprint"]
>>> found[0].quote, found[0].computed, found[0].verdict
('Neurocognitron', 'Neocognitron', 'misprint')

A claim is computed when it is asked for, so that nothing heavy is loaded before.
"""

from cnnteach.lectures.claim import VERDICTS, Claim
from cnnteach.lectures.table import Table

__all__ = ["VERDICTS", "Claim", "Table", "claims", "table"]


def claims(deck: str | None = None) -> tuple[Claim, ...]:
    """Return all claims, or those of one deck, in the order of the decks.

    Parameters
    ----------
    deck : str, optional
        "000" to "004".

    Raises
    ------
    ValueError
        If there is no such deck.

    Examples
    --------
    >>> len(claims()) >= 50, {claim.deck for claim in claims("004")}
    (True, {'004'})
    """
    from cnnteach.lectures import examples, networks, published, sizes

    every = [c for part in (sizes, examples, networks, published) for c in part.CLAIMS]
    decks = sorted({claim.deck for claim in every})
    if deck is not None and deck not in decks:
        raise ValueError(f"there is no lecture {deck!r}; there are {', '.join(decks)}")
    chosen = [claim for claim in every if deck in (None, claim.deck)]
    return tuple(sorted(chosen, key=lambda claim: claim.deck))


def table(deck: str | None = None, *, verdict: str | None = None) -> Table:
    """Return claims as a table for a notebook; of one deck or with one verdict, if asked for.

    Examples
    --------
    >>> print(table("003", verdict="misprint"))
    003 Solution 2: 1000 units in the input
        is: in 1st hidden layer  (misprint)
        The slide before has it right: the 1000 units are those of the hidden layer.
    """
    if verdict not in (None, *VERDICTS):
        raise ValueError(f"there is no verdict {verdict!r}; there are {', '.join(VERDICTS)}")
    return Table([claim for claim in claims(deck) if verdict in (None, claim.verdict)])
