"""The card of a file of weights: what they learned from, how, how well, and whose they are."""

import json
from dataclasses import asdict, dataclass, field, fields


@dataclass(frozen=True)
class Card:
    """What is to be known of shipped weights; printed as a table in a notebook.

    Attributes
    ----------
    name, title : str
    network : str
        For `cnnteach.models.build`, with `options`; or another network's name, which belongs to
        the part of cnnteach that `built_by` names.
    input : str
        What the network takes.
    classes : list of str
    data, data_licence : str
        What it learned from, and under which terms that is to be had.
    licence : str
        Of the weights.
    recipe : dict
        The settings of `cnnteach.training.fit`.
    seed : int
    accuracy : float
        Share of the test images that these very weights, rounded as they are in the file, get
        right.
    tested_on : str
    parameters : int
    minutes : float
        What the training took, on the machine that `made_with` tells.
    made_with : dict
    file, sha256 : str
    bytes : int
    notes : str
    """

    name: str
    title: str
    network: str
    input: str
    classes: list
    data: str
    data_licence: str
    licence: str
    recipe: dict
    seed: int
    accuracy: float
    tested_on: str
    parameters: int
    minutes: float
    made_with: dict
    file: str
    sha256: str
    bytes: int
    options: dict = field(default_factory=dict)
    built_by: str = "cnnteach.models"
    notes: str = ""

    @classmethod
    def from_json(cls, text, path):
        """Read a card, or say what is wrong with it."""
        try:
            values = json.loads(text)
            known = {each.name for each in fields(cls)}
            return cls(**{name: value for name, value in values.items() if name in known})
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"{path} is damaged, or no card of weights: {error}") from error

    def to_json(self):
        """Return the card as text, as the file keeps it."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    def rows(self):
        """Return what a reader wants to know first, as pairs of words."""
        return [
            ("network", f"{self.network}, {self.parameters:,} parameters"),
            ("takes", self.input),
            ("tells apart", ", ".join(self.classes)),
            ("right", f"{self.accuracy:.2%} of {self.tested_on}"),
            ("learned from", self.data),
            ("licence", f"{self.licence}; of the data: {self.data_licence}"),
            (
                "made by",
                f"cnnteach train {self.name}, seed {self.seed}, {self.minutes:.1f} minutes",
            ),
            ("file", f"{self.file}, {self.bytes / 1e3:.0f} kB, SHA-256 {self.sha256[:12]}..."),
        ]

    def __str__(self):
        wide = max(len(name) for name, _ in self.rows())
        lines = [f"  {name:{wide}}  {words}" for name, words in self.rows()]
        return "\n".join([f"{self.name}: {self.title}", *lines])

    def _repr_markdown_(self):
        lines = [f"| {name} | {words} |" for name, words in self.rows()]
        return "\n".join([f"**{self.title}** (`{self.name}`)", "", "| | |", "|---|---|", *lines])
