"""NetworkDesigner: its traits, and the parts of its view."""
