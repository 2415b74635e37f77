"""How the learning rate changes while a network learns.

A schedule is a function of the step and of the scores so far, nothing else: so a training that was
stopped goes on exactly as it would have gone.
"""

import math
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Constant:
    """Leave the learning rate as it is."""

    def __call__(self, step, total, scores):
        return 1.0


@dataclass(frozen=True)
class Plateau:
    """Divide the learning rate each time that the score has stopped getting better.

    As AlexNet was trained: by 10, "when the validation error rate stopped improving with the
    current learning rate" [1]_.

    Parameters
    ----------
    factor : float
        What the learning rate is multiplied by, more than 0 and less than 1.
    patience : int
        How many epochs without a better score are waited for.
    margin : float
        How much better a score must be to count.

    References
    ----------
    .. [1] Krizhevsky, Sutskever & Hinton, 2012, "ImageNet classification with deep convolutional
           neural networks", section 5.

    Examples
    --------
    >>> schedule = Plateau(patience=2)
    >>> [round(schedule(0, 0, [0.5, 0.7, 0.7, 0.6][:epoch]), 2) for epoch in range(5)]
    [1.0, 1.0, 1.0, 1.0, 0.1]
    """

    factor: float = 0.1
    patience: int = 3
    margin: float = 0.001

    def __post_init__(self):
        if not 0 < self.factor < 1 or self.patience < 1 or self.margin < 0:
            raise ValueError(
                f"{self}: factor must lie between 0 and 1, patience must be at least 1 epoch, and "
                "margin at least 0"
            )

    def __call__(self, step, total, scores):
        best, waited, multiplier = -math.inf, 0, 1.0
        for score in scores:
            if score > best + self.margin:
                best, waited = score, 0
            else:
                waited += 1
            if waited == self.patience:
                multiplier, waited = multiplier * self.factor, 0
        return multiplier


@dataclass(frozen=True)
class Cosine:
    """Rise in a straight line, then fall to zero along half a cosine [1]_.

    Parameters
    ----------
    warm_up : int
        Steps of the rise: large first steps would throw fresh weights about.

    References
    ----------
    .. [1] Loshchilov & Hutter, 2017, "SGDR: stochastic gradient descent with warm restarts",
           equation 5, without the restarts.

    Examples
    --------
    >>> [round(Cosine(warm_up=2)(step, 10, []), 2) for step in (0, 1, 2, 6, 9)]
    [0.5, 1.0, 1.0, 0.5, 0.04]
    """

    warm_up: int = 0

    def __call__(self, step, total, scores):
        if step < self.warm_up:
            return (step + 1) / self.warm_up
        done = (step - self.warm_up) / max(total - self.warm_up, 1)
        return 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


@dataclass(frozen=True)
class Branched:
    """Follow another schedule up to a step, then keep one learning rate.

    Parameters
    ----------
    step : int
        The first with the other learning rate.
    factor : float
        What the learning rate is multiplied by from then on, more than 0.
    before : dict
        The other schedule, as `described` gives it.

    Examples
    --------
    >>> schedule = Branched(step=2, factor=3.0, before={"kind": "cosine", "warm_up": 4})
    >>> [schedule(step, 10, []) for step in range(4)]
    [0.25, 0.5, 3.0, 3.0]
    """

    step: int
    factor: float
    before: dict = field(default_factory=lambda: {"kind": "constant"})

    def __post_init__(self):
        if self.step < 0 or not self.factor > 0:
            raise ValueError(f"{self}: step must be at least 0, and factor more than 0")
        schedule_of(self.before)

    def __call__(self, step, total, scores):
        return self.factor if step >= self.step else schedule_of(self.before)(step, total, scores)


KINDS = {"constant": Constant, "plateau": Plateau, "cosine": Cosine, "branched": Branched}


def schedule_of(value):
    """Return the schedule that `value` names, describes or is.

    Parameters
    ----------
    value : str, dict, Constant, Plateau, Cosine or Branched
        A dict is what `described` gave.

    Examples
    --------
    >>> schedule_of("plateau") == Plateau(), schedule_of({"kind": "cosine", "warm_up": 9}).warm_up
    (True, 9)
    """
    if isinstance(value, tuple(KINDS.values())):
        return value
    kind, options = (value.get("kind"), dict(value)) if isinstance(value, dict) else (value, {})
    options.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(
            f"schedule is {value!r}; write one of {', '.join(map(repr, KINDS))}, or one of the "
            "classes of cnnteach.training, such as Plateau(factor=0.1, patience=3)"
        )
    return KINDS[kind](**options)


def described(schedule):
    """Describe a schedule in words and numbers that a file can keep.

    Examples
    --------
    >>> described(Cosine(warm_up=300))
    {'kind': 'cosine', 'warm_up': 300}
    """
    kind = next(name for name, kind in KINDS.items() if type(schedule) is kind)
    return {"kind": kind, **asdict(schedule)}
