"""What every explorer shares: script and style, a link, a quiz, a page that needs no kernel."""

import base64
import html
import inspect
import io
import json
from functools import cache, wraps
from pathlib import Path

import anywidget
import traitlets
from IPython import get_ipython
from IPython.display import display

from cnnteach.widgets import link
from cnnteach.widgets.traits import Tally, Whole, YesOrNo

HERE = Path(__file__).parent


def script(**folders):
    """Return one ES module: what every view is made of, then the named files of each folder.

    There is no build step, and a module that is given as text cannot import its neighbours.
    """
    return _joined("js", "core numbers number_field asking quiz", **folders)


def style(**folders):
    """Return one style sheet: that of every view, then the named files of each folder."""
    return _joined("css", "core", **folders)


def _joined(kind, core, common="", **folders):
    folders = {"common": f"{core} {common}", **folders}
    files = [f"{folder}/{name}.{kind}" for folder in folders for name in folders[folder].split()]
    return "\n".join(map(_text, files))


@cache
def _text(path):
    return (HERE / path).read_text(encoding="utf-8")


def _then_open(make):
    """Return an ``__init__`` that makes as `make` does, and then opens what is made."""

    @wraps(make)
    def make_and_open(self, *values, **words):
        is_outermost, self._is_whole = self._is_whole is None, False
        make(self, *values, **words)
        if is_outermost:
            self._is_whole = True
            self.open()

    return make_and_open


