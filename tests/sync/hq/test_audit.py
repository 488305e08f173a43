"""The audit chain names the first line that was touched."""

import random

import pytest
from sqlalchemy import text

from sync.hq.audit import Event, append, verify
from tests.sync.hq.office import Office

LINES = 30


@pytest.fixture
def audited(office: Office) -> Office:
    with office.store.write() as connection:
        present = verify(connection, office.store.tenant).count
        events = [
            Event("push", f"r{n}", "out_of_scope", "u1", "d1", "10.0.0.1") for n in range(LINES - present)
        ]
        append(connection, office.store.tenant, office.now, events[:10])
        append(connection, office.store.tenant, office.now, [])
        append(connection, office.store.tenant, office.now + 5, events[10:])
    return office


def test_an_untouched_chain_holds(audited: Office) -> None:
    with audited.store.read() as connection:
        verified = verify(connection, audited.store.tenant)
    assert (verified.count, verified.broken) == (LINES, 0)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("damage", ["alter", "delete", "swap", "cut"])
def test_damage_is_found_where_it_is(audited: Office, damage: str, seed: int) -> None:
    at = random.Random(seed).randrange(2, LINES)
    column = random.Random(seed).choice(["at", "user_id", "device", "action", "object", "result", "address"])
    statements = {
        "alter": [
            f"UPDATE audit SET {column} = {1 if column == 'at' else chr(39) + 'x' + chr(39)} WHERE seq = :at"
        ],
        "delete": ["DELETE FROM audit WHERE seq = :at"],
        "swap": [
            "UPDATE audit SET seq = -1 WHERE seq = :at",
            "UPDATE audit SET seq = :at WHERE seq = :at + 1",
            "UPDATE audit SET seq = :at + 1 WHERE seq = -1",
        ],
        "cut": ["DELETE FROM audit WHERE seq >= :at"],
    }
    with audited.store.write() as connection:
        for statement in statements[damage]:
            connection.execute(text(statement), {"at": at} if ":at" in statement else {})
    with audited.store.read() as connection:
        assert verify(connection, audited.store.tenant).broken == at
