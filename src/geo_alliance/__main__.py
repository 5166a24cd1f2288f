"""``python -m geo_alliance`` is the command ``geo-alliance``."""

import sys

from geo_alliance.cli import main

if __name__ == "__main__":
    sys.exit(main())
