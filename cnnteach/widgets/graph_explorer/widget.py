"""A computational graph that can be touched: values go forward, gradients come back."""

import traitlets

from cnnteach.graph import Expression, count_paths, forward_steps, in_order, paths
from cnnteach.widgets.explorer import Explorer, script, style
from cnnteach.widgets.traits import Number, OneOf, Whole, in_range, validates

EXAMPLES = (
    ("the lectures' (a + b)(b + 1)", "c = a + b; d = b + 1; e = c * d", {"a": 2, "b": 1}),
    ("a cube", "y = x ** 3", {"x": 2}),
    ("a number used twice", "y = x * x + x", {"x": 3}),
    ("a neuron with ReLU", "z = w * x + b; y = relu(z)", {"x": 1.5, "b": -1, "w": 2}),
    ("max pooling of two", "m = max(a, b); y = w * m", {"w": 2, "a": 1, "b": 3}),
    (
        "a logistic neuron and its error",
        "z = w * x + b; p = 1 / (1 + exp(-z)); L = (p - t) ** 2",
        {"x": 2, "b": -0.5, "t": 1, "w": 0.5},
    ),
    ("nine paths", "u = x + 2 * x + 3 * x; v = u + 2 * u + 3 * u", {"x": 1}),
)
ALL = 1000  # a step after the last: everything is done
MOST = 1_000_000
OTHERWISE = 1.0  # the value of an input that was given none


class Values(traitlets.TraitType):
    """A dict: a finite number for each name."""

    def validate(self, obj, value):
        if not isinstance(value, dict):
            raise TypeError(f"values is {value!r}; write a number for each name, as in {{'a': 2}}")
        return {str(n): in_range(f"the value of {n}", v, -MOST, MOST) for n, v in value.items()}


class Nudge(Number):
    """A number other than 0."""

    def validate(self, obj, value):
        number = super().validate(obj, value)
        if number == 0:
            raise ValueError(f"{self.name} is 0, and compares nothing; write a small number")
        return number


