"""A solution with one thing changed in it is no longer right: no check lets such a mutant pass."""

import ast
import copy
import warnings
from dataclasses import replace

import numpy as np
import pytest

from cnnteach.exercises import catalogue
from cnnteach.exercises.judging import judge

FUNCTIONS = {name: each for name, each in catalogue().items() if each.is_function}
OTHER_SIGN = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.MatMult: ast.Mult,
}
OTHER_NAME = {"sum": "max", "zeros": "zeros_like", "max": "min", "moveaxis": "swapaxes"}
THE_SAME = {  # mutants that change the code and not what it computes
    "brighten": "np.clip(0, image.astype(int) + amount, 255)",
    "conv_db": "axis=(1, 0, 2)",
    "dead_maps": "axis=(1, 0, 2)",
    "dense_to_kernels": "height, width, -2,",
    "filter_to_picture": "(far or 2)",
    "simple_cell": "max(np.sum(light * field), 0)",
    "iou": "np.clip(0, bottom_right - top_left, None)",
    "many_filters": "axis=(1, 0, 2)",
    "most_exciting": "axis=(2, 1, 3)",
    "normalised_batch": "axis=(1, 0, 2)",
    "residual_block": "np.maximum(0, x + f(x))",
    "response_norm": "max(0, c - n // 2)",
    "same_padding": "max(0, (outputs - 1) * stride + kernel - size)",
}


def _changed(node):
    """Give each way in which one node of the code can be wrong."""
    if isinstance(node, ast.BinOp) and type(node.op) in OTHER_SIGN:
        yield {"op": OTHER_SIGN[type(node.op)]()}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        yield {"left": ast.BinOp(node.left, ast.Add(), ast.BinOp(node.right, ast.Sub(), _one()))}
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield {"value": node.value + 1}
        yield {"value": node.value - 1}
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield {"op": ast.UAdd()}
    if isinstance(node, ast.AugAssign):
        yield {"op": OTHER_SIGN[type(node.op)]()}
    if isinstance(node, ast.Tuple) and len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
        yield {"elts": [node.elts[1], node.elts[0], *node.elts[2:]]}
    if isinstance(node, ast.Slice):
        yield {"lower": None} if node.lower else {}
        yield {"upper": None} if node.upper else {}
        yield {"step": None} if node.step else {}
    if isinstance(node, ast.Attribute) and node.attr in OTHER_NAME:
        yield {"attr": OTHER_NAME[node.attr]}
    if isinstance(node, ast.Name) and node.id in OTHER_NAME:
        yield {"id": OTHER_NAME[node.id]}
    if isinstance(node, ast.Call) and len(node.args) > 1:
        yield {"args": [node.args[1], node.args[0], *node.args[2:]]}


def _one():
    return ast.Constant(1)


def _plain_assignments(node):
    """Turn ``+=`` into ``=``."""
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)


def _bodies_without_a_line(node):
    body = getattr(node, "body", None)
    if isinstance(body, list) and len(body) > 1:
        for i in range(len(body)):
            yield {"body": body[:i] + body[i + 1 :]}


def mutants(source):
    """Give the code of each mutant of a function, its docstring left out."""
    return {code for code in _mutants(_function(source)) if code != ast.unparse(_function(source))}


def _function(source):
    function = ast.parse(source).body[0]
    del function.body[0]
    return function


def _mutants(function):
    nodes = list(ast.walk(function))
    for i, node in enumerate(nodes):
        for fields in [*_changed(node), *_bodies_without_a_line(node)]:
            mutant = copy.deepcopy(function)
            target = list(ast.walk(mutant))[i]
            for field, value in fields.items():
                setattr(target, field, value)
            yield ast.unparse(ast.fix_missing_locations(mutant))
        for other in _plain_assignments(node):
            mutant = copy.deepcopy(function)
            target = list(ast.walk(mutant))[i]
            _put_in_place(mutant, target, other)
            yield ast.unparse(ast.fix_missing_locations(mutant))


def _put_in_place(tree, target, other):
    for parent in ast.walk(tree):
        body = getattr(parent, "body", None)
        if isinstance(body, list) and target in body:
            body[body.index(target)] = other


def _is_right(exercise, code):
    namespace = {"np": np}
    exec(code, namespace)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return judge(exercise, namespace[exercise.name], seed=0).passed is True


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_mutant_of_the_solution_passes(name):
    exercise = replace(FUNCTIONS[name], mistakes=())  # which mistake it is, is not asked
    codes = mutants(exercise.solution_source)
    survivors = {code for code in codes if _is_right(exercise, code)}
    if name in THE_SAME:
        survivors = {code for code in survivors if THE_SAME[name] not in code}
    assert len(codes) >= 2
    assert not survivors, "\n\n".join(survivors)
