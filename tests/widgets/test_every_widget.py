"""What every widget promises in Python: a sentence, a picture, a page, a link, a quiz."""

import json
import re

import numpy as np
import pytest
from anywidget import AnyWidget
from matplotlib.figure import Figure

from cnnteach import widgets
from cnnteach.exercises import progress
from cnnteach.widgets import ConvExplorer, link
from cnnteach.widgets.explorer import Explorer, script

NAMES = widgets.__all__
KINDS = pytest.mark.parametrize("kind", [getattr(widgets, name) for name in NAMES], ids=NAMES)


def own_state(widget):
    return {
        name: value
        for name, value in widget.get_state().items()
        if name not in (*AnyWidget.class_trait_names(), "_anywidget_id", "predictions", "note")
    }


@KINDS
def test_it_is_an_explorer_made_without_arguments(kind):
    assert issubclass(kind, Explorer)
    widget = kind()
    assert (widget.quiz, widget.seed, widget.question, widget.predictions) == (False, 0, 0, [0, 0])
    asked = kind(quiz=True, seed=3)
    assert (asked.quiz, asked.seed) == (True, 3)


@KINDS
def test_the_state_with_which_it_opens_is_whole(kind, monkeypatch):
    opened, open_comm = [], AnyWidget.open
    monkeypatch.setattr(
        AnyWidget, "open", lambda self: (opened.append(self.get_state()), open_comm(self))
    )
    widget = kind()
    states = [state for state in opened if "quiz" in state]
    assert [repr(state) for state in states] == [repr(widget.get_state())]


@KINDS
def test_it_says_and_draws_its_state(kind):
    widget = kind()
    said = widget.describe()
    assert said.startswith(kind.__name__)
    assert "\n" not in said
    assert isinstance(widget.figure(), Figure)
    assert "Examples\n" in kind.__doc__
    assert "Parameters\n" in kind.__doc__


@KINDS
def test_its_page_is_complete(kind):
    page = kind().page()
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)=[\"']?http", page)
    state = json.loads(re.search(r'(?s)id="state">(.*?)</script>', page)[1])
    assert state["predictions"] == [0, 0]


@KINDS
def test_no_name_is_declared_twice_in_its_script(kind):
    declared = re.findall(r"(?m)^(?:const|let|class|(?:async )?function) (\w+)", kind._esm)
    assert len(declared) > 20
    assert sorted(name for name in set(declared) if declared.count(name) > 1) == []


@KINDS
@pytest.mark.parametrize("option", ["strides", "nonsense"])
def test_a_word_that_it_does_not_know_is_refused(kind, option):
    with pytest.raises(TypeError, match=option):
        kind(**{option: 1})


@KINDS
def test_quiz_and_seed_are_checked_in_its_own_name(kind):
    with pytest.raises(TypeError, match="quiz is 'yes', but must be True or False"):
        kind(quiz="yes")
    with pytest.raises((TypeError, ValueError), match="seed"):
        kind(seed=-1)


@KINDS
def test_a_link_brings_another_learner_to_the_same_state(kind):
    widget = kind(quiz=True, seed=2)
    widget.question = 3
    line = widget.link()
    assert "\n" not in line
    names = {}
    exec(line.replace(f"; {kind.__name__}.from", f"; found = {kind.__name__}.from"), names)
    assert own_state(names["found"]) == own_state(widget)


@KINDS
def test_a_fresh_one_has_a_short_link(kind):
    assert len(kind().link()) < 200


@KINDS
def test_a_view_is_told_of_no_other_widget_when_a_link_is_made(kind, monkeypatch):
    widget, opened = kind(), []
    monkeypatch.setattr(AnyWidget, "open", opened.append)
    widget.link()
    assert opened == []


@KINDS
def test_a_damaged_or_foreign_link_says_so(kind):
    text = re.search('"(.*)"', kind().link())[1]
    for damaged in (text[:-6], text[:20] + "A" + text[21:] + "=", "", "§", text.swapcase()):
        with pytest.raises(ValueError, match="this link is damaged; copy the whole line again"):
            kind.from_link(damaged)
    with pytest.raises(TypeError, match="a link is text, as link"):
        kind.from_link(b"eJ")
    with pytest.raises(ValueError, match=r"this link is of Other; write Other\.from_link"):
        kind.from_link(link.write("Other", 0, {}))
    for name in ("nonsense", "_esm", "comm"):
        with pytest.raises(ValueError, match=f"sets {name}, which {kind.__name__} does not have"):
            kind.from_link(link.write(kind.__name__, 0, {name: 1}))


@KINDS
def test_what_a_view_cannot_be_told_is_told_it_and_raises_nothing(kind, monkeypatch):
    widget, sent = kind(), []
    monkeypatch.setattr(widget, "send", sent.append)
    widget._handle_custom_msg({"ask": "link"}, [])
    widget._handle_custom_msg({"ask": "nothing"}, [])
    assert sent[0] == {"asked": "link", "answer": widget.link()}
    assert sent[1]["asked"] == "nothing"
    assert "KeyError" in sent[1]["error"]


