"""`cnnteach bench --explain`: its contenders agree, and what it prints and writes is whole."""

import json

import numpy as np
from typer.testing import CliRunner

from cnnteach import models
from cnnteach.bench import explaining
from cnnteach.cli import app
from cnnteach.explain import top_patches


def test_storing_all_maps_finds_the_same_images():
    model = models.build("zfnet_cifar", size="teaching", seed=0)
    images = np.random.default_rng(0).random((30, 32, 32, 3), np.float32)
    stored = explaining.all_maps_sorted(model, ("conv1", "conv3"), images, 4)
    top = top_patches(model, ("conv1", "conv3"), images, 4)
    for layer, expected in zip(("conv1", "conv3"), stored, strict=True):
        assert (expected == top[layer].images.T).mean() > 0.99  # last digits may swap neighbours


def test_the_command_prints_and_writes(tmp_path, monkeypatch):
    monkeypatch.setattr(explaining, "QUICK_IMAGES", 40)
    ran = CliRunner().invoke(app, ["bench", "--explain", "--quick", "--output", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    assert "40 images 32 x 32 x 3, batches of 250" in ran.output
    measured = json.loads((tmp_path / "explain.json").read_text())
    assert list(measured["contenders"]) == ["predict", "top_patches", "all maps"]
    assert measured["contenders"]["predict"]["ratio"] == 1
    assert all(found["seconds"] > 0 for found in measured["contenders"].values())
    assert (tmp_path / "explain.md").read_text() in ran.output
