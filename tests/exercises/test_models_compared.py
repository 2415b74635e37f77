"""A Keras model as an answer: shapes, counts, and numbers with the same weights are compared."""

from dataclasses import replace

import numpy as np
import pytest

from cnnteach.exercises import catalogue, check
from cnnteach.exercises.compare import difference
from cnnteach.exercises.judging import judge
from cnnteach.exercises.keras_view import Facts, Weights, facts, images, of_model

keras = pytest.importorskip("keras")
layers = keras.layers


def net(*parts, shape=(6, 7, 2)):
    return keras.Sequential([keras.Input(shape), *parts])


def facts_of(*parts, **options):
    return of_model(net(*parts, **options))


def test_two_ways_to_build_one_network_are_the_same():
    one = facts_of(layers.Conv2D(3, 3, activation="relu"), layers.Flatten(), layers.Dense(2))
    inner = keras.Sequential([layers.Conv2D(3, 3), layers.ReLU()])
    other = facts_of(inner, layers.Reshape((-1,)), layers.Dense(2))
    assert difference(other, one) is None


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([layers.Conv2D(3, 3), layers.Flatten(), layers.Dense(3)], "output shape: your model has"),
        ([layers.Flatten(), layers.Dense(2)], "parameters: your model has"),
        ([layers.Conv2D(3, 3), layers.Flatten(), layers.Dense(2)], "with the same weights, at"),
    ],
)
def test_what_differs_is_told(parts, said):
    right = facts_of(layers.Conv2D(3, 3, activation="relu"), layers.Flatten(), layers.Dense(2))
    assert difference(facts_of(*parts), right).text.startswith(said)


def test_weights_of_other_shapes_differ_though_there_are_as_many():
    one = facts_of(layers.Conv2D(2, (1, 3), padding="same"))
    other = facts_of(layers.Conv2D(2, (3, 1), padding="same"))
    assert difference(other, one).text.startswith("weights: your model has")


def test_what_does_not_learn_is_no_parameter():
    seen = facts_of(layers.BatchNormalization())
    assert seen["parameters"] == 4
    assert len(seen["weights"]) == 4


def test_a_model_keeps_its_own_weights():
    model = net(layers.Conv2D(1, 2))
    before = model.get_weights()
    of_model(model)
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_order_of_branches_does_not_matter():
    def branches(*kernels):
        x = keras.Input((6, 7, 2))
        maps = {k: layers.Conv2D(1, k, padding="same")(x) for k in kernels}
        return of_model(keras.Model(x, layers.Concatenate()([maps[1], maps[3]])))

    assert difference(branches(1, 3), branches(3, 1)) is None


def test_numpy_says_what_is_right():
    weights, x = Weights(), images(6, 7, 2)
    numbers = x.reshape(len(x), -1) @ weights("kernel", 84, 3) + weights("bias", 3)
    right = facts((None, 6, 7, 2), weights, numbers)
    assert difference(facts_of(layers.Flatten(), layers.Dense(3)), right) is None


def test_nothing_is_computed_that_is_not_compared():
    right = Facts({"output shape": (None, 3), "parameters": 255})
    assert of_model(net(layers.Flatten(), layers.Dense(3)), right) == right


def test_the_network_of_a_usual_mistake_is_built_once_for_an_example():
    exercise, built = catalogue()["build_averaging_head"], []
    largest = next(each for each in exercise.mistakes if each.label == "takes the largest")

    def slow(*args):
        built.append(args)
        return largest.answer(*args)

    watched = replace(exercise, mistakes=(largest._replace(answer=slow),))
    for seed in (1, 2):
        assert judge(watched, largest.answer, seed).label == "takes the largest"
    assert len(set(built)) == len(built) == 5, "one example, and two variants of each check"


NO_MODEL = [[1], "relu", {"parameters": 61_706}, Facts(parameters=61_706), layers.Flatten()]


@pytest.mark.parametrize("answer", NO_MODEL, ids=repr)
def test_what_is_no_model_is_told(answer):
    result = check("build_lenet5", lambda *args: answer)
    assert "a Keras model that begins with one `keras.Input` is expected" in result.message


def test_a_model_without_an_input_is_told():
    answer = keras.Sequential([layers.Flatten()])
    assert "keras.Input" in check("build_lenet5", lambda *args: answer).message


def test_a_model_that_was_built_outside_of_the_function_is_for_one_size_only():
    ready = catalogue()["build_lenet5"].solution(28, 28, 10)
    result = check("build_lenet5", lambda *args: ready)
    assert result.passed is False
    assert "Input shape: your model has (None, 28, 28, 1)" in result.message


def test_a_network_has_more_time_than_a_function(monkeypatch):
    monkeypatch.setattr("cnnteach.exercises.bounds.SECONDS", 0.001)
    assert check("build_averaging_head", catalogue()["build_averaging_head"].solution)
