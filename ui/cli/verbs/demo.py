"""``outpost demo``: the main job from end to end with real parts, told step by step, then seen."""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.errors import OutpostError
from app.paths import demo_folder
from app.store.errors import ReadOnlyStore
from ui.cli import exit_codes
from ui.cli.commands import Arguments, Finished
from ui.cli.demo.journey import Journey
from ui.cli.demo.samples import sample_folder
from ui.cli.session import Session
from ui.cli.verbs.desktop import pictures
from ui.main import has_screen

PICTURES = (
    *("leads", "projects", "companies", "contacts", "visits", "steps", "search", "project"),
    *("project-timeline", "clashes", "clash-ruled", "form", "import", "sync-conflicts", "sync-runs"),
)
SIZE = (1366, 768)
Tell = Callable[[str], None]


def demo(session: Session, arguments: Arguments) -> Finished:
    """Run the journey in a fresh folder; then show the stationed officer the desktop, or picture it."""
    started = time.monotonic()
    folder = _fresh_folder(arguments["dir"])
    _tell(session.tr("demo.welcome", path=folder))
    with sample_folder() as samples:
        journey = Journey(folder, samples, session.translator, _tell)
        try:
            journey.run()
            if arguments["headless"] or not has_screen():
                _take_pictures(session, journey, folder / "screenshots")
                _tell("\n" + session.tr("demo.end", seconds=round(time.monotonic() - started)))
            else:
                _show(session, journey)
        except OutpostError as error:
            _tell(f"   ✗ {session.tr(error.key, **error.params)}")
            return Finished(exit_codes.FOUND_WRONG)
        finally:
            journey.close()
    return Finished(exit_codes.OK)


def _fresh_folder(wanted: Path | None) -> Path:
    """A folder of this run alone."""
    parent = wanted or demo_folder()
    folder = parent / datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise ReadOnlyStore(path=str(folder)) from error
    return folder


def _take_pictures(session: Session, journey: Journey, folder: Path) -> None:
    _tell("\n" + session.tr("demo.step.take_pictures"))
    look = (SIZE, "light", session.language, True)
    for path in pictures(journey.stationed.profile, folder, look, PICTURES):
        _tell(f"   ✓ {path}")


def _show(session: Session, journey: Journey) -> None:
    """The desktop of the stationed officer, with headquarters still running."""
    from ui.cli.showing import show

    _tell("\n" + session.tr("demo.desktop", user=journey.stationed.name))
    show(journey.stationed.profile, session.translator)


def _tell(line: str) -> None:
    print(line, file=sys.stdout, flush=True)
