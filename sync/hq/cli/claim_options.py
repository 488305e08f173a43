"""The options of ``outpost-hq claims`` and ``outpost-hq clash``."""

import argparse
from collections.abc import Callable
from typing import Any

from app.i18n import Translator
from app.model.records import RULINGS

Command = Callable[[Any, Translator, str, str], argparse.ArgumentParser]


def add_claims(commands: Any, translator: Translator, command: Command) -> None:
    """Add both commands; ``command`` makes one with the options that all have."""
    tr = translator.tr
    group = commands.add_parser("claims", help=tr("hq.command.claims"))
    parts = group.add_subparsers(dest="part", required=True, metavar="list|expire")
    command(parts, translator, "list", "claims_list")
    command(parts, translator, "expire", "claims_expire")

    group = commands.add_parser("clash", help=tr("hq.command.clash"))
    parts = group.add_subparsers(dest="part", required=True, metavar="list|show|rule")
    command(parts, translator, "list", "clash_list")
    command(parts, translator, "show", "clash_show").add_argument("case", help=tr("hq.option.case"))
    rule = command(parts, translator, "rule", "clash_rule")
    rule.add_argument("case", help=tr("hq.option.case"))
    rule.add_argument("--ruling", choices=RULINGS, required=True, help=tr("hq.option.ruling"))
    rule.add_argument(
        "--share", type=_share, action="append", required=True, metavar="UNIT=N", help=tr("hq.option.share")
    )
    rule.add_argument("--landing-unit", default="", metavar="UNIT", help=tr("hq.option.landing_unit"))
    rule.add_argument("--reason", required=True, help=tr("hq.option.reason"))
    rule.add_argument("--by", default="", metavar="NAME", help=tr("hq.option.ruled_by"))


def _share(text: str) -> tuple[str, int]:
    unit, _, percent = text.rpartition("=")
    if not unit or not percent.isdecimal():
        raise argparse.ArgumentTypeError("UNIT=N")
    return unit, int(percent)
