"""The stacks that NetworkDesigner offers are the networks of cnnteach.models, layer by layer."""

import pytest

from cnnteach.widgets.network_designer.stack_counts import count
from cnnteach.widgets.network_designer.stack_presets import PRESETS, preset
from cnnteach.widgets.network_designer.stack_rows import checked


@pytest.fixture(params=PRESETS)
def both(request, full_size):
    stack, image = preset(request.param)
    return stack, count(stack, image), full_size(request.param).table


def test_sums_are_those_of_the_summary(both):
    _, counted, table = both
    assert counted.problem is None
    for name in ("parameters", "fixed", "connections", "neurons"):
        assert counted.totals[name] == getattr(table.totals, name), name


def test_rows_have_the_shapes_counts_and_fields_of_the_layers_of_their_name(both):
    stack, counted, table = both
    named = {row.layer: row for row in table}
    for row in counted.rows:
        if row.kind == "block":
            continue
        layer, norm = named[row.name], named.get(f"{row.name}_bn")
        assert row.shape == layer.shape
        assert row.parameters == layer.parameters + (norm.parameters if norm else 0)
        assert row.fixed == (norm.fixed if norm else 0)
        assert (row.connections, row.neurons) == (layer.connections, layer.neurons)
        whole = layer.jump is None
        assert row.receptive_field == (None if whole else layer.receptive_field)
    assert len(counted.rows) > len(stack) / 2


def test_a_block_ends_as_its_last_repetition_does(both):
    stack, counted, table = both
    named = {row.layer: row for row in table}
    blocks = [row for row in counted.rows if row.kind == "block"]
    for row in blocks:
        repeat = stack[row.path[0]]["repeat"]
        stage, _, number = row.name.rpartition("_")
        last = named[f"{stage}_{int(number) + repeat - 1}" if stage else row.name]
        assert (row.shape, row.receptive_field) == (last.shape, last.receptive_field)


def test_every_preset_is_a_stack_that_is_allowed():
    for name in PRESETS:
        stack, image = preset(name)
        assert checked(stack) == stack
        assert len(image) == 3
