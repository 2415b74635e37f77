"""DetectorExplorer: its traits, and the parts of its view."""
