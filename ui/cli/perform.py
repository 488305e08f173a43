"""Running one command: whatever happens becomes one answer and one exit code."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import OutpostError
from app.i18n import Translator
from ui.cli import exit_codes
from ui.cli.answers import Json, bug, encoded, failed
from ui.cli.commands import Command, Finished
from ui.cli.errors import StoppedHalfway
from ui.cli.session import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer (None: the command has written its own), its exit code, the error if there was one."""

    line: bytes | None
    exit_code: int = exit_codes.OK
    error: OutpostError | None = None
    kind: str = ""

    @classmethod
    def failed(
        cls, error: OutpostError, translator: Translator, answer: Json | None = None, *, kind: str = ""
    ) -> "Outcome":
        """The outcome of a command that met a known error after doing what ``answer`` says.

        ``kind`` is the kind of record it was about, so that fields are called by their labels.
        """
        line = encoded(failed(error, translator, answer, kind=kind))
        return cls(line, exit_codes.exit_code(error), error, kind)


def perform(session: Session, command: Command, arguments: Mapping[str, Any]) -> Outcome:
    """Run ``command``. Known errors are answered; anything else is a bug and answered with a report of it."""
    try:
        answer = command.load()(session, arguments)
        if isinstance(answer, Finished):
            return Outcome(None, answer.exit_code)
        return Outcome(encoded({"ok": True, **answer}))
    except StoppedHalfway as stopped:
        return Outcome.failed(stopped.error, session.translator, stopped.answer)
    except OutpostError as error:
        log.info("%s: %s", command.name, error)
        return Outcome.failed(error, session.translator, kind=str(arguments.get("kind", "")))
    except BrokenPipeError:
        raise  # nobody reads any more: not an error of the command
    except Exception as error:
        log.exception("%s", command.name)
        return Outcome.failed(bug(error, command.name), session.translator)
