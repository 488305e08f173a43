"""The program ``outpost``: asked for nothing, it is the desktop, and that as early as can be.

The command line takes half as long to load as the desktop's first page: it is loaded when something is asked.
"""

import sys
from collections.abc import Sequence

from app.paths import profile_folder
from ui.main import has_screen, run_desktop


def main(argv: Sequence[str] | None = None) -> int:
    """Run the desktop, or one command of ``ui.cli.main``; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments or not has_screen():
        from ui.cli.main import main as command

        return command(arguments)
    try:
        return run_desktop(profile_folder())
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever it is, the person is told
        from ui.cli.main import give_up

        return give_up(error, "gui")
