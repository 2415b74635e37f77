"""TrainingTimeline as a learner has it: scrub, play, branch, lessons, a recording."""

import re

import numpy as np
import pytest
from every_page import TWO_FRAMES, EveryPage
from harness.view import View, blank, call

from cnnteach.training import load_recording
from cnnteach.training.recording import LayerSnapshot, Recording
from cnnteach.widgets import TrainingTimeline
from cnnteach.widgets.training_timeline.film import Film
from cnnteach.widgets.training_timeline.lessons import LESSONS

pytestmark = pytest.mark.browser
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def show(tabs):
    """``show(*arguments, **words)`` shows a timeline: its `View` and its `EveryPage`."""

    def shown(*arguments, **words):
        return EveryPage.alone(tabs(), TrainingTimeline(*arguments, **words))

    return shown


def sentence(seen):
    return seen.root.locator(".cnnteach-live").text_content()


def trouble(seen):
    return seen.root.locator(".cn-trouble").text_content()


def numbers(text):
    return [float(found) for found in re.findall(r"[\d.]*\d", text.replace(MINUS, "-"))]


def test_loss_and_share_right_are_those_of_python(show):
    _, seen = show(step=75)
    timeline = TrainingTimeline(step=75)
    said = numbers(sentence(seen))
    index = list(timeline.training.looked).index(75)
    assert said[:3] == [75, 300, pytest.approx(timeline.training.batch_loss[75], rel=0.01)]
    assert said[4] == pytest.approx(timeline.training.loss[index], rel=0.01)
    assert said[6] == pytest.approx(timeline.training.tested_loss[index], rel=0.01)


def test_keys_move_through_time_and_everything_follows(show):
    view, seen = show()
    for key, step in [("End", 300), ("ArrowLeft", 299), ("Home", 0), ("ArrowRight", 1)]:
        before = seen.seen()
        seen.control("step").press(key)
        assert view.get("step") == step
        assert sentence(seen).startswith(f"Step {step} of 300")
        assert seen.seen() != before
    for name, step in [("on", 2), ("on", 3), ("back", 2), ("first", 0)]:
        seen.control(name).press("Enter")
        assert view.get("step") == step


def test_dragging_over_the_curve_moves_through_time(show):
    view, seen = show()
    box = seen.root.locator("[data-plot='loss']").bounding_box()
    x = box["x"] + 40 + (box["width"] - 56) * 0.5
    view.page.mouse.move(x, box["y"] + 60)
    view.page.mouse.down()
    assert view.get("step") == pytest.approx(150, abs=2)
    view.page.mouse.move(x + (box["width"] - 56) * 0.25, box["y"] + 60, steps=4)
    view.page.mouse.up()
    assert view.get("step") == pytest.approx(225, abs=2)


def test_playing_goes_to_the_end_and_stops(show):
    view, seen = show(steps=50, step=45)
    seen.control("play").press("Enter")
    assert seen.control("play").get_attribute("aria-label") == "pause"
    view.page.wait_for_function("() => window.standalone.get('step') === 50")
    view.page.wait_for_function(
        "() => document.querySelector(\"[data-name='play']\").title === 'play the training'"
    )
    assert sentence(seen).startswith("Step 50 of 50")


def test_the_step_of_a_weight_adds_up_and_leads_to_the_next(show):
    view, seen = show(momentum=0.9, step=40)
    row, unit = 3, 2
    grid = seen.root.locator("[data-grid='weights']")
    grid.focus()
    for key in ["ArrowDown"] * row + ["ArrowRight"] * unit:
        grid.press(key)
    assert view.get("selected") == [row, unit]
    texts = seen.root.locator(".cn-term i").all_text_contents()
    total = seen.root.locator(".cn-sum").text_content().removeprefix("= ")
    parts = [round(float(text.replace(MINUS, "-")) * 10_000) for text in texts]
    assert len(parts) == 3
    assert sum(parts) == round(float(total.replace(MINUS, "-")) * 10_000)
    seen.control("on").press("Enter")
    assert seen.root.locator(".cn-term i").first.text_content() == total
    weights = TrainingTimeline(momentum=0.9, step=41).weights
    assert float(total.replace(MINUS, "-")) == pytest.approx(weights[row * 8 + unit], abs=1e-4)


@pytest.mark.parametrize("name", LESSONS)
def test_each_lesson_says_what_is_wrong(show, name):
    view, seen = show()
    seen.control("lesson").select_option(name)
    seen.control("step").press("End")
    words = {
        "it learns": "",
        "steps too small": "",
        "too large: it diverges": "Diverged at step",
        "dead units": "of 8 are dead: off for all 40 points",
        "overfitting": "Overfitting: the held-out loss was lowest",
        "dropout against it": "",
    }
    if words[name]:
        assert words[name] in trouble(seen)
    elif name != "dropout against it":
        assert trouble(seen) == ""
    assert seen.root.locator("[data-grid='mask']").is_visible() == (name == "dropout against it")
    assert {key: view.get(key) for key in LESSONS[name]} == LESSONS[name]
    assert view.tab.errors == []


