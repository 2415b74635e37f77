"""An endless loop or a memory bomb does not take the notebook with it."""

import contextlib
import signal
import threading

import numpy as np
import pytest

from cnnteach.exercises import bounds, check
from cnnteach.exercises.bounds import TookTooLong, bounded


def spin():
    while True:
        pass


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr(bounds, "SECONDS", 0.2)


def test_an_endless_loop_is_stopped_and_its_line_shown(soon):
    def output_size(size, kernel, stride, padding):
        while size > 0:
            size = size + 1
        return size

    result = check("output_size", output_size)
    assert result.passed is False
    assert result.label == "did not end"
    assert "had not come to an end after 0.2 seconds" in result.message
    assert "while size > 0:" in result.message or "size = size + 1" in result.message
    assert "size=" in result.message, "what it was given"


def test_a_learners_own_except_does_not_keep_it_alive(soon):
    def output_size(size, kernel, stride, padding):
        with contextlib.suppress(Exception):
            spin()
        return 0

    assert check("output_size", output_size).label == "did not end"


def test_a_demand_for_too_much_memory_is_an_error_like_others():
    def output_size(size, kernel, stride, padding):
        return len(np.ones((2_000_000, 1_000_000)))  # 16 terabytes

    result = check("output_size", output_size)
    assert result.passed is False
    assert "MemoryError" in result.message


def test_memory_is_bounded_by_what_is_spare():
    with pytest.raises(MemoryError), bounded(spare=100_000_000):
        np.ones(50_000_000)
    assert np.ones(50_000_000).nbytes == 400_000_000, "and afterwards it is not"


def test_a_network_of_far_too_many_weights_is_an_error_before_there_is_memory_for_them():
    keras = pytest.importorskip("keras")
    own = keras.Layer.add_weight

    def build_averaging_head(channels, classes):
        swapped = keras.layers.Conv2D(1, classes)  # 1000 x 1000 x 1024 weights
        return keras.Sequential([keras.Input((None, None, channels)), swapped])

    result = check("build_averaging_head", build_averaging_head)
    assert result.passed is False
    assert "MemoryError" in result.message
    assert "weights of shape (1000, 1000, 1024, 1), which makes 1,024,000,000" in result.message
    assert keras.Layer.add_weight is own


def test_what_was_set_before_is_set_again():
    def own(number, frame):
        pass

    before = signal.signal(signal.SIGALRM, own)
    try:
        with pytest.raises(TookTooLong), bounded(seconds=0.05):
            spin()
        assert signal.getsignal(signal.SIGALRM) is own
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


def test_in_another_thread_a_check_still_answers():
    answers = []
    job = threading.Thread(target=lambda: answers.append(check("output_size", lambda *sizes: 0)))
    job.start()
    job.join()
    assert answers[0].passed is False
