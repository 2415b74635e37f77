"""Install Debian's packages where apt can be used without a password."""

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Install what is named, or print why that failed; without apt or rights, do nothing."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (as_root and not shutil.which("sudo")):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*as_root, "apt-get", *command], env=environment, capture_output=True, text=True
        )
        if done.returncode:
            print(done.stderr)
            return
