"""Every notebook in JupyterLab, as a learner meets it: run, each exercise failed, then solved.

`make walk` leaves the pictures of it in ``build/walk``, to be looked at: each cell, and each answer
of a check.
"""

import itertools
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cnnteach.exercises import catalogue

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "walk"
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
LOOKS = itertools.cycle([("light", 1280), ("dark", 1280), ("light", 700), ("dark", 700)])
WALKS = list(zip(NOTEBOOKS, LOOKS, strict=False))
SECONDS = 240  # that a notebook may take from top to bottom
WRONG = 'from cnnteach.exercises import catalogue\n{0} = catalogue()["{0}"].mistakes[0].answer'
pytestmark = [pytest.mark.browser, pytest.mark.walk]


@pytest.mark.parametrize(("name", "look"), WALKS, ids=NOTEBOOKS)
def test_it_runs_and_answers_each_mistake_and_each_solution(open_notebook, name, look):
    theme, width = look
    notebook = open_notebook(f"{name}.ipynb", theme=theme)
    notebook.page.set_viewport_size({"width": width, "height": 2000})
    notebook.run_all(seconds=SECONDS)
    folder = PICTURES / f"{name}-{theme}-{width}"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(len(notebook.cells())):
        notebook.screenshot(folder / f"{number:03}.png", number)
    for exercise in (e for e in catalogue().values() if e.notebook == name):
        fail_and_solve(notebook, exercise, folder)
    notebook.check()
    assert (notebook.tab.outside, notebook.tab.errors) == ([], [])


def fail_and_solve(notebook, exercise, folder):
    """Answer with the first of the usual mistakes, then with the solution, as typed."""
    cell, check = exercise.stub_source, f'check("{exercise.name}"'
    number = next(n for n, each in enumerate(notebook.cells()) if each["source"] == cell)
    mistake = exercise.mistakes[0]
    expect(notebook.output(check).last).to_contain_text("Not tried yet")
    answers = {
        "failed": (WRONG.format(exercise.name), mistake.hint.replace("`", "")),
        "solved": (exercise.solution_source, "Right"),
    }
    for became, (source, said) in answers.items():
        notebook.type(number, source)
        notebook.run(number)
        notebook.run(check)
        expect(notebook.output(check).last).to_contain_text(said)
        notebook.screenshot(folder / f"{exercise.name}-{became}.png", check)
