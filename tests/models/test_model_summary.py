"""The summary's numbers against hand counts, and the summary of models that others build."""

import subprocess
import sys

import keras
import pytest
from keras import layers

from cnnteach import models
from cnnteach.shapes import conv_connections


def column(table, name, kinds=None):
    return [getattr(row, name) for row in table if kinds is None or row.kind in kinds]


def test_lenet5_of_1998_has_the_papers_connections_and_neurons():
    table = models.summary(models.build("lenet5_1998", seed=0))
    counted = [row for row in table if row.neurons]
    assert [row.connections for row in counted] == [122304, 5880, 151600, 2000, 48120, 10164, 840]
    assert [row.neurons for row in counted] == [4704, 1176, 1600, 400, 120, 84, 10]
    assert table.totals.connections == 340_908


def test_alexnet_has_the_papers_neurons_but_for_its_first_layer(full_size):
    table = full_size("alexnet").table
    paper = [290_400, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000]
    assert [row.neurons for row in table if row.neurons] == paper
    assert table.totals.neurons == 659_272
    assert table["conv1"].connections == 105_705_600
    grouped = conv_connections(27, 5, 96, 256, groups=2)
    assert table["conv2"].connections == grouped == 27 * 27 * 256 * (5 * 5 * 48 + 1)


def test_vgg16_holds_15_million_activations(full_size):
    table = full_size("vgg16").table
    kept = {"InputLayer", "Conv2D", "MaxPooling2D", "Dense"}
    sizes = [row.shape for row in table if row.kind in kept]
    total = 0
    for shape in sizes:
        product = 1
        for side in shape:
            product *= side
        total += product
    assert total == 15_237_608
    assert table["fc6"].parameters == 102_760_448 + 4096


@pytest.mark.parametrize("name", models.names())
def test_parameters_add_up_to_those_of_keras(name, teaching):
    model = teaching(name)
    table = models.summary(model)
    assert table.totals.parameters + table.totals.fixed == model.count_params()
    assert len(table) == len(model.layers)
    shapes = {layer.name: tuple(layer.output.shape[1:]) for layer in model.layers}
    assert {row.layer: row.shape for row in table} == shapes


@pytest.mark.parametrize(
    ("layer", "shape", "connections", "neurons"),
    [
        pytest.param(layers.Conv2D(4, (3, 2), strides=2), (9, 8, 3), 4 * 4 * 4 * 19, 64, id="conv"),
        pytest.param(layers.Conv2D(4, 3, use_bias=False), (5, 5, 2), 9 * 4 * 18, 36, id="no-bias"),
        pytest.param(layers.Conv2D(4, 3, groups=2), (5, 5, 2), 9 * 4 * 10, 36, id="groups"),
        pytest.param(layers.DepthwiseConv2D(3), (5, 5, 2), 9 * 2 * 10, 18, id="depthwise"),
        pytest.param(
            layers.SeparableConv2D(4, 3), (5, 5, 2), 9 * (2 * 9 + 4 * 3), 36, id="separable"
        ),
        pytest.param(
            layers.Conv2DTranspose(4, 3, strides=2),
            (5, 5, 2),
            25 * 9 * 8 + 484,
            484,
            id="transposed",
        ),
        pytest.param(layers.Conv1D(4, 3, padding="causal"), (7, 2), 7 * 4 * 7, 28, id="conv1d"),
        pytest.param(layers.Dense(4), (6,), 28, 4, id="dense"),
        pytest.param(layers.Dense(4), (5, 3, 2), 15 * 12, 60, id="dense-at-each-pixel"),
        pytest.param(layers.MaxPooling2D(2), (4, 4, 2), 0, 0, id="max-pooling"),
        pytest.param(layers.BatchNormalization(), (4, 4, 2), 0, 0, id="batch-normalisation"),
        pytest.param(layers.PReLU(), (4, 4, 2), 0, 0, id="prelu"),
    ],
)
def test_connections_of_each_kind_of_layer(layer, shape, connections, neurons):
    row = models.summary(keras.Sequential([keras.Input(shape), layer]))[1]
    assert (row.connections, row.neurons) == (connections, neurons)


def test_what_is_not_known_is_none_and_a_question_mark():
    model = keras.Sequential([keras.Input((5, 4)), layers.LSTM(3)])
    table = models.summary(model)
    assert table[1].connections is table[1].field is table.totals.connections is None
    assert table[1].neurons == 0
    assert "?" in str(table)


def test_open_sides_leave_connections_open_but_not_fields():
    table = models.summary(models.build("fcn", size="teaching"))
    assert table["conv1_1"].shape == (None, None, 8)
    assert table["conv1_1"].connections is table["conv1_1"].neurons is None
    assert table["conv5_3"].receptive_field == (196, 196)
    assert table["conv1_1"].parameters == 8 * 28


