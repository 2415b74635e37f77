"""A claim of a slide: what it says, what is computed, and what to think of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from numbers import Real

VERDICTS = {
    "confirmed": "just so",
    "rounded": "within 5 %",
    "disagrees": "not so, or not so elsewhere",
    "misprint": "an error of the slide",
    "left open": "a question of the slide, answered",
}
NEAR = 0.05


@dataclass(frozen=True)
class Claim:
    """A number (or a word) of a lecture, and where the same is computed.

    Attributes
    ----------
    deck, slide, quote : str
        Where it stands, and its words as they stand there.
    stated : number, text or tuple, or None
        What it claims; None where the slide leaves a gap to fill.
    compute : callable
        Gives the same by the course's own code, or looks it up in the paper that `source` names.
    why : str
        How it is computed; where the two differ, why.
    source : str
        The paper that was looked into, where nothing can be computed.
    fault : "misprint" or "disagrees"
        What a difference of more than 5 % is to be called.

    Examples
    --------
    >>> claim = Claim("009", "Sizes", "60 pixels", 60, lambda: 59, why="Counted.")
    >>> claim.computed, claim.verdict
    (59, 'rounded')
    """

    deck: str
    slide: str
    quote: str
    stated: object
    compute: Callable[[], object]
    why: str = ""
    source: str = ""
    fault: str = "disagrees"

    @cached_property
    def computed(self) -> object:
        """What it really is."""
        return self.compute()

    @property
    def verdict(self) -> str:
        """One of `VERDICTS`."""
        if self.stated is None:
            return "left open"
        if self.stated == self.computed:
            return "confirmed"
        numbers = isinstance(self.stated, Real) and isinstance(self.computed, Real)
        if numbers and abs(self.stated - self.computed) <= NEAR * abs(self.computed):
            return "rounded"
        return self.fault
