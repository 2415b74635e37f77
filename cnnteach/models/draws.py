"""Initial weights that a seed brings back: one number a layer, drawn from one generator."""

import random

from keras import initializers

from cnnteach.shapes import whole_number


class Draws:
    """Hands out Keras initialisers, each with a seed of its own.

    Parameters
    ----------
    seed : int, optional
        The same seed gives the same sequence; None gives a new one each time.

    Examples
    --------
    >>> Draws(7).he().seed == Draws(7).he().seed, Draws(7).he().seed == Draws(8).he().seed
    (True, False)
    """

    def __init__(self, seed=None):
        if seed is not None:
            seed = whole_number("seed", seed, least=0)
        self._seeds = random.Random(seed)

    def seed(self):
        """Draw a seed, for a layer that has chance in it, such as dropout."""
        return self._seeds.getrandbits(31)

    def normal(self, deviation):
        """Gaussian with a mean of 0 and this standard deviation, whatever the layer's size."""
        return initializers.RandomNormal(0.0, deviation, seed=self.seed())

    def uniform(self, bound):
        """Even between ``-bound`` and ``bound``."""
        return initializers.RandomUniform(-bound, bound, seed=self.seed())

    def he(self):
        """Gaussian with variance ``2 / fan_in``: made for ReLU (He et al., 2015, section 2.2)."""
        return initializers.VarianceScaling(2.0, "fan_in", "untruncated_normal", seed=self.seed())

    def lecun(self):
        """Gaussian with variance ``1 / fan_in``: for layers that no ReLU follows."""
        return initializers.VarianceScaling(1.0, "fan_in", "untruncated_normal", seed=self.seed())

    def glorot(self):
        """Even, with variance ``2 / (fan_in + fan_out)`` (Glorot & Bengio, 2010)."""
        return initializers.GlorotUniform(seed=self.seed())