def test_a_layer_used_twice_counts_its_parameters_once_and_its_connections_twice():
    image = keras.Input((8, 8, 3))
    shared = layers.Conv2D(3, 3, padding="same", name="shared")
    model = keras.Model(image, shared(shared(image)))
    table = models.summary(model)
    assert column(table, "parameters") == [0, 84, 0]
    assert column(table, "connections") == [0, 64 * 84, 64 * 84]
    assert column(table, "receptive_field") == [(1, 1), (3, 3), (5, 5)]
    assert table.totals.parameters == model.count_params()


def test_models_inside_of_models_are_opened():
    inner_image = keras.Input((None, None, 4))
    inner_out = layers.Conv2D(4, 3, padding="same", name="b")(inner_image)
    inner = keras.Model(inner_image, inner_out, name="inner")
    block = keras.Sequential([layers.Conv2D(4, 5, padding="same", name="a"), inner], name="block")
    image = keras.Input((16, 16, 4), name="image")
    x = block(image)
    model = keras.Model(image, layers.Add(name="sum")([inner(x), x]))
    table = models.summary(model)
    names = [row.layer for row in table if row.kind != "InputLayer"]
    assert names == ["block/a", "block/inner/b", "inner/b", "sum"]
    assert table["inner/b"].receptive_field == table["sum"].receptive_field == (9, 9)
    assert table.totals.parameters == model.count_params()


def test_a_model_without_convolutions():
    table = models.summary(models.build("mlp", seed=0))
    assert table["hidden1"].receptive_field == (28, 28)
    assert table["hidden1"].jump is None
    vector = keras.Sequential([keras.Input((7,)), layers.Dense(2)])
    assert models.summary(vector)[1].receptive_field == (7,)


def test_operations_without_a_layer_are_rows_too():
    image = keras.Input((8, 8, 2))
    y = keras.ops.relu(layers.Conv2D(2, 3, padding="same")(image) + image)
    table = models.summary(keras.Model(image, y))
    assert column(table, "kind") == ["InputLayer", "Conv2D", "Add", "Relu"]
    assert table[3].receptive_field == (3, 3)


def test_it_reads_as_a_table_and_as_data():
    table = models.summary(models.build("lenet5", seed=0))
    lines = str(table).splitlines()
    assert lines[0].startswith("lenet5: 61,706 trainable parameters")
    assert lines[4].split() == ["image", "InputLayer", "28x28x1", "0", "0", "0", "1x1", "1"]
    assert lines[5].split() == ["c1", "Conv2D", "28x28x6", "156", "122,304", "4,704", "5x5", "1"]
    assert lines[-1].split()[-1] == "-"
    page = table._repr_html_()
    assert page.count("<tr>") == 1 + len(table)
    assert page.count('scope="row"') == len(table)
    record = table.as_dicts()[3]
    assert record["layer"] == "c3"
    assert record["receptive_field"] == (14, 14)
    assert (record["jump"], record["start"], record["shape"]) == ((2, 2), (-2, -2), (10, 10, 16))
    assert table["c3"] is table[3] is list(table)[3]


def test_names_in_the_page_are_escaped():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2, name="a<b>&c")])
    page = models.summary(model)._repr_html_()
    assert "a&lt;b&gt;&amp;c" in page
    assert "a<b>" not in page


def test_names_in_the_page_go_on_in_the_next_line_where_it_is_narrow():
    stack = [keras.Input((4, 4, 1)), layers.MaxPooling2D(name="pool_1")]
    page = models.summary(keras.Sequential(stack))._repr_html_()
    assert ">Max<wbr>Pooling2D<" in page
    assert ">pool_<wbr>1<" in page


def test_an_unknown_layer_is_answered_with_the_names():
    table = models.summary(models.build("mlp"))
    with pytest.raises(KeyError, match=r"no layer 'conv1'.*hidden1, hidden2, scores"):
        table["conv1"]


class Subclassed(keras.Model):
    def call(self, x):
        return x


@pytest.mark.parametrize(
    ("thing", "error", "words"),
    [
        pytest.param("lenet5", TypeError, "this is str", id="a-name"),
        pytest.param(keras.layers.Dense(3), TypeError, "this is Dense", id="a-layer"),
        pytest.param(keras.Sequential([layers.Dense(3)]), ValueError, "Input first", id="unbuilt"),
        pytest.param(Subclassed(), ValueError, "has no graph", id="subclass"),
    ],
)
def test_what_has_no_graph_is_refused(thing, error, words):
    with pytest.raises(error, match=words):
        models.summary(thing)


def test_names_need_no_keras():
    code = "import sys; from cnnteach import models; models.names(); print('keras' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
