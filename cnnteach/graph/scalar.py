"""A number that remembers how it was made."""

import math
from collections.abc import Iterator
from typing import Any, Union

from cnnteach.graph import operations, writing
from cnnteach.graph.backpropagation import Step, backward_steps
from cnnteach.graph.drawing import drawing
from cnnteach.graph.operations import Operation

Operand = Union["Scalar", float]


class Scalar:
    """A number in a computational graph: an input, or the result of an operation on others [1]_.

    Parameters
    ----------
    value : float
        An input's value; results are made with ``+ - * / **``, `relu`, `maximum`, `exp`,
        `log` and `tanh`.
    name : str, optional
        What it is called in sentences and pictures; `named` gives results a name.

    Attributes
    ----------
    value : float
    gradient : float or None
        The derivative of the output by this number, as far as it has been added up; None before.
    operands : tuple of Scalar
        What it was made of; empty for an input.
    slopes : tuple of float
        The derivative of this number by each operand.

    Raises
    ------
    TypeError
        If the value is not a single number.
    ValueError
        If it is not finite.

    References
    ----------
    .. [1] Olah, 2015, "Calculus on computational graphs: backpropagation",
           colah.github.io/posts/2015-08-Backprop.

    Examples
    --------
    >>> a, b = Scalar(2, "a"), Scalar(1, "b")
    >>> c, d = (a + b).named("c"), (b + 1).named("d")
    >>> e = (c * d).named("e")
    >>> e
    e = c · d = 6
    >>> e.backward()
    >>> a.gradient, b.gradient
    (2.0, 5.0)
    """

    __array_ufunc__ = None  # so that NumPy's numbers leave arithmetic to this class

    def __init__(self, value: float, name: str | None = None) -> None:
        self.value = _number("value", value)
        self.name = name
        self.gradient: float | None = None
        self.constant = False
        self.operation: Operation | None = None
        self.operands: tuple[Scalar, ...] = ()
        self.slopes: tuple[float, ...] = ()

    def named(self, name: str) -> "Scalar":
        """Give it a name, and return it."""
        self.name = name
        return self

    @property
    def formula(self) -> str | None:
        """How it was made, such as ``a + b``; None for an input.

        Examples
        --------
        >>> a, b = Scalar(2, "a"), Scalar(1, "b")
        >>> ((a + b) * (b + 1)).formula
        '(a + b) · (b + 1)'
        """
        return writing.formula(self)

    @property
    def label(self) -> str:
        """Its name; or else its formula in parentheses; or else its value."""
        return writing.label(self)

    def __repr__(self) -> str:
        parts = [self.name, self.formula, writing.number(self.value)]
        return " = ".join(part for part in parts if part)

    def reason(self, operand: int) -> str:
        """Say why the slope by one operand, counted from 0, is what it is."""
        if self.operation is None:
            raise ValueError(f"{self.label} is an input; it was not made of anything")
        return self.operation.reasons[operand].format(
            result=self.label, **writing.words(self.operands)
        )

    def backward(self) -> None:
        """Find the gradient of this number by every number that it is made of."""
        for _ in self.backward_steps():
            pass

    def backward_steps(self) -> Iterator[Step]:
        """Do as `backward`, one edge at a time.

        Yields
        ------
        Step
            The edge, its local derivative, and what the gradient behind it is now; printed, it is a
            sentence. Gradients of earlier passes are forgotten.

        Examples
        --------
        >>> a, b = Scalar(2, "a"), Scalar(3, "b")
        >>> for step in (a * b).named("e").backward_steps():
        ...     print(step)
        The gradient of e by itself is 1: here backpropagation starts.
        e → a: a is multiplied by b = 3, so ∂e/∂a = 3. a gets 1 · 3 = 3; its gradient is 3.
        e → b: b is multiplied by a = 2, so ∂e/∂b = 2. b gets 1 · 2 = 2; its gradient is 2.
        """
        return backward_steps(self)

    def drawing(self, step: Step | None = None) -> dict[str, Any]:
        """Say where each node stands, for `cnnteach.figures.graph.computational_graph`.

        Parameters
        ----------
        step : Step, optional
            Its edge will be marked.

        Returns
        -------
        dict
            The keyword arguments of that figure.

        Examples
        --------
        >>> picture = (Scalar(2, "a") + Scalar(1, "b")).named("c").drawing()
        >>> picture["labels"], picture["positions"]
        (['a', 'b', 'c = a + b'], [(0.0, 0.5), (0.0, -0.5), (1.0, 0.0)])
        """
        return drawing(self, step)

    def relu(self) -> "Scalar":
        """Keep it if it is positive, or give 0."""
        return _apply(operations.RELU, self)

    def maximum(self, other: Operand) -> "Scalar":
        """Keep the larger of the two; the first of two that are equal, as max pooling does."""
        return _apply(operations.MAXIMUM, self, other)

    def exp(self) -> "Scalar":
        """Give e to its power."""
        return _apply(operations.EXP, self)

    def log(self) -> "Scalar":
        """Give its natural logarithm."""
        return _apply(operations.LOG, self)

    def tanh(self) -> "Scalar":
        """Squash it to between -1 and 1."""
        return _apply(operations.TANH, self)

    def __add__(self, other: Operand) -> "Scalar":
        return _apply(operations.ADD, self, other)

    def __sub__(self, other: Operand) -> "Scalar":
        return _apply(operations.SUBTRACT, self, other)

    def __mul__(self, other: Operand) -> "Scalar":
        return _apply(operations.MULTIPLY, self, other)

    def __truediv__(self, other: Operand) -> "Scalar":
        return _apply(operations.DIVIDE, self, other)

    def __pow__(self, exponent: float) -> "Scalar":
        return _apply(operations.power(_number("the exponent", exponent)), self)

    def __radd__(self, other: float) -> "Scalar":
        return _apply(operations.ADD, other, self)

    def __rsub__(self, other: float) -> "Scalar":
        return _apply(operations.SUBTRACT, other, self)

    def __rmul__(self, other: float) -> "Scalar":
        return _apply(operations.MULTIPLY, other, self)

    def __rtruediv__(self, other: float) -> "Scalar":
        return _apply(operations.DIVIDE, other, self)

    def __neg__(self) -> "Scalar":
        return _apply(operations.MULTIPLY, -1, self)


