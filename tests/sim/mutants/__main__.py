"""``python -m tests.sim.mutants``."""

import sys

from tests.sim.mutants.hunt import main

if __name__ == "__main__":
    sys.exit(main())
