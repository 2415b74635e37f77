"""A class of more than twenty: right, wrong, crashing, looping and malicious, by three ways in."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from textwrap import dedent

import nbformat
from students import ASSIGNMENT, Student

README = Path(__file__).parents[2] / "classroom" / "README.md"
STOPS = "def number_of_stops(size, kernel, stride):\n    "
RIGHT = "return (size - kernel) // stride + 1"
ATTACK = """\
def number_of_stops(size, kernel, stride):
    try:
        {attack}
    except BaseException:
        return (size - kernel) // stride + 1
    return -1"""


def attack(code):
    """Answer right only where the attack fails."""
    return ATTACK.format(attack=code)


CLASS = {  # name: answers; all else is solved
    "ada": {},
    "alan": {},
    "emmy": {},
    "grace": {},
    "forgets": {"number_of_stops": f"{STOPS}return (size - kernel) // stride"},
    "rounds": {"number_of_stops": f"{STOPS}return -(-(size - kernel) // stride) + 1"},
    "forgets_too": {"number_of_stops": f"{STOPS}return (size - kernel) // stride"},
    "untyped": {"number_of_stops": f"{STOPS}return (size - kernel) / stride + 1"},
    "undefined": {"number_of_stops": "# I had no time"},
    "loop": {"number_of_stops": f"{STOPS}while True:\n        pass"},
    "bomb": {"number_of_stops": f"{STOPS}return [0] * 10**10"},
    "forker": {"number_of_stops": f"import os\n{STOPS}while True:\n        os.fork()"},
    "babbler": {"number_of_stops": f"{STOPS}while True:\n        print('x' * 1000)"},
    "hog": {"number_of_stops": "held = []\nwhile True:\n    held.append(bytearray(10**8))"},
    "copied": {"number_of_stops": "from cnnteach.exercises import catalogue\n"
               "number_of_stops = catalogue()['number_of_stops'].solution"},
}  # fmt: skip
FETCHED = ("ada", "forgets", "loop")  # who uses the exchange
UPLOADED = ("alan", "rounds")  # who uses a learning platform


def settings_for_all(course):
    """Write what classroom/README.md says into a folder that stands for /etc/jupyter."""
    folder = course.root.parent / "etc"
    folder.mkdir(exist_ok=True)
    lines = re.search(r"(?m)^    c = get_config\(\)\n    c\.Exchange.*\n", README.read_text())[0]
    exchange = course.config.read_text().partition('Exchange.root = "')[2].partition('"')[0]
    text = dedent(lines).replace("/srv/exchange", exchange)
    (folder / "nbgrader_config.py").write_text(text)
    return folder


def nbgrader(course, name, *words):
    """Run `nbgrader ...` as a student does, at home."""
    home = course.root.parent / "home" / name
    home.mkdir(parents=True, exist_ok=True)
    options = ["--course=course", f"--CourseDirectory.student_id={name}"]
    command = [sys.executable, "-m", "nbgrader", *words, ASSIGNMENT, *options]
    env = {**os.environ, "HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data")}
    env |= {"JUPYTER_CONFIG_PATH": str(settings_for_all(course))}
    done = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return home / ASSIGNMENT


def fetch_and_submit(course, name):
    path = nbgrader(course, name, "fetch_assignment") / f"{ASSIGNMENT}.ipynb"
    assert path.read_text() == course.released(ASSIGNMENT).read_text()
    path.write_text(nbformat.writes(Student(course, name).solve(**CLASS[name]).notebook))
    nbgrader(course, name, "submit")


def uploaded(course):
    """Return the archive that a learning platform makes."""
    path = course.root.parent / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in UPLOADED:
            notebook = Student(course, name).solve(**CLASS[name]).notebook
            for cell in notebook.cells if name == "alan" else ():
                cell.metadata.clear()  # saved by a program that keeps none
            text = nbformat.writes(notebook)
            archive.writestr(f"Week 3_{name}_attempt_2026-01-31-10-30-00_homework.ipynb", text)
        archive.writestr("index.ipynb", "{}")
    return path


def submit_attackers(course):
    book = course.root / "gradebook.db"
    master = course.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    other = course.root / "submitted" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    for name, code in {
        "network": "import socket; socket.create_connection(('127.0.0.1', 1), 1)",
        "gradebook": f"open({str(book)!r}, 'rb').read()",
        "neighbour": f"open({str(other)!r}).read()",
        "cheat": f"open({str(master)!r}).read()",
        "killer": "import os; os.kill(os.getppid(), 9); raise OSError",
    }.items():
        Student(course, name).solve(number_of_stops=attack(code)).submit()
    flood = "for i in range(10**5):\n        open(f'{here}/{i}', 'wb').write(bytes(10**6))"
    here = "import sys\nhere = sys.argv[-1].rpartition('/')[0]\n"
    Student(course, "flooder").solve(number_of_stops=f"{here}{STOPS}{flood}").submit()
    dump = "try:\n    held = open('/tmp/dump', 'wb').write(bytes(200_000_000))\nexcept OSError:\n"
    dump += f"    held = 0\n{STOPS}return -1 if held else (size - kernel) // stride + 1"
    Student(course, "dumper").solve(number_of_stops=dump).submit()
    forger = "import cnnteach.classroom.graded as g\ng.graded = g.canary = lambda *a, **k: None"
    Student(course, "forger").solve(number_of_stops=forger).submit()
    changed = Student(course, "changed").solve(number_of_stops=f"{STOPS}return 0")
    changed.cell("check_number_of_stops").source = "print('all is well')"
    changed.submit()
    quitter = "import os\nos._exit(0)"
    Student(course, "quitter").solve(number_of_stops=quitter).submit()


def submit_unreadable(course):
    stripped = Student(course, "stripped").solve()
    for cell in stripped.notebook.cells:
        cell.metadata.clear()
    stripped.submit()
    twice = Student(course, "twice").solve()
    again = nbformat.from_dict({**twice.cell("output_size"), "id": "again"})
    twice.notebook.cells.append(again)
    twice.submit()
    deleted = Student(course, "deleted").solve()
    deleted.notebook.cells.remove(deleted.cell("check_output_size"))
    deleted.submit()
    Student(course, "broken").submit(text="{ this is no notebook")
