"""`python -m derivrepl`."""

import sys

from derivrepl.cli import main

sys.exit(main())
