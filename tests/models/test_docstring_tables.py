"""The table in each architecture's docstring says what the model has."""

import importlib
import re

import pytest

from cnnteach.models.catalogue import ARCHITECTURES

TABLED = ["lenet5_1998", "lenet5", "mlp", "cs231n", "neocognitron", "alexnet", "zfnet"]
TABLED += ["network_in_network", "locally_connected", "inception_v3"]
TABLED += ["convnetjs_mnist", "convnetjs_cifar"]


def table_rows(text):
    """Return the cells of each simple table in `text`: [[cells of the header], [cells], ...]."""
    tables, borders, rows = [], None, []
    for line in text.splitlines():
        if re.fullmatch(r"=+( +=+)+", line):
            columns = [match.span() for match in re.finditer("=+", line)]
            if borders is None:
                borders, rows = columns, []
            elif len(rows) > 1:
                tables.append(rows)
                borders = None
        elif borders:
            ends = [start for start, _ in borders[1:]] + [None]
            starts = [start for start, _ in borders]
            rows.append([line[a:b].strip() for a, b in zip(starts, ends, strict=True)])
    return tables


def number(cell):
    """Read 1,216 or (840) as a number; None for words."""
    plain = cell.strip("()").replace(",", "")
    return int(plain) if plain.isdigit() else None


def shape_of(cell):
    return tuple(map(int, cell.split("x"))) if re.fullmatch(r"\d+(x\d+)*", cell) else None


def documented(name):
    """Return the docstring's rows of the network `name` as dicts."""
    module = importlib.import_module(
        f"cnnteach.models.{ARCHITECTURES[name].function.split('.')[0]}"
    )
    tables = table_rows(module.__doc__)
    if name.startswith("convnetjs"):
        tables = [tables[name == "convnetjs_cifar"]]
    header, *rows = tables[0]
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", TABLED)
def test_documented_shapes_and_parameters_are_the_models(full_size, name):
    table = full_size(name).table
    compared = 0
    for row in documented(name):
        layer = row.get("layer") or row.get("layers")
        if layer not in [r.layer for r in table]:
            continue  # such as "conv3, conv4"
        assert table[layer].shape == shape_of(row["shape"]), layer
        for column in ("parameters", "two groups"):
            if column in row:
                assert table[layer].parameters + table[layer].fixed == number(row[column]), layer
        if "connections" in row:
            assert table[layer].connections == number(row["connections"]), layer
        compared += 1
    assert compared >= 3
    assert compared >= len(documented(name)) // 2


def test_documented_parameters_of_one_tower(full_size):
    table = full_size("alexnet", groups=1).table
    for row in documented("alexnet"):
        assert table[row["layer"]].parameters == number(row["one tower"])


def test_documented_parts_of_googlenet(full_size):
    """Its table sums up blocks: each row's numbers are those of its layers together."""
    table = full_size("googlenet").table
    for row in documented("googlenet"):
        stage = re.match(r"inception (\d)", row["layer"])
        names = [part.strip() for part in row["layer"].split(",")]
        own = [r for r in table if (r.layer[0] == stage[1] if stage else r.layer in names)]
        assert sum(r.parameters for r in own) == number(row["parameters"]), row["layer"]


def test_documented_parts_of_prelu_net(full_size):
    table = full_size("prelu_net").table
    for row in documented("prelu_net"):
        stage = re.match(r"conv(\d)_1", row["layers"])
        prefix = f"conv{stage[1]}_" if stage else row["layers"]
        own = [r for r in table if r.layer.startswith(prefix)]
        assert sum(r.parameters for r in own) == number(row["parameters"]), row["layers"]
        assert table[row["layers"]].shape == shape_of(row["shape"])
    slopes = sum(row.parameters for row in table if row.kind == "PReLU")
    assert f"{slopes:,} in all" in importlib.import_module("cnnteach.models.prelu_net").__doc__


@pytest.mark.parametrize("depth", [18, 34, 50, 101, 152])
def test_documented_stages_of_resnet(full_size, depth):
    """A cell of the table is a number of blocks; the paper counts the layers that learn."""
    additions = [row.layer for row in full_size(f"resnet{depth}").table if row.kind == "Add"]
    for row in documented("resnet34")[2:]:
        ours = [layer for layer in additions if layer.startswith(row["stage"])]
        assert len(ours) == int(row[str(depth)].split()[0])


@pytest.mark.parametrize(
    "name", ["vgg11", "vgg13", "vgg16", "vgg19", "resnet18", "resnet34", "resnet50", "resnet152"]
)
def test_depth_is_the_number_of_layers_that_learn(full_size, name):
    learning = [r for r in full_size(name).table if r.neurons and "shortcut" not in r.layer]
    assert len(learning) == int(re.search(r"\d+", name)[0])
