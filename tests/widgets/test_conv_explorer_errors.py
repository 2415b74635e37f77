"""Whatever cannot be meant is refused by ConvExplorer, with what came and how to mend it."""

import numpy as np
import pytest
import traitlets

from cnnteach.widgets import ConvExplorer

NAN, INF = np.full((4, 4), np.nan), np.eye(4)
INF[1, 2] = -np.inf


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        ({"x": np.ones(5)}, ValueError, r"x has shape \(5,\).*\(H, W\) or \(H, W, C\)"),
        ({"x": np.ones((2, 4, 4, 1))}, ValueError, r"x has shape \(2, 4, 4, 1\)"),
        ({"x": np.ones((4, 4, 5))}, ValueError, r"x has shape \(4, 4, 5\).*C up to 3"),
        ({"x": np.ones((40, 4))}, ValueError, r"\(40, 4\).*up to 32.*x\[:32, :32\]"),
        ({"x": np.ones((1000, 1000, 3))}, ValueError, "cut a patch out"),
        ({"x": [["1", "2"]]}, TypeError, "x holds <U1 values; numbers are expected"),
        ({"x": np.array([[None, 1]])}, TypeError, "x holds object values"),
        ({"x": np.ones((3, 3)) * 1j}, TypeError, "x holds complex128 values"),
        ({"x": "chelsea"}, TypeError, "x holds <U7 values"),
        ({"x": NAN}, ValueError, r"x\[0, 0\] is nan.*replace it"),
        ({"x": INF}, ValueError, r"x\[1, 2\] is -inf.*replace it"),
        ({"x": np.eye(4) * 1e300}, ValueError, r"x\[0, 0\] is 1e\+300.*1,000,000.*divide"),
        ({"x": np.eye(4, dtype=int) * -(10**7)}, ValueError, r"x\[0, 0\] is -10000000"),
        ({"x": []}, ValueError, r"x is empty \(shape \(0,\)\)"),
        ({"x": np.ones((0, 4))}, ValueError, r"x is empty \(shape \(0, 4\)\)"),
        ({"x": [[1, 2], [3]]}, ValueError, "x has rows of different lengths"),
        ({"w": np.ones(3)}, ValueError, r"w has shape \(3,\).*\(KH, KW\)"),
        ({"w": np.ones((3, 3, 1))}, ValueError, r"w has shape \(3, 3, 1\)"),
        ({"w": np.ones((9, 3))}, ValueError, r"w has shape \(9, 3\).*up to 7"),
        ({"w": np.ones((3, 3, 4, 1))}, ValueError, r"w has shape \(3, 3, 4, 1\).*up to 3"),
        ({"w": np.ones((3, 3, 1, 8))}, ValueError, r"w has shape \(3, 3, 1, 8\).*F up to 6"),
        ({"w": [["a"]]}, TypeError, "w holds <U1 values"),
        ({"w": NAN}, ValueError, r"w\[0, 0\] is nan"),
        ({"w": np.ones((0, 3))}, ValueError, "w is empty"),
        ({"w": "sobel"}, ValueError, "there is no kernel 'sobel'; there are identity, box"),
        ({"kernel": "blur"}, ValueError, "there is no kernel 'blur'"),
        ({"kernel": "box", "w": np.ones((3, 3))}, ValueError, "kernel names 'box'.*give one"),
        ({"b": [1, 2]}, ValueError, r"b has shape \(2,\).*\(1,\)"),
        ({"b": "one"}, TypeError, "b holds <U3 values"),
        ({"b": np.inf}, ValueError, r"b\[?.*is inf"),
        ({"b": []}, ValueError, "b is empty"),
        ({"size": 0}, ValueError, "size is 0, but must be at least 1"),
        ({"size": 33}, ValueError, "size is 33.*at most 32"),
        ({"size": (7, 50)}, ValueError, "size is 50.*at most 32"),
        ({"size": "7"}, TypeError, "size is '7', which is text"),
        ({"size": 7.5}, TypeError, r"size is 7\.5 \(float\)"),
        ({"size": None}, TypeError, "size is None"),
        ({"size": (7, 7, 1)}, ValueError, r"size is \(7, 7, 1\); give one value, or two"),
        ({"kernel": 0}, ValueError, "kernel is 0"),
        ({"kernel": 8}, ValueError, "kernel is 8.*at most 7"),
        ({"kernel": 3.0}, TypeError, r"kernel is 3\.0 \(float\)"),
        ({"kernel": 5, "size": 4}, ValueError, "a kernel of 5.*only 4.*make the kernel"),
        ({"kernel": 3, "size": 4, "dilation": 2}, ValueError, "spans 5 pixels"),
        ({"stride": 0}, ValueError, "stride is 0, but must be at least 1"),
        ({"stride": -1}, ValueError, "stride is -1"),
        ({"stride": "two"}, TypeError, "stride is 'two', which is text"),
        ({"stride": True}, TypeError, r"stride is True \(bool\)"),
        ({"stride": 1.5}, TypeError, r"stride is 1\.5 \(float\)"),
        ({"stride": (1, 0)}, ValueError, "stride is 0"),
        ({"stride": 1000}, ValueError, "stride is 1000.*at most 32"),
        ({"padding": -1}, ValueError, "padding is -1, but must be at least 0"),
        ({"padding": "full"}, ValueError, """padding is 'full'; write "valid", "same\""""),
        ({"padding": 1.0}, TypeError, r"padding is 1\.0 \(float\)"),
        ({"padding": True}, TypeError, r"padding is True \(bool\)"),
        ({"padding": ((0, 1), (2, 3, 4))}, ValueError, r"padding is \(2, 3, 4\)"),
        ({"padding": (0, "1")}, (TypeError, ValueError), "padding is '1'"),
        ({"padding": 500}, ValueError, "padding is 500.*at most 32"),
        ({"dilation": 0}, ValueError, "dilation is 0"),
        ({"dilation": [1, 2, 3]}, ValueError, r"dilation is \[1, 2, 3\]"),
        ({"channels": 0}, ValueError, "channels is 0"),
        ({"channels": 4}, ValueError, "channels is 4.*at most 3"),
        ({"channels": "RGB"}, TypeError, "channels is 'RGB', which is text"),
        ({"filters": 7}, ValueError, "filters is 7.*at most 6"),
        ({"filters": 2.0}, TypeError, r"filters is 2\.0 \(float\)"),
        ({"groups": 0}, ValueError, "groups is 0"),
        ({"groups": 2}, ValueError, "groups"),
        ({"groups": 2, "channels": 2, "filters": 3}, ValueError, "groups"),
        ({"flip": "yes"}, TypeError, "flip is 'yes', but must be True or False"),
        ({"flip": 1}, TypeError, "flip is 1, but must be True or False"),
        ({"image": "yours"}, ValueError, "image is 'yours'.*start with one of pattern, edge"),
        ({"image": "lena"}, ValueError, "there is no image 'lena'; there are pattern, edge"),
        ({"image": 3}, traitlets.TraitError, "image.*int 3"),
        ({"seed": "a"}, TypeError, "seed is 'a', which is text"),
        ({"seed": [1]}, TypeError, r"seed is \[1\]"),
        ({"seed": -1}, ValueError, "seed is -1"),
        ({"strides": 2}, TypeError, "no option 'strides'; it has x, w, b, kernel.*stride"),
        ({"x": np.ones((5, 5, 3)), "w": np.ones((3, 3))}, ValueError,
         "x has 3 channels but w expects 1.*third axis"),
        ({"x": np.ones((5, 5)), "w": np.ones((3, 3, 3, 1))}, ValueError,
         "x has 1 channels but w expects 3"),
        ({"x": np.ones((5, 5)), "channels": 3}, ValueError, r"channels is 3, but x has shape"),
        ({"x": np.ones((5, 5)), "size": 6}, ValueError, r"size is 6, but x has shape \(5, 5, 1\)"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(words, kind, message):
    with pytest.raises(kind, match=f"(?s){message}"):
        ConvExplorer(**words)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("x", NAN, "is nan"),
        ("x", np.ones((40, 40)), "up to 32"),
        ("w", np.ones((3, 3, 2, 1)), "x has 1 channels but w expects 2"),
        ("w", "blur", "no kernel 'blur'"),
        ("b", [1, 2], r"shape \(2,\)"),
        ("size", 6, r"x has shape \(5, 5, 1\)"),
        ("stride", 0, "stride is 0"),
        ("padding", "full", "padding is 'full'"),
        ("channels", 2, r"x has shape \(5, 5, 1\)"),
        ("filters", 7, "at most 6"),
        ("selected", 3, "selected is 3; write a row and a column"),
        ("selected", (0, -1), "selected is -1, but must be at least 0"),
        ("selected", (0, 1.5), r"selected is 1\.5 \(float\)"),
        ("selected", "00", "selected is '00'"),
        ("filter", 6, "filter is 6.*at most 5"),
        ("presets", ["sobel"], "there is no kernel 'sobel'"),
        ("image", "lena", "there is no image 'lena'"),
    ],
)
def test_what_is_refused_later_leaves_everything_as_it_was(name, value, message):
    explorer = ConvExplorer(np.arange(25).reshape(5, 5), "box")
    before = explorer.get_state()
    with pytest.raises((ValueError, TypeError), match=f"(?s){message}"):
        setattr(explorer, name, value)
    assert explorer.get_state() == before


def test_a_setting_without_output_can_be_reached_and_says_so():
    explorer = ConvExplorer(size=5)
    explorer.kernel = 7
    with pytest.raises(ValueError, match=r"a kernel of 7 .* there are only 5"):
        _ = explorer.output
    explorer.padding = 1
    assert explorer.output.shape == (1, 1, 1)
