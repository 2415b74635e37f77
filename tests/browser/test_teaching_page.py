"""The teacher's page knows what each explorer asks, the answer, and the usual wrong ones."""

import re

import pytest
import teaching_page

pytestmark = pytest.mark.browser
ASKED = "() => document.querySelector('.cn-quiz').question"


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("lesson"))
        return [each for each in teaching_page.run() if "quiz=True" in each.code]


def as_text(value):
    """Write an answer as the page does."""
    if isinstance(value, list):
        return "row {}, column {}".format(*value)
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def test_it_asks_what_the_page_says_and_takes_the_same_answers(asking, open_view):
    assert len(asking) > 10
    for each in asking:
        question = open_view(each.value).page.evaluate(ASKED)
        said = " ".join(re.search(r'(?s)It asks: "(.*?)"\n', each.below)[1].split())
        assert said == question["text"]
        assert re.search(r"\*\*Answer: (.*?)\.\*\*", each.below)[1] == as_text(question["answer"])
        known = {as_text(mistake["value"]) for mistake in question["mistakes"]}
        wrong = {
            answer
            for line in re.findall(r"(?m)^- (\*\*.*?):", each.below)
            for answer in re.findall(r"\*\*(.*?)\*\*", line)
        }
        assert wrong <= known, f"{question['text']} {sorted(known)}"
        assert wrong
