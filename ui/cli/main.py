"""The command ``outpost``: for scripts, administrators and tests; without a command it starts the desktop.

Answers are JSON on standard output, one object on one line; sentences for people go to standard error, in
Chinese unless ``--lang en`` (or the profile's own language) says otherwise. The exit codes are in
``ui.cli.exit_codes`` and in ``outpost --help``. The passphrase of a profile comes from ``--passphrase-file``,
from ``OUTPOST_PASSPHRASE``, or is asked for at a terminal; profiles bound to the keyring need none.
"""

import contextlib
import logging
import multiprocessing
import os
import sys
from collections.abc import Sequence

from app.errors import OutpostError
from app.i18n import Translator
from app.paths import profile_folder
from app.profile_settings import read_settings
from ui.cli import exit_codes
from ui.cli.answers import bug, sentence, write_line
from ui.cli.arguments import read_arguments
from ui.cli.parser import Invocation, early, parse, with_files
from ui.cli.passphrases import Passphrases, terminal
from ui.cli.perform import Outcome, perform
from ui.cli.session import Session

LANGUAGE_VARIABLE = "OUTPOST_LANG"

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    multiprocessing.freeze_support()  # an installed program is its own child when it reads a ledger
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    translator = Translator(_language(arguments))
    try:
        return _told(_run(arguments, translator), translator)
    except BrokenPipeError:
        _give_up_output()
        return exit_codes.BROKEN_PIPE
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED


def give_up(error: BaseException, name: str) -> int:
    """Tell why the command of this name came to its end; returns the exit code."""
    if isinstance(error, KeyboardInterrupt):
        return exit_codes.INTERRUPTED
    if not isinstance(error, OutpostError):
        log.error("%s", name, exc_info=error)
    _speak_utf8()
    translator = Translator(_language([]))
    return _told(_failed(error, name, translator), translator)


def _told(outcome: Outcome, translator: Translator) -> int:
    if outcome.error is not None:
        _say(sentence(outcome.error, translator, outcome.kind))
    if outcome.line:
        write_line(outcome.line)
    return outcome.exit_code


def _run(argv: Sequence[str], translator: Translator) -> Outcome:
    name = ""
    try:
        invocation = parse(translator, argv)
        name = invocation.command.name
        arguments = read_arguments(invocation.command, with_files(invocation))
        with _session(invocation, translator) as session:
            return perform(session, invocation.command, arguments)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        return _failed(error, name, translator)


def _failed(error: BaseException, name: str, translator: Translator) -> Outcome:
    """A known error as it is; of anything else the person gets a report to copy."""
    return Outcome.failed(error if isinstance(error, OutpostError) else bug(error, name), translator)


def _session(invocation: Invocation, translator: Translator) -> Session:
    passphrases = Passphrases(translator, invocation.passphrase_file, terminal())
    return Session(profile_folder(invocation.profile), translator, passphrases, say=_say)


def _language(argv: Sequence[str]) -> str:
    told = early(argv, "--lang") or os.environ.get(LANGUAGE_VARIABLE)
    return told or read_settings(profile_folder(early(argv, "--profile"))).language


def _say(text: str) -> None:
    with contextlib.suppress(OSError):  # nobody listens: the answer still counts
        print(text, file=sys.stderr, flush=True)


def _speak_utf8() -> None:
    """A bare system has no locale and a Chinese Windows speaks GBK: sentences must come out whole in both."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _give_up_output() -> None:
    """Point standard output nowhere, so that the interpreter does not complain when it flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
