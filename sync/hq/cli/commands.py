"""What each command of ``outpost-hq`` does."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from app.i18n import Translator
from app.model.identity import Randomness
from app.policy.faults import PackRefused
from sync.hq import audit, backup, digests, directory, enrolment, setup, wall
from sync.hq.cli import claims, rules
from sync.hq.cli.devices_table import devices_table
from sync.hq.compaction import compact
from sync.hq.daily import compacting_daily
from sync.hq.device_states import read_states
from sync.hq.errors import AlreadyInitialised
from sync.hq.exchange import Clock
from sync.hq.packages import answer_package
from sync.hq.scopes import EVERYTHING
from sync.hq.store import HqStore, read_tenant
from sync.hq.warming import warm
from sync.hq.web.routes import create_app
from sync.hq.web.server import Listening, serve
from sync.protocol.envelope import LARGEST, NotAPackage
from sync.protocol.times import milliseconds


@dataclass(frozen=True, slots=True)
class Context:
    """What a command needs besides its options; ``write`` puts a result on standard output."""

    translator: Translator
    clock: Clock
    randomness: Randomness
    write: Callable[[object], None]

    @property
    def now(self) -> int:
        """Milliseconds since 1970."""
        return milliseconds(self.clock())

    def say(self, key: str, **values: object) -> None:
        """A sentence for the person at the keyboard."""
        print(self.translator.tr(key, **values), file=sys.stderr)


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[HqStore]:
    store = setup.open_store(options.data)
    try:
        yield store
    finally:
        store.close()


def _init(context: Context, options: argparse.Namespace) -> int:
    store = setup.initialise(
        options.data,
        name=options.name,
        database=options.database,
        blobs=_files_place(options.blobs),
        now=context.now,
        randomness=context.randomness,
    )
    context.write({"data": str(options.data), "name": options.name, "tenant": store.tenant})
    store.close()
    context.say("hq.initialised", name=options.name, path=options.data)
    return 0


def _serve(context: Context, options: argparse.Namespace) -> int:
    listening = Listening(options.host, options.port, options.cert, options.key, options.behind_proxy)
    listening.require_safe()
    with opened(options) as store:
        setup.reachable(store.blobs)
        with store.read() as connection:
            if not wall.stands(connection):
                context.say("hq.wall_missing")
        warm(store)
        app = create_app(store, clock=context.clock, randomness=context.randomness)
        with compacting_daily(store, context.clock):
            serve(app, listening, ready=lambda url: context.write({"url": url}))
    return 0


def _files(context: Context, options: argparse.Namespace) -> int:
    """Tell where files are kept and how many, or change it."""
    before = setup.read_settings(options.data)
    after = msgspec.structs.replace(
        before,
        blobs=before.blobs if options.blobs is None else _files_place(options.blobs),
        file_bytes=options.file_mb or before.file_bytes,
        unit_bytes=options.unit_mb or before.unit_bytes,
    )
    copied = setup.keep_files(options.data, after) if after != before else 0
    context.write(
        {
            "blobs": after.blobs or "folder",
            "file_mb": after.file_bytes >> 20,
            "unit_mb": after.unit_bytes >> 20,
            "copied": copied,
        }
    )
    if after != before:
        context.say("hq.files_changed", count=copied)
    return 0


def _files_place(text: str) -> str:
    return "" if text == "folder" else text


def _migrate(context: Context, options: argparse.Namespace) -> int:
    from sync.hq.migrate import migrate  # its library is loaded only where it is used

    database = setup.open_database(options.data, setup.read_settings(options.data))
    try:
        changed = migrate(database)
    finally:
        database.close()
    context.write({"changed": changed})
    context.say("hq.migrated" if changed else "hq.migrate_nothing")
    return 0


def _unit(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store:
        if options.part == "list":
            with store.read() as connection:
                context.write([asdict(unit) for unit in directory.units(connection, store.tenant)])
            return 0
        with store.write() as connection:
            unit = directory.add_unit(
                connection, store.tenant, options.name, now=context.now, randomness=context.randomness
            )
    context.write(asdict(unit))
    return 0


def _user(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store:
        if options.part == "list":
            with store.read() as connection:
                context.write([asdict(user) for user in directory.users(connection, store.tenant)])
            return 0
        with store.write() as connection:
            tenant = store.tenant
            unit = directory.unit(connection, tenant, options.unit).id if options.unit else ""
            user = directory.add_user(
                connection,
                tenant,
                options.name,
                role=options.role,
                unit_id=unit,
                now=context.now,
                randomness=context.randomness,
            )
    context.write(asdict(user))
    return 0


def _invite(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store, store.write() as connection:
        user = directory.user(connection, store.tenant, options.user)
        invitation = enrolment.invite(
            connection,
            store.tenant,
            user,
            now=context.now,
            randomness=context.randomness,
            minutes=options.minutes,
        )
    if options.json:
        context.write({"code": invitation.code, "user": user.name, "expires_at": invitation.expires_at})
    else:
        context.write(invitation.code)
    context.say("hq.invited", user=user.name, minutes=options.minutes)
    return 0


def _devices(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store, store.read() as connection:
        states = read_states(connection, store.tenant)
    context.write(states if options.json else devices_table(states, context.translator, context.now))
    return 0


def _revoke(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store, store.write() as connection:
        directory.revoke(connection, store.tenant, options.device, now=context.now)
    context.write({"device": options.device, "revoked": True})
    context.say("hq.revoked")
    return 0


def _backup(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store:
        written = backup.backup(store, options.out, now=context.now)
    context.write({"file": str(options.out), **asdict(written)})
    return 0


def _restore(context: Context, options: argparse.Namespace) -> int:
    manifest = backup.read_manifest(options.file)
    with _restore_target(context, options, manifest.tenant) as store:
        restored = backup.restore(store, options.file, now=context.now, randomness=context.randomness)
    context.write(asdict(restored))
    context.say("hq.restored", name=restored.tenant)
    return 0


@contextmanager
def _restore_target(context: Context, options: argparse.Namespace, name: str) -> Iterator[HqStore]:
    """The store to restore into: a new one, or the one that is there after it was set aside."""
    if not setup.is_initialised(options.data):
        store = setup.initialise(
            options.data,
            name=name,
            database=options.database,
            now=context.now,
            randomness=context.randomness,
        )
    elif not options.replace:
        raise AlreadyInitialised(path=str(options.data))
    else:
        store = setup.open_store(options.data)
        aside: Path = options.data / f"before-restore-{context.now}.zip"
        backup.backup(store, aside, now=context.now)
        context.say("hq.set_aside", path=aside)
    try:
        yield store
    finally:
        store.close()


def _package(context: Context, options: argparse.Namespace) -> int:
    if options.file.stat().st_size > LARGEST:
        raise NotAPackage("size")
    with opened(options) as store:
        answer = answer_package(store, options.file.read_bytes(), context.clock, context.randomness)
    options.out.write_bytes(answer)
    context.write({"file": str(options.out), "bytes": len(answer)})
    context.say("hq.package_answered", path=options.out)
    return 0


def _digest(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store, store.read() as connection:
        tenant = read_tenant(connection, store.tenant)
        everything = digests.read(connection, store.tenant, EVERYTHING)
    kinds = {kind: {"count": count, "sum": str(total)} for kind, (count, total) in sorted(everything.items())}
    context.write({"rev": tenant.rev, "epoch": tenant.epoch, "kinds": kinds})
    return 0


def _compact(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store:
        done = compact(store, now=context.now, days=options.days, dry_run=options.dry_run)
    context.write({**asdict(done), "dry_run": options.dry_run})
    if done.laptops_behind:
        context.say("hq.compact_behind", count=done.laptops_behind)
    return 0


def _audit(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store, store.read() as connection:
        verified = audit.verify(connection, store.tenant)
    context.write({"entries": verified.count, "broken": verified.broken})
    if verified.broken:
        context.say("hq.audit_broken", number=verified.broken)
        return 1
    return 0


def _rules(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store:
        try:
            context.write(rules.run(store, options, now=context.now))
        except PackRefused as error:
            for fault in error.faults:
                print(fault.sentence(context.translator), file=sys.stderr)
            raise
    return 0


def _claims(context: Context, options: argparse.Namespace) -> int:
    with opened(options) as store:
        context.write(claims.run(store, options, now=context.now))
    return 0


COMMANDS: Mapping[str, Callable[[Context, argparse.Namespace], int]] = {
    "init": _init,
    "serve": _serve,
    "files": _files,
    "migrate": _migrate,
    "unit": _unit,
    "user": _user,
    "invite": _invite,
    "devices": _devices,
    "revoke": _revoke,
    "backup": _backup,
    "restore": _restore,
    "package": _package,
    "digest": _digest,
    "compact": _compact,
    "claims": _claims,
    "rules": _rules,
    "clash": _claims,
    "audit": _audit,
}
