"""What a check answers, and what help looks like."""

from dataclasses import dataclass

from cnnteach.exercises import display
from cnnteach.exercises.drawn import Picture

_SIGNS = {True: ("right", "✓"), False: ("wrong", "✗"), None: ("open", "…")}


@dataclass(frozen=True)
class Result:
    """The answer of `check`, shown in a notebook as a card and elsewhere as text.

    Attributes
    ----------
    passed : True, False or None
        None where nothing has been tried yet.
    title, message : str
        The verdict in a few words, and what there is to say about it.
    name : str
        The exercise.
    label : str
        Which mistake it was ("forgets the + 1", "shape", "exception", ...), "right" or "not tried".
    args : tuple or None
        The arguments with which a function first went wrong, to call it with again.
    note : str
        What has nothing to do with the answer: that progress could not be kept, and why.
    picture : Picture or None
        The answer beside the right one; its text is a block of the message.

    Examples
    --------
    >>> Result(True, "Right", "One pixel wider.", "width", "right")
    ✓ Right
    One pixel wider.
    """

    passed: bool | None
    title: str
    message: str
    name: str
    label: str
    args: tuple | None = None
    note: str = ""
    picture: Picture | None = None

    def __bool__(self) -> bool:
        return self.passed is True

    def __repr__(self) -> str:
        parts = [f"{_SIGNS[self.passed][1]} {self.title}\n{self.message}".rstrip(), self.note]
        return "\n\n".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        tone, sign = _SIGNS[self.passed]
        picture = self.picture
        drawn = {display.indented(picture.text): picture.html} if picture else {}
        body = display.paragraphs(self.message, drawn)
        if self.note:
            body += f"<small>{display.inline(self.note)}</small>"
        return display.card(tone, sign, self.title, body)


@dataclass(frozen=True)
class Help:
    """A hint or a solution, shown in a notebook as a card and elsewhere as text."""

    title: str
    message: str

    def __repr__(self) -> str:
        return f"{self.title}\n{self.message}"

    def _repr_html_(self) -> str:
        return display.card("info", "→", self.title, display.paragraphs(self.message))
