"""Build the course as pages, into build/site: run what is new, and write complete, static HTML.

The pages need no kernel, no server and no network: open build/site/index.html, copy the folder to a
stick, or put it on any web server.

    python site/pages.py
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build" / "pages"
LOCK = BUILD.with_suffix(".lock")
PAGES = ROOT / "build" / "site"
COMMENT = re.compile(r" ?<!--.*?-->")  # by which counts are filled and numbers checked
LINK = re.compile(r"\[([^\]]*)\]\((?:\.\./)?([\w./]+)\)")  # to a file of the course
OTHERS = {  # the pages beside the notebooks, and where they come from
    "index.md": HERE / "index.md",
    "teaching.md": ROOT / "docs" / "teaching.md",
    "items.png": ROOT / "docs" / "items.png",
    "topics.md": ROOT / "docs" / "topics.md",
    "pictures.md": ROOT / "data" / "README.md",
}


def course_map(readme):
    """Return the README's table of notebooks, each named by its title and linked.

    Raises
    ------
    ValueError
        If the README has no such table.
    """
    table = re.search(r"^\| notebook .*?(?=\n\n)", readme, re.DOTALL | re.MULTILINE)
    if table is None:
        raise ValueError("README.md has no table that begins with '| notebook'")
    return table[0]


def linked(text, pages):
    """Return the text of a page: its links lead to pages, where the files that they name are some.

    >>> linked("See [the map](../notebooks/00.ipynb) and [how](../site/README.md).", {"00.ipynb"})
    'See [the map](00.ipynb) and how (`site/README.md`).'
    """

    def link(match):
        words, path = match.groups()
        name = Path(path).name
        return f"[{words}]({name})" if name in pages else f"{words} (`{path}`)"

    return LINK.sub(link, COMMENT.sub("", text))


def gather(source):
    """Put the notebooks and the other pages into one folder; leave alone what has not changed."""
    files = {path.name: path for path in (ROOT / "notebooks").glob("*.ipynb")} | OTHERS
    wanted = {name: path.read_bytes() for name, path in files.items()}
    of_the_course = course_map((ROOT / "README.md").read_text(encoding="utf-8"))
    for name in (name for name in files if name.endswith(".md")):
        text = wanted[name].decode().replace("<!--map-->", of_the_course)
        wanted[name] = linked(text, files).encode()
    source.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        path = source / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def fingerprint(package):
    """Return a word that changes with any file of the package: what cells show depends on it."""
    sums = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            sums.update(f"{path.relative_to(package)}".encode() + path.read_bytes())
    return sums.hexdigest()[:16]


def executed(folder):
    """Return where the outputs of this version of cnnteach are kept; forget those of others."""
    kept = folder / fingerprint(ROOT / "cnnteach")
    for other in folder.glob("*"):
        if other != kept:
            shutil.rmtree(other)
    return kept


def sweep(pages):
    """Remove what earlier builds left beside the pages: explorers and pictures of none."""
    kept = "".join(page.read_text(encoding="utf-8") for page in pages.glob("*.html"))
    frames = [path for path in (pages / "_alive").glob("*.html") if path.name in kept]
    kept += "".join(path.read_text(encoding="utf-8") for path in frames)
    for path in (pages / "_alive").iterdir():
        if path.name not in kept:
            path.unlink()


@contextmanager
def one_at_a_time():
    """Wait until no other build is at work: it would sweep away what this one needs."""
    LOCK.parent.mkdir(exist_ok=True)
    lock = FileLock(LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        print("Another build is at work. This one begins when that has ended.", flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def main(arguments=()):
    """Build; return Sphinx's exit status. Further arguments are Sphinx's own."""
    with one_at_a_time():
        return build(arguments)


def build(arguments):
    """Build, alone; return Sphinx's exit status."""
    gather(BUILD / "source")
    with tempfile.TemporaryDirectory() as home:  # nobody's progress goes into the pages
        environment = os.environ | {
            "CNNTEACH_EXECUTED": str(executed(BUILD / "executed")),
            "CNNTEACH_PROGRESS": str(Path(home) / "progress.json"),
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        folders = ["-c", HERE, "-d", BUILD / "doctrees", BUILD / "source", PAGES]
        command = [sys.executable, "-m", "sphinx", "-b", "html", "--fail-on-warning", *folders]
        status = subprocess.run([*command, *arguments], env=environment).returncode
    if status == 0:
        sweep(PAGES)
        print(f"Open {PAGES / 'index.html'}, or copy the folder {PAGES} to any web server.")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
