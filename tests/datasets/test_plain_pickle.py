"""A pickle can run any program: this reader runs none."""

import os
import pickle
import pickletools

import numpy as np
import pytest

from cnnteach.datasets.plain_pickle import NotPlain, load_plain

# As Python 2 wrote CIFAR-10: text is bytes, and the array is rebuilt by three names of NumPy.
CIFAR = (
    b"\x80\x02}q\x01(U\x06labelsq\x02]q\x03(K\x07K\x02eU\x04dataq\x04"
    b"cnumpy.core.multiarray\n_reconstruct\nq\x05cnumpy\nndarray\nq\x06K\x00\x85U\x01b\x87Rq\x07"
    b"(K\x01K\x02K\x03\x86cnumpy\ndtype\nq\x08U\x02u1K\x00K\x01\x87Rq\x09"
    b"(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U\x06\x01\x02\x03\x04\x05\x06tbu."
)


def test_an_array_that_python_2_wrote_is_read():
    content = load_plain(CIFAR)
    assert content[b"labels"] == [7, 2]
    assert content[b"data"].dtype == np.uint8
    np.testing.assert_array_equal(content[b"data"], [[1, 2, 3], [4, 5, 6]])


@pytest.mark.parametrize("protocol", range(6))
def test_plain_things_are_read_at_every_protocol(protocol):
    plain = {"names": ["a", "b"], "numbers": (1, 2.5, None, True), b"bytes": {"deep": [[]]}}
    del plain[b"bytes"]  # before protocol 3 Python 3 writes bytes as a call
    assert load_plain(pickle.dumps(plain, protocol)) == plain


class Runs:
    """Runs a command when it is read."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize(
    ("function", "argument"),
    [
        pytest.param(os.system, "touch {}", id="a-command"),
        pytest.param(eval, "open({!r}, 'w')", id="eval"),
        pytest.param(exec, "open({!r}, 'w')", id="exec"),
        pytest.param(os.mkdir, "{}", id="a-function-of-os"),
        pytest.param(np.save, "{}", id="another-name-of-numpy"),
    ],
)
def test_a_pickle_that_runs_something_is_refused_before_it_runs(
    tmp_path, protocol, function, argument
):
    trace = tmp_path / "trace"
    arguments = (argument.format(str(trace)), *([[1]] if function is np.save else []))
    harmful = pickle.dumps({"data": Runs(function, *arguments)}, protocol)
    pickle.loads(harmful)
    assert list(tmp_path.iterdir()), "the pickle of this test does do harm elsewhere"
    for made in tmp_path.iterdir():
        made.rmdir() if made.is_dir() else made.unlink()
    with pytest.raises(NotPlain, match="asks for"):
        load_plain(harmful)
    assert list(tmp_path.iterdir()) == []


def test_names_that_only_look_like_numpys_are_refused():
    for name in (b"numpy\nload", b"numpy.core.multiarray\nscalar", b"numpy._core\n_reconstruct"):
        with pytest.raises(NotPlain, match="asks for numpy"):
            load_plain(b"\x80\x02c" + name + b"\n.")
    attribute = pickle.dumps(np.ndarray.tofile, 4)  # a dotted name, "ndarray.tofile"
    assert "ndarray.tofile" in str(list(pickletools.genops(attribute))) or b"getattr" in attribute
    with pytest.raises(NotPlain, match="asks for"):
        load_plain(attribute)


def test_an_array_of_python_objects_is_refused():
    with pytest.raises(NotPlain, match="Python objects"):
        load_plain(CIFAR.replace(b"U\x02u1", b"U\x02O8"))


@pytest.mark.parametrize("cut", [0, 1, 10, len(CIFAR) // 2, len(CIFAR) - 1])
def test_a_cut_pickle_is_damaged(cut):
    with pytest.raises(NotPlain, match="damaged"):
        load_plain(CIFAR[:cut])


def test_a_persistent_id_and_an_extension_are_refused():
    for harmful in (b"\x80\x02Pharm\n.", b"\x80\x02\x82\x01."):
        with pytest.raises(NotPlain):
            load_plain(harmful)
