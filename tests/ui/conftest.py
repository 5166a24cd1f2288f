"""What the tests of the user interface share."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for `running_page`