def test_a_branch_is_made_followed_changed_and_removed(show):
    view, seen = show(step=100)
    assert not seen.control("branch_rate").is_visible()
    seen.control("branch").press("Enter")
    assert view.get("branch_at") == [100, 2]
    seen.control("branch_rate").press("ArrowLeft")
    assert view.get("branch_at") == [100, 1]
    seen.control("step").press("End")
    timeline = TrainingTimeline(step=300, branch_at=(100, 1.0))
    assert numbers(sentence(seen))[4] == pytest.approx(timeline.training.loss[-1], rel=0.01)
    seen.control("follow_branch").press(" ")
    timeline.follow_branch = False
    assert numbers(sentence(seen))[4] == pytest.approx(timeline.training.loss[-1], rel=0.01)
    assert seen.root.locator(".cn-legend span", has_text="branch").count() == 3
    seen.control("unbranch").press("Enter")
    assert view.get("branch_at") == []
    assert seen.root.locator(".cn-legend span", has_text="branch").count() == 0
    assert view.get("follow_branch") is False
    seen.control("branch").press("Enter")  # a new one is followed
    assert (view.get("branch_at")[0], view.get("follow_branch")) == (299, True)


def test_clicking_near_a_line_chooses_its_unit(show):
    view, seen = show(units=2, step=50)
    weights, canvas = TrainingTimeline(units=2, step=50).weights, seen.root.locator("canvas")
    for unit in (1, 0):
        a, b, c = weights[unit], weights[2 + unit], weights[4 + unit]
        foot = np.array([-c * a, c * b]) / (a * a + b * b)  # on the page, y goes down
        along = np.array([-b, -a]) / np.hypot(a, b)
        plane = canvas.and_(seen.root.locator("[aria-label*='training points of two']"))
        box = plane.bounding_box()
        x, y = ((foot + 1.2 * along) / 1.9 + 1) / 2
        view.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        assert view.get("selected")[1] == unit


# A recording


@pytest.fixture(scope="module")
def shipped():
    return load_recording("zfnet_cifar10")


def test_a_recording_is_played_filter_by_filter(show, shipped):
    view, seen = show(shipped, step=1500, classes=[f"class {k}" for k in range(10)])
    assert "pictures of step 1444" in sentence(seen)
    assert numbers(sentence(seen))[2] == pytest.approx(shipped.loss[1500], rel=0.01)
    bars = seen.root.locator(".cn-bar output").all_text_contents()
    np.testing.assert_allclose([float(v) for v in bars], shipped.at(1500).predictions[0], atol=1e-3)
    assert sum(round(float(v) * 1000) for v in bars) == 1000
    filters = seen.root.locator("[data-grid='filters']")
    filters.focus()
    for key in ("ArrowRight", "ArrowDown"):
        filters.press(key)
    assert view.get("tile") == 13
    largest = np.abs(shipped.at(1500).layers["conv1"].filters[..., 13]).max()
    assert f"Filter 13 of conv1: its largest weight {largest:.3g}" in sentence(seen)
    said = seen.root.locator(".cn-missing").text_content()
    assert said.startswith("Not kept in this recording: gradients and activations.")
    assert seen.control("branch").is_visible() is False
    seen.control("example").select_option("2")
    bars = seen.root.locator(".cn-bar output").all_text_contents()
    np.testing.assert_allclose([float(v) for v in bars], shipped.at(1500).predictions[2], atol=1e-3)


def test_a_recording_that_diverged_at_once_and_a_layer_without_a_kernel_are_told(show, shipped):
    first = shipped.snapshots[0]
    rng = np.random.default_rng(0)
    maps = rng.random((len(shipped.example_labels), 4, 4, 3)).astype(np.float16)
    layers = first.layers | {"pool1": LayerSnapshot(None, None, maps)}
    lost = Recording("lost", 60, {}, shipped.examples, shipped.example_labels)
    lost.add_step(2.3, 0.1, 5.0)
    lost.add_step(np.nan, 0.1, 5.0)
    lost.stopped, lost.snapshots = "diverged at step 1", [first._replace(layers=layers)]
    view, seen = show(lost, step=2)
    assert trouble(seen) == "The training diverged at step 1."
    view.set("tile", 99)
    assert " Filter 47 of conv1: its largest weight " in sentence(seen)
    view.set("layer", "pool1")
    assert sentence(seen).endswith("pictures of step 0.")
    assert view.tab.errors == []


def test_a_filter_is_painted_in_its_colours(show, shipped):
    _, seen = show(shipped, step=4680)
    seen.page.evaluate(TWO_FRAMES)
    canvas = seen.root.locator("[data-grid='filters'] canvas").first
    read = """(canvas) => {
        const size = parseFloat(canvas.style.width), scale = canvas.width / size;
        const zoom = (size - 11 * 3) / 12 / 7, at = (k) => Math.round((k + 0.5) * zoom * scale);
        const context = canvas.getContext("2d");
        return Array.from({ length: 49 }, (_, k) =>
            Array.from(context.getImageData(at(k % 7), at(Math.floor(k / 7)), 1, 1).data)
            .slice(0, 3));
    }"""
    kernel = shipped.at().layers["conv1"].filters[..., 0]
    expected = 127.5 + 127 * kernel / np.abs(kernel).max()
    np.testing.assert_allclose(canvas.evaluate(read), expected.reshape(49, 3), atol=2)


