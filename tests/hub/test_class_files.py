"""The files for a real class: the image's recipe, the chart's values, and their numbers."""

import json
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from jupyterhub.traitlets import ByteSpecification

from cnnteach.classroom.hub import COURSE

ROOT = Path(__file__).parents[2]
HUB = ROOT / "classroom" / "hub"
DOCKERFILE = (HUB / "Dockerfile").read_text()
VALUES = yaml.safe_load((HUB / "values.yaml").read_text())
SEAT = VALUES["singleuser"]
PROFILES = {each["slug"]: each.get("kubespawner_override", {}) for each in SEAT["profileList"]}
MEASURED = json.loads((HUB / "measured.json").read_text())
SPARE = 1.25  # of what was measured


def megabytes(size):
    """Return what JupyterHub makes of a size such as 3G."""
    return ByteSpecification().validate(None, size) / 1e6


def peaks(first="00", last="99"):
    """Return the most that the kernels of some notebooks held, in MB."""
    named = MEASURED["notebooks"].items()
    return [n["peak_mb"] for name, n in named if first <= name[:2] <= last]


def own(part):
    return MEASURED["parts"][part]["own_mb"]


# The image


def test_hadolint_finds_no_fault_with_the_dockerfile():
    linter = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
    done = subprocess.run([linter, str(HUB / "Dockerfile")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_image_runs_without_root_and_names_no_registry():
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.M)[-1] not in ("0", "root")
    base = re.search(r"^ARG BASE=(\S+)", DOCKERFILE, re.M)[1]
    assert "/" not in base
    assert re.findall(r"^FROM (.*)", DOCKERFILE, re.M) == ["${BASE}"]


def test_what_the_image_copies_is_there_and_nothing_else_comes_along():
    lines = (HUB / "Dockerfile.dockerignore").read_text().split("\n")
    let_in = [line[1:] for line in lines if line.startswith("!")]
    assert "*" in lines
    assert [name for name in let_in if not (ROOT / name).exists()] == []
    needed = ["notebooks/00_start_here.ipynb", "data/weights/lenet5_mnist.npz"]
    needed += ["cnnteach/classroom/seat.py", "classroom/hub/learner/jupyter_server_config.json"]
    needed += re.findall(r"^COPY (\S+) (\S+) \./", DOCKERFILE, re.M)[0]
    for name in needed:
        assert (ROOT / name).exists()
        assert any(fnmatch(name, f"{part}*") for part in let_in), name


def test_the_image_the_chart_and_the_one_machine_start_the_same_seat():
    command = json.loads(re.search(r"^CMD (.*)", DOCKERFILE, re.M)[1])
    assert command == SEAT["cmd"]
    assert command[1:] == ["-m", "cnnteach.classroom.seat"]
    config = (HUB / "jupyterhub_config.py").read_text()
    assert '"-m", "cnnteach.classroom.seat"' in config
    assert f'c.Spawner.default_url = "{SEAT["defaultUrl"]}"' in config
    assert f'c.Spawner.mem_limit = "{SEAT["memory"]["limit"]}"' in config
    assert f"c.Spawner.cpu_limit = {SEAT['cpu']['limit']}" in config
    assert SEAT["extraEnv"]["CNNTEACH_COURSE"] == COURSE


# The chart's values


def test_nobody_comes_in_before_an_authenticator_is_chosen():
    config = VALUES["hub"]["config"]
    assert config["JupyterHub"]["authenticator_class"] == "null"
    assert "allow_all" not in config["Authenticator"]


def test_the_shared_data_can_only_be_read():
    storage = SEAT["storage"]
    mounted = storage["extraVolumeMounts"]["data"]
    assert mounted["readOnly"]
    assert storage["extraVolumes"]["data"]["persistentVolumeClaim"]["readOnly"]
    assert mounted["mountPath"] == SEAT["extraEnv"]["CNNTEACH_DATA"]


def test_the_python_in_the_values_is_python():
    for name, code in VALUES["hub"]["extraConfig"].items():
        compile(code, name, "exec")


@pytest.mark.parametrize(
    ("limit", "notebooks"),
    [
        (SEAT["memory"]["limit"], ("00", "99")),
        (PROFILES["small"]["mem_limit"], ("00", "07")),
    ],
    ids=["standard", "small"],
)
def test_every_notebook_that_a_profile_is_for_fits_into_it_with_room(limit, notebooks):
    server = MEASURED["parts"]["a learner's server"]["resident_mb"]
    assert megabytes(limit) >= SPARE * (server + max(peaks(*notebooks)))


def test_what_is_guaranteed_holds_a_server_and_what_is_usually_open():
    light, heavy = own("with NumPy and the explorers"), own("with TensorFlow and a network")
    server = own("a learner's server")
    assert megabytes(SEAT["memory"]["guarantee"]) >= SPARE * (server + light + heavy)
    assert megabytes(PROFILES["small"]["mem_guarantee"]) >= SPARE * (server + 2 * light)


def test_the_hub_and_its_proxy_fit_into_their_limits():
    parts = MEASURED["parts"]
    hub = VALUES["hub"]["resources"]["limits"]["memory"].removesuffix("i")
    proxy = VALUES["proxy"]["chp"]["resources"]["limits"]["memory"].removesuffix("i")
    assert megabytes(hub) >= 4 * parts["the hub"]["resident_mb"]
    assert megabytes(proxy) >= 4 * parts["its proxy"]["resident_mb"]


# What teachers are told


def test_the_page_on_sizes_says_what_was_measured():
    page = (ROOT / "classroom" / "SIZING.md").read_text()
    for line in measured_lines():
        assert line in page, f"not in SIZING.md: {line}"


def measured_lines():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from hub_memory import table
    finally:
        sys.path.pop(0)
    return [line for line in "\n".join(table(MEASURED)).split("\n") if line]
