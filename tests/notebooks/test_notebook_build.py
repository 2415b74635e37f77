"""The notebooks are in step with their sources, and the build says what is wrong with a source."""

import json
import re

import pytest

from cnnteach.exercises import catalogue

WELL_MADE = """\
# %% [markdown]
# # 01 · Title
# %%
1 + 1
# %% exercise="crop"
# %% check="crop"
# %% exercise="to_grey"
# %% check="to_grey"
"""


@pytest.fixture
def made(builder, tmp_path):
    """Return a function that builds a source of given text, named as notebook 01."""

    def make(text):
        source = tmp_path / "01_an_image_is_a_tensor.py"
        source.write_text(text, encoding="utf-8")
        return builder.build(source)

    return make


def test_every_notebook_is_in_step_with_its_source(builder):
    assert builder.sources(), "there are notebooks"
    assert builder.stale() == [], "run `make notebooks`"


def test_building_twice_gives_the_same_bytes(builder, source):
    assert builder.text(builder.build(source)) == builder.text(builder.build(source))


def test_what_is_stored_has_no_output_and_the_kernel_that_every_python_has(builder, source):
    stored = json.loads(builder.target(source).read_text(encoding="utf-8"))
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    assert len(code) >= 5
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert stored["metadata"]["kernelspec"]["name"] == "python3"


def test_ids_are_unique_and_say_which_exercise_it_is(builder, source):
    cells = builder.build(source).cells
    ids = [cell.id for cell in cells]
    assert len(set(ids)) == len(ids)
    for cell in cells:
        for kind, name in cell.metadata.get("cnnteach", {}).items():
            assert cell.id == f"{kind}-{name.replace('_', '-')}"


def test_cells_keep_their_ids_when_another_comes_in_between(made):
    before = {(cell.id, cell.source) for cell in made(WELL_MADE).cells}
    more = WELL_MADE.replace("# %%\n1 + 1", "# %%\n'new'\n# %%\n1 + 1\n# %%\n1 + 1")
    after = {(cell.id, cell.source) for cell in made(more).cells}
    assert before < after
    assert len(after) == len(before) + 2


def test_an_exercise_becomes_a_heading_and_its_stub(made):
    crop = catalogue()["crop"]
    stubs = made(WELL_MADE).cells
    place = next(
        i for i, cell in enumerate(stubs) if "exercise" in cell.metadata.get("cnnteach", {})
    )
    assert stubs[place - 1].source == (
        f"### Exercise: {crop.title}\n*1 point · about {crop.minutes} minutes · easy*"
    )
    assert stubs[place].source == crop.stub_source
    assert "NotImplementedError" in stubs[place].source


def test_the_first_check_of_a_notebook_imports_what_a_learner_needs(made):
    checks = [c.source for c in made(WELL_MADE).cells if "check" in c.metadata.get("cnnteach", {})]
    assert checks == [
        'from cnnteach.exercises import check, hint, solution\n\ncheck("crop", crop)',
        'check("to_grey", to_grey)',
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('exercise="crop"', 'exercise="corp"', 'no exercise "corp"'),
        ('exercise="crop"', 'exercise="sobel"', '"sobel" belongs to 02_convolution'),
        ('exercise="to_grey"', 'exercise="crop"', '"crop" is set twice'),
        ('exercise="to_grey"\n', 'exercise="to_grey"\n2 + 2\n', "must have nothing in it"),
        ('# %% check="to_grey"\n', "", "nothing checks to_grey"),
        ('# %% exercise="crop"\n', "", 'check="crop" must come once, after its exercise'),
        ('check="to_grey"', 'check="crop"', 'check="crop" must come once'),
    ],
)
def test_a_source_with_a_fault_is_refused(builder, made, old, new, said):
    assert old in WELL_MADE
    with pytest.raises(builder.SourceError, match=re.escape(said)):
        made(WELL_MADE.replace(old, new))


@pytest.fixture
def elsewhere(builder, tmp_path, monkeypatch):
    """Let the builder work in a folder of its own, with one source and a glossary."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "glossary.py").write_text("# %% [markdown]\n# # Words\n", encoding="utf-8")
    (tmp_path / "src" / "01_an_image_is_a_tensor.py").write_text(WELL_MADE, encoding="utf-8")
    monkeypatch.setattr(builder, "HERE", tmp_path)
    monkeypatch.setattr(builder, "SOURCES", tmp_path / "src")
    monkeypatch.setattr(builder, "COUNTING", [])
    return tmp_path


def test_check_tells_what_is_missing_and_building_mends_it(builder, elsewhere, capsys):
    assert builder.main(["--check"]) == 1
    assert "01_an_image_is_a_tensor.ipynb is not in step" in capsys.readouterr().out
    assert not list(elsewhere.glob("*.ipynb")), "checking builds nothing"
    assert builder.main([]) == 0
    assert builder.main(["--check"]) == 0


def test_check_tells_what_was_changed_by_hand_and_what_has_no_source(builder, elsewhere, capsys):
    builder.main([])
    notebook = elsewhere / "01_an_image_is_a_tensor.ipynb"
    notebook.write_text(notebook.read_text().replace("1 + 1", "1 + 2"))
    (elsewhere / "09_left_over.ipynb").write_text("{}")
    capsys.readouterr()
    assert builder.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "01_an_image" in said
    assert "09_left_over" in said


def test_every_exercise_is_placed_once_in_its_notebook(builder):
    placed = [
        (source.stem, name)
        for source in builder.sources()
        for cell in builder.build(source).cells
        for kind, name in cell.metadata.get("cnnteach", {}).items()
        if kind == "exercise"
    ]
    built = {source.stem for source in builder.sources()}
    expected = [(e.notebook, e.name) for e in catalogue().values() if e.notebook in built]
    assert sorted(placed) == sorted(expected)
    assert len(placed) >= 10
