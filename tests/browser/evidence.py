"""Where the browser tests leave their pictures."""

from pathlib import Path

EVIDENCE = Path(__file__).parents[2] / "build" / "browser"
