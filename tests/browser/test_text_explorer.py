"""The view of TextConvExplorer: its numbers are NumPy's, and what a learner does is answered."""

import numpy as np
import pytest
from harness.view import blank, call

from cnnteach import ops, tasks
from cnnteach.datasets import sms_spam
from cnnteach.sentences import split
from cnnteach.widgets import TextConvExplorer

pytestmark = pytest.mark.browser
ODD = ["", "  ", "İstanbul½ naïve", "don't 1,000.50 €5 50%!!", "ab_c d-e", "x'y' '", "٣٤ é日本 ²"]
TEXT_TRAITS = [
    name for name in TextConvExplorer.class_own_traits() if name[:4] not in ("_esm", "_css")
]
ON_STATE = """const state = ({ ...traits }) => {
    const now = textState({ get: (name) => traits[name] }).compute();
    return { numbers: now.numbers, answers: Array.from(now.answers), kept: now.kept ?? [],
        sum: now.sum ?? 0, probability: now.probability ?? null, problem: now.problem ?? "" };
};"""


def found(page, explorer):
    state = {name: value for name, value in explorer.get_state().items() if name in TEXT_TRAITS}
    return call(page, TextConvExplorer._esm + ON_STATE, "state", state)


def test_texts_are_split_as_python_splits_them(tabs):
    texts = ODD + sms_spam(embedded=True).train[0]
    script = TextConvExplorer._esm + (
        "const each = (texts) => texts.map((text) => wordsOf(text).map(plainWord));"
    )
    said = call(blank(tabs()), script, "each", texts)
    assert said == [split(text) for text in texts]


def test_answers_kept_and_score_are_numpys(tabs):
    page, rng, arrays = blank(tabs()), np.random.default_rng(0), tasks.text_arrays()
    texts = sms_spam(embedded=True).train[0]
    for number in range(12):
        explorer = (
            TextConvExplorer(texts[number], **arrays) if number % 2 else TextConvExplorer(seed=1)
        )
        explorer.wide = bool(rng.integers(2))
        explorer.k = int(rng.integers(1, 4))
        explorer.filter = int(rng.integers(24)) if number % 2 else 0
        explorer.place = 1
        state = found(page, explorer)
        assert state["numbers"] == explorer.rows
        np.testing.assert_allclose(state["answers"], explorer.output, atol=1e-6)
        kept = [state["answers"][place] for place in state["kept"]]
        np.testing.assert_allclose(kept, explorer.kept, atol=1e-6)
        assert state["probability"] == pytest.approx(explorer.probability)
        if not explorer.relu:
            assert state["sum"] == pytest.approx(explorer.output[1])


def test_k_largest_are_those_of_ops(tabs):
    page, rng = blank(tabs()), np.random.default_rng(1)
    rows = [rng.integers(0, 4, rng.integers(1, 9)).tolist() for _ in range(60)]
    ks = [int(rng.integers(1, len(row) + 1)) for row in rows]
    script = TextConvExplorer._esm + (
        "const each = (rows, ks) => rows.map((row, n) => kLargest(row, ks[n]));"
    )
    for row, k, places in zip(rows, ks, call(page, script, "each", rows, ks), strict=True):
        assert places == ops.k_max_pool(np.array(row)[None, :, None], k)[1][0, :, 0].tolist()


@pytest.fixture
def show(open_view):
    def shown(*arguments, **options):
        view = open_view(TextConvExplorer(*arguments, **options))
        return view, lambda name: view.root.locator(f"[data-name='{name}']")

    return shown


OF_ANSWER = ".cnnteach-text > .cn-terms .cn-sum"


def text(view, selector):
    return view.root.locator(selector).text_content()


def test_the_lectures_example_is_told_term_by_term(show):
    view, _ = show()
    assert view.root.locator(".cn-term i").all_text_contents()[:6] == list("100110")
    assert text(view, OF_ANSWER) == "= 3"
    assert text(view, ".cn-kept").startswith("Max over time keeps 3 (place 0, “cats chase mice”)")


def test_typing_another_sentence_is_answered_and_unknown_words_are_named(show):
    view, control = show()
    control("sentence").fill("dogs chase cats and mice")
    assert view.get("sentence") == "dogs chase cats and mice"
    assert view.root.locator(".cn-unknown").all_text_contents() == ["dogs (unknown)"]
    control("sentence").fill("cats")
    assert "does not fit into 1" in text(view, ".cn-problem")
    assert not view.root.locator(".cn-scene").is_visible()
    control("wide").check()
    assert text(view, ".cn-problem") == ""
    assert view.root.locator(".cn-words li").all_text_contents() == ["0", "0", "cats", "0", "0"]


def test_the_keys_move_the_filter_and_its_weights_can_be_written(show):
    view, _ = show()
    view.root.locator("[data-grid='answers']").press("ArrowDown")
    assert view.get("place") == 1
    assert "answers 2" in text(view, ".cnnteach-live")
    view.root.locator("[data-grid='filter']").press("5")
    view.page.keyboard.press("Enter")
    assert np.frombuffer(view.get("_kernels"), np.float32)[0] == 5
    assert text(view, OF_ANSWER) == "= 2", "at place 1 the first number under it is 0"


def test_k_max_keeps_the_order(show):
    view, control = show(wide=True)
    control("k").press("ArrowRight")
    assert text(view, ".cn-kept").startswith("2-max pooling keeps 3 (place 2")
    assert "4 (place 5" in text(view, ".cn-kept")


def test_the_score_adds_up_and_leads_to_its_filters(show):
    view, _ = show("Claim your free prize now! Call 09061701461", **tasks.text_arrays())
    printed = view.root.locator(".cn-score-panel .cn-term i").all_text_contents()
    units = [round(10_000 * float(word.replace("\N{MINUS SIGN}", "-"))) for word in printed]
    said = text(view, ".cn-score-panel .cn-sum")
    assert sum(units) == round(10_000 * float(said.split(":")[0].strip("= ")))
    assert said.endswith(": spam, over 99.9 %")
    chip = view.root.locator(".cn-score-panel [role='button']").first
    number = int(chip.locator("b").text_content().rsplit(" ", 1)[1])
    chip.press("Enter")
    assert view.get("filter") == number


def test_a_probability_is_not_said_to_be_less_than_it_is(show):
    text_of = "Claim your FREE prize now! Txt WIN to 09061701461 cash urgent free"
    view, _ = show(text_of, **tasks.text_arrays())
    said = text(view, ".cn-score-panel .cn-sum")
    assert float(said.split(":")[0].strip("= ")) > 7.6
    assert said.endswith(": spam, over 99.9 %")


@pytest.mark.parametrize("options", [{}, {"wide": True, "k": 2}])
def test_the_code_prints_the_answers(show, options):
    view, control = show(**options)
    control("code").click()
    shown = []
    exec(text(view, ".cn-code pre"), {"print": lambda *values: shown.append(values)})
    explorer = TextConvExplorer(**options)
    np.testing.assert_allclose(shown[0][0], explorer.output)
    np.testing.assert_allclose(shown[1][0], explorer.kept)
    np.testing.assert_allclose(shown[2][0], explorer.output, atol=1e-5)
