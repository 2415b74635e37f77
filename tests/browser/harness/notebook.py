"""A notebook open in JupyterLab: run it, look at its cells, ask its kernel."""

import ast
import re
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import TimeoutError as TooLong

PANEL = "window.jupyterapp.shell.currentWidget"
AT_REST = """async (cell) => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let same = 0, was = -1; same < 6; was = cell.offsetHeight) {
        await frame();
        same = cell.offsetHeight === was ? same + 1 : 0;
    }
}"""  # a widget, a picture or a formula arrives after its cell
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class CellError(AssertionError):
    """A cell of a notebook raised, or did not end."""


class Notebook:
    """A notebook open in JupyterLab, its kernel connected and idle.

    A cell is named by its position, all kinds counted, or by a text that only its source holds.
    """

    def __init__(self, tab, lab, name, *, theme="light"):
        self.tab, self.page, self.name = tab, tab.page, str(name)
        self.page.goto(lab.address_of(name))
        self.page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")
        self.page.wait_for_function(f"() => {PANEL}?.revealed?.then(() => true)")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        if not self.page.evaluate("() => window.jupyterapp.shell.leftCollapsed"):
            self.command("application:toggle-left-area")
        self.set_theme(theme)
        self.wait_until_idle()

    # JupyterLab

    def command(self, name, **arguments):
        """Run one of JupyterLab's commands, such as ``docmanager:save``, to its end."""
        run = "([name, values]) => window.jupyterapp.commands.execute(name, values).then(() => {})"
        self.page.evaluate(run, [name, arguments])

    def set_theme(self, name):
        """Let the system be "light" or "dark"; JupyterLab follows."""
        self.page.emulate_media(color_scheme=name)
        light = "true" if name == "light" else "false"
        self.page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{light}'")

    def save(self):
        """Save the notebook, as it is, to its file."""
        self.command("docmanager:save")

    def screenshot(self, path, cell=None):
        """Write a picture of the page, or of one cell that has come to rest."""
        shown = self.page if cell is None else self._shown(cell)
        if cell is not None:
            shown.evaluate(AT_REST)
        shown.screenshot(path=path)

    # Cells

    def run_all(self, *, seconds=60, check=True):
        """Run every cell, to the end or to the first that raises.

        Raises
        ------
        CellError
            If a cell raised (unless `check` is False), with its traceback, or did not end in time.
        """
        self.page.evaluate("""() => {
            window.runEnded = false;
            const ended = () => { window.runEnded = true; };
            window.jupyterapp.commands.execute('notebook:run-all-cells').then(ended, ended);
        }""")
        try:
            self.page.wait_for_function("() => window.runEnded", timeout=seconds * 1000)
        except TooLong:
            running = [c["source"] for c in self.cells() if c["running"]] or ["no cell at all"]
            raise CellError(
                f"{self.name} still runs after {seconds} s, in:\n{running[0]}"
            ) from None
        if check:
            self.check()

    def run(self, cell):
        """Run one cell, to its end."""
        number = self._number(cell)
        self.page.evaluate(f"(number) => {{ {PANEL}.content.activeCellIndex = number; }}", number)
        self.command("notebook:run-cell")

    def type(self, cell, source):
        """Click into a cell of code, and put `source` in the place of what it holds, by keys."""
        self._shown(cell).locator(".cm-content").click()
        for key in ("Control+a", "Delete"):
            self.page.keyboard.press(key)
        self.page.keyboard.insert_text(source)

    def check(self):
        """Raise a `CellError` if the output of some cell is an error."""
        for number, cell in enumerate(self.cells()):
            for output in cell["outputs"]:
                if output["output_type"] == "error":
                    trace = COLOURS.sub("", "\n".join(output["traceback"]))
                    raise CellError(f"{self.name}, cell {number}:\n{cell['source']}\n\n{trace}")

    def cells(self):
        """Return each cell as a dict of `source`, `outputs` (as nbformat has them), `running`."""
        return self.page.evaluate(f"""() => {PANEL}.content.widgets.map((cell) => ({{
            source: cell.model.sharedModel.getSource(),
            outputs: cell.model.outputs?.toJSON() ?? [],
            running: cell.model.executionState === 'running',
        }}))""")

    def outputs(self, cell):
        """Return the outputs of a cell as nbformat has them."""
        return self.cells()[self._number(cell)]["outputs"]

    def output(self, cell):
        """Return a Locator of the outputs of a cell, scrolled into view."""
        return self._shown(cell).locator(".jp-OutputArea-output")

    def _shown(self, cell):
        number = self._number(cell)
        scroll = f"(number) => {PANEL}.content.scrollToItem(number, 'smart')"
        self.page.evaluate(scroll, number)
        panel = ".jp-NotebookPanel:not(.lm-mod-hidden)"
        return self.page.locator(f"{panel} .jp-Cell[data-windowed-list-index='{number}']")

    def _number(self, cell):
        if isinstance(cell, int):
            return cell
        numbers = [n for n, each in enumerate(self.cells()) if cell in each["source"]]
        if len(numbers) != 1:
            raise LookupError(f"{cell!r} is in {len(numbers)} cells of {self.name}, not in one")
        return numbers[0]

    # The kernel

    def wait_until_idle(self):
        """Wait until the kernel is connected and has nothing to do."""
        self.page.wait_for_function(f"""() => {{
            const kernel = {PANEL}?.sessionContext?.session?.kernel;
            return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
        }}""")

    def python(self, expression, *, setup=""):
        """Return the value of an expression in the kernel; `setup` is run before it.

        The value travels as Python writes it: a number, a text, or a collection of them.
        """
        answer = self.page.evaluate(
            f"""async ([code, value]) => {{
                const kernel = {PANEL}.sessionContext.session.kernel;
                const quiet = {{ silent: true, store_history: false, stop_on_error: false }};
                const future = kernel.requestExecute(
                    {{ code, user_expressions: {{ value }}, ...quiet }});
                const content = (await future.done).content;
                return content.user_expressions?.value ?? content;
            }}""",
            [setup, expression],
        )
        if answer["status"] != "ok":
            raise RuntimeError(f"{expression}: {answer['ename']}: {answer['evalue']}")
        return ast.literal_eval(answer["data"]["text/plain"])

    def wait_for_python(self, expression, expected, *, seconds=60):
        """Ask the kernel until an expression has the `expected` value.

        What a view saved may reach Python after a question that is put at once.
        """
        end = time.monotonic() + seconds
        while (value := self.python(expression)) != expected:
            if time.monotonic() > end:
                raise AssertionError(f"{expression} is {value!r}, and did not become {expected!r}")

    @contextmanager
    def busy(self):
        """Keep the kernel busy for the length of a ``with`` block.

        Its status would not tell: messages of widgets may be taken by another thread of the kernel.
        """
        with tempfile.TemporaryDirectory() as folder:
            free = Path(folder) / "free"
            code = (
                "import pathlib, time\nprint('busy')\n"
                f"while not pathlib.Path({str(free)!r}).exists(): time.sleep(0.01)"
            )
            self.page.evaluate(
                f"""(code) => {{
                    const kernel = {PANEL}.sessionContext.session.kernel;
                    const future = kernel.requestExecute({{ code, store_history: false }});
                    future.onIOPub = ({{ header }}) => {{
                        window.busy ||= header.msg_type === 'stream';
                    }};
                    future.done.then(() => {{ window.busy = false; }});
                }}""",
                code,
            )
            self.page.wait_for_function("() => window.busy")
            try:
                yield
            finally:
                free.touch()
                self.page.wait_for_function("() => !window.busy")

    def record(self, owner, trait):
        """Start to note when `owner.trait` changes in the kernel; return the `Record`."""
        return Record(self, owner, trait)


class Record:
    """When, and to what, a trait changed in Python."""

    def __init__(self, notebook, owner, trait):
        self._notebook, self._name = notebook, f"_record_{owner}_{trait}"
        note = f"lambda change, to={self._name}: to.append((time.time() * 1000, change.new))"
        observe = f"import time\n{self._name} = []\n{owner}.observe({note}, {trait!r})"
        notebook.python(self._name, setup=observe)

    def changes(self):
        """Return ``[(ms since 1970, new value), ...]``."""
        return self._notebook.python(self._name)

    def lag(self, burst, final):
        """Return the ms from the last key of a `burst` until the trait had its `final` value."""
        self._notebook.wait_for_python(f"[new for _, new in {self._name}][-1:]", [final])
        return self.changes()[-1][0] - burst.last_key
