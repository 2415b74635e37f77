"""What a diagnosis gives: a sentence, whether all is well, and the numbers behind it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """The answer to one question about a network.

    Attributes
    ----------
    fine : bool
        Whether nothing is wrong.
    sentence : str
        What was seen, and what to do about it.
    values : dict
        The numbers: ``finding["name"]``.

    Examples
    --------
    >>> finding = Finding(True, "All 6 filters answer to something.", {"dead": 0})
    >>> print(finding)
    All 6 filters answer to something.
    >>> finding["dead"], bool(finding)
    (0, True)
    """

    fine: bool
    sentence: str
    values: dict = field(default_factory=dict, repr=False)

    def __bool__(self):
        return self.fine

    def __getitem__(self, name):
        if name not in self.values:
            raise KeyError(f"{name!r} is not among {', '.join(self.values)}")
        return self.values[name]

    def __str__(self):
        return self.sentence

    def _repr_markdown_(self):
        return f"{'✓' if self.fine else '✗'} {self.sentence}"


def said(words):
    """Make a sentence of some words.

    Examples
    --------
    >>> said("all is well")
    'All is well.'
    """
    return words[0].upper() + words[1:] + "."
