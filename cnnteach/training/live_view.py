"""A picture in the notebook that follows the training while it runs."""

import time

from cnnteach.training.drawing import draw, sentence

SHARE = 0.04  # of the time that the training may lose to the drawing


class LiveView:
    """Shows the training while it runs: pass it to `fit` among the callbacks.

    The picture is drawn again only when so much time has gone by that drawing costs less than one
    part in 25; on a slow machine it changes less often, and the training does not wait. Press the
    notebook's stop button to end the training after the step that it is at.

    Parameters
    ----------
    classes : sequence of str, optional
        Names for the labels.
    show : callable, optional
        Takes each picture, a `Captioned` figure; the notebook's output, if not given, where each
        picture takes the place of the one before.

    Attributes
    ----------
    seconds : float
        Spent on drawing so far.
    drawn : int
        How many pictures.

    Examples
    --------
    >>> view = LiveView(classes=("cat", "dog"), show=print)  # fit(..., callbacks=[view])
    """

    def __init__(self, classes=None, *, show=None):
        import cnnteach.figures.captions
        import cnnteach.figures.training  # noqa: F401  (now, so that no step waits for it)

        self.classes = classes
        self.seconds, self.drawn = 0.0, 0
        self._show = show or _InPlace()
        self._next = 0.0

    def __call__(self, moment):
        now = time.perf_counter()
        if moment.kind != "end" and now < self._next:
            return
        self._show(self._picture(moment))
        took = time.perf_counter() - now
        self.seconds += took
        self.drawn += 1
        self._next = now + took / SHARE

    def _picture(self, moment):
        from cnnteach.figures.captions import captioned

        recording = moment.recording
        figure = draw(recording, total=moment.total, classes=self.classes)
        said = sentence(recording, moment.total)
        more = " Stop it with the notebook's ■ button: nothing is lost."
        caption = said + (more if moment.kind != "end" else "")
        return captioned(figure, caption=caption, alt=f"Loss and accuracy by step. {said}")


class _InPlace:
    """Shows one thing after the other in the same place of a notebook's output."""

    def __init__(self):
        self.handle = None

    def __call__(self, picture):
        from IPython.display import display

        if self.handle is None:
            self.handle = display(picture, display_id=True)
        else:
            self.handle.update(picture)
