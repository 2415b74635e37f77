"""Expressions for the tests of what reads them: by hand, at random, and not to be read."""

import numpy as np

READABLE = [
    "c = a + b; d = b + 1; e = c * d",
    "x ^ 3",
    "y = -x ** 2",
    "(a − b) · 2 × c",
    "a\n",
    "k = 2; y = k * x",
    "max(0, x) - relu(-x)",
    "1 / (1 + exp(-(w * x + b)))",
    "z = w*x + b; p = tanh(z); L = (p - t) ** 2",
    "a / b / c - a - b * -c",
    "2 ** 0.5 * x ** -1",
    "log(x + .5) ** 2. + 10 * y",
    "x",
    "u = x + 2 * x + 3 * x; v = u + 2 * u + 3 * u",
]
UNREADABLE = [
    "", " ; ", "3", "2 * 3", "a b", "a +", "(a", "a)", "a = b = c", "a == b", "a, b", "(a, b)",
    "a // b", "a % b", "f(a)", "(a + b)(b + 1)", "2(a)", "relu", "relu + a", "relu(a, b)",
    "max(a)", "relu(*a)", "relu(x=a)", "2 ** a", "a ** b", "c = a; d = c + 1", "a = a + 1",
    "c = a + b; c = a * 2; c + b", "c = a + b; d = a * 2", "c = d + 1; d = 2 * c",
    "c + a; a * 2", "exp = a + 1", "max = 3 * a", "0x10 + a", "1e3 * a", "1_0 * a", "2j * a",
    "01 * a", "a.real", "a[0]", "'a'", "lambda: a", "__import__('os')", "if + 1", "True * a",
    "None + a", "not a", "abcdefg + 1", "longer = a", "e1_2 * 3", "a; b", "log(-1) * a",
    "1 / (2 - 2) * a", "é + 1", "+".join("a" * 26), "a + " + "1" * 200,
]  # fmt: skip


def random_expression(rng):
    """Return one to three statements that use all the names before them, with whole numbers."""
    names = [str(name) for name in rng.permutation(["a", "b", "x1"])]

    def formula(depth, name=None):
        if name is None and (depth == 0 or rng.random() < 0.25):
            return str(rng.choice([*names, str(rng.integers(1, 4)), "0.5"]))
        left, right = (name or formula(depth - 1)), formula(depth - 1)
        if rng.random() < 0.3:
            left, right = right, left
        return str(
            rng.choice(
                [
                    *(f"({left} {sign} {right})" for sign in "+-*"),
                    *(f"{left} {sign} {right}" for sign in "+-*/"),
                    f"max({left}, {right})",
                    f"relu({left} - {right})",
                    f"-{left} + {right} ** 2",
                    f"(tanh({left}) + {right})",
                ]
            )
        )

    statements, last = [], str(rng.choice(names))
    for made in ["c", "d", "e"][: rng.integers(1, 4)]:
        statements.append(f"{made} = {formula(2, last)}")
        names.append(made)
        last = made
    return "; ".join(statements)


def random_expressions(count, seed=0):
    rng = np.random.default_rng(seed)
    return [random_expression(rng) for _ in range(count)]
