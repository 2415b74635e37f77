"""SaliencyLab: its traits, and the parts of its view."""
