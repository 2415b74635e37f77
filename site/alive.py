"""A Sphinx extension: widgets that live without a kernel, and a word where one is needed.

An explorer's output holds its picture and its whole page. Here each becomes a file: the page's
script and style are the same for all explorers of a kind, and stand once. A script is made
classic, not a module, since a browser loads no module from a file.
"""

import base64
import hashlib
import html
import re
import zlib
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

FOLDER = "_alive"
STATE = "application/vnd.jupyter.widget-state+json"
PICTURE = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=]+)"')
NOTEBOOK = re.compile(r'href="(\w+)\.ipynb"')
PLAYER = re.compile(
    r'<div><img alt="(?P<words>[^"]*)" src="(?P<still>[^"]*)">'
    r'<iframe title="(?P<title>\w+)"[^>]* srcdoc="(?P<page>[^"]*)"></iframe></div>'
)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SCRIPT = re.compile(r'<script type="module">(.*?)</script>', re.DOTALL)
EXPORT = re.compile(r"^export (\{[^}]*\}|default .*?);?$", re.MULTILINE)
FRAME = """\
<figure class="alive"><img class="alive-still" alt="{words}" src="{still}">
<iframe title="{title}" loading="lazy" src="{page}"></iframe></figure>"""


class Files:
    """The files that a page's outputs become, named by what they hold."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def add(self, name, content):
        """Write a file, unless it is there; return its name."""
        content = content if isinstance(content, bytes) else content.encode()
        stem, dot, kind = name.rpartition(".")
        name = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}{dot}{kind}"
        path = self.folder / name
        if not path.exists():
            path.write_bytes(content)
        return name

    def picture(self, match):
        """Return the ``src`` of a picture that was written out in a page."""
        name = self.add("picture.png", base64.b64decode(match[1]))
        return f'loading="lazy" src="{FOLDER}/{name}"'

    def player(self, match):
        """Return the frame of an explorer: its page is loaded when it comes into view."""
        title = match["title"]
        page = html.unescape(match["page"])
        page = STYLE.sub(lambda found: self._style(title, found[1]), page, count=1)
        page = SCRIPT.sub(lambda found: self._script(title, found[1]), page, count=1)
        page = f"{FOLDER}/{self.add(f'{title}.html', page)}"
        return FRAME.format(words=match["words"], still=match["still"], title=title, page=page)

    def _style(self, title, text):
        return f'<link rel="stylesheet" href="{self.add(f"{title}.css", text)}">'

    def _script(self, title, module):
        text = f'"use strict";\n(() => {{\n{EXPORT.sub("", module)}\n}})();\n'
        files = self.add(f"{title}.js", text), "../_static/frame.js"
        return "".join(f'<script defer src="{name}"></script>' for name in files)


def put_into_files(app, doctree, docname):
    """Replace what outputs hold by names of files, in a page that is about to be written."""
    if app.builder.format != "html":
        return
    files = Files(Path(app.outdir) / FOLDER)
    for node in doctree.findall(nodes.raw):
        text = PLAYER.sub(files.player, node.astext())
        text = NOTEBOOK.sub(r'href="\1.html"', PICTURE.sub(files.picture, text))
        node.children = [nodes.Text(text)]


def leave_out_state(app, page, template, context, doctree):
    """Leave out the state that is kept for JupyterLab: each explorer's page has its own."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if getattr(script, "attributes", {}).get("type") != STATE
    ]


def say_what_needs_a_kernel(app, doctree):
    """Say at the top of a page with Python and below each check what only Python can do."""
    cells = [cell for cell in doctree.findall(nodes.container) if "cell_metadata" in cell]
    lines = [each.get("language") for each in doctree.findall(nodes.literal_block)]
    title = next(iter(doctree.findall(nodes.title)), None)
    if cells:
        said = "Explorers work on this page; to run and change its cells, open JupyterLab: "
        _add_after(title, said)
    elif "python" in lines:
        _add_after(title, "The lines of Python on this page are to be run in JupyterLab: ")
    for cell in cells:
        if "check" in cell["cell_metadata"].get("cnnteach", {}):
            _add_after(
                cell, "To write an answer and have it checked, open this page in JupyterLab: "
            )


def _add_after(node, said):
    """Add a line that ends in a link to where it is said how to get JupyterLab."""
    link = addnodes.pending_xref(
        "",
        nodes.inline("", "how to get it"),
        refdomain="std",
        reftype="ref",
        reftarget="with-python",
        refexplicit=True,
        refwarn=True,
    )
    note = nodes.paragraph("", said, link, nodes.Text("."), classes=["needs-kernel"])
    node.parent.insert(node.parent.index(node) + 1, note)


def setup(app):
    """Hook into Sphinx: notes when a page is read, files when it is written."""
    app.connect("doctree-read", say_what_needs_a_kernel)
    app.connect("doctree-resolved", put_into_files)
    app.connect("html-page-context", leave_out_state, priority=900)  # after it was put in
    this = zlib.crc32(Path(__file__).read_bytes())  # pages that another version made are made anew
    return {"env_version": this, "parallel_read_safe": True, "parallel_write_safe": True}
