"""A computational graph of single numbers, to see what backpropagation does before images do it.

Build an expression with ordinary operators; every step of it is kept, so that gradients can go
back through it, one edge at a time. Nothing is imported but Python's own `math`.
"""

from cnnteach.graph.backpropagation import Step
from cnnteach.graph.scalar import Scalar

__all__ = ["Scalar", "Step"]
