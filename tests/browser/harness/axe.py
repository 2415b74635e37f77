"""axe-core: what it finds in a page that would keep people out."""

from importlib.resources import files

RUN = """async (root) => {
    const { violations } = await window.axe.run(root, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, impact, nodes }) =>
        nodes.map(({ html, failureSummary }) => [impact, id, html, failureSummary]));
}"""


def serious(root):
    """Return the serious and critical faults inside the Locator `root`, a text each."""
    page = root.page
    if not page.evaluate("() => Boolean(window.axe)"):
        script = files("axe_playwright_python") / "axe.min.js"
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
    found = root.evaluate(RUN)
    return [f"{id}: {html}\n{why}" for impact, id, html, why in found if impact in GRAVE]


GRAVE = ("serious", "critical")
