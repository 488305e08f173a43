"""An officer's laptop in the demo: a profile of its own, worked on with the commands of ``outpost``."""

from pathlib import Path
from typing import Any

from app.i18n import Translator
from app.profile import Profile
from app.services.desk import Desk
from ui.cli.arguments import read_arguments
from ui.cli.commands import COMMANDS, Answer, Finished
from ui.cli.passphrases import Passphrases
from ui.cli.session import Session

PASSPHRASE = "outpost-demo-passphrase"  # sample data only; it is printed


class Laptop:
    """One officer at one laptop."""

    def __init__(self, name: str, folder: Path, translator: Translator) -> None:
        self.name = name
        self.folder = folder
        passphrases = Passphrases(translator, fixed=PASSPHRASE)
        self._session = Session(folder, translator, passphrases, say=lambda text: None)

    @property
    def profile(self) -> Profile:
        """The officer's profile."""
        return self._session.profile

    @property
    def desk(self) -> Desk:
        """Where the officer works."""
        return self._session.desk

    def do(self, name: str, /, **arguments: Any) -> Answer:
        """Run one command and return its answer.

        Raises:
            OutpostError, StoppedHalfway: as the command.
        """
        command = COMMANDS[name]
        answer = command.load()(self._session, read_arguments(command, arguments))
        assert not isinstance(answer, Finished)
        return answer

    def add(self, kind: str, **values: Any) -> str:
        """Make a record; return its id."""
        return str(self.do("add", kind=kind, values=values)["id"])

    def change(self, kind: str, id: str, **values: Any) -> None:
        """Change fields of a record."""
        self.do("set", kind=kind, id=id, values=values)

    def sync(self) -> Answer:
        """Sync; return the figures."""
        figures: Answer = self.do("sync")["sync"]
        return figures

    def close(self) -> None:
        """Let go of the profile."""
        self._session.close()
