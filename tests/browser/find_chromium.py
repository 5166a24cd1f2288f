"""Finds a Chromium for the browser tests, and installs one where there is none.

`python tests/browser/find_chromium.py --install` is what `make test` calls: it prints the path, or says what to do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "No Chromium was found and none could be installed. The browser tests cannot run, so the project cannot be called "
    "sound. Install Chromium (Debian: apt-get install chromium) or name one in the variable CHROMIUM."
)


def find_chromium() -> str | None:
    """Return the path of a Chromium: the one that CHROMIUM names, one on the PATH, or Playwright's own; else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, NAMES)), None) or find_playwrights_own()


def find_playwrights_own() -> str | None:
    """Return the path of the browser that Playwright has installed, or None."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install_chromium() -> None:
    """Install Debian's package where that is possible, else Playwright's own browser."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"], check=False, **quiet)
    if find_chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Print the path of a Chromium; with --install, get one first where there is none."""
    if find_chromium() is None and "--install" in sys.argv:
        install_chromium()
    found = find_chromium()
    print(found or ADVICE, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
