"""A training that can be moved through and branched off from: weights, gradients, loss together."""

from functools import lru_cache

import numpy as np
import traitlets

from cnnteach import shapes
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.training_timeline import plane_net, plane_surface
from cnnteach.widgets.training_timeline.film import Film, paths_of
from cnnteach.widgets.training_timeline.lessons import LESSONS, PLAIN
from cnnteach.widgets.training_timeline.plane_data import SHAPES, TRAINED, points
from cnnteach.widgets.traits import (
    Floats,
    Number,
    OneOf,
    Place,
    Whole,
    YesOrNo,
    in_range,
    validates,
)

MOST_STEPS, LEAST_RATE, MOST_RATE = 600, 1e-6, 100.0
trained = lru_cache(maxsize=8)(plane_net.train)


class BatchSize(Whole):
    """How many points a step takes; it divides 40."""

    def validate(self, obj, value):
        size = super().validate(obj, value)
        if TRAINED % size:
            raise ValueError(
                f"{self.name} is {size}, but must divide {TRAINED}, so that an epoch has no rest: "
                "1, 2, 4, 5, 8, 10, 20 or 40"
            )
        return size


class BranchAt(traitlets.TraitType):
    """A step, and the learning rate from there on; nothing without a branch."""

    def validate(self, obj, value):
        value = [] if value is None else value
        if not isinstance(value, tuple | list) or len(value) not in (0, 2):
            raise ValueError(
                f"{self.name} is {value!r}; write a step and a learning rate, such as (100, 2.0), "
                "or None for no branch"
            )
        if not value:
            return []
        step, rate = value
        step = shapes.whole_number(f"the step of {self.name}", step, 0)
        return [step, in_range(f"the learning rate of {self.name}", rate, LEAST_RATE, MOST_RATE)]


