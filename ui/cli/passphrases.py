"""Where the passphrase of a profile comes from: a file, the environment, or the person at the terminal."""

import getpass
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from app.i18n import Translator
from ui.cli.errors import PassphrasesDiffer
from ui.cli.input import read_passphrase

VARIABLE = "OUTPOST_PASSPHRASE"


@dataclass(frozen=True)
class Passphrases:
    """``file``: what ``--passphrase-file`` named; ``ask``: asks without echo, None where nobody is there.

    ``fixed`` stands for all of them: the demo's, which is no secret.
    """

    translator: Translator
    file: str = ""
    ask: Callable[[str], str] | None = None
    fixed: str = ""

    def given(self) -> str | None:
        """The passphrase that came with the command, or None.

        Raises:
            InputUnreadable, NotUtf8: the file cannot be read.
        """
        if self.fixed:
            return self.fixed
        return read_passphrase(self.file) if self.file else os.environ.get(VARIABLE) or None

    def current(self) -> str | None:
        """The passphrase that opens the profile: the one given, or asked for."""
        return self.given() or self._asked("cli.ask.passphrase")

    def new(self) -> str | None:
        """A passphrase to be set, asked for twice; None where nobody can be asked.

        Raises:
            PassphrasesDiffer: the two are not the same.
        """
        first = self._asked("cli.ask.new_passphrase")
        if first is not None and self._asked("cli.ask.new_passphrase_again") != first:
            raise PassphrasesDiffer()
        return first

    def _asked(self, question: str) -> str | None:
        return self.ask(self.translator.tr(question)) if self.ask is not None else None


def terminal() -> Callable[[str], str] | None:
    """Asks at the terminal, where there is one."""
    return getpass.getpass if sys.stdin is not None and sys.stdin.isatty() else None
