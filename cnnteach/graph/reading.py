"""Expressions as a learner types them, such as ``c = a + b; e = c * (b + 1)``, made into a graph.

The text is taken apart by Python's own `ast`, and only what stands in the tables below is done with
it: nothing is ever evaluated as code.
"""

import ast
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from cnnteach.graph.scalar import Scalar

LONGEST, MOST_NODES = 160, 24  # letters of a text, and nodes that a picture can show
NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9]{0,5}")
BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FUNCTIONS: dict[str, tuple[int, Callable[..., Scalar]]] = {
    "relu": (1, Scalar.relu),
    "exp": (1, Scalar.exp),
    "log": (1, Scalar.log),
    "tanh": (1, Scalar.tanh),
    "max": (2, Scalar.maximum),
}
TOKENS = re.compile(
    r"(?:\s*(?:(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?![\w.])|[a-zA-Z][a-zA-Z0-9]*|[-+*/(),=]))*\s*"
)
SIGNS = str.maketrans({"·": "*", "×": "*", "−": "-", "^": "**", "\n": ";"})
KNOWN = f"+ - * / **, {', '.join(FUNCTIONS)}"
Made = Callable[[dict[str, Scalar]], Scalar]  # a formula, when the numbers are known


class Expression:
    """What a text means: statements ``name = formula``, of which the last is the output.

    Parameters
    ----------
    text : str
        Statements stand in lines or between semicolons. A formula has numbers, names of up to six
        letters and digits, parentheses, ``+ - * /``, ``**`` or ``^`` with a number behind it,
        and relu, exp, log, tanh and max.

    Attributes
    ----------
    inputs : tuple of str
        The names that no statement makes, in the order in which they come.

    Raises
    ------
    TypeError
        If it is no text.
    ValueError
        If it cannot be read, makes a name twice or too late or for nothing, has no input, or more
        than 24 nodes.

    Examples
    --------
    >>> lecture = Expression("c = a + b; d = b + 1; e = c * d")
    >>> lecture.inputs
    ('a', 'b')
    >>> lecture.at(a=2, b=1)
    e = c · d = 6
    """

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise TypeError(f"the expression is {text!r}; write it as text, such as 'a * b'")
        if len(text) > LONGEST:
            raise ValueError(f"the expression has {len(text)} letters; at most {LONGEST} are read")
        self.text = text
        statements = list(_statements(text))
        self.inputs = _inputs(statements)
        if not self.inputs:
            raise ValueError(f"{text!r} has no input: write a name, such as x, for some number")
        nodes = len(self.inputs) + sum(_count_operations(formula) for _, formula in statements)
        if nodes > MOST_NODES:
            raise ValueError(f"{text!r} has {nodes} nodes; at most {MOST_NODES} can be shown")
        self._parts = _prepared(statements)

    def at(self, /, **values: float) -> Scalar:
        """Compute with a value for each input, and return the output.

        Raises
        ------
        TypeError
            If an input has no value, or a value no input.
        ValueError, OverflowError
            If something cannot be computed, such as the logarithm of 0.
        """
        if set(values) != set(self.inputs):
            raise TypeError(
                f"{self.text!r} needs values of {', '.join(self.inputs)}; "
                f"{', '.join(values) or 'none'} came"
            )
        known = {name: Scalar(values[name], name) for name in self.inputs}
        for name, part in self._parts:
            result = part(known)
            if name:
                known[name] = result.named(name)
        return result


def _statements(text: str) -> Iterator[tuple[str | None, ast.expr]]:
    """Give the name, or None, and the formula of each statement."""
    parts = [part.strip() for part in text.translate(SIGNS).split(";") if part.strip()]
    for i, part in enumerate(parts):
        match _parsed(part):
            case ast.Assign(targets=[ast.Name(id=name)], value=formula) if NAME.fullmatch(name):
                yield name, formula
            case ast.Expr(value=formula) if i == len(parts) - 1:
                yield None, formula
            case _:
                raise ValueError(f"{part!r} is no statement such as c = a + b")


