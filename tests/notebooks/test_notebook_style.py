"""The notebooks keep the rules that make them readable: short cells, imports at first use, ..."""

import ast
import re

import pytest

from cnnteach import widgets
from cnnteach.exercises import catalogue

FOUNDATIONS = {"cnnteach", "numpy"}
NO_FIGURES = {
    "captioned",
    "filter_pictures",
    "write_page",
}  # what cnnteach.figures gives beside figures


@pytest.fixture(scope="module")
def notebook(builder, source):
    return builder.build(source)


@pytest.fixture(scope="module")
def code(notebook):
    """Return the cells of code that are written in the source."""
    return [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and "cnnteach" not in cell.metadata
    ]


@pytest.fixture(scope="module")
def words(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def test_no_cell_is_longer_than_ten_lines(code):
    for cell in code:
        lines = [line for line in cell.splitlines() if line.strip()]
        assert len(lines) <= 10, cell


def imported(cell):
    """Return the names that a cell imports."""
    nodes = [n for n in ast.walk(ast.parse(cell)) if isinstance(n, ast.Import | ast.ImportFrom)]
    return [alias.asname or alias.name.split(".")[0] for node in nodes for alias in node.names]


def used(cell):
    return {node.id for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Name)}


def test_a_name_is_imported_where_it_is_first_used_and_only_there(code):
    seen = set()
    for cell in code:
        names = imported(cell)
        assert set(names) <= used(cell), f"imported and not used at once:\n{cell}"
        assert not set(names) & seen, f"imported before:\n{cell}"
        seen |= set(names)


def test_no_exercise_has_the_name_of_something_else_in_its_notebook(notebook, code):
    asked = {
        cell.metadata["cnnteach"].get("exercise")
        for cell in notebook.cells
        if "cnnteach" in cell.metadata
    }
    nodes = [node for cell in code for node in ast.walk(ast.parse(cell))]
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    assert not asked & (stored | {name for cell in code for name in imported(cell)})


def test_only_the_course_and_what_it_stands_on_is_imported(code, needs_models):
    allowed = FOUNDATIONS | {"keras"} if needs_models else FOUNDATIONS
    for cell in code:
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                assert module.split(".")[0] in allowed, cell


def called(tree, names):
    """Return the calls of functions that have one of these names."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [node for node in calls if getattr(node.func, "id", "") in names]


def figures(code):
    """Return what is imported from `cnnteach.figures`, beside the captions."""
    nodes = [node for cell in code for node in ast.walk(ast.parse(cell))]
    drawing = [
        node
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module.startswith("cnnteach.figures")
    ]
    return {alias.name for node in drawing for alias in node.names} - NO_FIGURES


def test_no_figure_goes_without_caption(code):
    names = figures(code)
    for cell in code:
        tree = ast.parse(cell)
        captioned = [ast.dump(node.args[0]) for node in called(tree, {"captioned"})]
        if "except ValueError" not in cell:  # which shows how a figure refuses
            drawn = [ast.dump(node) for node in called(tree, names)]
            assert set(drawn) <= set(captioned), cell


def test_it_begins_with_title_outcomes_time_and_lecture_and_ends_with_a_recap(source, words):
    first, last = words[0], words[-1]
    assert re.match(rf"# {source.stem[:2]} · ", first)
    assert "**When you are through this page, you can**\n\n- " in first
    assert re.search(r"\*\*Time:\*\* .*\d+ ", first)
    assert re.search(r"\*\*(Follows|Lectures):\*\* .*lecture|\*\*Lectures:\*\*", first, re.DOTALL)
    assert "## Recap\n\n- " in last
    assert re.search(r"\]\(\d\d_", last), "what is next"


def test_it_asks_for_predictions_and_offers_something_to_play_with(source, words, code):
    text = "\n".join(words)
    assert text.count("**Predict:**") + text.count("**Predict first:**") >= 3
    assert "**Play" in text
    assert any(called(ast.parse(cell), set(widgets.__all__)) for cell in code)


def test_links_lead_to_notebooks_that_exist(builder, source, words):
    known = {builder.target(each).name for each in builder.pages()}
    links = re.findall(r"\]\(([^)]+\.ipynb)\)", "\n".join(words))
    assert links
    assert set(links) <= known


def test_each_page_says_how_long_its_exercises_take(source, words):
    minutes = [e.minutes for e in catalogue().values() if e.notebook == source.stem]
    stated = re.search(r"minutes to read and play, (\d+) for the\s+exercises", words[0])
    if minutes:
        assert int(stated[1]) == sum(minutes)
    else:
        assert stated is None


def test_the_map_in_00_has_every_notebook_with_its_minutes(builder):
    start, *others = builder.sources()
    text = " ".join(cell.source for cell in builder.build(start).cells)
    for other in others:
        head = builder.build(other).cells[0].source
        number, title = re.match(r"# (\d\d) · (.*)", head).groups()
        link = rf"\*\*\[{number} {re.escape(title)}\]\({other.stem}.ipynb\)\*\*"
        entry = re.search(
            rf"{link}: ([^*]*)\*([^*]*)\*",
            text,
        )
        assert entry, f"{other.stem} is not on the map"
        stated = re.search(r"(\d+) minutes to read and play(?:, (\d+))?", head).groups()
        assert re.findall(r"(\d+)\s+minutes", entry[2]) == [number for number in stated if number]


def test_the_gallery_shows_every_widget_and_says_what_to_try_with_it(builder):
    cells = builder.build(next(s for s in builder.sources() if s.stem == "90_gallery")).cells
    for name in widgets.__all__:
        heading = next(n for n, cell in enumerate(cells) if f"## {name}: " in cell.source)
        shown, tried = cells[heading + 1], cells[heading + 2]
        assert called(ast.parse(shown.source), {name}), name
        assert "**Predict:**" in cells[heading].source
        assert "**Play**" in tried.source


def test_the_first_exercise_that_00_shows_is_that_of_the_catalogue(builder):
    start = builder.sources()[0]
    assert start.stem == "00_start_here"
    cells = [cell.source for cell in builder.build(start).cells]
    assert catalogue()["numbers_in_photo"].stub_source in cells
