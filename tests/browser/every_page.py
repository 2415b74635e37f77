"""What can be asked of the view of any widget: who is reached, what sticks out, what is seen."""

from harness.view import View

TWO_FRAMES = """() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""
CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
NAMED = """(root, controls) => [...root.querySelectorAll(controls)]
    .filter((e) => e.checkVisibility() && !e.disabled)
    .map((element, number) => {
        element.dataset.stop = number;
        const label = element.labels?.[0]?.textContent ?? "";
        const name = element.getAttribute("aria-label") || label || element.textContent;
        return [name.trim(), element.type === "radio"];
    })"""
STOP = """() => {
    const { stop } = document.activeElement.dataset;
    return stop === undefined ? null : Number(stop);
}"""
STICKS_OUT = """(root) => {
    const box = root.getBoundingClientRect(), found = [];
    const holds = (element) => element === root || element === null ? null
        : ["auto", "scroll"].includes(getComputedStyle(element).overflowX) ? element
        : holds(element.parentElement);
    for (const element of [document.documentElement, root])
        if (element.scrollWidth > element.clientWidth) found.push(element);
    for (const element of root.querySelectorAll("*")) {
        if (!element.checkVisibility() || element.closest("svg, canvas")) continue;
        const part = holds(element.parentElement) ?? element;
        const { left, right } = part.getBoundingClientRect();
        if (right > box.right + 0.5 || left < box.left - 0.5) found.push(element);
        const clips = ["hidden", "clip"].includes(getComputedStyle(element).overflowX);
        const isCut = element.clientWidth > 2 && element.scrollWidth > element.clientWidth + 1;
        if (clips && isCut && element.textContent) found.push(element); // canvases have spare room
    }
    return found.map((e) => `${e.tagName} ${e.className} ${e.dataset.name ?? ""}`);
}"""
SEEN = """(root) => {
    const shown = [...root.children].filter((e) => !e.matches(".cn-quiz") && e.checkVisibility());
    const canvases = [...root.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL());
    return JSON.stringify([shown.map((element) => element.innerHTML), canvases]);
}"""
NAMES = ("speed", "pace", "ink", "brush", "kind")  # of lists that choose nothing of the widget's
OF_THE_VIEW_ALONE = ", ".join(f"[data-name='{name}']" for name in NAMES)
# What can be seen, element by element, and the pixels of each canvas as far as its box shows them.
LOOKS = """(root) => {
    const left_out = ["width", "height", "style", "data-size"];
    const seen = (canvas) => {
        const box = canvas.closest("[data-grid]") ?? canvas;
        const { width, height } = box.getBoundingClientRect();
        if (!width || !height) return "";
        const part = new OffscreenCanvas(width, height), pen = part.getContext("2d");
        pen.drawImage(canvas, 0, 0);
        const { buffer } = pen.getImageData(0, 0, width, height).data;
        const next = (hash, pixel) => Math.imul(hash ^ pixel, 16777619); // FNV, by pixels
        return new Uint32Array(buffer).reduce(next, 2166136261);
    };
    const look = (element) => [
        element.tagName,
        ...[...element.attributes]
            .filter(({ name }) => element.tagName !== "CANVAS" || !left_out.includes(name))
            .filter(({ value }) => value !== "")
            .map(({ name, value }) => `${name}: ${value}`).sort(),
        element.tagName === "CANVAS" ? seen(element) : "",
        element.value ?? "",
        element.children.length ? "" : element.textContent,
    ];
    return [root, ...root.querySelectorAll("*")].filter((e) => e.checkVisibility()).map(look);
}"""
MOVABLE = """(root) => {
    const ranges = [...root.querySelectorAll("input[type='range']")];
    const is = (e) => e.checkVisibility() && !e.disabled && Number(e.max) > Number(e.min);
    const element = ranges.find(is) ?? root.querySelector("[data-grid], [tabindex='0']");
    element.dataset.moved = "";
}"""

# Where the styles are other ones than when it was asked before: texts, none the first time.
RESTYLED = """(root) => {
    const look = (element) => {
        const style = getComputedStyle(element);
        return [`${element.tagName}.${element.classList.value}`,
                ...Array.from(style, (each) => `${each}: ${style[each]}`)];
    };
    const before = window.styled, now = [root, ...root.querySelectorAll("*")].map(look);
    window.styled = now;
    if (!before) return [];
    if (before.length !== now.length) return [`${before.length} elements are ${now.length}`];
    const beyond = (some, others) => some.filter((style, n) => style !== others[n]);
    return now.flatMap((styles, k) => [...beyond(styles, before[k]), ...beyond(before[k], styles)]
        .map((style) => `${styles[0]} ${style}`));
}"""


class EveryPage:
    """The view of any widget inside the element `root` (a Locator)."""

    def __init__(self, root):
        self.page = root.page
        self.root = root.locator(".cnnteach-widget").first

    @classmethod
    def alone(cls, tab, widget):
        """Show a widget on a blank page; return its `View` and what a learner sees of it."""
        view = View(tab, widget)
        return view, cls(view.root)

    def control(self, name):
        return self.root.locator(f"[data-name='{name}']")

    def resize(self, width, text="100%"):
        """Make the page `width` wide, with text of this size, and let it settle."""
        self.page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text)
        self.page.set_viewport_size({"width": width, "height": 1000})
        self.page.evaluate(TWO_FRAMES)

    def sticking_out(self):
        """Name what is wider than the widget, or cut off."""
        return self.root.evaluate(STICKS_OUT)

    def controls(self):
        """Return (name, whether it is a radio button) of each that can be used now."""
        return [tuple(each) for each in self.root.evaluate(NAMED, CONTROLS)]

    def stops(self, count):
        """Press Tab `count` times; return the numbers of the `controls` that were reached."""
        reached = set()
        for _ in range(count):
            self.page.keyboard.press("Tab")
            reached.add(self.page.evaluate(STOP))
        return reached - {None}

    def seen(self):
        """Return what is shown, the quiz's panel left out, to be compared."""
        self.page.evaluate(TWO_FRAMES)
        return self.root.evaluate(SEEN)

    def looks(self):
        """Return what there is of each element, to be compared with another view's."""
        self.page.evaluate(TWO_FRAMES)
        return self.root.evaluate(LOOKS)

    def move_everything(self):
        """Move each slider a step on, choose each list's next entry and the output below."""
        self._each("input[type='range']", lambda slider: slider.press("ArrowRight"))
        self._each(f"select:not({OF_THE_VIEW_ALONE})", lambda choice: choice.press("ArrowDown"))
        self._each("[data-grid='output']", lambda grid: grid.press("ArrowDown"))
        self.page.evaluate("() => document.activeElement.blur()")

    def _each(self, selector, act):
        found = self.root.locator(selector)
        for number in range(found.count()):
            if found.nth(number).is_visible() and found.nth(number).is_enabled():
                act(found.nth(number))

    def movable(self):
        """Return the first slider, or what else the arrow keys move."""
        self.root.evaluate(MOVABLE)
        return self.root.locator("[data-moved]").first

    def restyled(self):
        """Return which styles of which elements differ from when it was asked before."""
        return self.root.evaluate(RESTYLED)

    # The quiz

    @property
    def question(self):
        """The open question with its answer and its mistakes, as the view has it."""
        return self.root.locator(".cn-quiz").evaluate("(element) => element.question")

    @property
    def verdict(self):
        return self.root.locator(".cn-verdict").text_content()

    def answer(self, value):
        """Give an answer by keys alone."""
        kind = self.question["kind"]
        if kind == "choice":
            self.control(f"option-{value}").press("Enter")
            return
        names = ["answer"] if kind == "number" else ["row", "column"]
        for name, number in zip(names, [value] if kind == "number" else value, strict=True):
            self.control(f"quiz-{name}").fill(f"{number:.10f}".rstrip("0").rstrip("."))
        self.control(f"quiz-{names[-1]}").press("Enter")
