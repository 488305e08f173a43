"""``outpost-hq rules``: publish policy packs and public holidays, and see what is published."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.i18n import Translator
from sync.hq import rulebooks
from sync.hq.claims import today
from sync.hq.store import HqStore

_BRIEF = ("about", "name", "version", "title", "effective_on", "until", "created_at", "created_by")


def add_rules(
    commands: Any, translator: Translator, command: Callable[[Any, Translator, str, str], Any]
) -> None:
    """Add the command; ``command`` makes one with the options that all have."""
    tr = translator.tr
    group = commands.add_parser("rules", help=tr("hq.command.rules"))
    parts = group.add_subparsers(dest="part", required=True, metavar="publish|holidays|list")
    publish = command(parts, translator, "publish", "rules_publish")
    publish.add_argument("pack", help=tr("hq.option.rules_pack"))
    holidays = command(parts, translator, "holidays", "rules_holidays")
    holidays.add_argument("file", type=Path, help=tr("hq.option.rules_file"))
    holidays.add_argument(
        "--version", type=int, required=True, metavar="N", help=tr("hq.option.rules_version")
    )
    for one in (publish, holidays):
        one.add_argument("--by", default="", metavar="NAME", help=tr("hq.option.rules_by"))
    command(parts, translator, "list", "rules_list")


def run(store: HqStore, options: argparse.Namespace, *, now: int) -> object:
    """Do what ``options`` ask and return what to print."""
    if options.part != "list":
        publishes = options.part == "publish"
        draft = (
            rulebooks.pack_draft(options.pack)
            if publishes
            else rulebooks.holidays_draft(options.file.read_bytes(), version=options.version)
        )
        with store.write() as connection:
            rulebooks.publish(connection, store.tenant, draft, by=options.by, now=now)
    with store.read() as connection:
        pack = rulebooks.pack_on(connection, store.tenant, today(now), otherwise=store.pack)
        docs = rulebooks.published(connection, store.tenant)
    listed = [{name: doc[name] for name in _BRIEF if name in doc} for doc in docs]
    return {"in_force": {"name": pack.id, "version": pack.version}, "published": listed}
