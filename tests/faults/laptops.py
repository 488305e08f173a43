"""Laptops on disk for the fault scenarios, a headquarters process to enrol them with, and what must hold."""

import contextlib
import random
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select

from app.model.values import digests_check
from app.services.indexing import ChineseIndexing
from app.store.errors import StoreError
from app.store.raw import DATABASE_NAME
from app.store.store import OutboxItem, Store
from sync.client.attachments import sync_files
from sync.client.device import enrolment
from sync.client.engine import sync_once
from sync.client.enrol import enrol
from sync.client.errors import Busy
from sync.client.http_gateway import HttpGateway
from sync.hq import digests, scopes
from sync.hq.tables import OPERATION
from tests.fakes.headquarters import Headquarters
from tests.fakes.hq_process import utc_now
from tests.faults.acknowledged import Saved
from tests.faults.client import Orders, open_store

KEY = bytes(range(32))
EVERYTHING = 1_000_000_000


@dataclass(frozen=True)
class LaptopOnDisk:
    """A profile's folder, whoever has it open. ``name`` is its user."""

    name: str
    folder: Path

    @property
    def database(self) -> Path:
        """The store's file."""
        return self.folder / DATABASE_NAME

    @contextlib.contextmanager
    def opened(self) -> Iterator[Store]:
        """The store, as at the next start of the program."""
        store = open_store(self.database, KEY)
        try:
            yield store
        finally:
            store.close()

    def orders(self, acks: str, mark: str, **more: object) -> Orders:
        """What a client process of this laptop is told."""
        return Orders(str(self.database), KEY.hex(), acks, self.name, mark, **more)  # type: ignore[arg-type]


def new_laptop(folder: Path, name: str) -> LaptopOnDisk:
    """A laptop that works alone."""
    laptop = LaptopOnDisk(name, folder)
    Store.create(
        laptop.database, KEY, clock=utc_now, randomness=random.SystemRandom(), indexing=ChineseIndexing()
    ).close()
    return laptop


def join(laptop: LaptopOnDisk, inside: Headquarters, url: str) -> None:
    """Enrol it with the headquarters that listens at ``url``."""
    with laptop.opened() as store:
        enrol(store, url, inside.code(laptop.name), f"{laptop.name}的电脑")


def sync_until_quiet(laptop: LaptopOnDisk, tries: int = 20) -> None:
    """Sync records and files until a run has nothing left to say; known trouble is tried again.

    Headquarters may ask to come back later, as after a loop of syncs without a pause.
    """
    with laptop.opened() as store, contextlib.closing(HttpGateway(enrolment(store))) as gateway:
        said = ""
        for _ in range(tries):
            report = sync_once(store, gateway, utc_now, random.SystemRandom())
            files = sync_files(store, gateway, everything=True)
            if report.error is None and files.error is None and not report.tally.received + report.tally.sent:
                return
            said = f"{report.summary()} {files}"
            asked = [one.retry_after for one in (report.error, files.error) if isinstance(one, Busy)]
            time.sleep(max(asked, default=0))
    raise AssertionError(f"{laptop.name} is not quiet after {tries} runs: {said}")


def unlike_headquarters(laptop: LaptopOnDisk, inside: Headquarters) -> list[str]:
    """Whether the laptop holds other records than headquarters."""
    with inside.store.read() as connection:
        wanted = digests_check(digests.read(connection, inside.store.tenant, scopes.EVERYTHING))
    with laptop.opened() as store:
        found = store.content_hash()
    return [] if found == wanted else [f"{laptop.name} holds {found}, headquarters {wanted}"]


def unsound(store: Store) -> list[str]:
    """``integrity_check``, ``cipher_integrity_check`` and the store's own promises."""
    try:
        return [f"integrity: {problem.code} {problem.detail}" for problem in store.integrity()]
    except StoreError as error:
        return [f"integrity: {error}"]


def outbox_of(store: Store) -> list[OutboxItem]:
    """Every operation the store has, waiting or settled."""
    return [
        item
        for state in ("pending", "refused", "acked")
        for item in store.outbox(state=state, limit=EVERYTHING)
    ]


def lost(store: Store, acknowledged: Sequence[Saved], at_headquarters: Collection[str] | None) -> list[str]:
    """Acknowledged edits that are neither waiting in the outbox nor, once settled, at headquarters.

    ``at_headquarters``: the ids of the operations it has; None where there is none.
    """
    by_value: dict[tuple[str, str, str], OutboxItem] = {}
    by_action: Counter[tuple[str, str]] = Counter()
    for item in outbox_of(store):
        operation = item.operation
        by_action[operation.id, operation.action] += 1
        for name, (_, after) in operation.fields.items():
            if isinstance(after, str):
                by_value[operation.id, name, after] = item
    found = []
    for edit in acknowledged:
        captured = by_value.get((edit.id, edit.field, edit.value))
        if not edit.value:
            by_action[edit.id, edit.action] -= 1
            if by_action[edit.id, edit.action] < 0:
                found.append(f"lost {edit}")
        elif captured is None:
            found.append(f"lost {edit}")
        elif captured.operation.state == "acked" and captured.operation.op_id not in (at_headquarters or ()):
            found.append(f"gone from the outbox and not at headquarters: {edit}")
    return found


def unreadable(store: Store, acknowledged: Iterable[Saved]) -> list[str]:
    """Acknowledged attachments whose bytes are not there, whole."""
    found = []
    for edit in acknowledged:
        if edit.sha256:
            try:
                b"".join(store.files.read(edit.sha256))
            except StoreError as error:
                found.append(f"attachment {edit.value}: {error}")
    return found


def operations_at(inside: Headquarters) -> set[str]:
    """The ids of all operations headquarters has judged."""
    with inside.store.read() as connection:
        return set(connection.execute(select(OPERATION.c.op_id)).scalars())


def applied_twice(inside: Headquarters, acknowledged: Iterable[Saved]) -> list[str]:
    """Edits that headquarters took under more than one operation id."""
    wanted = {(edit.field, edit.value) for edit in acknowledged if edit.value}
    with inside.store.read() as connection:
        rows = connection.execute(select(OPERATION.c.op_id, OPERATION.c.fields))
        taken = Counter(
            (name, after) for row in rows for name, after in _texts(row.fields) if (name, after) in wanted
        )
    return [f"{count} operations say {one}" for one, count in taken.items() if count != 1]


def _texts(fields: str) -> Iterator[tuple[str, str]]:
    for name, (_, after) in msgspec.json.decode(fields).items():
        if isinstance(after, str):
            yield name, after
