"""ConvExplorer: its traits, and the parts of its view."""
