"""What a view shows is written over in place: no element is made anew where one like it stands."""

import pytest
from harness.view import blank, call

from cnnteach.widgets import ConvExplorer

pytestmark = pytest.mark.browser
RENEWED = """() => {
    const list = h("ul"), said = [];
    document.body.append(list);
    const item = (text, words = {}) =>
        h("li", { tabindex: "0", onclick: () => said.push(text), ...words }, h("b", {}, text), "!");
    renew(list, item("a", { title: "first" }), item("b"), item("c"));
    const [a, b] = list.children;
    b.focus();
    renew(list, item("x", { class: "new" }), item("y"), h("p", {}, "z"), "and", item("w"));
    for (const each of list.children) each.click();
    return {
        kept: list.children[0] === a && list.children[1] === b && document.activeElement === b,
        markup: list.innerHTML,
        said,
    };
}"""


def test_elements_like_the_new_ones_are_kept_and_do_what_the_new_ones_do(tabs):
    page = blank(tabs())
    found = call(page, f"{ConvExplorer._esm}\nconst renewed = {RENEWED};", "renewed")
    assert found["kept"]
    assert found["said"] == ["x", "y", "w"]
    assert found["markup"] == (
        '<li tabindex="0" class="new"><b>x</b>!</li><li tabindex="0"><b>y</b>!</li>'
        '<p>z</p>and<li tabindex="0"><b>w</b>!</li>'
    )
