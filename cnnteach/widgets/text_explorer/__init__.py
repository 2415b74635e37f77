"""TextConvExplorer: its traits, and the parts of its view."""
