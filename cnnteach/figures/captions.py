"""A figure with its caption and its alternative text, as a notebook shows it."""

import base64
import html
import io
from dataclasses import dataclass

from matplotlib.figure import Figure

DOTS = 160  # an inch: twice the pixels of the page, so that a sharp screen shows sharp letters
_FRAME = "margin:.5em 0;max-width:100%"
_PICTURE = "display:block;max-width:100%;height:auto;background:white;border-radius:4px"
_CAPTION = "max-width:75ch;margin-top:.4em;font-size:.95em"


@dataclass(frozen=True, eq=False)
class Captioned:
    """A figure that shows itself with its caption; see `captioned`."""

    figure: Figure
    caption: str
    alt: str

    def png(self):
        """Return the figure as the bytes of a PNG file."""
        file = io.BytesIO()
        self.figure.savefig(file, format="png", dpi=DOTS, facecolor="white")
        return file.getvalue()

    def html(self):
        """Return the figure, its caption and its alternative text as a piece of a page."""
        return self._framed(self._encoded())

    def _repr_mimebundle_(self, include=None, exclude=None):
        picture = self._encoded()
        text = f"{self.caption} {self.alt}"
        return {"text/html": self._framed(picture), "image/png": picture, "text/plain": text}

    def _encoded(self):
        return base64.b64encode(self.png()).decode()

    def _framed(self, picture):
        width = round(self.figure.get_figwidth() * DOTS / 2)  # in pixels of the page
        return (
            f'<figure style="{_FRAME}">'
            f'<img style="{_PICTURE}" width="{width}" alt="{html.escape(self.alt)}" '
            f'src="data:image/png;base64,{picture}">'
            f'<figcaption style="{_CAPTION}">{html.escape(self.caption, quote=False)}</figcaption>'
            "</figure>"
        )


def captioned(figure, *, caption, alt):
    """Give a figure a caption, and words for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    caption : str
        Says what to look for; stands below the figure.
    alt : str
        Says what the figure shows; a screen reader reads it in place of the figure.

    Returns
    -------
    Captioned
        Shows itself as the last value of a notebook's cell, on white in a light and a dark theme.

    Raises
    ------
    ValueError
        If the caption or the alternative text is empty.
    TypeError
        If `figure` is no Figure.

    Examples
    --------
    >>> from cnnteach.figures.numbers import numbers
    >>> captioned(numbers([[1, 2]]), caption="A row.", alt="The numbers 1 and 2.").alt
    'The numbers 1 and 2.'
    """
    if not isinstance(figure, Figure):
        raise TypeError(f"figure is a {type(figure).__name__}, but must be a matplotlib Figure")
    for name, words in (("caption", caption), ("alt", alt)):
        if not isinstance(words, str) or not words.strip():
            raise ValueError(f"{name} is {words!r}; write what the figure shows, in a sentence")
    return Captioned(figure, caption, alt)
