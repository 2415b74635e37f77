"""A face detector at work: score maps at every scale, a threshold, and the best boxes kept."""

import numpy as np
import traitlets

from cnnteach.boxes import as_boxes, intersection_over_union, non_maximum_suppression
from cnnteach.widgets.detector_explorer import example as detector_example
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.tensors import finite, float32_bytes
from cnnteach.widgets.traits import Floats, Number, Whole

ALL = 1000  # a step after the last: everything is done
MOST = 1500  # windows, the best ones; a picture with more boxes shows nothing
LONGEST = 400  # pixels of the photograph's sides
SURE = 4.6  # the score of a probability of 0.99
FOUND = 0.5  # from this intersection over union on, a box has found a thing


class DetectorExplorer(Explorer):
    """See how a detector that slides over a photograph comes to its boxes.

    Without arguments it shows the astronaut and what the shipped face detector said of her. For
    any other photograph, ``cnnteach.tasks.detector_arrays(photograph)`` lets the detector judge
    every window of it at every scale, and returns the arrays that are wanted here.

    Parameters
    ----------
    image : array_like, shape (H, W) or (H, W, 3), optional
        The photograph, bytes or floats of 0 to 1, at most 400 pixels high and wide.
    maps : sequence, optional
        One a scale, the finest first: `cnnteach.tasks.score_maps` makes them. Each has ``scale``,
        the pixels of the photograph for one of its image's (rows, columns); ``scores`` (R, S);
        ``window`` and ``step`` in pixels of that image.
    truth : array_like, shape (N, 4), optional
        The things that are to be found: boxes (top, left, bottom, right).
    threshold : float
        The score above which a window counts; 4.6 is a probability of 0.99.
    overlap : float
        The intersection over union up to which two boxes may be two things.
    scale : int
        Which map is shown, counted from 0.
    step : int
        How many boxes are chosen; all by default.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the quiz.

    Raises
    ------
    TypeError, ValueError
        If a word has no meaning, or the arrays do not belong together.

    References
    ----------
    .. [1] Vaillant, Monrocq & LeCun, 1994, "Original approach for the localisation of objects in
           images".
    .. [2] Everingham and others, 2010, "The Pascal visual object classes challenge", section 4.2:
           intersection over union, and 0.5 of it.

    Examples
    --------
    >>> explorer = DetectorExplorer()
    >>> boxes, scores = explorer.windows
    >>> len(boxes), explorer.kept.round()
    (9, array([[ 33.,  83.,  85., 135.]]))
    >>> explorer.threshold = 0
    >>> explorer.costs
    {'found': 1, 'false': 3, 'missed': 0}
    """

    _esm = script(
        common="canvases colours grid picture stepper ticks plot code_panel python_code",
        detector_explorer="boxes state words controls photograph map costs code questions view",
    )
    _css = style(common="plot", detector_explorer="style")

    threshold = Number(SURE, least=-1e4, most=1e4).tag(sync=True)
    overlap = Number(0.3, least=0, most=1).tag(sync=True)
    scale = Whole(4, least=0).tag(sync=True)
    step = Whole(ALL, least=0).tag(sync=True)
    _picture = Floats(b"").tag(sync=True)
    _shape = traitlets.List([1, 1]).tag(sync=True)
    _scores = Floats(b"").tag(sync=True)
    _levels = traitlets.List([]).tag(sync=True)  # of each map: scale of rows, of columns, R, S
    _slide = traitlets.List([[25, 25], [4, 4]]).tag(sync=True)  # window and step
    _truth = traitlets.List([]).tag(sync=True)

    def __init__(self, image=None, maps=None, *, truth=(), seed=0, **options):
        self.refuse_unknown(options, ("threshold", "overlap", "scale", "step", "quiz"))
        super().__init__(seed=seed)
        if (image is None) != (maps is None):
            raise TypeError(
                "image and maps belong together; cnnteach.tasks.detector_arrays(photograph) "
                "returns both"
            )
        self._own = image is not None
        if self._own:
            self._take(_photograph(image), list(maps), truth)
        else:
            truth = as_boxes(truth).tolist() or [detector_example.FACE]
            self._hold(detector_example.photograph(), detector_example.score_maps(), truth)
        for name, value in options.items():
            setattr(self, name, value)

    def _take(self, picture, maps, truth):
        levels = [_level(number, level) for number, level in enumerate(maps)]
        slides = {(tuple(level.window), tuple(level.step)) for level in maps}
        if len(slides) != 1:
            raise ValueError("maps must hold one map at least, all of one window and one step")
        window, step = slides.pop()
        self._slide = [list(map(int, window)), list(map(int, step))]
        self._hold(picture, levels, as_boxes(truth).tolist())

    def _hold(self, picture, levels, truth):
        self._picture, self._shape = picture.tobytes(), list(picture.shape[:2])
        self._scores = b"".join(float32_bytes(scores) for _, scores in levels)
        self._levels = [[*map(float, scale), *np.shape(scores)] for scale, scores in levels]
        self._truth = [list(map(float, box)) for box in truth]
        self.scale = min(self.scale, len(levels) - 1)

    @property
    def image(self):
        """The photograph, uint8, shape (H, W, 3)."""
        return np.frombuffer(self._picture, np.uint8).reshape(*self._shape, 3)

    @property
    def maps(self):
        """The scores of each scale, shape (R, S)."""
        scores, ends = np.frombuffer(self._scores, np.float32), np.cumsum([0, *self._sizes()])
        parts = zip(ends[:-1], ends[1:], self._levels, strict=True)
        return [scores[start:end].reshape(level[2:]) for start, end, level in parts]

    def _sizes(self):
        return [rows * columns for _, _, rows, columns in self._levels]

    @property
    def windows(self):
        """The windows above the threshold, the best first: boxes (N, 4) and scores (N,)."""
        boxes, scores = self._ranked()
        above = scores > self.threshold
        return boxes[above], scores[above]

    def _ranked(self):
        """Return the best windows of all scales, at most `MOST`."""
        window, step = np.array(self._slide)
        boxes = []
        for *scale, rows, columns in self._levels:
            places = np.moveaxis(np.indices((rows, columns)), 0, -1).reshape(-1, 2) * step
            boxes.append(np.hstack([places, places + window]) * np.tile(scale, 2))
        boxes, scores = np.concatenate(boxes), np.frombuffer(self._scores, np.float32)
        best = np.argsort(-scores, kind="stable")[:MOST]
        return boxes[best], scores[best]

    @property
    def kept(self):
        """The boxes that are left of them, (N, 4), the best first."""
        boxes, scores = self.windows
        return boxes[non_maximum_suppression(boxes, scores, overlap=self.overlap)]

    @property
    def costs(self):
        """How many things the boxes found, how many boxes are false, how many things missed."""
        truth, kept, found = as_boxes(self._truth), self.kept, set()
        for shared in intersection_over_union(kept, truth):
            for thing in np.flatnonzero(shared >= FOUND):
                if thing not in found:
                    found.add(thing)
                    break
        return {"found": len(found), "false": len(kept) - len(found),
                "missed": len(truth) - len(found)}  # fmt: skip

    def link(self):
        """Return a line of Python that brings another learner to this state.

        Raises
        ------
        ValueError
            If it shows a photograph of the learner's own, which a line cannot carry.
        """
        if self._own:
            raise ValueError(
                "a line cannot carry a photograph: send the file, and the line that made this"
            )
        return super().link()

    def describe(self):
        rows, columns = self._shape
        boxes, _ = self.windows
        said = (
            f"DetectorExplorer: {rows}x{columns} photograph at {len(self._levels)} scales; "
            f"{len(boxes)} windows above {self.threshold:g}, {len(self.kept)} "
            f"box{'es' * (len(self.kept) != 1)} kept at an overlap of {self.overlap:g}"
        )
        if not self._truth:
            return said
        return f"{said}; {', '.join(f'{count} {name}' for name, count in self.costs.items())}"

    def figure(self):
        from cnnteach.figures.detection import show_boxes

        boxes, scores = self.windows
        kept = non_maximum_suppression(boxes, scores, overlap=self.overlap)
        labels = [f"{score:.1f}".replace("-", "−") for score in scores[kept]]
        return show_boxes(self.image, boxes[kept], labels)


