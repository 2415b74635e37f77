"""Find a Chromium for the browser tests, or install one: Debian's package or Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    installed = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *MACOS]
    found = next((path for path in installed if path and Path(path).exists()), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install Debian's package where apt can be used without a password, else Playwright's."""
    debian.install("chromium", "fonts-liberation", "fonts-dejavu-core")
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


if __name__ == "__main__":
    if not find():
        print("Installing a browser for the tests", flush=True)
        install()
    found = find()
    if not found:
        sys.exit("No Chromium was found or could be installed; set CHROMIUM=/path/to/chromium")
    print(f"Browser: {found}")
