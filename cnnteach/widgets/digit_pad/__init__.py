"""DigitPad: its traits, and the parts of its view."""
