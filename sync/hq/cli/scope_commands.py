"""The commands of ``outpost-hq`` that say who sees what, and where records lie."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from sync.hq import attention, decisions, directory, memberships
from sync.hq.cli.commands import Context, opened
from sync.hq.transfer import transfer


def _squad(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store, store.write() as connection:
        squad = directory.add_unit(
            connection,
            store.tenant,
            options.name,
            sort="squad",
            now=context.now,
            randomness=context.randomness,
        )
    context.write(asdict(squad))
    return 0


def _grant(context: Context, options: argparse.Namespace) -> int:
    change = memberships.grant if options.command == "grant" else memberships.revoke_grant
    with opened(options) as store, store.write() as connection:
        user = directory.user(connection, store.tenant, options.user)
        unit = directory.unit(connection, store.tenant, options.unit)
        changed = change(connection, store.tenant, user.id, unit.id, now=context.now)
    context.write({"user": user.name, "unit": unit.name, "changed": changed})
    if changed:
        context.say("hq.scope_changed", user=user.name)
    return 0


def move_user(context: Context, options: argparse.Namespace) -> int:
    """``user move``."""
    with opened(options) as store, store.write() as connection:
        user = directory.user(connection, store.tenant, options.user)
        unit = directory.unit(connection, store.tenant, options.unit)
        memberships.move_user(connection, store.tenant, user.id, unit.id, now=context.now)
    context.write({"user": user.name, "unit": unit.name})
    context.say("hq.scope_changed", user=user.name)
    return 0


def _transfer(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store:
        done = transfer(store, options.kind, options.id, options.unit, now=context.now)
    moved: dict[str, list[str]] = {}
    for kind, id in done.moved:
        moved.setdefault(kind, []).append(id)
    context.write({"rev": done.rev, "moved": moved})
    context.say("hq.transferred", count=len(done.moved), unit=options.unit)
    return 0


def _attention(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store:
        if options.part == "list":
            with store.read() as connection:
                found = attention.refused(connection, store.tenant, every=options.every)
            context.write([_told(one) for one in found])
            return 0
        if options.part == "dismiss":
            decisions.dismiss(store, options.operation, now=context.now)
            context.write({"operation": options.operation, "status": "dismissed"})
            return 0
        verdict = decisions.apply(store, options.operation, now=context.now, randomness=context.randomness)
    context.write({"operation": options.operation, "status": verdict.status, "rev": verdict.rev})
    if verdict.reason:
        context.say(verdict.reason, **verdict.params)
    return 1 if verdict.status in ("refused", "later") else 0


def _told(one: attention.Refused) -> dict[str, Any]:
    operation = one.operation
    return {
        "operation": operation.op_id,
        "kind": operation.kind,
        "id": operation.id,
        "action": operation.action,
        "fields": operation.fields,
        "by": one.by,
        "device": one.device,
        "unit": one.unit,
        "reason": one.reason,
        "at": one.at,
    }


SCOPE_COMMANDS: Mapping[str, Callable[[Context, argparse.Namespace], int]] = {
    "squad": _squad,
    "grant": _grant,
    "revoke-grant": _grant,
    "transfer": _transfer,
    "attention": _attention,
}
