"""``outpost-hq``: the administrator's command line.

Results are JSON on standard output, messages sentences on standard error. Exit codes: 0 done; 1 refused, with
the reason; 2 wrong use; 3 the data folder or its database is not ready (``init`` or ``migrate`` first);
4 disk or database trouble.
"""

import argparse
import logging
import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.errors import OutpostError
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from sync.hq import errors
from sync.hq.cli.commands import COMMANDS, Context
from sync.hq.cli.options import parser
from sync.hq.cli.scope_commands import SCOPE_COMMANDS, move_user

_NOT_READY = (errors.NotInitialised, errors.MigrationNeeded, errors.NewerDatabase)
_TROUBLE = (errors.StorageFull, errors.DatabaseUnreachable)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    translator = Translator(_language(given))
    options = parser(translator).parse_args(given)
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s"
    )
    context = Context(translator, lambda: datetime.now(UTC), random.SystemRandom(), _print)
    try:
        return _run(_command(options), context, options)
    except OSError as error:
        print(translator.tr("hq.os_error", reason=error.strerror or str(error)), file=sys.stderr)
        return 4


def _command(options: Any) -> Callable[[Context, Any], int]:
    if (options.command, getattr(options, "part", "")) == ("user", "move"):
        return move_user
    return {**COMMANDS, **SCOPE_COMMANDS}[options.command]


def _run(command: Callable[[Context, argparse.Namespace], int], context: Context, options: Any) -> int:
    try:
        return command(context, options)
    except OutpostError as error:
        print(context.translator.tr(error.key, **error.params), file=sys.stderr)
        if isinstance(error, _NOT_READY):
            return 3
        return 4 if isinstance(error, _TROUBLE) else 1


def _language(arguments: Sequence[str]) -> str:
    """The language asked for; needed before the arguments are parsed, because help is translated too."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    try:
        known, _ = early.parse_known_args(list(arguments))
    except argparse.ArgumentError:
        return DEFAULT_LANGUAGE
    return str(known.lang)


def _print(result: object) -> None:
    print(result if isinstance(result, str) else msgspec.json.encode(result).decode(), flush=True)
