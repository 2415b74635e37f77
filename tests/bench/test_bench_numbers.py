"""Medians, ratios, noise, agreement and memory: what the table says is what was measured."""

import json
import re
import sys

import numpy as np
import pytest

from cnnteach.bench import machine, memory
from cnnteach.bench.agreement import disagreement
from cnnteach.bench.statistics import spread, summarise, with_ratios


def test_a_time_is_the_median_of_the_turns_medians():
    # pooled, the median of these calls would be 2
    turns = [[2.0] * 9, [7.0, 5.0, 100.0], [6.0], [8.0], [1000.0]]
    assert summarise(turns)["seconds"] == 7.0
    assert summarise(turns)["turns"] == [2.0, 7.0, 6.0, 8.0, 1000.0]


def test_quartiles_are_those_of_the_turns():
    found = summarise([[1.0], [2.0], [3.0], [4.0], [5.0]])
    assert (found["low"], found["high"]) == (2.0, 4.0)
    assert spread(found) == pytest.approx(1 / 3)


def test_one_turn_is_its_own_quartiles():
    assert summarise([[4.0, 2.0, 3.0]]) == {"seconds": 3, "low": 3, "high": 3, "turns": [3]}


def test_the_time_of_a_share_is_scaled_up():
    assert summarise([[1.0], [2.0], [6.0]], scale=10)["seconds"] == 20
    assert summarise([[1.0], [2.0], [6.0]], scale=10)["low"] == 15


def test_ratios_are_over_cnnteach():
    found = with_ratios({"slow": {"seconds": 6.0}, "cnnteach": {"seconds": 1.5}, "ill": {}})
    assert found["slow"] == {"seconds": 6.0, "ratio": 4.0}
    assert found["cnnteach"]["ratio"] == 1.0
    assert found["ill"] == {}


def test_without_cnnteach_there_is_no_ratio():
    assert with_ratios({"cnnteach": {}, "slow": {"seconds": 6.0}})["slow"] == {"seconds": 6.0}


@pytest.mark.parametrize(
    ("load", "cores", "shaky", "count"),
    [(0.1, 2, 0.01, 0), (0.6, 2, 0.01, 1), (0.6, 16, 0.01, 0), (0.6, 2, 0.4, 2), (None, 2, 0, 0)],
)
def test_noise_is_a_load_for_the_cores_or_times_that_vary(load, cores, shaky, count):
    said = machine.noise(load, cores, {"b1, forward": shaky, "b2, forward": 0.0})
    assert len(said) == count
    assert all(sentence.startswith("Noisy: ") for sentence in said)
    if shaky > 0.1:
        assert "b1, forward;" in said[-1]


def test_facts_fit_into_json_and_name_the_machine(monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "SkylakeX")
    known = json.loads(json.dumps(machine.facts(), allow_nan=False))
    assert known["cpu"]
    assert known["cores"] >= 1
    assert known["versions"]["numpy"] == np.__version__
    assert known["variables"]["OPENBLAS_CORETYPE"] == "SkylakeX"


Y = np.linspace(-2, 2, 24, dtype=np.float32).reshape(2, 3, 4)


def changed(array, place, value):
    array = array.copy()
    array[place] = value
    return array


@pytest.mark.parametrize(
    ("results", "words"),
    [
        pytest.param({"y": changed(Y, (1, 0, 2), 0.5)}, r"y is 0.5 .*at \(1, 0, 2\)", id="number"),
        pytest.param({"y": changed(Y, (0, 0, 0), np.nan)}, r"y is nan .*\(0, 0, 0\)", id="nan"),
        pytest.param({"y": changed(Y, (0, 1, 0), np.inf)}, r"y is inf", id="infinite"),
        pytest.param({"y": Y[:, :2]}, r"float32 \(2, 2, 4\) where .* \(2, 3, 4\)", id="shape"),
        pytest.param({"y": Y.astype(float)}, r"float64 .* where cnnteach has float32", id="dtype"),
        pytest.param({"y": Y.astype(int)}, r"y is int64", id="integers"),
        pytest.param({"z": Y}, r"gives z where cnnteach gives y", id="name"),
        pytest.param({"y": np.zeros_like(Y)}, r"y is 0.0", id="zeros"),
    ],
)
def test_what_differs_is_said(results, words):
    assert re.search(words, disagreement(results, {"y": Y}))


def test_rounding_is_no_difference_but_more_is():
    assert disagreement({"y": Y + np.float32(1e-5)}, {"y": Y}) is None
    assert disagreement({"y": Y + np.float32(1e-3)}, {"y": Y}) is not None


def test_integers_must_be_the_same():
    places = np.arange(6)
    assert disagreement({"argmax": places.astype(np.int32)}, {"argmax": places}) is None
    said = disagreement({"argmax": changed(places, 3, 4)}, {"argmax": places})
    assert said == "argmax is 4 where cnnteach has 3, at (3,)"


def test_what_numpy_takes_and_gives_back_is_in_the_peak():
    def call():
        np.ones(3_000_000, np.uint8)
        np.ones(1_000_000, np.uint8)

    assert 3_000_000 <= memory.traced_peak(call) < 3_500_000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can forget an earlier peak")
def test_the_resident_peak_is_that_of_the_call():
    def call():
        np.ones(200 * 2**20, np.uint8)

    first = memory.resident_peak(call)
    if not memory._reset_peak():
        pytest.skip("this kernel does not let a process forget its peak")
    again = memory.resident_peak(call)
    assert 180 * 2**20 < again < 260 * 2**20
    assert abs(again - first) < 60 * 2**20
    assert memory.resident_peak(lambda: None) < 20 * 2**20
