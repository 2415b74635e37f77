"""The numbers of a training: what `fit` was called with, so that it can be called so again."""

import math
import numbers
from dataclasses import asdict, dataclass, fields

from cnnteach.shapes import whole_number
from cnnteach.training.augmentation import Augmentation
from cnnteach.training.schedules import described, schedule_of

OWN = "the caller's own"  # an augmentation or loss that no file can keep


@dataclass(frozen=True)
class Settings:
    """What `fit` takes, checked; see there."""

    epochs: int = 5
    batch_size: int = 64
    optimizer: str = "sgd"
    learning_rate: float = 0.05
    momentum: float = 0.9
    weight_decay: float | dict = 0.0
    schedule: object = "constant"
    augment: object = None
    loss: object = None
    validation: object = None
    seed: int = 0
    record: object = None
    every: object = None

    def __post_init__(self):
        for name, least in (("epochs", 0), ("batch_size", 1), ("seed", 0)):
            object.__setattr__(self, name, whole_number(name, getattr(self, name), least=least))
        _check("learning_rate", self.learning_rate, lambda rate: rate > 0, "above 0: 0.01")
        _check("momentum", self.momentum, lambda share: 0 <= share < 1, "0 or more and below 1")
        decay = self.weight_decay
        for strength in decay.values() if isinstance(decay, dict) else [decay]:
            _check("weight_decay", strength, lambda s: s >= 0, "0 or more: 0.0005")
        if self.augment is not None and not callable(self.augment):
            raise TypeError(
                f"augment is {self.augment!r}, but must be an Augmentation(flip=True, shift=2), or "
                "a function of (images, rng) that returns images"
            )
        object.__setattr__(self, "schedule", schedule_of(self.schedule))
        for name in ("learning_rate", "momentum", "weight_decay"):
            object.__setattr__(self, name, _plain(getattr(self, name)))

    def in_words(self):
        """Return the settings as JSON can keep them."""
        words = {field.name: getattr(self, field.name) for field in fields(self)}
        words["schedule"] = described(self.schedule)
        if isinstance(self.augment, Augmentation):
            words["augment"] = asdict(self.augment)
        elif self.augment is not None:
            words["augment"] = OWN
        words["loss"] = None if self.loss is None else OWN
        if self.validation is not None:
            words["validation"] = float(self.validation) if _is_number(self.validation) else OWN
        words["record"] = None if self.record is None else _listed(self.record)
        if self.every is not None:
            single = isinstance(self.every, numbers.Integral)
            words["every"] = int(self.every) if single else [int(step) for step in self.every]
        return words


def settings_of(given, before=None):
    """Join what was given now with what a recording was made with.

    Parameters
    ----------
    given : dict
        None stands for what was not given.
    before : dict, optional
        The `settings` of the recording that is gone on with.

    Raises
    ------
    ValueError
        If the recording was made with something that only its caller has.
    """
    values = dict(before or {})
    if isinstance(values.get("augment"), dict):
        values["augment"] = Augmentation(**values["augment"])
    values |= {name: value for name, value in given.items() if value is not None}
    for name, value in values.items():
        if isinstance(value, str) and value == OWN:
            raise ValueError(
                f"the recording was made with {name}=... of your own, which its file cannot keep; "
                f"pass the same {name} again to go on"
            )
    return Settings(**values)


def _check(name, value, holds, words):
    """Refuse what is no finite number, or not in its range."""
    if not _is_number(value):
        raise TypeError(f"{name} is {value!r}, but must be a number, {words}")
    if not (math.isfinite(value) and holds(value)):
        raise ValueError(f"{name} is {value!r}, but must be {words}")


def _plain(value):
    """Return NumPy's numbers as Python's, which a file can keep."""
    if isinstance(value, dict):
        return {str(layer): float(strength) for layer, strength in value.items()}
    return float(value)


def _is_number(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _listed(names):
    return [names] if isinstance(names, str) else list(names)
