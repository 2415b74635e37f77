"""The glossary explains every term that a notebook sets in bold, and each notebook leads to it."""

import re
from pathlib import Path

import pytest

GLOSSARY = "notebooks/src/glossary.py"
ENTRY = re.compile(r"(?ms)^### (?P<term>[^\n]+)\n\n(?P<says>.*?)\s→\s(?P<taught>.*?)(?=\n\n|\Z)")
ALSO = re.compile(r"(?s)\*Also:\s(.*?)\.\*")


@pytest.fixture(scope="module")
def glossary(builder):
    """Return what the glossary says, as one text."""
    cells = builder.build(Path(builder.SOURCES / "glossary.py")).cells
    assert {cell.cell_type for cell in cells} == {"markdown"}
    return "\n\n".join(cell.source for cell in cells)


@pytest.fixture(scope="module")
def entries(glossary):
    found = {match["term"]: match for match in ENTRY.finditer(glossary)}
    assert len(found) == len(re.findall(r"(?m)^### ", glossary)), "an entry is not of the form"
    return found


@pytest.fixture(scope="module")
def names(entries):
    """Return each term's names, its own first."""
    return {
        term: [term, *re.split(r",\s", " ".join(ALSO.findall(entry["says"])))]
        for term, entry in entries.items()
    }


def words(builder, source):
    """Return a notebook's text without code and formulas, on one line."""
    cells = [cell.source for cell in builder.build(source).cells if cell.cell_type == "markdown"]
    return re.sub(r"`[^`]*`|\$[^$]*\$|\s+", " ", "\n".join(cells))


def stems(phrase):
    """Return a phrase's words without their endings."""
    return {re.sub(r"(es|s)$", "", word) for word in re.findall(r"[\w×-]+", phrase.lower())}


def test_terms_come_in_the_order_of_the_alphabet(entries):
    assert list(entries) == sorted(entries, key=str.lower)


def test_an_entry_is_short(entries):
    for term, entry in entries.items():
        says = ALSO.sub("", entry["says"])
        assert len(re.findall(r"[.?](?:\s|\Z)", says)) <= 3, term
        assert len(says.split()) <= 45, term


def test_a_term_is_used_where_it_is_said_to_be_taught(builder, entries, names):
    texts = {source.stem: words(builder, source).lower() for source in builder.sources()}
    silent = []
    for term, entry in entries.items():
        taught = re.findall(r"\]\((\w+)\.ipynb\)", entry["taught"])
        assert taught, term
        for notebook in taught:
            known = stems(texts[notebook])
            if not any(stems(name) <= known for name in names[term]):
                silent.append(f"{notebook} does not speak of {term}")
    assert silent == [], f"mend the notebook, or the entry in {GLOSSARY}"


def bold(text):
    """Return what is set in bold, but for labels, which end in a mark or hold a link."""
    found = re.findall(r"\*\*([^*]+)\*\*", text)
    labels = {"Play"} | {each for each in found if re.search(r"[.:?]$|\]\(|\d{3}$", each)}
    return [each for each in found if each not in labels and not each.startswith("When you are")]


def test_every_term_in_bold_is_in_the_glossary(builder, source, names):
    known = [stems(name) for each in names.values() for name in each]
    for term in bold(words(builder, source)):
        assert any(stems(term) <= each for each in known), (
            f"notebooks/src/{source.name}: **{term}** is in bold, as terms are. If it is one, "
            f"explain it in {GLOSSARY}; if it is stressed only, write *{term}*"
        )


def test_each_notebook_leads_to_the_glossary_and_back(builder, source, glossary):
    assert "](glossary.ipynb)" in builder.build(source).cells[0].source
    if source.stem[:2] not in ("17", "90"):  # which have no words of their own
        assert f"]({source.stem}.ipynb)" in glossary, f"{GLOSSARY} has no term of {source.stem}"