class Explorer(anywidget.AnyWidget):
    """A widget whose view computes; it knows its static picture and its page without a kernel.

    Every explorer can be made without arguments, and takes `quiz` and `seed`.

    Attributes
    ----------
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of whatever is drawn at random, such as the quiz's questions.
    question : int
        Which of the seed's questions is asked.
    predictions : [int, int]
        How many predictions were right at once, and how many were tried.
    note : str
        Why the predictions could not be kept in the learner's progress, where they could not.
    """

    quiz = YesOrNo(False).tag(sync=True)
    seed = Whole(0, least=0).tag(sync=True)
    question = Whole(0, least=0).tag(sync=True)
    predictions = Tally([0, 0]).tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)

    _is_whole = None  # until it begins to be made
    _pictured = ()  # the traits that hold the picture of `image`

    def __init__(self, **traits):
        super().__init__(**traits)
        self.on_msg(self._asked)

    def __init_subclass__(cls, **words):
        super().__init_subclass__(**words)
        cls.__init__ = _then_open(cls.__init__)

    def open(self):
        """Open the way to the views once the widget is whole: none must see a half of it."""
        if self._is_whole:
            super().open()

    @classmethod
    def _unseen(cls, **traits):
        """Return one that no view is told of, to be read and forgotten."""
        widget = cls.__new__(cls)
        widget._is_whole = False  # so that nothing opens it
        widget.__init__(**traits)
        return widget

    def refuse_unknown(self, options, known):
        """Raise a `TypeError` if a keyword is none of `known`, which names what there is."""
        unknown = [name for name in options if name not in known]
        if unknown:
            words = inspect.signature(type(self).__init__).parameters.values()
            own = [word.name for word in words if word.kind != word.VAR_KEYWORD][1:]
            raise TypeError(
                f"{type(self).__name__} has no option {unknown[0]!r}; it has "
                f"{', '.join([*own, *known])}"
            )

    def refuse_own_picture(self, image):
        """Raise a `ValueError` if it is to start with a picture of one's own that has not come."""
        if image in ("yours", "edited"):
            raise ValueError(
                f"image is {image!r}, which names a picture of your own; give the picture itself, "
                f"or start with one of {', '.join(self.images)}"
            )

    def figure(self):
        """Return the state as a matplotlib Figure, for print and PDF."""
        raise NotImplementedError(f"{type(self).__name__} has no figure")

    def describe(self):
        """Return the state in a sentence, for those who cannot see it."""
        raise NotImplementedError(f"{type(self).__name__} has no description")

    def _problem(self):
        """Say why there is no output; nothing where there is one."""
        try:
            _ = self.output
        except ValueError as error:
            return str(error)
        return ""

    def linked(self):
        """Return what a link carries: the synced traits that differ from those of a fresh one.

        A picture that its name says is left out; a widget overrides it to leave out what else
        follows from the rest.
        """
        named = self._pictured if self._pictured and self.image in self.images else ()
        usual = self._unseen(seed=self.seed).get_state()
        return {
            name: value
            for name, value in self.get_state().items()
            if name not in (*_NOT_LINKED, *named) and value != usual[name]
        }

    def link(self):
        """Return a line of Python that brings another learner to this state.

        Examples
        --------
        >>> from cnnteach.widgets import ConvExplorer
        >>> ConvExplorer(stride=2).link()[:66]
        'from cnnteach.widgets import ConvExplorer; ConvExplorer.from_link('
        """
        name = type(self).__name__
        text = link.write(name, self.seed, self.linked())
        return f'from cnnteach.widgets import {name}; {name}.from_link("{text}")'

    @classmethod
    def from_link(cls, text, **options):
        """Return a widget in the state of a link.

        Parameters
        ----------
        text : str
            What stands between the quotation marks of the line that `link` returns.
        **options
            What the widget is made with, beside the link's state.

        Raises
        ------
        TypeError, ValueError
            If it is damaged, or of another widget, or holds what this widget refuses.
        """
        owner, seed, state = link.read(text)
        if owner != cls.__name__:
            raise ValueError(f"this link is of {owner}; write {owner}.from_link(...)")
        unknown = sorted(set(state) - set(cls.class_trait_names(sync=True)) | set(state) & _FRAME)
        if unknown:
            raise ValueError(
                f"this link sets {', '.join(unknown)}, which {cls.__name__} does not have here; "
                "it may come from another version of cnnteach"
            )
        widget = cls(seed=seed, **options)
        with widget.hold_trait_notifications():
            for name, value in state.items():
                setattr(widget, name, value)
        return widget

    def answers(self):
        """Return what the view may ask for: a function by name."""
        return {"link": self.link}

    def _asked(self, _widget, content, _buffers):
        """Answer the view, if only with what went wrong: nothing is raised into the log."""
        name = content.get("ask")
        try:
            said = {"answer": self.answers()[name]()}
        except Exception as error:
            said = {"error": f"{type(error).__name__}: {error}"}
        self.send({"asked": name, **said})

    @traitlets.observe("predictions")
    def _keep_predictions(self, change):
        """Add what is new to the learner's progress."""
        from cnnteach.exercises.predictions import keep

        right, tried = (now - before for now, before in zip(change.new, change.old, strict=True))
        if tried > 0:
            self.note = keep(type(self).__name__, right, tried)

    def page(self):
        """Return an HTML page, complete in itself, where the widget lives without a kernel."""
        state = {
            name: {"base64": base64.b64encode(value).decode()}
            if isinstance(value, bytes)
            else value
            for name, value in self.get_state().items()
            if name not in _FRAME
        }
        state |= {"predictions": [0, 0], "note": ""}  # those of its reader, who has none yet
        page = _text("common/page.html")
        for mark, text in (
            ("<!--title-->", type(self).__name__),
            ("/*style*/", self._css),
            ("/*script*/", self._esm),
            ("/*state*/", json.dumps(state).replace("<", "\\u003c")),
        ):
            page = page.replace(mark, text)
        return page

    def export_html(self, path):
        """Write `page` to a file that opens in any browser, with no server and no network.

        Parameters
        ----------
        path : str or Path
            Where to write; its folder must exist.

        Returns
        -------
        Path
            The file written.
        """
        path = Path(path)
        if not path.parent.is_dir():
            raise FileNotFoundError(
                f"there is no folder {path.parent} to write {path.name} into; make it first"
            )
        path.write_text(self.page(), encoding="utf-8")
        return path

    def _ipython_display_(self):
        """Show the live view at once, then fill in what a saved notebook can show instead.

        The picture and the sentence take longer than all the rest. When they follow, JupyterLab
        draws the output anew; the view moves along (see `movable` in core.js).
        """
        if not hasattr(get_ipython(), "kernel"):  # in a terminal, what follows is printed again
            data, metadata = self._repr_mimebundle_()
            display(data, metadata=metadata, raw=True)
            return
        data, metadata = super()._repr_mimebundle_()
        output = display(data, metadata=metadata, raw=True, display_id=True)
        output.update({**data, **self._fallback()}, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **options):
        """Add to the live view what a saved, printed or exported notebook can show instead."""
        data, metadata = super()._repr_mimebundle_(**options)
        return {**data, **self._fallback()}, metadata

    def _fallback(self):
        """Return the state as a sentence, as a picture, and as a page that needs no kernel."""
        words, picture = self.describe(), self._still()
        player = (
            f'<div><img alt="{html.escape(words)}" src="data:image/png;base64,{picture}">'
            f'<iframe title="{type(self).__name__}" '
            'style="display:none;border:0;width:100%;height:40em" '
            "onload=\"this.style.display='block';this.previousSibling.remove()\" "
            f'srcdoc="{html.escape(self.page())}"></iframe></div>'
        )
        said = {"text/plain": words, "text/html": player}
        return {**said, "image/png": picture} if picture else said

    def _still(self):
        """Return the figure as a PNG in base64, or "" where matplotlib is not to be had.

        That is so in a browser's Python without a network.
        """
        try:
            figure = self.figure()
        except ModuleNotFoundError:
            return ""
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=80)
        return base64.b64encode(picture.getvalue()).decode()


_FRAME = {*anywidget.AnyWidget.class_trait_names(), "_esm", "_css", "_anywidget_id"}
_NOT_LINKED = {*_FRAME, "seed", "predictions", "note"}
