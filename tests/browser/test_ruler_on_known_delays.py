"""The ruler is held to delays that are known, before it is believed about others."""

import pytest
from harness.doubler import Doubler
from harness.ruler import NoAnswer, Ruler, further_at_last, there_and_back

pytestmark = [pytest.mark.browser, pytest.mark.alone]
RIGHT_LEFT = "ArrowRight", "ArrowLeft"
KEYS = there_and_back(*RIGHT_LEFT, 3, 6)
SLACK = 60  # ms that a machine may add to the quickest of some answers
ROUNDS = 20  # in which a busy machine has a quiet moment


@pytest.fixture
def doubler(open_view):
    def show(limit=20_000, **traits):
        view = open_view(Doubler(**traits))
        return view, view.root.locator("input"), Ruler(view.tab, limit=limit)

    return show


def hold_to(delay, measure):
    """Measure until a quick answer is as late as it must be and no later; none may be earlier."""
    for _ in range(ROUNDS):
        quickest = min(measure().milliseconds)
        assert delay < quickest
        if quickest < delay + SLACK:
            return
    pytest.fail(f"{quickest} ms at the last for a delay of {delay} ms")


@pytest.mark.parametrize(
    ("delay", "target"),
    [(0, "svg"), (0, "canvas"), (50, "svg"), (50, "canvas"), (120, "svg")],
)
def test_a_known_delay_is_measured(doubler, delay, target):
    view, slider, ruler = doubler(delay=delay)
    assert len(ruler.keys(slider, view.root.locator(target), KEYS).milliseconds) == len(KEYS)
    hold_to(delay, lambda: ruler.keys(slider, view.root.locator(target), KEYS))


def test_a_frame_that_answers_in_two_steps_is_measured_to_the_second(doubler):
    view, slider, ruler = doubler(delay=30)  # the slider moves at once, its double later
    latency = ruler.keys(slider, view.root, KEYS)
    assert min(latency.first) < 30 < min(latency.milliseconds)


WORK = """(input, frame) => window.addEventListener("keydown", () => {
    const work = () => { for (const end = performance.now() + 50; performance.now() < end;); };
    frame ? requestAnimationFrame(work) : work();
}, { capture: true })"""


@pytest.mark.parametrize("frame", [False, True], ids=["in the handler", "in the frame"])
def test_work_before_the_answer_and_in_its_frame_is_in_the_time(doubler, frame):
    view, slider, ruler = doubler()
    slider.evaluate(WORK, frame)
    latency = ruler.keys(slider, view.root.locator("svg"), KEYS)
    assert min(latency.milliseconds) > 50


@pytest.mark.parametrize("delay", [0, 50])
def test_a_hover_is_measured(doubler, delay):
    view, _, ruler = doubler(delay=delay)
    places, said = view.root.locator(".place").all(), view.root.locator("output")
    hold_to(delay, lambda: ruler.hover(places * 3, said))


def test_a_held_key_shows_a_picture_for_each_step(doubler):
    view, slider, ruler = doubler()
    keys = further_at_last(*RIGHT_LEFT, 3, 4)
    for _ in range(ROUNDS):
        slider.press("Home")
        burst = ruler.burst(slider, view.root.locator("svg"), keys)
        assert view.root.locator("text").text_content() == "8"
        assert burst.keys == len(keys) >= burst.pictures
        assert burst.lag > 0
        if burst.pictures > len(keys) / 2 and burst.lag < 3 * SLACK:
            return
    pytest.fail(f"{burst.pictures} pictures, {burst.lag} ms behind")


def test_a_held_key_that_is_answered_at_its_end_is_seen_through(doubler):
    view, slider, ruler = doubler(delay=150, last_only=True)
    burst = ruler.burst(slider, view.root.locator("svg"), ["ArrowRight"] * 30)
    assert burst.pictures < 10
    assert burst.lag > 150


def test_a_view_that_does_not_answer_is_noticed(doubler):
    view, slider, ruler = doubler(limit=400, delay=-1)
    with pytest.raises(NoAnswer, match="'ArrowRight': no frame showed a different picture"):
        ruler.keys(slider, view.root.locator("svg"), KEYS)


def test_the_same_picture_painted_again_is_no_answer(doubler):
    view, slider, ruler = doubler(limit=400, value=100)
    slider.evaluate(
        "(input) => input.addEventListener('keydown', () => "
        "input.dispatchEvent(new Event('input')))"
    )
    for target in ("svg", "canvas"):
        with pytest.raises(NoAnswer, match="no frame"):
            ruler.keys(slider, view.root.locator(target), ["ArrowRight"])


def test_a_picture_that_never_rests_is_noticed(doubler):
    view, slider, ruler = doubler(limit=400)
    picture = view.root.locator("svg")
    picture.evaluate("(svg) => setInterval(() => svg.setAttribute('x', performance.now()), 10)")
    with pytest.raises(NoAnswer, match="the picture still changes after 800 ms"):
        ruler.keys(slider, picture, KEYS)


def test_a_key_that_does_not_arrive_is_noticed(doubler):
    view, _, ruler = doubler(limit=400)
    view.page.evaluate(
        "() => window.addEventListener('keydown', e => e.stopImmediatePropagation(), "
        "{ capture: true })"
    )
    with pytest.raises(NoAnswer, match="0 of 1 inputs reached"):
        ruler.keys(view.root.locator("input"), view.root.locator("svg"), ["ArrowRight"])
