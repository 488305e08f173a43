"""A client process that opens its store, syncs once and closes it; if it dies, it dies in between."""

import contextlib
import random
from multiprocessing.connection import Connection
from pathlib import Path

from app.services.indexing import ChineseIndexing
from app.store.raw import DATABASE_NAME
from app.store.store import Store
from sync.client.device import Enrolment, enrolment
from sync.client.engine import sync_once
from sync.client.http_gateway import HttpGateway
from tests.fakes.hq_process import utc_now
from tests.faults.client import open_store

DONE = 0
NOT_THROUGH = 3


class SignedInGateway(HttpGateway):
    """A gateway with a token bought before: hundreds of processes would sign in too often."""

    def __init__(self, known: Enrolment, token: str) -> None:
        super().__init__(known)
        self._token = token


def bought_token(known: Enrolment) -> str:
    """A token for the device, good for an hour."""
    with contextlib.closing(HttpGateway(known)) as gateway:
        return gateway._new_token()


def make(gate: Connection, folder: str, key: bytes) -> None:
    """Wait at the gate, then make a new store and close it."""
    gate.recv()
    Store.create(
        Path(folder) / DATABASE_NAME,
        key,
        clock=utc_now,
        randomness=random.SystemRandom(),
        indexing=ChineseIndexing(),
    ).close()
    raise SystemExit(DONE)


def pull(gate: Connection, database: str, key: bytes, token: str) -> None:
    """Wait at the gate, then open, sync, close; the exit code tells whether the sync went through."""
    gate.recv()
    store = open_store(Path(database), key)
    with contextlib.closing(SignedInGateway(enrolment(store), token)) as gateway:
        report = sync_once(store, gateway, utc_now, random.SystemRandom())
    store.close()
    raise SystemExit(DONE if report.error is None else NOT_THROUGH)
