"""``python -m poolbook.cli``, the same as the command ``poolbook``."""

import sys

from poolbook.cli import main

sys.exit(main())
