"""Settings of the small net in which something happens that the lectures warn of."""

PLAIN = {
    "data": "moons", "units": 8, "steps": 300, "learning_rate": 0.5, "batch_size": 10,
    "momentum": 0.0, "dropout": 0.0, "mislabelled": 0.0, "seed": 0,
}  # fmt: skip
_NOISY = {"data": "overlap", "units": 12, "steps": 600, "mislabelled": 0.15, "seed": 3}

LESSONS = {
    "it learns": PLAIN,
    "steps too small": PLAIN | {"learning_rate": 0.005},
    "too large: it diverges": PLAIN | {"learning_rate": 20.0},
    "dead units": PLAIN | {"learning_rate": 5.0},
    "overfitting": PLAIN | _NOISY | {"learning_rate": 1.0},
    "dropout against it": PLAIN | _NOISY | {"learning_rate": 1.0, "dropout": 0.5},
}
