"""Which pixels did it, say several methods; and would they say so of a network that forgot?"""

import numpy as np
import traitlets

from cnnteach import ops
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.saliency_lab.data import checked, the_cat
from cnnteach.widgets.traits import Floats, Number, OneOf, Whole, validates

MOST = 1000
OF = ("logit", "probability")
LINKED = ("of", "stage", "inputs", "upstream", "quiz", "question")


class SaliencyLab(Explorer):
    """See methods side by side, one ReLU in numbers, and shuffle the network layer by layer.

    The maps are drawn beforehand; the numbers at the ReLU are computed in the view.

    Parameters
    ----------
    source : object, optional
        What is shown: ``cnnteach.explain.compare_methods(model, image)`` makes it of a Keras model.
        If not given, the cat as the course's CIFAR-10 network sees her.
    of : "logit" or "probability"
        Which number is traced back.
    stage : int
        How far the network is shuffled, from the top down: 0 is as it learned.
    inputs, upstream : float
        What came into a ReLU, and what arrives from above on the way back.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the quiz.

    Raises
    ------
    TypeError, ValueError
        If a word has no meaning, or there is no such stage.

    References
    ----------
    .. [1] Adebayo, Gilmer, Muelly, Goodfellow, Hardt & Kim, 2018, "Sanity checks for saliency
           maps", arXiv:1810.03292.
    .. [2] Springenberg, Dosovitskiy, Brox & Riedmiller, 2015, arXiv:1412.6806, figure 1.

    Examples
    --------
    >>> lab = SaliencyLab(inputs=-1, upstream=6)
    >>> lab.passed
    {'gradient': 0.0, 'deconvnet': 6.0, 'guided': 0.0}
    >>> lab.stage = 2
    >>> lab.similarity["guided"] > lab.similarity["gradient"]
    True
    """

    _esm = script(
        common="code_panel python_code pixel_canvas",
        saliency_lab="state relu questions view",
    )
    _css = style(saliency_lab="style")

    of = OneOf("logit", OF).tag(sync=True)
    stage = Whole(0, least=0).tag(sync=True)
    inputs = Number(1.5, least=-MOST, most=MOST).tag(sync=True)
    upstream = Number(-2.0, least=-MOST, most=MOST).tag(sync=True)

    methods = traitlets.List(traitlets.Unicode()).tag(sync=True)
    stages = traitlets.List(traitlets.Unicode()).tag(sync=True)
    named = traitlets.Unicode().tag(sync=True)
    shape = traitlets.List([1, 1]).tag(sync=True)
    alike = traitlets.List().tag(sync=True)
    probabilities = traitlets.List().tag(sync=True)
    _image = Floats().tag(sync=True)
    _pictures = Floats().tag(sync=True)

    def __init__(self, source=None, *, seed=0, **options):
        self.refuse_unknown(options, ("of", "stage", "inputs", "upstream", "quiz"))
        self.source = checked(the_cat() if source is None else source)
        super().__init__(
            seed=seed,
            methods=list(self.source.methods),
            stages=list(self.source.stages),
            named=self.source.name,
            shape=list(self.source.image.shape[:2]),
            alike=np.round(self.source.similarity, 4).tolist(),
            probabilities=np.round(self.source.probabilities, 4).tolist(),
            _image=self.source.image.tobytes(),
            _pictures=self.source.pictures.tobytes(),
        )
        for name, value in options.items():
            setattr(self, name, value)

    @validates("stage")
    def _there(self, proposal):
        last = len(self.source.stages) - 1
        if proposal["value"] > last:
            raise ValueError(f"stage is {proposal['value']}, but the last of the stages is {last}")
        return proposal["value"]

    def linked(self):
        return {name: value for name, value in super().linked().items() if name in LINKED}

    @property
    def similarity(self):
        """How alike each method's map still is to its first: {method: rank correlation}."""
        found = self.source.similarity[OF.index(self.of), :, self.stage]
        return dict(zip(self.methods, found.tolist(), strict=True))

    @property
    def passed(self):
        """What each rule lets through the ReLU: {rule: number}."""
        inputs, upstream = np.array([self.inputs]), np.array([self.upstream])
        gradient = ops.relu_backward(upstream, inputs)
        found = (gradient, ops.relu(upstream), ops.relu(gradient))
        rules = ("gradient", "deconvnet", "guided")
        return {rule: abs(a.item()) and a.item() for rule, a in zip(rules, found, strict=True)}

    def describe(self):
        alike = self.similarity
        most, least = max(alike, key=alike.get), min(alike, key=alike.get)
        sure = f"{self.source.probabilities[self.stage]:.0%} {self.named}"
        if not self.stage:
            return (
                f"SaliencyLab: the network as learned, {sure}: {len(alike)} maps of the {self.of}"
            )
        return (
            f"SaliencyLab: shuffled from the top down to {self.stages[self.stage]}, {sure}: of the "
            f"maps of the {self.of}, {most} is most like before ({alike[most]:.2f}), {least} least "
            f"({alike[least]:.2f})"
        )

    def figure(self):
        from cnnteach.figures.attributions import show_pictures

        pictures = self.source.pictures[OF.index(self.of), :, self.stage]
        below = [
            f"{value:.2f}".replace("-", "\N{MINUS SIGN}") for value in self.similarity.values()
        ]
        return show_pictures(
            [self.source.image, *pictures], titles=["image", *self.methods], below=["", *below]
        )
