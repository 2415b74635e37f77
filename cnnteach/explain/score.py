"""The one number of a network that is traced back to the pixels, and its gradient.

**Logit or probability?** A softmax couples the classes: its gradient by the pixels is

    d p_c / dx = p_c (d z_c / dx - sum_k p_k d z_k / dx)

so it answers "what would raise this class *against the others*", and where the network is sure,
p_c near 1, it all but vanishes. The logit z_c asks for the class alone, which is what Simonyan et
al. chose [1]_ ("the latter can be achieved by minimising the scores of other classes"). So
``of="logit"`` is what the methods here do unless told otherwise; occlusion shows the probability,
as its paper does. With scores that a ReLU or a mean makes, the logit is that which enters the
softmax.

References
----------
.. [1] Simonyan, Vedaldi & Zisserman, 2014, "Deep inside convolutional networks: visualising image
       classification models and saliency maps", arXiv:1312.6034, section 2.
"""

import keras
import numpy as np

from cnnteach.explain.activation import is_softmax
from cnnteach.explain.chosen_layers import unknown
from cnnteach.explain.forward import Result, follow
from cnnteach.explain.image_stream import image_shape
from cnnteach.explain.images import as_batch
from cnnteach.models.autodiff import value_and_gradients
from cnnteach.models.graph import first_output, steps

OF = ("logit", "probability")
AT_ONCE = 16  # images that go through together: some hundred megabytes in a large network


class Score:
    """One number of a model for each image: a class's, or that of any unit of any layer.

    Parameters
    ----------
    model : keras.Model
        Functional or Sequential, with one input of images.
    layer : str, optional
        Whose units are asked; the model's output, if not given.
    of : str
        "logit" or "probability"; see the module. Counts for the model's output alone.
    of_layer : str
        Of a layer, its "output" or its "sum" before the activation, which has a slope even where
        a ReLU is shut.

    Attributes
    ----------
    steps : list of Step
        Of the model.
    at : int
        The number of the step whose result is asked.

    Raises
    ------
    TypeError, ValueError
        If it is no Keras model, takes no images, has no such layer, or `of` is another word.

    Examples
    --------
    >>> from cnnteach import models
    >>> score = Score(models.build("lenet5", seed=0))
    >>> score.values(np.zeros((1, 28, 28, 1), "float32")).shape
    (1, 10)
    """

    def __init__(self, model, *, layer=None, of="logit", of_layer="output"):
        self.steps, self.model = steps(model), model
        self.shape = image_shape(model)
        if of not in OF:
            raise ValueError(f"of is {of!r}; a gradient is that of the {' or the '.join(OF)}")
        self._of = of if layer is None else of_layer
        self.at = first_output(model) if layer is None else number_of(self.steps, layer, model)

    def batch(self, images):
        """Return images as the model takes them, and whether there is one alone."""
        return as_batch(images, self.shape)

    def of_results(self, results):
        """Return the numbers to choose from, of `follow`'s results: (N, ...), a tensor."""
        result, step = results[self.at], self.steps[self.at]
        if self._of in Result._fields:
            return getattr(result, self._of)
        ends_in_softmax = is_softmax(step.operation)
        if self._of == "probability":
            return result.output if ends_in_softmax else keras.ops.softmax(result.output)
        return result.sum if ends_in_softmax else result.output

    def values(self, batch):
        """Return the numbers to choose from, as an array (N, ...)."""
        results = follow(self.steps, keras.ops.convert_to_tensor(batch), until=self.at)
        values = keras.ops.convert_to_numpy(self.of_results(results))
        if not np.isfinite(values).all():
            raise ValueError(_where_it_began(self.steps, results, self.model.name))
        return values

    def chosen(self, batch, unit=None):
        """Return for each image a mask (N, ...) that is 1 at the chosen number, 0 elsewhere.

        Parameters
        ----------
        batch : ndarray, shape (N, H, W, C)
        unit : int or tuple of int, optional
            A class, or (row, column, channel) of a layer; a channel alone stands for the place in
            its map where it answers most. If not given, the number that is greatest.

        Raises
        ------
        TypeError, ValueError
            If there is no such unit.
        """
        values = self.values(batch)
        mask = np.zeros_like(values)
        for image, numbers in enumerate(values):
            mask[(image, *self._place(numbers, unit))] = 1
        return mask

    def gradient(self, batch, mask, *, rule=None, by=None):
        """Return the chosen numbers' gradient by the pixels, of the shape of `batch`.

        With `by`, the number of a step, it is that by the step's output instead.
        """
        parts = [slice(i, i + AT_ONCE) for i in range(0, len(batch), AT_ONCE)]
        return np.concatenate([self._part(batch[i], mask[i], rule, by) for i in parts])

    def _part(self, batch, mask, rule, by):
        images = keras.ops.convert_to_tensor(batch)
        where = batch if by is None else self._zeros_like_output(images, by)

        def total(tensor):
            added, start = ({}, tensor) if by is None else ({by: tensor}, images)
            results = follow(self.steps, start, rule=rule, added=added, until=self.at)
            return keras.ops.sum(self.of_results(results) * keras.ops.convert_to_tensor(mask))

        return value_and_gradients(total, where)[1][0]

    def _zeros_like_output(self, images, by):
        return np.zeros(follow(self.steps, images, until=by)[by].output.shape, np.float32)

    def _place(self, numbers, unit):
        if unit is None:
            return np.unravel_index(numbers.argmax(), numbers.shape)
        place = tuple(unit) if np.ndim(unit) else (unit,)
        is_whole = all(isinstance(i, int | np.integer) and not isinstance(i, bool) for i in place)
        if not is_whole or len(place) not in (1, numbers.ndim):
            raise TypeError(
                f"unit is {unit!r}; give a channel or class, or one number for each of "
                f"{numbers.shape}"
            )
        sides = numbers.shape[-len(place) :]
        if not all(0 <= i < side for i, side in zip(place, sides, strict=True)):
            last = " and ".join(str(side - 1) for side in sides)
            raise ValueError(
                f"there is no unit {unit} in {self.steps[self.at].name}; they are numbered from 0 "
                f"to {last}"
            )
        if len(place) < numbers.ndim:
            plane = numbers[..., place[0]]
            return (*np.unravel_index(plane.argmax(), plane.shape), place[0])
        return place


def number_of(path, layer, model):
    """Return the number of the step of this name, or say which names there are."""
    for number, step in enumerate(path):
        if step.name == layer:
            return number
    raise ValueError(unknown(model, layer, [step.name for step in path]))


def _where_it_began(path, results, model_name):
    """Name the first layer that holds NaN or infinity."""
    pairs = zip(path, results, strict=False)
    arrays = ((step.name, keras.ops.convert_to_numpy(result.output)) for step, result in pairs)
    first = next((name for name, array in arrays if not np.isfinite(array).all()), path[-1].name)
    return (
        f"the activations of {first} in {model_name} hold NaN or infinity, and all layers above "
        "it: its weights did not survive the training; build or load the model again"
    )
