"""Finds an nginx for the tests behind a proxy, and installs one where there is none.

`python tests/browser/find_nginx.py --install` is what `make test` calls: it prints the path, or says what to do.
"""

import os
import shutil
import subprocess
import sys

ADVICE = (
    "No nginx was found and none could be installed. The tests behind a proxy cannot run, so the project cannot be "
    "called sound. Install nginx (Debian: apt-get install nginx-light) or name one in the variable NGINX."
)
USUAL_PLACES = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))


def find_nginx() -> str | None:
    """Return the path of an nginx: the one that NGINX names, or one where they usually are; else None."""
    return os.environ.get("NGINX") or shutil.which("nginx", path=USUAL_PLACES)


def install_nginx() -> None:
    """Install Debian's package where that is possible, without starting its service."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "nginx-light"], check=False, **quiet)


def main() -> int:
    """Print the path of an nginx; with --install, get one first where there is none."""
    if find_nginx() is None and "--install" in sys.argv:
        install_nginx()
    found = find_nginx()
    print(found or ADVICE, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
