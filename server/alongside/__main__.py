"""`python -m alongside`: the command line, where the `alongside` program is not on the PATH."""

import sys

from alongside.cli import main

sys.exit(main())
