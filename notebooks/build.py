"""Build notebooks/NN_topic.ipynb, which a learner opens, from notebooks/src/NN_topic.py.

The source is jupytext's percent format. Two kinds of cells are filled from the catalogue of
exercises, which is the one place where an exercise is written:

    # %% exercise="output_size"     a heading with points and minutes, and the cell to complete
    # %% check="output_size"        check("output_size", output_size)

The first cell of each leads to the glossary, whose source is notebooks/src/glossary.py. Built
notebooks hold no output, and the same source always gives the same bytes. Beside them,
projector.ipynb is made from docs/teaching.md, and exercises are counted where a page asks for it.

    python notebooks/build.py            build them all
    python notebooks/build.py --check    say which are not in step with their source; exit 1 if any
"""

import argparse
import ast
import hashlib
import sys
from collections import Counter
from pathlib import Path

import jupytext
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from teachers import counted, projector

from cnnteach.exercises import catalogue

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "src"
TEACHING = HERE.parent / "docs" / "teaching.md"
COUNTING = [HERE.parent / "README.md", TEACHING]
WORDS = "\n\n**Words:** the [glossary](glossary.ipynb) explains them."
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


WITH_MODELS = {"keras"} | {  # a notebook that imports one of these needs Keras and its backend
    f"cnnteach.{part}" for part in ("explain", "lectures", "models", "recipes", "tasks", "training")
}


class SourceError(Exception):
    """A notebook's source asks for something that cannot be built."""


def sources():
    """Return the notebooks' sources, in the order of the course."""
    return sorted(SOURCES.glob("[0-9][0-9]_*.py"))


def pages():
    """Return all that is built: the course, and its glossary."""
    return [*sources(), SOURCES / "glossary.py"]


def target(source):
    """Return where the notebook of `source` stands."""
    return HERE / f"{source.stem}.ipynb"


def needs_models(source):
    """Tell whether the notebook works with Keras models, from what it imports."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    return any(
        f"{dotted}.".startswith(f"{part}.")
        for node in imports
        for dotted in _dotted(node)
        for part in WITH_MODELS
    )


def _dotted(node):
    """Return the names that an import loads: ``from a import b`` may load a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def build(source):
    """Return the notebook of a source.

    Parameters
    ----------
    source : Path
        A file of ``notebooks/src``.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    SourceError
        If the source names an unknown exercise, one of another notebook or one twice, checks what
        it does not set, or writes something into a cell that is filled from the catalogue.
    """
    script = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent")
    expand = Expander(source.stem)
    cells = [new for cell in script.cells for new in expand(cell)]
    expand.finish()
    if source in sources():
        cells[0].source += WORDS
    return _notebook(cells)


def _notebook(cells):
    _name_cells(cells)
    notebook = new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(notebook)
    return notebook


class Expander:
    """Turns a source's cells into a notebook's, filling in exercises and checks."""

    def __init__(self, notebook):
        self.notebook = notebook
        self.exercises = catalogue()
        self.set, self.checked = [], []

    def __call__(self, cell):
        """Return the cells that stand for `cell`."""
        if cell.cell_type == "markdown":
            return [new_markdown_cell(cell.source)]
        tags = {key: value for key, value in cell.metadata.items() if key in ("exercise", "check")}
        if not tags:
            return [new_code_cell(cell.source)]
        (kind, name), *more = tags.items()
        if more or cell.source.strip():
            raise SourceError(f'{self.notebook}: the cell {kind}="{name}" must have nothing in it')
        exercise = self._find(name)
        return self._exercise(exercise) if kind == "exercise" else self._check(exercise)

    def finish(self):
        """Complain of exercises that are set but never checked."""
        unchecked = set(self.set) - set(self.checked)
        if unchecked:
            raise SourceError(f"{self.notebook}: nothing checks {', '.join(sorted(unchecked))}")

    def _find(self, name):
        if name not in self.exercises:
            raise SourceError(f'{self.notebook}: the catalogue has no exercise "{name}"')
        exercise = self.exercises[name]
        if exercise.notebook != self.notebook:
            raise SourceError(f'{self.notebook}: "{name}" belongs to {exercise.notebook}')
        return exercise

    def _exercise(self, exercise):
        """Return a heading, and the cell that the learner completes."""
        if exercise.name in self.set:
            raise SourceError(f'{self.notebook}: the exercise "{exercise.name}" is set twice')
        self.set.append(exercise.name)
        points = f"{exercise.points} point{'s' * (exercise.points != 1)}"
        minutes = f"about {exercise.minutes} minute{'s' * (exercise.minutes != 1)}"
        heading = f"### Exercise: {exercise.title}\n*{points} · {minutes} · {exercise.level}*"
        metadata = {"cnnteach": {"exercise": exercise.name}}
        stub = new_code_cell(exercise.stub_source, metadata=metadata)
        return [new_markdown_cell(heading), stub]

    def _check(self, exercise):
        """Return the cell that checks an answer; the first of a notebook imports what it needs."""
        if exercise.name not in self.set or exercise.name in self.checked:
            raise SourceError(
                f'{self.notebook}: check="{exercise.name}" must come once, after its exercise'
            )
        code = f'check("{exercise.name}", {exercise.answer_name})'
        if not self.checked:
            code = f"from cnnteach.exercises import check, hint, solution\n\n{code}"
        self.checked.append(exercise.name)
        return [new_code_cell(code, metadata={"cnnteach": {"check": exercise.name}})]


def _name_cells(cells):
    """Give each cell an id that depends on what it says, so that others keep theirs."""
    seen = Counter()
    for cell in cells:
        ours = cell.metadata.get("cnnteach")
        if ours:
            (kind, name) = next(iter(ours.items()))
            name = f"{kind}-{name}".replace("_", "-")
        else:
            name = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        seen[name] += 1
        cell["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"


def text(notebook):
    """Return a notebook as the text of its file."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def products():
    """Return the text of every file that is built, by its path."""
    made = {target(source): text(build(source)) for source in pages()}
    shown = projector(TEACHING.read_text(encoding="utf-8"))
    made[HERE / "projector.ipynb"] = text(_notebook(shown))
    return made | {page: counted(page.read_text(encoding="utf-8")) for page in COUNTING}


def stale():
    """Return what is out of step: files unlike their source, and notebooks without one."""
    made = products()
    wrong = [
        path
        for path, content in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]
    return wrong + sorted(set(HERE.glob("*.ipynb")) - set(made))


def main(arguments=None):
    """Build, or check; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="build nothing; exit 1 if stale")
    if parser.parse_args(arguments).check:
        wrong = stale()
        for path in wrong:
            print(f"{path.name} is not in step with its source; run `make notebooks`")
        return 1 if wrong else 0
    for path, content in products().items():
        path.write_text(content, encoding="utf-8")
        print(f"built {path.name}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SourceError as error:
        sys.exit(f"error: {error}")