def _parsed(part: str) -> ast.stmt:
    """Take one statement apart; `TOKENS` are fewer than Python's."""
    try:
        if TOKENS.fullmatch(part):
            (node,) = ast.parse(part).body
            return node
    except (SyntaxError, ValueError):
        pass
    raise ValueError(f"{part!r} cannot be read; it takes numbers, names and {KNOWN}")


def _inputs(statements: list[tuple[str | None, ast.expr]]) -> tuple[str, ...]:
    """Name what is read before it is made; it must not be made later, and nothing twice."""
    inputs: dict[str, None] = {}
    made: set[str] = set()
    for name, formula in statements:
        names = [n for n in ast.walk(formula) if isinstance(n, ast.Name) and n.id not in FUNCTIONS]
        for node in sorted(names, key=lambda n: n.col_offset):
            if not NAME.fullmatch(node.id):
                raise ValueError(f"{node.id!r} is no name of up to six letters and digits")
            if node.id not in made:
                inputs[node.id] = None
        if name in made or name in inputs or name in FUNCTIONS:
            raise ValueError(f"{name} has a meaning already; call what is made here otherwise")
        if name:
            made.add(name)
    return tuple(inputs)


def _count_operations(formula: ast.expr) -> int:
    operations = (ast.BinOp, ast.UnaryOp, ast.Call)
    return sum(isinstance(node, operations) for node in ast.walk(formula))


def _prepared(statements: list[tuple[str | None, ast.expr]]) -> list[tuple[str | None, Made]]:
    """Make of each formula what computes it from the numbers that are known by then."""
    numbers: dict[str, float] = {}  # what has a name, but is made of numbers alone
    unused: set[str | None] = set()
    parts = []
    for name, formula in statements:
        unused -= {node.id for node in ast.walk(formula) if isinstance(node, ast.Name)}
        part = _made(formula, numbers)
        if isinstance(part, float):
            numbers[str(name)] = part
        else:
            if name and isinstance(formula, ast.Name):
                raise ValueError(f"{name} would be a second name for {formula.id}")
            parts.append((name, part))
        unused.add(name)
    unused.discard(statements[-1][0])
    if unused or isinstance(part, float):
        word = ", ".join(sorted(map(str, unused))) or ast.unparse(formula)
        raise ValueError(f"{word} leads nowhere; the last statement must need all before it")
    return parts


def _made(formula: ast.expr, numbers: dict[str, float]) -> float | Made:
    """Return what computes a formula, or its number if it is made of numbers alone."""
    match formula:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.Name(id=name) if name not in FUNCTIONS:
            return numbers[name] if name in numbers else lambda known: known[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _applied(operator.mul, -1.0, _made(operand, numbers))
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            exponent = _made(right, numbers)
            if not isinstance(exponent, float):
                raise ValueError(f"the exponent {ast.unparse(right)!r} must be a number, such as 3")
            return _applied(lambda base: base**exponent, _made(left, numbers))
        case ast.BinOp(op=sign, left=left, right=right) if type(sign) in BINARY:
            return _applied(BINARY[type(sign)], _made(left, numbers), _made(right, numbers))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            count, function = FUNCTIONS[name]
            if len(args) != count:
                raise ValueError(f"{name} takes {count} number{'s' * (count > 1)}, not {len(args)}")
            return _applied(function, *(_made(arg, numbers) for arg in args))
        case ast.Call():
            raise ValueError(f"{ast.unparse(formula)!r} is no function; between factors write *")
    raise ValueError(f"{ast.unparse(formula)!r} is none of {KNOWN}")


def _applied(function: Callable[..., Scalar], *operands: float | Made) -> float | Made:
    """Do something with operands: at once with numbers, else when the others are known."""
    if all(isinstance(operand, float) for operand in operands):
        return function(*map(_constant, operands)).value
    return lambda known: function(
        *(_constant(o) if isinstance(o, float) else o(known) for o in operands)
    )


def _constant(value: float) -> Scalar:
    """Return a node that no gradient goes to."""
    node = Scalar(value)
    node.constant = True
    return node