class GraphExplorer(Explorer):
    """See what backpropagation does to an expression: edge by edge, with every number editable.

    Each of its words can be read and set later, as in ``explorer.values = {"a": 3, "b": 1}``; an
    input that is not among the `values` is 1.

    Parameters
    ----------
    expression : str
        As `cnnteach.graph.Expression` reads it; by default that of the lectures, (a + b)(b + 1).
    values : dict of str to float, optional
        The inputs' values.
    by : str, optional
        The input whose gradient is taken apart into paths, and which is nudged.
    direction : "backward" or "forward"
        Whether gradients of the output come back, or derivatives by one input go along.
    step : int, optional
        How many of the steps are taken, counted from 0; all of them by default.
    nudge : float
        How far `by` is moved, to compare the change with the gradient.
    quiz : bool
        Whether to ask before it shows: predict, then reveal.
    seed : int
        Of the quiz.

    Raises
    ------
    TypeError, ValueError
        If a word has no meaning, or the expression cannot be read.

    References
    ----------
    .. [1] Olah, 2015, "Calculus on computational graphs: backpropagation",
           colah.github.io/posts/2015-08-Backprop.

    Examples
    --------
    >>> explorer = GraphExplorer()
    >>> explorer.output, explorer.gradients
    (6.0, {'a': 2.0, 'b': 5.0})
    >>> [(path, product) for path, product in explorer.paths]
    [('b -> c -> e', 2.0), ('b -> d -> e', 3.0)]
    >>> explorer.values = {"a": 3, "b": 1}
    >>> explorer.output
    8.0
    """

    _esm = script(
        common="terms code_panel stepper ticks plot",
        graph_explorer="operations reading steps layout state picture words drawing paths nudge "
        "code controls questions view",
    )
    _css = style(common="plot", graph_explorer="style")

    expression = traitlets.Unicode(EXAMPLES[0][1]).tag(sync=True)
    values = Values(EXAMPLES[0][2]).tag(sync=True)
    by = traitlets.Unicode("b").tag(sync=True)
    direction = OneOf("backward", ("backward", "forward")).tag(sync=True)
    step = Whole(ALL, least=0).tag(sync=True)
    nudge = Nudge(0.1, least=-MOST, most=MOST).tag(sync=True)
    examples = traitlets.List([list(example) for example in EXAMPLES]).tag(sync=True)

    def __init__(self, expression=None, values=None, *, by=None, seed=0, **options):
        self.refuse_unknown(options, ("direction", "step", "nudge", "quiz"))
        super().__init__(seed=seed)
        if expression is not None:
            self.expression = expression
            self.values = {}
            self.by = Expression(expression).inputs[-1]
        if values is not None:
            self._all_are_inputs(values)
            self.values = values
        if by is not None:
            self._all_are_inputs([by])
            self.by = by
        for name, value in options.items():
            setattr(self, name, value)

    @validates("expression")
    def _readable(self, proposal):
        return Expression(proposal["value"]).text

    def _all_are_inputs(self, names):
        inputs = Expression(self.expression).inputs
        for name in names:
            if name not in inputs:
                raise ValueError(f"{name!r} is no input of {self.expression!r}: {inputs}")

    @property
    def graph(self):
        """The output as a `cnnteach.graph.Scalar`, its gradients taken.

        Raises
        ------
        ValueError, OverflowError
            If the expression cannot be computed with these values, such as log(0).
        """
        expression = Expression(self.expression)
        output = expression.at(**{n: self.values.get(n, OTHERWISE) for n in expression.inputs})
        output.backward()
        return output

    @property
    def output(self):
        """The value of the output."""
        return self.graph.value

    @property
    def gradients(self):
        """The derivative of the output by each input: {name: float}."""
        inputs = Expression(self.expression).inputs
        found = {node.name: node.gradient for node in in_order(self.graph)}
        return {name: found[name] for name in inputs}

    def _source(self, output):
        """Return the node of `by`, or of the first input where there is no such input now."""
        inputs = {node.name: node for node in in_order(output) if node.operation is None}
        return inputs.get(self.by) or inputs[Expression(self.expression).inputs[0]]

    @property
    def paths(self):
        """The ways from `by` to the output: [(names, product of the slopes)]; they sum to it."""
        output = self.graph
        named = output.name or "output"
        found = paths(output, self._source(output))
        return [
            (" -> ".join([*(n.name for n in path.nodes[:-1] if n.name), named]), path.product)
            for path in found
        ]

    @property
    def slope(self):
        """What the nudge says of the gradient: the output's change, by the nudge."""
        output = self.graph
        by = self._source(output).name
        values = {**self.values, by: self.values.get(by, OTHERWISE) + self.nudge}
        moved = Expression(self.expression)
        after = moved.at(**{n: values.get(n, OTHERWISE) for n in moved.inputs})
        return (after.value - output.value) / self.nudge

    def describe(self):
        try:
            output = self.graph
        except (ValueError, OverflowError) as error:
            return f"GraphExplorer: {self.expression} has no value: {error}"
        values = ", ".join(f"{n} = {self.values.get(n, OTHERWISE):g}" for n in self.gradients)
        name = output.name or "output"
        slopes = ", ".join(f"∂{name}/∂{n} = {slope:g}" for n, slope in self.gradients.items())
        source = self._source(output)
        count = count_paths(output, source)
        return (
            f"GraphExplorer: {self.expression} with {values}: {name} = {output.value:g}; {slopes}; "
            f"{count} path{'s' * (count > 1)} from {source.name}"
        )

    def figure(self):
        from cnnteach.figures.convolution import no_output
        from cnnteach.figures.graph import computational_graph

        try:
            output = self.graph
        except (ValueError, OverflowError):
            return no_output(self.describe())
        picture = output.drawing()
        if self.direction == "forward":
            source = self._source(output)
            found = {id(s.node): s.derivative for s in forward_steps(output, source)}
            picture["gradients"] = [found.get(id(node), 0.0) for node in in_order(output)]
            picture["by"] = source.name
        return computational_graph(**picture)