@KINDS
def test_predictions_count_for_the_learners_progress(kind):
    widget = kind(quiz=True)
    for predictions in ([0, 1], [1, 2], [2, 3]):
        widget.predictions = predictions
    assert progress().predictions == {kind.__name__: (2, 3)}
    widget.predictions = [0, 0]  # begun again
    another = kind(quiz=True)
    another.predictions = [1, 1]
    assert f"{kind.__name__} 3 of 4" in repr(progress())
    assert widget.note == ""


# What one widget shows for all


def test_where_progress_cannot_be_kept_the_view_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CNNTEACH_PROGRESS", str(tmp_path / "file" / "progress.json"))
    widget = ConvExplorer(quiz=True)
    widget.predictions = [1, 1]
    assert widget.note.startswith("Your prediction counts here, but progress could not be kept")


@pytest.mark.parametrize("wrong", [3, "12", [2, 1], [-1, 2], [1, 2, 3], [0.5, 1]])
def test_predictions_that_cannot_be_are_refused(wrong):
    with pytest.raises((TypeError, ValueError), match="predictions"):
        ConvExplorer().predictions = wrong


def test_a_link_carries_arrays_and_settings_and_is_short_for_a_picture():
    rng = np.random.default_rng(4)
    for widget in (
        ConvExplorer(rng.random((6, 7, 2)), w=rng.random((3, 2, 2, 3)), b=[1, 2, 3], stride=2),
        ConvExplorer(size=9, image="astronaut", channels=3, padding=((0, 1), (2, 3)), flip=True),
        ConvExplorer(image="random", seed=7, kernel="emboss", filters=2),
    ):
        widget.selected = (1, 1)
        again = ConvExplorer.from_link(re.search('"(.*)"', widget.link())[1])
        assert own_state(again) == own_state(widget)
        np.testing.assert_array_equal(again.output, widget.output)
        assert len(widget.link()) < (300 if widget.image != "yours" else 2000)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"stride": 0}, "stride is 0, but must be at least 1"),
        ({"size": 500}, "size is 500, and ConvExplorer shows at most 32"),
        ({"image": "lena"}, "there is no image 'lena'"),
        ({"size": 9, "image": "yours", "_source_shape": [5, 5, 1]}, "size is 9, but x has shape"),
    ],
)
def test_a_state_from_a_link_is_validated_like_any_other(state, message):
    with pytest.raises(ValueError, match=message):
        ConvExplorer.from_link(link.write("ConvExplorer", 0, state))


def set_at_once(widget, several):
    with widget.hold_trait_notifications():
        for name, value in several.items():
            setattr(widget, name, value)


@pytest.mark.parametrize(
    ("make", "several", "message"),
    [
        (lambda: ConvExplorer(np.ones((4, 4))), {"stride": 2, "size": 5}, "size is 5, but x"),
        (lambda: ConvExplorer(), {"stride": 2, "image": "lena"}, "no image 'lena'"),
        (lambda: ConvExplorer(), {"stride": 2, "presets": ["sobel"]}, "no kernel 'sobel'"),
        (lambda: widgets.PoolingExplorer(np.ones((4, 4))), {"size": 5}, "size is 5, but x"),
        (lambda: widgets.SharingDial(), {"image": "lena"}, "no image 'lena'"),
        (lambda: widgets.VolumeExplorer(), {"image": "lena"}, "no image 'lena'"),
        (lambda: widgets.KernelLab(), {"image": "lena"}, "no picture 'lena'"),
        (lambda: widgets.DigitPad(), {"weights": "lena", "pen": 3}, "no weights 'lena'"),
        (lambda: widgets.NetworkExplorer(), {"layer": 2, "unit": 9}, "unit is 9, but textures"),
        (lambda: widgets.NetworkExplorer(), {"unit": 3, "layer": 99}, "layer is 99"),
        (lambda: widgets.NetworkExplorer(), {"image": 99, "place": [1, 1]}, "image is 99"),
        (lambda: widgets.SaliencyLab(), {"stage": 99, "inputs": 3}, "stage is 99"),
        (lambda: widgets.OrientationTuning(np.ones((3, 3, 2))), {"filter": 7}, "filter is 7"),
        (lambda: widgets.TextConvExplorer(), {"k": 2, "classes": ["one"]}, "tells two apart"),
        (lambda: widgets.GraphExplorer(), {"values": {"a": 3}, "expression": "a +"}, "be read"),
        (lambda: widgets.TrainingTimeline(), {"step": 3, "layer": "c1"}, "no layer 'c1'"),
    ],
)
def test_of_several_that_are_set_at_once_none_is_if_one_is_refused(make, several, message):
    widget = make()
    before, said = own_state(widget), widget.describe()
    with pytest.raises(ValueError, match=message):
        set_at_once(widget, several)
    assert (own_state(widget), widget.describe()) == (before, said)
    widget.figure()


@pytest.mark.parametrize("kind", [ConvExplorer, widgets.PoolingExplorer, widgets.SharingDial])
def test_a_picture_and_a_size_that_only_it_has_are_taken_together(kind):
    widget = kind(np.ones((4, 4)))
    set_at_once(widget, {"size": 8, "image": widget.images[1]})
    assert widget.x.shape[:2] == (8, 8)


def test_messages_name_the_widgets_own_class():
    class Dial(ConvExplorer):
        _esm = script()

    with pytest.raises(ValueError, match="stride is 99, and Dial shows at most 32"):
        Dial(stride=99)
