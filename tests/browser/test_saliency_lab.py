"""What a learner does with SaliencyLab: shuffles, chooses the score, types into the ReLU."""

import contextlib
import io

import numpy as np
import pytest
from harness.view import blank, call

from cnnteach import ops
from cnnteach.widgets import SaliencyLab
from cnnteach.widgets.saliency_lab.data import the_cat

pytestmark = pytest.mark.browser
MINUS = "\N{MINUS SIGN}"


class LabPage:
    """The view of a SaliencyLab inside the element `root` (a Locator)."""

    def __init__(self, root):
        self.root = root

    def control(self, name):
        return self.root.locator(f"[data-name='{name}']")

    @property
    def captions(self):
        return self.root.locator("figcaption").all_text_contents()

    @property
    def passed(self):
        return self.root.locator(".cn-passed").all_text_contents()

    def pixels(self, number):
        """Return the picture with this number as it is painted, (H, W, 3)."""
        canvas = self.root.locator("canvas").nth(number)
        values = canvas.evaluate("""(c) => [c.height, c.width,
            ...c.getContext("2d").getImageData(0, 0, c.width, c.height).data]""")
        rows, columns, *numbers = values
        return np.array(numbers, np.uint8).reshape(rows, columns, 4)[..., :3]


@pytest.fixture
def show(open_view):
    def shown(**options):
        view = open_view(SaliencyLab(**options))
        return view, LabPage(view.root)

    return shown


def captions_of(lab):
    numbers = [f"{value:.2f}".replace("-", MINUS) for value in lab.similarity.values()]
    return ["image", *(f"{m} {n}" for m, n in zip(lab.methods, numbers, strict=True))]


def test_pictures_and_numbers_are_those_of_the_stage_and_the_score(show):
    view, seen = show()
    cat = the_cat()
    np.testing.assert_array_equal(seen.pixels(0), cat.image)
    seen.control("stage").press("End")
    seen.control("of").select_option("probability")
    assert (view.get("stage"), view.get("of")) == (6, "probability")
    lab = SaliencyLab(stage=6, of="probability")
    assert seen.captions == captions_of(lab)
    for number in range(6):
        np.testing.assert_array_equal(seen.pixels(number + 1), cat.pictures[1, number, 6])
    said = seen.root.locator(".cnnteach-live").text_content()
    alike = lab.similarity
    assert "down to conv1, the network gives cat 9 %" in said
    assert f"The map of {max(alike, key=alike.get)} is most like" in said
    assert view.tab.errors == []


def test_each_stage_is_reached_by_keys_and_says_its_layer(show):
    view, seen = show()
    for stage, name in enumerate(the_cat().stages):
        assert seen.captions == captions_of(SaliencyLab(stage=stage))
        slider = seen.control("stage")
        text = slider.get_attribute("aria-valuetext")
        assert text == (f"shuffled to {name}" if stage else "nothing shuffled")
        ends = slider.locator("..").text_content()  # what stands left and right of it
        assert ends == f"{the_cat().stages[0]}{text}"
        seen.control("stage").press("ArrowRight")
    assert view.get("stage") == 6


def test_numbers_typed_into_the_relu_pass_by_each_rule(show):
    view, seen = show()
    assert seen.passed == [f"{MINUS}2", "0", "0"]
    seen.control("inputs").fill("-1")
    seen.control("inputs").press("Enter")
    seen.control("upstream").fill("6,5")
    seen.control("upstream").press("Enter")
    assert (view.get("inputs"), view.get("upstream")) == (-1, 6.5)
    assert seen.passed == ["0", "6.5", "0"]
    seen.control("inputs").fill("much")
    seen.control("inputs").press("Enter")
    assert seen.control("inputs").get_attribute("aria-invalid") == "true"
    assert view.get("inputs") == -1
    seen.control("upstream").fill("99999")
    seen.control("upstream").press("Enter")
    assert view.get("upstream") == 1000


def test_the_rules_are_those_of_numpy(tabs):
    page, rng = blank(tabs()), np.random.default_rng(0)
    for inputs, upstream in rng.normal(size=(20, 2)).round(2).tolist():
        dx = ops.relu_backward(np.array(upstream), np.array(inputs))
        wanted = {"gradient": dx, "deconvnet": ops.relu(np.array(upstream)), "guided": ops.relu(dx)}
        for rule, value in wanted.items():
            found = call(page, SaliencyLab._esm, "letThrough", rule, inputs, upstream)
            assert found == pytest.approx(float(value))


def test_a_question_hides_what_it_asks_for_and_nothing_else(show):
    view, seen = show(quiz=True, stage=3)
    question = seen.root.locator(".cn-quiz").evaluate("(e) => e.question")
    assert question["hides"] == "passed"
    assert seen.passed.count("?") == 1
    assert seen.captions == captions_of(SaliencyLab(stage=3))
    seen.control("reveal").press("Enter")
    assert "?" not in seen.passed
    seen.control("next").press("Enter")
    assert view.get("stage") > 0
    assert all(caption.endswith("?") for caption in seen.captions[1:])
    assert "rank" not in seen.root.locator(".cnnteach-live").text_content()
    assert "?" not in seen.passed


def test_the_code_prints_what_the_table_shows(show):
    _, seen = show(inputs=-1, upstream=6)
    seen.control("code").press("Enter")
    code = seen.root.locator(".cn-code pre").text_content()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code.split("from cnnteach")[0], {})
    assert printed.getvalue().split() == ["gradient", "0", "deconvnet", "6", "guided", "0"]
    assert 'method(model, cat, of="logit")' in code
