"""What a learner sees of a ConvExplorer, and does with it: on a blank page or in a notebook."""

import re
from decimal import Decimal

from conv_cases import state_of

from cnnteach.widgets import ConvExplorer

MINUS = "\N{MINUS SIGN}"
LIT = """(over, [rows, columns]) => {
    const context = over.getContext("2d"), box = over.closest("[data-grid]");
    const [high, wide] = [box.clientHeight / rows, box.clientWidth / columns];
    const lit = [];
    // A pixel inside the upper edge of each cell: the neighbours' frames do not reach there.
    for (let r = 0; r < rows; r++) for (let q = 0; q < columns; q++) {
        const [x, y] = [Math.round((q + 0.5) * wide), Math.round(r * high + 1)];
        if (context.getImageData(x, y, 1, 1).data[3] > 100) lit.push([r, q]);
    }
    return lit;
}"""
PIXELS = """(cells, [row, column, rows, columns]) => {
    const box = cells.closest("[data-grid]");
    const [high, wide] = [box.clientHeight / rows, box.clientWidth / columns];
    const data = cells.getContext("2d").getImageData(column * wide, row * high, wide, high).data;
    return Array.from(data);
}"""


def number(text):
    """Read a number as it is printed."""
    return Decimal(text.replace(MINUS, "-"))


class ConvPage:
    """The view of a ConvExplorer inside the element `root` (a Locator)."""

    def __init__(self, root):
        self.root, self.page = root, root.page

    def control(self, name):
        return self.root.locator(f"[data-name='{name}']")

    def grid(self, kind, which=0):
        """Return the Locator of an "input", "kernel" or "output" grid, by channel or filter."""
        return self.root.locator(f"[data-grid='{kind}']").nth(which)

    def shape(self, kind, which=0):
        label = self.grid(kind, which).get_attribute("aria-label")
        return tuple(map(int, re.search(r"(\d+) by (\d+)", label).groups()))

    def count(self, kind):
        return self.root.locator(f"[data-grid='{kind}']").count()

    # What a learner does

    def middle(self, kind, row, column, which=0):
        """Return where on the page the middle of a cell is."""
        self.grid(kind, which).scroll_into_view_if_needed()
        box, (rows, columns) = self.grid(kind, which).bounding_box(), self.shape(kind, which)
        across, down = (column + 0.5) / columns, (row + 0.5) / rows
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def hover(self, kind, row, column, which=0):
        self.page.mouse.move(*self.middle(kind, row, column, which))

    def click(self, kind, row, column, which=0):
        self.page.mouse.click(*self.middle(kind, row, column, which))

    def type(self, kind, row, column, text, which=0):
        """Click a cell, type over its number, press Enter."""
        self.click(kind, row, column, which)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def press(self, name, *keys):
        for key in keys:
            self.control(name).press(key)

    # What a learner sees

    def text(self, selector):
        return self.root.locator(selector).text_content()

    @property
    def formula(self):
        return self.text(".cn-formula code")

    @property
    def leftover(self):
        return self.text(".cn-floor")

    @property
    def sentence(self):
        return self.text(".cnnteach-live")

    @property
    def problem(self):
        return self.text(".cn-problem")

    @property
    def terms(self):
        """The printed products and the bias, which comes last."""
        return [number(text) for text in self.root.locator(".cn-term i").all_text_contents()]

    @property
    def factors(self):
        return self.root.locator(".cn-term b").all_text_contents()

    @property
    def result(self):
        return number(self.text(".cn-sum").removeprefix("= "))

    def lit(self, kind, which=0):
        """Return the cells with a frame of their own, {(row, column), ...}."""
        over = self.grid(kind, which).locator("canvas.cn-over")
        return {tuple(cell) for cell in over.evaluate(LIT, list(self.shape(kind, which)))}

    def pixels(self, kind, row, column, which=0):
        """Return what is painted in a cell, without what is pointed at."""
        cells = self.grid(kind, which).locator("canvas").first
        return cells.evaluate(PIXELS, [row, column, *self.shape(kind, which)])


def shown(open_view, *arrays, **words):
    """Show a ConvExplorer on a blank page; return its `View`, and what a learner sees of it."""
    view = open_view(ConvExplorer(*arrays, **words))
    return view, ConvPage(view.root)


def output_of(view):
    """Compute in Python what a view should show, from the traits as its model has them."""
    explorer = ConvExplorer()
    explorer.set_state({name: view.get(name) for name in state_of(explorer)})
    return explorer.output
