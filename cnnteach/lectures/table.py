"""Claims as a table: in a notebook with colours and signs, elsewhere as text."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from numbers import Integral, Real

from cnnteach.lectures.claim import VERDICTS, Claim

SIGNS = {"confirmed": "✓", "rounded": "≈", "disagrees": "≠", "misprint": "✗", "left open": "?"}
_TEX = {"\\cdot": "·", "\\times": "×", "\\Rightarrow": "⇒", "$": ""}
_CELL = "text-align:left;vertical-align:top;padding:.3em .8em .3em 0"
_HEAD = ("lecture", "it says", "it is", "verdict", "why")


class Table:
    """Claims, one a row, with their verdicts.

    Parameters
    ----------
    claims : sequence of Claim
    """

    def __init__(self, claims: Sequence[Claim]):
        self.claims = tuple(claims)

    def __len__(self) -> int:
        return len(self.claims)

    @property
    def counts(self) -> dict[str, int]:
        """How many claims have which verdict."""
        found = Counter(claim.verdict for claim in self.claims)
        return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}

    def __repr__(self) -> str:
        return "\n".join(map(_text, self.claims)) or "no claims"

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in _HEAD)
        body = "".join(map(_row, self.claims))
        said = ", ".join(f"{count} {verdict}" for verdict, count in self.counts.items())
        caption = f'<caption style="text-align:left">{len(self)} claims: {said}</caption>'
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def written(value: object) -> str:
    """Write a value as a person would.

    Examples
    --------
    >>> written(60965224), written((55, 55, 96)), written((4.5, 3.6)), written("Neocognitron")
    ('60,965,224', '55 × 55 × 96', '4.5 and 3.6', 'Neocognitron')
    """
    if isinstance(value, tuple):
        sizes = all(isinstance(each, Integral) for each in value)
        return (" × " if sizes else " and ").join(map(written, value))
    if isinstance(value, Integral):
        return f"{value:,}"
    return f"{value:.4g}" if isinstance(value, Real) else str(value)


def as_read(quote: str) -> str:
    """Write a slide's TeX as it is read on the slide.

    Examples
    --------
    >>> as_read(r"\\frac{N-F}{stride} + 1"), as_read(r"$3 \\times 3$")
    ('(N-F) / stride + 1', '3 × 3')
    """
    quote = re.sub(r"\\frac\{(.*?)\}\{(.*?)\}", r"(\1) / \2", quote)
    for command, sign in _TEX.items():
        quote = quote.replace(command, sign)
    return quote


def _text(claim):
    lines = [
        f"{claim.deck} {claim.slide}: {as_read(claim.quote)}",
        f"    is: {written(claim.computed)}  ({claim.verdict})",
        f"    {_because(claim)}",
    ]
    return "\n".join(line for line in lines if line.strip())


def _because(claim):
    return " ".join(part for part in (claim.why, claim.source and f"({claim.source})") if part)


def _row(claim):
    sign = f'<span aria-hidden="true">{SIGNS[claim.verdict]}</span> {claim.verdict}'
    cells = (
        html.escape(f"{claim.deck} {claim.slide}"),
        html.escape(f"“{as_read(claim.quote)}”"),
        html.escape(written(claim.computed)),
        sign,
        html.escape(_because(claim)),
    )
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"
