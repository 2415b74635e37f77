"""Python, the system, and the packages that the course stands on."""

import platform
import sys
from importlib import metadata
from pathlib import Path

from cnnteach.doctor.finding import good, wrong

PYTHONS = ((3, 11), (3, 14))  # from, and up to without
NEEDED = (
    "numpy",
    "scipy",
    "matplotlib",
    "pillow",
    "scikit-image",
    "scikit-learn",
    "mlxtend",
    "pooch",
)
NOTEBOOK = ("jupyterlab", "ipywidgets", "anywidget")
INSTALL = "`make setup` installs all that the course needs; without make, see README.md."


def examine(python=None):
    """Yield findings about Python and the packages.

    Parameters
    ----------
    python : tuple of int, optional
        A version to judge in the place of this one.
    """
    yield _python(python or sys.version_info[:3])
    for names in (NEEDED, NOTEBOOK):
        found = {name: version(name) for name in names}
        there = [f"{name} {number}" for name, number in found.items() if number]
        if there:
            yield good(f"Installed: {', '.join(there)}.")
        for name in (name for name, number in found.items() if not number):
            yield wrong(f"{name} is not installed.", INSTALL)


def _python(numbers):
    spelled = ".".join(map(str, numbers))
    sentence = f"Python {spelled} at {sys.prefix}, on {platform.platform(terse=True)}."
    first, beyond = PYTHONS
    if first <= tuple(numbers[:2]) < beyond:
        return good(sentence)
    return wrong(
        sentence,
        f"The course is made for Python {first[0]}.{first[1]} to {beyond[0]}.{beyond[1] - 1}; "
        "`make setup PYTHON=python3.13` takes another one that is installed.",
    )


def version(name):
    """Return the version of an installed package, without importing it; None where there is none.

    Examples
    --------
    >>> version("no-such-package") is None
    True
    """
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def examine_front_end(folders=None):
    """Yield whether JupyterLab will show widgets: their page's half lies beside the kernel's.

    Parameters
    ----------
    folders : list of path, optional
        Where JupyterLab looks for extensions; asked of Jupyter where not given.
    """
    if folders is None:
        try:
            from jupyter_core.paths import jupyter_path
        except ImportError:
            return  # that JupyterLab is not there has been said
        folders = jupyter_path("labextensions")
    for name, what in (
        ("@jupyter-widgets/jupyterlab-manager", "Widgets"),
        ("anywidget", "anywidget"),
    ):
        places = [Path(folder, name) for folder in folders]
        found = [place for place in places if (place / "package.json").is_file()]
        if found:
            yield good(f"{what}: JupyterLab's half is in {found[0]}.")
        else:
            yield wrong(
                f"{what}: JupyterLab's half, {name}, is in none of {', '.join(map(str, folders))}.",
                "Without it a widget stays a line of text. Install into the environment that "
                "JupyterLab itself runs from, and restart JupyterLab.\n" + INSTALL,
            )
