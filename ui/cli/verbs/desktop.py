"""Commands that draw: the desktop itself, and pictures of it. Only these load Qt."""

import re
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from app.keyslot import exists
from app.profile import Profile
from ui.cli.commands import Answer, Arguments, Finished
from ui.cli.demo.samples import demo_profile
from ui.cli.errors import NoScreen, ParameterUnusable
from ui.cli.session import Session
from ui.main import has_screen, run_desktop

_SIZE = re.compile(r"(\d{3,4})x(\d{3,4})", re.ASCII)


def gui(session: Session, _: Arguments) -> Finished:
    """The desktop, with its first-run page where there is no profile yet."""
    require_screen()
    return Finished(run_desktop(session.folder))


def screenshots(session: Session, arguments: Arguments) -> Answer:
    """One PNG for each scene of the desktop, on the profile or, where there is none, on the demo's."""
    size, theme = read_size(arguments["size"]), arguments["theme"]
    wanted = arguments["scenes"] or ()
    with ExitStack() as stack:
        own = exists(session.folder)
        profile = session.profile if own else _sample(session, stack)
        taken = pictures(profile, arguments["out"], (size, theme, session.language, not own), wanted)
    return {"files": [str(path) for path in taken], "size": arguments["size"], "theme": theme}


def pictures(
    profile: Profile, folder: Path, look: tuple[tuple[int, int], str, str, bool], wanted: Sequence[str] = ()
) -> list[Path]:
    """Take the pictures; see ``ui.cli.pictures``, whose ``Look`` is made of ``look``."""
    from ui.cli.pictures import Look, take_pictures

    return take_pictures(profile, folder, Look(*look), wanted)


def require_screen() -> None:
    """See that there is a screen: Qt would end the process without a word of use.

    Raises:
        NoScreen: there is none.
    """
    if not has_screen():
        raise NoScreen()


def _sample(session: Session, stack: ExitStack) -> Profile:
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="outpost-demo-", ignore_cleanup_errors=True)))
    session.say(session.tr("cli.preparing_samples"))
    return stack.enter_context(demo_profile(folder, session.translator))


def read_size(text: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    if found is None:
        raise ParameterUnusable(field="size", command="screenshots", name="--size", wanted="1366x768")
    return int(found[1]), int(found[2])
