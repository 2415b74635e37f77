"""OrientationTuning: its traits, and the parts of its view."""
