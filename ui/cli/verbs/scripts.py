"""``outpost script``: many commands in one process, one JSON line each, one JSON line back for each.

A line is ``{"command": "add", "kind": "project", "values": {…}}``: the command's name and its parameters by
name (``values`` in place of the shell's ``--json FILE``). Each answer comes before the next line is read, so
that a program can talk to it through pipes. A line that fails is answered like a command that fails, and the
next one is read; the exit code is that of the first failure. Empty lines and lines that begin with # are
passed.
"""

from collections.abc import Iterator

from app.errors import OutpostError
from ui.cli import exit_codes
from ui.cli.answers import write_line
from ui.cli.arguments import read_line
from ui.cli.commands import COMMANDS, Arguments, Finished
from ui.cli.input import read_lines, read_object
from ui.cli.perform import Outcome, perform
from ui.cli.session import Session


def script(session: Session, arguments: Arguments) -> Finished:
    """Run the commands of a file or of standard input."""
    first = exit_codes.OK
    for line in _lines(str(arguments["file"])):
        outcome = _one(session, line)
        if outcome.line:
            write_line(outcome.line)
        first = first or outcome.exit_code
    return Finished(first)


def _lines(path: str) -> Iterator[bytes]:
    for line in read_lines(path):
        stripped = line.strip()
        if stripped and not stripped.startswith(b"#"):
            yield stripped


def _one(session: Session, line: bytes) -> Outcome:
    try:
        command, arguments = read_line(COMMANDS, read_object(line, "script"))
    except OutpostError as error:
        return Outcome.failed(error, session.translator)
    return perform(session, command, arguments)
