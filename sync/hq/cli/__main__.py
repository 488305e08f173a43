"""``python -m sync.hq.cli``: the same as ``outpost-hq``."""

import sys

from sync.hq.cli.program import main

sys.exit(main())
