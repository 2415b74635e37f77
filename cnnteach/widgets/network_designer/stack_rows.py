"""The layers of a stack as plain data, which can travel to a browser; and what is allowed.

A stack is a list of dicts. Each has a `kind` and a `name`:

- "conv": `filters`, `kernel`, `stride`, `padding`, `groups`, `bias`, `norm` (a batch normalisation
  behind it) and `activation`;
- "max_pool" and "average_pool": `kernel`, `stride`, `padding`;
- "dense": `units` and `activation`; "flatten" and "global_pool": nothing;
- "block": `branches`, lists of layers that all read the block's input; `join`, "add" or "concat";
  `skip`, whether all of them count or the first alone; `repeat`, how often it comes; `activation`.
"""

from cnnteach import shapes

LARGEST = {"filters": 8192, "units": 65536, "kernel": 31, "stride": 16, "groups": 8192}
MOST_PADDING, MOST_ROWS, MOST_REPEATS = 16, 150, 200
ACTIVATIONS = ("relu", "softmax", "none")
POOLINGS = ("max_pool", "average_pool")
JOINS = ("add", "concat")


def conv(
    name,
    filters,
    kernel,
    *,
    stride=1,
    padding="same",
    groups=1,
    bias=True,
    norm=False,
    activation="relu",
):
    """Return a convolution.

    Examples
    --------
    >>> conv("conv1", 96, 11, stride=4, padding="valid")["kernel"]
    [11, 11]
    """
    return {
        "kind": "conv",
        "name": name,
        "filters": filters,
        "kernel": list(shapes.pair("kernel", kernel)),
        "stride": list(shapes.pair("stride", stride)),
        "padding": padding,
        "groups": groups,
        "bias": bias,
        "norm": norm,
        "activation": activation,
    }


def pool(name, kernel, *, stride=None, padding="valid", kind="max_pool"):
    """Return a pooling, whose stride is its size by default."""
    size = list(shapes.pair("kernel", kernel))
    stride = size if stride is None else list(shapes.pair("stride", stride))
    return {"kind": kind, "name": name, "kernel": size, "stride": stride, "padding": padding}


def dense(name, units, *, activation="relu"):
    """Return a dense layer."""
    return {"kind": "dense", "name": name, "units": units, "activation": activation}


def flatten(name="flatten"):
    """Return a flatten."""
    return {"kind": "flatten", "name": name}


def global_pool(name):
    """Return a global average pooling."""
    return {"kind": "global_pool", "name": name}


def block(name, branches, *, join="add", repeat=1, skip=True, activation="relu"):
    """Return a block of branches."""
    return {
        "kind": "block",
        "name": name,
        "branches": branches,
        "join": join,
        "skip": skip,
        "repeat": repeat,
        "activation": activation,
    }


def checked(stack):
    """Return a stack with every row complete, or say what is wrong with which row.

    Raises
    ------
    TypeError, ValueError
        If it is no list of dicts, a row has no such kind or word, a word no such meaning, or there
        are more than 150 rows.

    Examples
    --------
    >>> checked([{"kind": "dense", "name": "scores", "units": 10}])
    [{'kind': 'dense', 'name': 'scores', 'units': 10, 'activation': 'relu'}]
    """
    rows = _rows(stack, "the stack")
    if _count(rows) > MOST_ROWS:
        raise ValueError(f"the stack has {_count(rows)} rows; at most {MOST_ROWS} can be shown")
    return rows


def _rows(stack, where):
    if not isinstance(stack, list | tuple):
        raise TypeError(f"{where} is {stack!r}; write a list of layers, such as those of `conv`")
    return [_row(row, f"row {i} of {where}") for i, row in enumerate(stack)]


def _row(row, where):
    if not isinstance(row, dict) or row.get("kind") not in MAKERS:
        raise ValueError(f"{where} is {row!r}; its kind must be one of {', '.join(MAKERS)}")
    words = {word: value for word, value in row.items() if word != "kind"}
    if row["kind"] in POOLINGS:
        words["kind"] = row["kind"]
    try:
        made = MAKERS[row["kind"]](**words)
    except TypeError as error:
        raise TypeError(f"{where}: {error}") from None
    where = f"{made['name']!r}, {where}"
    for word, value in made.items():
        made[word] = CHECKS.get(word, lambda name, value: value)(f"{word} of {where}", value)
    return made


def _whole(word):
    return lambda name, value: _at_most(name, shapes.whole_number(name, value), LARGEST[word])


def _two(word):
    return lambda name, value: [_at_most(name, v, LARGEST[word]) for v in shapes.pair(name, value)]


def _at_most(name, value, most):
    if value > most:
        raise ValueError(f"{name} is {value}; at most {most} can be shown")
    return value


def _padding(name, value):
    """Return "same", "valid", a number, or both sides of both axes."""
    sides = shapes.padding_sides_2d((1000, 1000), (1, 1), padding=value)
    for side in (*sides[0], *sides[1]):
        _at_most(name, side, MOST_PADDING)
    return value if isinstance(value, int | str) else [list(axis) for axis in sides]


def _one_of(words):
    def check(name, value):
        if value not in words:
            raise ValueError(f"{name} is {value!r}, but must be one of {', '.join(words)}")
        return value

    return check


def _truth(name, value):
    if not isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}, but must be True or False")
    return value


def _text(name, value):
    if not isinstance(value, str) or not value:
        raise TypeError(f"{name} is {value!r}, but must be a text")
    return value


def _branches(name, value):
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"{name} is {value!r}; write at least one list of layers")
    return [_rows(branch, name) for branch in value]


def _count(rows):
    inner = (branch for row in rows for branch in row.get("branches", []))
    return len(rows) + sum(map(_count, inner))


MAKERS = {
    "conv": conv,
    "max_pool": pool,
    "average_pool": pool,
    "dense": dense,
    "flatten": flatten,
    "global_pool": global_pool,
    "block": block,
}
CHECKS = {
    "name": _text,
    "filters": _whole("filters"),
    "units": _whole("units"),
    "groups": _whole("groups"),
    "kernel": _two("kernel"),
    "stride": _two("stride"),
    "padding": _padding,
    "bias": _truth,
    "norm": _truth,
    "skip": _truth,
    "activation": _one_of(ACTIVATIONS),
    "join": _one_of(JOINS),
    "repeat": lambda name, value: _at_most(name, shapes.whole_number(name, value), MOST_REPEATS),
    "branches": _branches,
}
