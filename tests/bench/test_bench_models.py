"""`cnnteach bench --models`: networks really run, each way in its process, and what is said."""

import json
import re

import keras
import numpy as np
import pytest
from typer.testing import CliRunner

from cnnteach.bench.networks import report, workloads
from cnnteach.bench.networks.case import NetworkCase
from cnnteach.bench.networks.run import NetworkRun
from cnnteach.bench.networks.ways import Way, select, ways
from cnnteach.bench.rounds import Plan
from cnnteach.cli import app

OPTIONS, IN_TWO_WAYS = (" XLA", " mixed"), ["cpu:0", "cpu:0 XLA"]
CPU, CARD = {"kind": "CPU", "name": "CPU:0"}, {"kind": "GPU", "name": "NVIDIA H100"}


def run(*words):
    return CliRunner().invoke(app, ["bench", "--models", *words])


def test_networks_are_trained_and_used_in_every_way(tmp_path):
    options = ["--quick", "--repeats", "2", "--output", str(tmp_path)]
    done = run("--only", "lenet5,neocognitron", "--contenders", "cpu:0,cpu:0 xla", *options)
    assert done.exit_code == 0, done.output
    measured = json.loads((tmp_path / "models.json").read_text(), parse_constant=pytest.fail)
    rows = {(row["network"], row["task"]): row["contenders"] for row in measured["rows"]}
    assert list(rows) == [
        (name, task) for name in ("lenet5", "neocognitron") for task in ("inference", "training")
    ]
    for (network, task), found in rows.items():
        for entry in found.values():
            if (network, task) == ("neocognitron", "training"):
                assert entry == {"status": "none", "why": "learns without gradients"}
                continue
            assert entry["status"] == "timed"
            assert len(entry["turns"]) == 2
            assert entry["images_per_second"] == pytest.approx(32 / entry["seconds"])
    for way in measured["ways"]:
        used, trained = (
            rows["lenet5", task][way]["images_per_second"] for task in ("inference", "training")
        )
        assert used > trained > 10, "a step of training holds a forward pass, and more"
    table = (tmp_path / "models.md").read_text()
    assert table in done.stdout
    assert re.search(r"\| neocognitron \| +–( \| +–)*", table)
    assert "Images a second in training; * is the fastest way." in table


def test_a_network_that_fails_does_not_stop_the_others():
    device = Way("nowhere", "", device="gpu:7", policy="no such policy")
    chosen = workloads.select(["cs231n"])[0]
    with NetworkRun([device], Plan(repeats=1, turn=0, pause=0)) as here:
        here.measure(chosen, "inference")
    (row,) = here.rows
    assert row["contenders"]["nowhere"]["status"] == "failed"
    measured = {"rows": here.rows, "ways": {"nowhere": ""}, "noise": [], "stopped": True}
    machine = {"cpu": "a CPU", "cores": 2, "python": "3", "versions": {}, "date": "d"}
    measured |= {"machine": machine, "plan": {"repeats": 1}, "backend": "b", "size": "teaching"}
    text = report.compose(measured)
    assert "cs231n, inference, nowhere failed: " in text
    assert "stopped before its end" in text


@pytest.fixture
def float32():
    """Put back what a case sets for its whole process."""
    before = keras.config.dtype_policy()
    yield
    keras.config.set_dtype_policy(before)


@pytest.mark.parametrize("name", ["lenet5_1998", "fcn", "text_cnn", "squeezenet"])
def test_every_kind_of_input_and_output_can_be_drawn_in_mixed_precision_too(name, float32):
    workload = workloads.NetworkWorkload(name, "teaching", 2, policy="mixed_bfloat16")
    case = NetworkCase(workload)
    loss, right = case.prepare("training").call()
    assert np.isfinite(loss)
    assert 0 <= right <= 1
    assert len(case.prepare("inference").call()) == 2
    kernel = case.model.trainable_weights[0]
    assert keras.backend.standardize_dtype(kernel.dtype) == "float32"
    assert any(layer.compute_dtype == "bfloat16" for layer in case.model.layers)


@pytest.mark.parametrize(
    ("backend", "devices", "flags", "names"),
    [
        ("tensorflow", [CPU], {"avx2"}, IN_TWO_WAYS),
        ("tensorflow", [CPU], {"avx512_bf16"}, [*IN_TWO_WAYS, "cpu:0 mixed"]),
        (
            "tensorflow",
            [CPU, CARD, CARD],
            set(),
            [*IN_TWO_WAYS, *(f"gpu:{n}{option}" for n in (0, 1) for option in ("", *OPTIONS))],
        ),
        ("jax", [CPU], set(), ["cpu:0"]),
        ("torch", [CPU, CARD], set(), ["cpu:0", "gpu:0", "gpu:0 mixed"]),
    ],
)
def test_each_device_has_its_ways(backend, devices, flags, names):
    listed = ways({"backend": backend, "devices": devices}, flags)
    assert [way.name for way in listed] == names
    assert all(way.xla for way in listed) == (backend == "jax")
    policies = {way.device[:3]: way.policy for way in listed if way.name.endswith("mixed")}
    assert policies.get("gpu", "mixed_float16") == "mixed_float16"
    assert policies.get("cpu", "mixed_bfloat16") == "mixed_bfloat16"


def test_a_device_stands_for_all_of_its_ways():
    listed = ways({"backend": "tensorflow", "devices": [CPU, CARD]})
    assert [way.name for way in select(listed, ["gpu:0"])] == ["gpu:0", "gpu:0 XLA", "gpu:0 mixed"]
    assert [way.name for way in select(listed, ["GPU:0 mixed"])] == ["gpu:0 mixed"]
    with pytest.raises(ValueError, match="there is no gpu:1 here; there are cpu:0, cpu:0 XLA"):
        select(listed, ["gpu:1"])


def test_unknown_networks_are_refused_with_those_there_are(tmp_path):
    done = run("--only", "lenet6", "--output", str(tmp_path))
    assert done.exit_code == 2
    assert "there is no network lenet6" in done.output


def test_all_networks_or_a_few_at_either_size():
    from cnnteach.models import names

    assert [each.name for each in workloads.select()] == list(names())
    assert {each.name for each in workloads.select(quick=True)} == set(workloads.QUICK)
    (full,) = workloads.select(["vgg16"], size="full")
    assert (full.size, full.batch) == ("full", 8)


def rows_of(*rates):
    """Rows of one task from (network, plain, mixed) images a second; None where it failed."""
    entry = lambda rate: {"status": "timed", "images_per_second": rate} if rate else {}  # noqa: E731
    return [
        {
            "network": name,
            "task": "training",
            "contenders": {"gpu:0": entry(plain), "gpu:0 mixed": entry(mixed)},
        }
        for name, plain, mixed in rates
    ]


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        (
            [("a", 100, 220), ("b", 100, 160), ("c", 50, 60)],
            "Mixed precision on gpu:0: training 1.60 times as fast, which helps (1.20, c, to",
        ),
        ([("a", 100, 104)], "training 1.04 times as fast, no gain (1.04, a)"),
        ([("a", 100, 200), ("b", 100, None)], "training 2.00 times as fast, which helps (2.00, a)"),
    ],
)
def test_the_verdict_is_the_median_of_the_networks(rates, said):
    (verdict,) = report.verdicts(rows_of(*rates))
    assert said in verdict


def test_without_anything_to_compare_there_is_no_verdict():
    assert report.verdicts(rows_of(("a", 100, None))) == []