def test_a_branch_of_a_recording_is_asked_of_python_and_compared(show, shipped):
    view, seen = show(shipped, branch=lambda step, rate: shipped, step=1000)
    seen.control("branch_rate").press("Home")
    assert view.get("branch_at") == []  # nothing is trained by a slider
    seen.control("branch").press("Enter")
    assert view.get("branch_at") == [1000, 0.001]
    view.set("_status", "Python trains the branch: from step 1000 on with 0.001 ...")
    assert "Python trains" in seen.root.locator(".cn-status").text_content()
    film = Film(shipped)
    view.set("_branch_film", film.words)
    view.set("_branch_pictures", film.pictures)
    view.set("_branch_numbers", film.numbers)
    view.set("_status", "")
    assert seen.root.locator(".cn-legend span", has_text="branch").count() == 4
    assert view.tab.errors == []


def test_lines_beside_their_names_have_their_colours_though_rendered_out_of_sight(tabs):
    view = View(tabs(), TrainingTimeline(), attached=False)
    view.attach()
    middle = """(canvas) => { // of the line that stands beside a name
        const { width, height } = canvas, link = document.createElement("i");
        link.style.color = getComputedStyle(canvas).getPropertyValue("--cn-link");
        canvas.after(link);
        const drawn = canvas.getContext("2d").getImageData(width / 2, height / 2, 1, 1).data;
        return [`rgb(${[...drawn].slice(0, 3).join(", ")})`, getComputedStyle(link).color];
    }"""
    line = view.root.locator(".cn-legend canvas").nth(1)
    light = line.evaluate(middle)
    assert light[0] == light[1]
    view.set_theme("dark")
    view.page.evaluate(TWO_FRAMES)
    dark = line.evaluate(middle)
    assert dark[0] == dark[1] != light[0]


def test_the_points_are_named_in_their_colours_with_the_small_ones_and_the_lines(show):
    view, seen = show()
    legend = seen.root.locator(".cn-legend:has(.cn-sign)")
    said = legend.text_content()
    for words in ("class 0", "class 1", "small: 120 held out", "dead ones’ dashed"):
        assert words in said
    plane = seen.root.locator("canvas[aria-label*='training points of two']")
    count = """(canvas, colour) => { // the pixels of the plane that have this colour
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let found = 0;
        for (let k = 0; k < data.length; k += 4)
            if (`rgb(${[...data.slice(k, k + 3)].join(", ")})` === colour) found++;
        return found;
    }"""
    for theme in ("light", "dark"):
        view.set_theme(theme)
        view.page.evaluate(TWO_FRAMES)
        signs = legend.locator(".cn-sign")
        fills = [sign.evaluate("(e) => getComputedStyle(e).fill") for sign in signs.all()]
        assert len(set(fills)) == 2
        assert all(plane.evaluate(count, fill) > 100 for fill in fills)


def test_a_narrow_span_of_losses_has_its_numbers_and_is_called_logarithmic(show, tabs):
    page = blank(tabs())
    cases = [(0.41, 0.71), (0.36, 0.9), (0.05, 0.06), (0.9, 1.1), (0.01, 3.0), (1e-4, 40.0)]
    for low, high in cases:
        found = call(page, TrainingTimeline._esm, "logTicks", low, high)
        assert 3 <= len(found) <= 9, (low, high)
        assert found == sorted(found)
        assert min(found) >= 0.999 * low
        assert max(found) <= 1.001 * high
    _, seen = show(**LESSONS["steps too small"])
    assert "logarithmic" in seen.root.locator(".cn-caption").first.text_content()


def test_a_sign_stays_with_its_word_and_a_factor_is_no_subtraction(show, shipped):
    _, seen = show(step=40)
    assert seen.root.locator(".cn-term", has_text=re.compile(r"·gradient \(.?0\.\d{4}\)")).count()
    for timeline in (seen, show(shipped, step=1500)[1]):
        note = timeline.root.locator(".cn-legend", has_text="start").text_content()
        assert re.search(
            "○\N{NO-BREAK SPACE}start, ●\N{NO-BREAK SPACE}step\N{NO-BREAK SPACE}", note
        )


def test_the_letters_of_a_curve_are_as_large_as_the_pages(show):
    view, seen = show(step=40)
    lines = seen.root.locator("[data-plot='loss'] canvas").first
    font = "(canvas) => canvas.getContext('2d').font"
    assert lines.evaluate(font).startswith("11px")
    seen.resize(1280, "200%")
    assert lines.evaluate(font).startswith("22px")
    box = lines.bounding_box()
    left, right = box["x"] + 80, box["x"] + box["width"] - 32
    view.page.mouse.click((left + right) / 2, box["y"] + 60)
    assert view.get("step") == pytest.approx(150, abs=2)