class TrainingTimeline(Explorer):
    """Move through a training: loss, weights, gradients, predictions and maps change together.

    Without a recording, the view trains a small net itself, whole, whenever a setting changes: one
    hidden layer of ReLUs that learns 40 points of a plane. Branch off at any step with another
    learning rate and the same seed; see it diverge, overfit, lose units, and how dropout masks.

    Parameters
    ----------
    recording : Recording, optional
        What `cnnteach.training.fit` returned or `load_recording` read, instead of the small net.
    branch : callable, optional
        Of a step and a learning rate; returns the `Recording` of a training that is the same up to
        that step. `cnnteach.training.branching` makes one.
    classes : sequence of str, optional
        Names of the labels of a recording.
    data : "moons", "ring", "corners" or "overlap"
        The points.
    units : int
        Hidden units, 1 to 12.
    steps : int
        At most 600.
    learning_rate : float
        More than 0, at most 100.
    batch_size : int
        Points a step; it divides 40.
    momentum, dropout : float
        As in `cnnteach.ops.sgd` and `cnnteach.ops.dropout`.
    mislabelled : float
        The share of the 40 points that may carry the wrong class, at most 0.5.
    seed : int
        Of the points, the first weights, the order of the points and dropout.
    step : int
        Where in the training to look.
    selected : (int, int)
        Row (from x, from y, bias, to the output) and unit of the weight whose step is written out.
    branch_at : (int, float)
        Step and learning rate of a branch; empty without one.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.

    Raises
    ------
    ValueError, TypeError
        If a word has no meaning, or the recording has no snapshots.

    References
    ----------
    .. [1] Bottou, 2012, "Stochastic gradient descent tricks", sections 2 and 5.
    .. [2] Li, Xu, Taylor, Studer & Goldstein, 2018, arXiv:1712.09913, section 7: the path of a
           training in the plane of its largest movements.

    Examples
    --------
    >>> timeline = TrainingTimeline(learning_rate=0.5, step=300)
    >>> timeline.weights.shape, bool(timeline.training.loss[-1] < 0.1)
    ((33,), True)
    >>> timeline.branch_at = (100, 20.0)
    >>> timeline.describe()
    'TrainingTimeline: step 300 of 300, loss 4.38 on all 40 points, 4.38 on 120 held out'
    """

    _esm = script(
        common="canvases colours grid terms chance tiles bars ticks code_panel",
        training_timeline="plane_data plane_net plane_surface line_plot plane_view surface_view "
        "plane_stage plane_words plane_scene recorded_film recorded_words recorded_scene "
        "recorded_stage plane_questions plane_code view",
    )
    _css = style(common="tiles", training_timeline="style")

    data = OneOf("moons", SHAPES).tag(sync=True)
    units = Whole(PLAIN["units"], most=plane_net.MOST_UNITS).tag(sync=True)
    steps = Whole(PLAIN["steps"], most=MOST_STEPS).tag(sync=True)
    learning_rate = Number(PLAIN["learning_rate"], least=LEAST_RATE, most=MOST_RATE).tag(sync=True)
    batch_size = BatchSize(PLAIN["batch_size"], most=TRAINED).tag(sync=True)
    momentum = Number(0.0, least=0.0, most=0.99).tag(sync=True)
    dropout = Number(0.0, least=0.0, most=0.95).tag(sync=True)
    mislabelled = Number(0.0, least=0.0, most=0.5).tag(sync=True)
    step = Whole(0, least=0).tag(sync=True)
    selected = Place([0, 0]).tag(sync=True)
    branch_at = BranchAt([]).tag(sync=True)
    follow_branch = YesOrNo(True).tag(sync=True)
    lessons = traitlets.Dict(LESSONS).tag(sync=True)

    layer = traitlets.Unicode("").tag(sync=True)
    example = Whole(0, least=0).tag(sync=True)
    tile = Whole(0, least=0).tag(sync=True)
    own_scale = YesOrNo(True).tag(sync=True)
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    can_branch = YesOrNo(False).tag(sync=True)
    _status = traitlets.Unicode("").tag(sync=True)
    _film = traitlets.Dict({}).tag(sync=True)
    _numbers, _pictures = Floats(bytes(4)).tag(sync=True), Floats(bytes(1)).tag(sync=True)
    _branch_film = traitlets.Dict({}).tag(sync=True)
    _branch_numbers = Floats(bytes(4)).tag(sync=True)
    _branch_pictures = Floats(bytes(1)).tag(sync=True)
    _paths = traitlets.Dict({}).tag(sync=True)

    def __init__(self, recording=None, *, branch=None, classes=(), **options):
        self.refuse_unknown(options, OPTIONS)
        if recording is not None and not hasattr(recording, "snapshots"):
            raise TypeError(
                f"recording is {recording!r}; give what cnnteach.training.fit returned or "
                "load_recording read, or choose the small net's points with data=..."
            )
        self.recording, self.branched = recording, None
        self._branch = branch
        super().__init__(classes=[str(name) for name in classes], can_branch=branch is not None)
        if recording is not None:
            self._first = Film(recording)
            self._hand_over("", self._first)
            self.layer = options.pop("layer", self._film["layers"][0])
        for name, value in options.items():
            setattr(self, name, value)

    @validates("layer")
    def _recorded_layer(self, proposal):
        known = self._film.get("layers", [""])
        if proposal["value"] not in known:
            names = ", ".join(filter(None, known)) or "none without a recording"
            raise ValueError(f"there is no layer {proposal['value']!r}; there are {names}")
        return proposal["value"]

    @traitlets.observe("branch_at")
    def _train_branch(self, change):
        """Let the function that was given train, for a recording; what fails becomes words."""
        if self.recording is None:
            return
        self.branched, self._status = None, ""
        if self.branch_at and self._branch is not None:
            step, rate = self.branch_at
            self._status = f"Python trains the branch: from step {step} on with {rate:g} ..."
            try:
                self.branched = self._branch(step, rate)
                self._status = ""
            except Exception as error:
                self._status = f"The branch failed: {error}"
        self._hand_over("_branch", self.branched and Film(self.branched))

    def _hand_over(self, prefix, film):
        films = [self._first, film] if prefix and film else [self._first]
        with self.hold_sync():
            setattr(self, f"{prefix}_film", film.words if film else {})
            setattr(self, f"{prefix}_numbers", film.numbers if film else bytes(4))
            setattr(self, f"{prefix}_pictures", film.pictures if film else bytes(1))
            self._paths = paths_of(*films)

    def _settings(self):
        return {name: getattr(self, name) for name in PLAIN}

    @property
    def training(self):
        """The small net's whole training, a `PlaneTraining`; the branch's, if it is followed."""
        branch = self.branch_at if self.branch_at and self.follow_branch else (None, None)
        return trained(**self._settings(), branch_step=branch[0], branch_rate=branch[1])

    @property
    def weights(self):
        """The small net's weights before the step, shape (4 U + 1,)."""
        return self.training.weights[min(self.step, self.steps)].copy()

    def _points(self):
        return points(self.data, seed=self.seed, mislabelled=self.mislabelled)

    @property
    def surface(self):
        """The loss around the step's weights, in the plane of the training's path, (32, 32)."""
        first = trained(**self._settings())
        runs = [first, self.training] if self.branch_at else [first]
        rows = np.concatenate([run.weights[run.looked] for run in runs])
        middle, axes, _ = plane_surface.directions(rows)
        frame = plane_surface.frame_of((rows - middle) @ axes.T)
        here = (self.weights - middle) @ axes.T
        return plane_surface.surface(self.weights, here, axes, frame, self._points()[0])

    def link(self):
        if self.recording is not None:
            raise ValueError(
                "a recording does not fit into a link; save it with recording.save(path) and pass "
                "the file on"
            )
        return super().link()

    def describe(self):
        if self.recording is not None:
            return f"TrainingTimeline: step {self.step} of {self.recording!r}, layer {self.layer}"
        losses = [plane_net.loss_of(self.weights, *some) for some in self._points()]
        return (
            f"TrainingTimeline: step {min(self.step, self.steps)} of {self.steps}, loss "
            f"{losses[0]:.3g} on all 40 points, {losses[1]:.3g} on 120 held out"
        )

    def figure(self):
        from cnnteach.figures import timeline

        if self.recording is not None:
            return timeline.recorded(self.recording, self.branched, self.step, self.layer)
        first = trained(**self._settings())
        branch = self.training if self.branch_at and self.follow_branch else None
        return timeline.plane(first, branch, min(self.step, self.steps), self._points())


OPTIONS = (*PLAIN, "quiz", "step", "selected", "branch_at", "follow_branch", "layer", "example")
