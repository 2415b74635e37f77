"""GraphExplorer: its traits, and the parts of its view."""
