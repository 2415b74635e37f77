"""A widget's view alone, on a blank page with no kernel; and the functions of its script."""

import base64
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).with_name("view.js").read_text(encoding="utf-8")
ADDRESS = "http://localhost/"  # answered by the test: a page with the rights that JupyterLab's has
BLANK = '<!doctype html><html lang="en"><title>A widget</title><body data-jp-theme-light="true">'
JUPYTERS = ("layout", "tabbable", "tooltip")
TYPED = {
    "float64": "Float64Array",
    "float32": "Float32Array",
    "int64": "BigInt64Array",
    "int32": "Int32Array",
    "uint8": "Uint8Array",
}


def blank(tab):
    """Send a tab to a blank page on which `call` and `View` work; return its page."""
    page = tab.page
    page.route(ADDRESS, lambda route: route.fulfill(body=BLANK, content_type="text/html"))
    page.goto(ADDRESS)
    page.evaluate(SCRIPT)
    return page


def call(page, source, name, *values):
    """Call a function of a script in the browser.

    Parameters
    ----------
    page : Page
        As `blank` returns it.
    source : str
        An ES module, such as a widget's ``_esm``; the function need not be exported.
    name : str
        The function.
    *values
        Numbers, texts, lists, dicts, and ndarrays, which arrive flat, as typed arrays.

    Returns
    -------
    object
        What it returned; a typed array comes back as an ndarray of one axis.
    """
    run = "([source, name, values]) => window.standalone.call(source, name, values)"
    return _decode(page.evaluate(run, [source, name, _encode(values)]))


class View:
    """The view of a Python `widget` on a blank page; its model stands in for the kernel.

    With ``attached=False`` it is rendered out of sight, as JupyterLab does with a cell far below;
    `attach` then puts it on the page.
    """

    def __init__(self, tab, widget, *, attached=True):
        self.tab, self.page = tab, blank(tab)
        state = {
            name: value
            for name, value in widget.get_state().items()
            if name not in JUPYTERS
            and not name.startswith(("_model", "_view", "_dom", "_anywidget"))
            if name not in ("_esm", "_css")
        }
        show = "(parts) => window.standalone.show(...parts)"
        css = str(getattr(widget, "_css", ""))
        self.page.evaluate(show, [str(widget._esm), css, _encode(state), attached])
        self.root = self.page.locator("#root")

    def attach(self):
        """Put a view on the page that was rendered without one, and let it be painted."""
        frames = "new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
        self.page.evaluate(f"() => {{ window.standalone.attach(); return {frames}; }}")

    def get(self, name):
        """Return a trait as the view's model has it."""
        return _decode(self.page.evaluate("(name) => window.standalone.get(name)", name))

    def set(self, name, value):
        """Change a trait as Python would."""
        self.update({name: value})

    def update(self, values):
        """Change several traits at once, as one message of Python does."""
        self.page.evaluate("(values) => window.standalone.set(values)", _encode(values))

    @property
    def saved(self):
        """The changes that the view saved: a dict of traits for each ``save_changes()``."""
        return _decode(self.page.evaluate("() => window.standalone.saved()"))

    @property
    def sent(self):
        """The custom messages that the view sent."""
        return self.page.evaluate("() => window.standalone.sent()")

    def receive(self, content):
        """Give the view a custom message."""
        self.page.evaluate("(content) => window.standalone.receive(content)", content)

    def set_theme(self, name):
        """Switch to "light" or "dark", as JupyterLab says it on ``<body>``."""
        light = "true" if name == "light" else "false"
        dress = "(light) => { document.body.dataset.jpThemeLight = light; }"
        self.page.evaluate(dress, light)
        self.page.emulate_media(color_scheme=name)

    def end(self):
        """Take the view away, as JupyterLab does when its cell runs again."""
        self.page.evaluate("() => window.standalone.end()")


def _encode(value):
    """Write bytes and arrays, wherever they are, so that they can travel."""
    if isinstance(value, bytes | bytearray | memoryview):
        return {"$type": "DataView", "$base64": base64.b64encode(value).decode()}
    if isinstance(value, np.ndarray):
        flat = np.ascontiguousarray(value).tobytes()
        return {"$type": TYPED[value.dtype.name], "$base64": base64.b64encode(flat).decode()}
    if isinstance(value, dict):
        return {key: _encode(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_encode(each) for each in value]
    return value.item() if isinstance(value, np.generic) else value


def _decode(value):
    if isinstance(value, list):
        return [_decode(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "$type" not in value:
        return {key: _decode(each) for key, each in value.items()}
    data = base64.b64decode(value["$base64"])
    if value["$type"] == "DataView":
        return data
    dtype = next(name for name, typed in TYPED.items() if typed == value["$type"])
    return np.frombuffer(data, dtype)
