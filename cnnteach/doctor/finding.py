"""What the doctor finds: a sentence, how it stands, and what to do about it."""

from typing import NamedTuple

GOOD, NOTE, WRONG = "ok", "note", "MEND"


class Finding(NamedTuple):
    """A sentence about the machine.

    Examples
    --------
    >>> print(wrong("Keras is not installed.", "Run `make setup`."))
    MEND  Keras is not installed.
          Run `make setup`.
    """

    state: str  # GOOD; NOTE, where the course runs all the same; WRONG, where it does not
    sentence: str
    advice: str = ""

    def __str__(self):
        """Indent everything under the state."""
        lines = [line for text in (self.sentence, self.advice) if text for line in text.split("\n")]
        return "\n".join(
            f"{word:6}{line}" for word, line in zip(self._margin(), lines, strict=False)
        )

    def _margin(self):
        yield self.state
        while True:
            yield ""


def good(sentence, advice=""):
    """Report what is as it should be, and perhaps how to make more of it."""
    return Finding(GOOD, sentence, advice)


def note(sentence, advice=""):
    """Report what the course runs without."""
    return Finding(NOTE, sentence, advice)


def wrong(sentence, advice):
    """Report what the course does not run without, and say how to mend it."""
    return Finding(WRONG, sentence, advice)


def exit_code(findings):
    """Return 1 if anything is wrong, for the shell, and 0 otherwise."""
    return int(any(finding.state == WRONG for finding in findings))
