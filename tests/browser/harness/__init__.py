"""What the browser tests stand on: a JupyterLab, a Chromium, a ruler, and a widget's view alone."""
