"""Find a Chromium for the browser tests, or install one: Debian's package or Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *MACOS, _playwrights_own()]
    return next((path for path in candidates if path and Path(path).exists()), None)


def _playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def install() -> None:
    """Install Debian's package where apt can be used without a password, else Playwright's."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not as_root or shutil.which("sudo")):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-liberation", "fonts-dejavu-core"]
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            done = subprocess.run(
                [*as_root, "apt-get", *command], env=environment, capture_output=True, text=True
            )
            if done.returncode:
                print(done.stderr)
                break
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
