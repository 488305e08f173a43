"""The commands of ``outpost-hq`` and their options, helped in the user's language."""

import argparse
from pathlib import Path
from typing import Any

from app.i18n import LANGUAGES, Translator
from app.model.registry import KINDS
from sync.hq.cli.claim_options import add_claims
from sync.hq.cli.rules import add_rules
from sync.hq.compaction import DAYS
from sync.hq.enrolment import MINUTES
from sync.hq.scopes import ROLES

_LONGEST_INVITATION = 7 * 24 * 60


def parser(translator: Translator) -> argparse.ArgumentParser:
    """The whole command line."""
    tr = translator.tr
    top = argparse.ArgumentParser(prog="outpost-hq", description=tr("hq.about"), epilog=tr("hq.exit_codes"))
    top.add_argument("--lang", choices=LANGUAGES, help=tr("hq.option.lang"))
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_life(commands, translator)
    _add_people(commands, translator)
    _add_scopes(commands, translator)
    _add_care(commands, translator)
    add_claims(commands, translator, _command)
    add_rules(commands, translator, _command)
    return top


def _command(commands: Any, translator: Translator, name: str, key: str = "") -> argparse.ArgumentParser:
    text = translator.tr(f"hq.command.{key or name}")
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    command.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help=translator.tr("hq.option.data")
    )
    # Also understood after the command, where people write it.
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return command


def _add_life(commands: Any, translator: Translator) -> None:
    tr = translator.tr
    init = _command(commands, translator, "init")
    init.add_argument("--name", required=True, help=tr("hq.option.name"))
    init.add_argument("--database", default="", metavar="URL", help=tr("hq.option.database"))
    init.add_argument("--blobs", default="folder", metavar="folder|URL", help=tr("hq.option.blobs"))
    serve = _command(commands, translator, "serve")
    serve.add_argument("--host", default="127.0.0.1", help=tr("hq.option.host"))
    serve.add_argument("--port", type=_port, default=8765, help=tr("hq.option.port"))
    serve.add_argument("--cert", type=Path, metavar="PEM", help=tr("hq.option.cert"))
    serve.add_argument("--key", type=Path, metavar="PEM", help=tr("hq.option.key"))
    serve.add_argument("--behind-proxy", action="store_true", help=tr("hq.option.behind_proxy"))
    _command(commands, translator, "migrate")


def _add_people(commands: Any, translator: Translator) -> None:
    tr = translator.tr
    unit = commands.add_parser("unit", help=tr("hq.command.unit"))
    parts = unit.add_subparsers(dest="part", required=True, metavar="add|list")
    _command(parts, translator, "add", "unit_add").add_argument("name", help=tr("hq.option.unit_name"))
    _command(parts, translator, "list", "unit_list")

    user = commands.add_parser("user", help=tr("hq.command.user"))
    parts = user.add_subparsers(dest="part", required=True, metavar="add|list|move")
    add = _command(parts, translator, "add", "user_add")
    add.add_argument("name", help=tr("hq.option.user_name"))
    add.add_argument("--role", choices=ROLES, default="officer", help=tr("hq.option.role"))
    add.add_argument("--unit", default="", help=tr("hq.option.unit"))
    _command(parts, translator, "list", "user_list")
    move = _command(parts, translator, "move", "user_move")
    move.add_argument("user", help=tr("hq.option.user"))
    move.add_argument("unit", help=tr("hq.option.unit"))

    invite = _command(commands, translator, "invite")
    invite.add_argument("--user", required=True, help=tr("hq.option.user"))
    invite.add_argument("--minutes", type=_minutes, default=MINUTES, help=tr("hq.option.minutes"))
    invite.add_argument("--json", action="store_true", help=tr("hq.option.json"))
    _command(commands, translator, "devices").add_argument(
        "--json", action="store_true", help=tr("hq.option.json")
    )
    _command(commands, translator, "revoke").add_argument("device", help=tr("hq.option.device"))


def _add_scopes(commands: Any, translator: Translator) -> None:
    tr = translator.tr
    squad = commands.add_parser("squad", help=tr("hq.command.squad"))
    parts = squad.add_subparsers(dest="part", required=True, metavar="add")
    _command(parts, translator, "add", "squad_add").add_argument("name", help=tr("hq.option.squad_name"))
    for name in ("grant", "revoke-grant"):
        command = _command(commands, translator, name, name.replace("-", "_"))
        command.add_argument("user", help=tr("hq.option.user"))
        command.add_argument("unit", help=tr("hq.option.unit_or_squad"))
    transfer = _command(commands, translator, "transfer")
    transfer.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help=tr("hq.option.kind"))
    transfer.add_argument("id", help=tr("hq.option.record"))
    transfer.add_argument("unit", help=tr("hq.option.unit_or_squad"))

    attention = commands.add_parser("attention", help=tr("hq.command.attention"))
    parts = attention.add_subparsers(dest="part", required=True, metavar="list|apply|dismiss")
    listed = _command(parts, translator, "list", "attention_list")
    listed.add_argument("--every", action="store_true", help=tr("hq.option.every"))
    for name in ("apply", "dismiss"):
        command = _command(parts, translator, name, f"attention_{name}")
        command.add_argument("operation", help=tr("hq.option.operation"))


def _add_care(commands: Any, translator: Translator) -> None:
    tr = translator.tr
    _command(commands, translator, "backup").add_argument("out", type=Path, help=tr("hq.option.out"))
    restore = _command(commands, translator, "restore")
    restore.add_argument("file", type=Path, help=tr("hq.option.file"))
    restore.add_argument("--database", default="", metavar="URL", help=tr("hq.option.database"))
    restore.add_argument("--replace", action="store_true", help=tr("hq.option.replace"))
    package = _command(commands, translator, "package")
    package.add_argument("file", type=Path, help=tr("hq.option.package"))
    package.add_argument("--out", type=Path, required=True, metavar="FILE", help=tr("hq.option.answer"))
    files = _command(commands, translator, "files")
    files.add_argument("--blobs", metavar="folder|URL", help=tr("hq.option.blobs"))
    files.add_argument("--file-mb", type=_megabytes, metavar="N", help=tr("hq.option.file_mb"))
    files.add_argument("--unit-mb", type=_megabytes, metavar="N", help=tr("hq.option.unit_mb"))
    _command(commands, translator, "digest")
    compact = _command(commands, translator, "compact")
    compact.add_argument("--days", type=_days, default=DAYS, metavar="N", help=tr("hq.option.compact_days"))
    compact.add_argument("--dry-run", action="store_true", help=tr("hq.option.dry_run"))
    _command(commands, translator, "audit")


def _port(text: str) -> int:
    return _within(text, 0, 65535)


def _minutes(text: str) -> int:
    return _within(text, 1, _LONGEST_INVITATION)


def _days(text: str) -> int:
    return _within(text, DAYS, 36_500)


def _megabytes(text: str) -> int:
    return _within(text, 1, 1 << 30) << 20


def _within(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"{least}–{most}")
    return number
