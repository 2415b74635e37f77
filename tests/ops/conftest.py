"""Random convolutions and poolings, in whole numbers: equal then means equal."""

import numpy as np
import pytest
from hypothesis import strategies as st


@st.composite
def convolutions(draw):
    """Draw (x, w, b, options): H != W, KH != KW, a stride that leaves a remainder, four sides."""
    small = st.integers
    groups, channels, filters = (draw(small(1, 3)) for _ in range(3))
    kernel, dilation, stride = (draw(st.tuples(small(1, 4), small(1, 4))) for _ in range(3))
    dilation = tuple(min(d, 3) for d in dilation)
    sides = draw(st.tuples(*[st.tuples(small(0, 3), small(0, 3))] * 2))
    padding = draw(st.sampled_from([sides, sides, sides, "same"]))
    size = []
    for axis in (0, 1):
        extent = (kernel[axis] - 1) * dilation[axis] + 1
        size.append(max(1, extent - sum(sides[axis]) * (padding != "same")) + draw(small(0, 5)))
    rng = np.random.default_rng(draw(small(0, 1000)))
    x = rng.integers(-9, 10, (draw(small(0, 3)), *size, groups * channels))
    w = rng.integers(-9, 10, (*kernel, channels, groups * filters))
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    return x, w, rng.integers(-9, 10, groups * filters), options


@st.composite
def poolings(draw):
    """Draw (x, size, options): windows that overlap, tile or leave gaps; many equal numbers."""
    small = st.integers
    size, stride = (draw(st.tuples(small(1, 4), small(1, 4))) for _ in range(2))
    sides = tuple((draw(small(0, k // 2)), draw(small(0, k // 2))) for k in size)
    image = [max(1, k - sum(s)) + draw(small(1, 6)) for k, s in zip(size, sides, strict=True)]
    rng = np.random.default_rng(draw(small(0, 1000)))
    x = rng.integers(-4, 5, (draw(small(0, 3)), *image, draw(small(1, 3))))
    return x, size, {"stride": stride, "padding": draw(st.sampled_from([sides, sides, "same"]))}


@pytest.fixture(scope="session")
def conv_cases():
    return convolutions()


@pytest.fixture(scope="session")
def pool_cases():
    return poolings()


@pytest.fixture(scope="session")
def tf():
    return pytest.importorskip("tensorflow")
