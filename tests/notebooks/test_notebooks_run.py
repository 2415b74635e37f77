"""Every notebook runs from top to bottom in a real kernel, as handed out, and is then solved."""

import json
import time

import nbformat
import pytest
from nbclient import NotebookClient

from cnnteach.exercises import catalogue

NO_NETWORK = """\
import socket
connect = socket.socket.connect
def only_to_this_machine(self, address):
    host = address[0] if isinstance(address, tuple) else "local"
    if host not in ("localhost", "127.0.0.1", "::1", "local"):
        raise OSError(f"a notebook tried to reach {address}")
    return connect(self, address)
socket.socket.connect = only_to_this_machine
"""
KEPT = "import os; print(os.path.exists(os.environ['CNNTEACH_PROGRESS']))"
AFTERWARDS = "import sys; print(*sorted({'keras', 'tensorflow', 'torch'} & set(sys.modules)))"


class Run:
    """A notebook that has run with stubs, as handed out; then each exercise was solved."""

    def __init__(self, notebook, folder, answers):
        self.folder, self.cells = folder, notebook.cells[: -answers - 2]
        self.between, *self.answers, self.last = notebook.cells[-answers - 2 :]

    @property
    def outputs(self):
        cells = [*self.cells, *self.answers]
        return [(c, o) for c in cells if c.cell_type == "code" for o in c.outputs]

    @property
    def progress(self):
        """Return the points kept in the learner's file."""
        file = self.folder / "progress.json"
        records = json.loads(file.read_text())["exercises"] if file.exists() else {}
        return {name: record["points"] for name, record in records.items()}


def checks(cells):
    """Return what each check said, by exercise."""
    tagged = ((cell, cell.metadata.get("cnnteach", {}).get("check")) for cell in cells)
    return {name: cell.outputs[0]["data"]["text/plain"] for cell, name in tagged if name}


SECONDS_A_CELL = 60
SECONDS_A_CELL_WITH_MODELS = 240  # the first imports Keras and its backend


def execute(notebook, folder, seconds=SECONDS_A_CELL):
    """Run a notebook in a kernel that has a home of its own, and no network."""
    (folder / "sitecustomize.py").write_text(NO_NETWORK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNTEACH_PROGRESS", str(folder / "progress.json"))
        patch.setenv("PYTHONPATH", str(folder))
        patch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")  # what the machine lacks is not the notebook's
        for name in ("HOME", "XDG_DATA_HOME", "IPYTHONDIR", "MPLCONFIGDIR"):
            patch.setenv(name, str(folder / "home"))
        where = {"metadata": {"path": str(folder)}}
        options = {"timeout": seconds, "kernel_name": "python3", "allow_errors": True}
        NotebookClient(notebook, resources=where, **options).execute()


def solved(notebook):
    """Return two cells for each exercise: its solution, and what checks it."""
    asked = [cell for cell in notebook.cells if "check" in cell.metadata.get("cnnteach", {})]
    for cell in asked:
        solution = catalogue()[cell.metadata["cnnteach"]["check"]].solution_source
        yield nbformat.v4.new_code_cell(solution)
        yield nbformat.v4.new_code_cell(cell.source, metadata=cell.metadata)


@pytest.fixture(scope="module")
def run(builder, source, needs_models, tmp_path_factory):
    folder = tmp_path_factory.mktemp(source.stem)
    notebook = builder.build(source)
    answers = [*solved(notebook)]
    between, last = (nbformat.v4.new_code_cell(code) for code in (KEPT, AFTERWARDS))
    notebook.cells += [between, *answers, last]
    began = time.perf_counter()
    execute(notebook, folder, SECONDS_A_CELL_WITH_MODELS if needs_models else SECONDS_A_CELL)
    print(f"\n{source.stem}: {time.perf_counter() - began:.1f} s")
    return Run(notebook, folder, len(answers))


def test_no_cell_fails_and_none_complains(run):
    for cell, output in run.outputs:
        assert output.output_type != "error", f"{cell.source}\n{output.get('evalue')}"
        assert output.get("name") != "stderr", f"{cell.source}\n{output.get('text')}"


def test_numbers_are_shown_as_python_writes_them(run):
    """As ``4.04``, not as ``np.float32(4.0352488)``."""
    for cell, output in run.outputs:
        shown = output.get("data", {}).get("text/plain", "")
        assert "np." not in shown, f"{cell.source}\n{shown}"


def test_each_check_says_not_tried_with_the_stub_and_right_with_the_solution(source, run):
    mine = {e.name for e in catalogue().values() if e.notebook == source.stem}
    for cells, begins in ((run.cells, "… Not tried yet"), (run.answers, "✓ Right")):
        said = checks(cells)
        assert set(said) == mine
        assert {name: text for name, text in said.items() if not text.startswith(begins)} == {}


def test_progress_goes_to_the_learners_file_and_nowhere_else(source, run):
    mine = [e for e in catalogue().values() if e.notebook == source.stem]
    assert run.between.outputs[0]["text"] == "False\n", "kept before anything was solved"
    assert run.progress == {e.name: e.points for e in mine}
    assert not list((run.folder / "home").rglob("progress*"))


def test_every_picture_has_words_for_those_who_cannot_see_it(run):
    pictures = [(c, o["data"]) for c, o in run.outputs if "image/png" in o.get("data", {})]
    assert pictures
    for cell, data in pictures:
        assert 'alt="' in data["text/html"], cell.source
        assert 'alt=""' not in data["text/html"], cell.source
        assert len(data["text/plain"]) > 20, cell.source


def test_keras_and_its_backend_are_loaded_only_where_models_are_used(run, needs_models):
    loaded = run.last.outputs[0]["text"].split()
    assert ("keras" in loaded) == needs_models, loaded


def test_the_guard_stops_a_cell_that_reaches_out(tmp_path):
    cell = nbformat.v4.new_code_cell(
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    )
    execute(nbformat.v4.new_notebook(cells=[cell]), tmp_path)
    assert "a notebook tried to reach" in cell.outputs[0]["evalue"]
