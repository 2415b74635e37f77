"""An assignment as an autograder for Gradescope: the same master, judge, sandbox and complaints.

The archive holds a course of one assignment, this package, the versions of all that it needs, and
the two scripts that Gradescope runs. `cnnteach.classroom.autograder` is what they run.

References
----------
.. [1] Gradescope's documentation, "Autograder Specifications" and "Code Autograder Best Practices".
"""

import json
import shutil
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path

import cnnteach
from cnnteach.classroom.course import Course, config
from cnnteach.classroom.grading import SECONDS
from cnnteach.classroom.releasing import release

VISIBLE = ("visible", "after_due_date", "after_published")
SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the autograder's image.
set -euo pipefail
cd "$(dirname "$0")"
root=$(dirname "$PWD")
if command -v apt-get > /dev/null; then
    apt-get update
    apt-get install --yes --no-install-recommends bubblewrap python3-venv
fi
python3 -m venv "$root/uv"
"$root/uv/bin/pip" install --constraint requirements.lock uv==0.9.7
# Where a student's code, which is not root's, may read it too.
export UV_PYTHON_INSTALL_DIR="$root/python" UV_LINK_MODE=copy
"$root/uv/bin/uv" venv --python '>=3.11,<3.14' "$root/venv"
"$root/uv/bin/uv" pip install --python "$root/venv/bin/python" \\
    --constraint requirements.lock --requirement requirements.txt
cp -r cnnteach "$root"/venv/lib/python3.*/site-packages/
chmod 700 .
"""
RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for each submission, as root; a student's code runs in a sandbox.
cd "$(dirname "$0")"
chmod 700 source results
exec venv/bin/python -m cnnteach.classroom.autograder "$PWD"
"""


def write_autograder(
    course: Course,
    assignment: str,
    *,
    seconds: int = SECONDS,
    seed_by_student: bool = False,
    visibility: str = "visible",
) -> Path:
    """Write ``gradescope/ASSIGNMENT.zip``, to be uploaded as an assignment's autograder.

    Parameters
    ----------
    course : Course
    assignment : str
    seconds : int
        That one cell may take.
    seed_by_student : bool
        Whether hidden tests draw other numbers for each student.
    visibility : str
        When students see what was right: "visible" (at once), "after_due_date", "after_published".

    Raises
    ------
    FileNotFoundError
        If there is no such assignment, or no ``requirements.lock``, as there is in a clone.
    RuntimeError
        If a solution of the master does not pass.
    ValueError
        If there is no such visibility.
    """
    if visibility not in VISIBLE:
        raise ValueError(f"results are {' or '.join(VISIBLE)}, not {visibility!r}")
    lock = Path(cnnteach.__file__).parents[1] / "requirements.lock"
    if not lock.exists():
        raise FileNotFoundError(f"there is no {lock}; run this from a clone of the course")
    options = {"assignment": assignment, "seconds": seconds, "visibility": visibility}
    options["seed_by_student"] = seed_by_student
    path = course.root / "gradescope" / f"{assignment}.zip"
    path.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        alone = _alone(course, assignment, Path(folder) / "course")
        master = (alone.root / "source" / assignment / f"{assignment}.ipynb").read_text("utf-8")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            _add_script(archive, "setup.sh", SETUP)
            _add_script(archive, "run_autograder", RUN)
            archive.writestr("options.json", json.dumps(options))
            archive.writestr("requirements.txt", "\n".join([*requirements(master), ""]))
            archive.write(lock, "requirements.lock")
            _add_tree(archive, Path(cnnteach.__file__).parent, "cnnteach")
            _add_tree(archive, alone.root, "course")
    return path


def requirements(master: str) -> list[str]:
    """Return what grading needs: this package's own needs, nbgrader, and Keras where it is used."""
    own = [each for each in metadata.requires("cnnteach") or [] if "extra ==" not in each]
    uses_keras = any(word in master for word in ("keras", "tensorflow", "cnnteach.models"))
    return [*own, "nbgrader", "ipykernel", *["tensorflow"] * uses_keras]


def _alone(course, assignment, root):
    """Make a course of one assignment, with a gradebook in which nobody is yet."""
    if assignment not in course.assignments:
        release(course, assignment)  # which says what there is
    shutil.copytree(course.root / "source" / assignment, root / "source" / assignment)
    alone = Course(root)
    alone.config.write_text(config("course"), encoding="utf-8")
    release(alone, assignment)
    return alone


def _add_script(archive, name, text):
    about = zipfile.ZipInfo(name)
    about.external_attr = 0o100755 << 16
    archive.writestr(about, text)


def _add_tree(archive, folder, name):
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            archive.write(path, Path(name) / path.relative_to(folder))