def _photograph(image):
    """Return a photograph as bytes, shape (H, W, 3), or say what is wrong with it."""
    image = np.asarray(image)
    if image.ndim not in (2, 3) or image.shape[2:] not in ((), (3,)) or not image.size:
        raise ValueError(f"image has shape {image.shape}, but must be (H, W) or (H, W, 3)")
    if max(image.shape[:2]) > LONGEST:
        raise ValueError(
            f"image is {image.shape[0]} x {image.shape[1]} pixels; up to {LONGEST} are shown, and "
            "cnnteach.tasks.detector_arrays(image) makes it so"
        )
    if image.dtype != np.uint8:
        image = finite("image", image)
        if image.min() < 0 or image.max() > 1:
            raise ValueError("image holds floats beyond 0 to 1; give bytes, or divide by 255")
        image = np.rint(image * 255).astype(np.uint8)
    return np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image


def _level(number, level):
    """Return (scale, scores) of one map, or say what is wrong with it."""
    try:
        scale, scores = level.scale, np.asarray(level.scores, float)
        _ = level.window, level.step
    except AttributeError:
        raise TypeError(
            f"maps[{number}] is a {type(level).__name__}, but must have scale, scores, window and "
            "step, as cnnteach.tasks.score_maps returns them"
        ) from None
    if scores.ndim != 2 or not np.isfinite(scores).all():
        raise ValueError(f"the scores of maps[{number}] must be finite numbers, shape (R, S)")
    return scale, scores
