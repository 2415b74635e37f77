"""A computational graph of single numbers, to see what backpropagation does before images do it.

Build an expression with ordinary operators; every step of it is kept, so that gradients can go
back through it, one edge at a time. Nothing is imported but Python's own library.
"""

from cnnteach.graph.backpropagation import Step, in_order
from cnnteach.graph.paths import ForwardStep, Path, count_paths, forward_steps, paths
from cnnteach.graph.reading import Expression
from cnnteach.graph.scalar import Scalar

__all__ = [
    "Expression",
    "ForwardStep",
    "Path",
    "Scalar",
    "Step",
    "count_paths",
    "forward_steps",
    "in_order",
    "paths",
]