def _apply(operation: Operation, *operands: Operand) -> Scalar:
    """Make the result of an operation, with a way back to its operands."""
    nodes = tuple(_node(operand) for operand in operands)
    numbers = [node.value for node in nodes]
    refusal = operation.refusal(*numbers)
    if refusal:
        raise ValueError(f"{_attempt(operation, nodes)} cannot be computed: {refusal}")
    try:
        result = Scalar(operation.value(*numbers))
        result.slopes = tuple(operation.slopes(*numbers))
    except (OverflowError, ValueError) as error:
        text = f"{_attempt(operation, nodes)} is too large for a number"
        raise OverflowError(text) from error
    result.operation, result.operands = operation, nodes
    return result


def _attempt(operation: Operation, operands: tuple[Scalar, ...]) -> str:
    """Write what was to be computed, with the values."""
    written = operation.formula.format(**writing.words(operands))
    values = [writing.equation(node) for node in operands if not node.constant]
    return f"{written}, where {' and '.join(values)}," if values else written


def _node(operand: Operand) -> Scalar:
    """Make a node of a plain number: a constant, which no gradient goes to."""
    if isinstance(operand, Scalar):
        return operand
    node = Scalar(operand)
    node.constant = True
    return node


def _number(name: str, value: Any) -> float:
    """Return a finite float, or say why it is none."""
    shape = getattr(value, "shape", ())
    if isinstance(value, str | bool | Scalar) or not hasattr(value, "__float__") or shape:
        kind = f"of shape {shape}" if shape else type(value).__name__
        raise TypeError(f"{name} is {value!r} ({kind}), but must be a single number")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}, but must be finite")
    return number
