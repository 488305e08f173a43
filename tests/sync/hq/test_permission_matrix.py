"""Every kind × action × role × relation has the outcome that the table declares, no other (trust.md S4)."""

from collections.abc import Iterator

import pytest

from app.model.registry import KINDS
from sync.hq import audit, directory
from sync.hq.errors import UnitNeeded
from tests.sync.hq.office import open_office
from tests.sync.hq.permission_attempts import attempt
from tests.sync.hq.permission_table import (
    ACTIONS,
    CELLS,
    EVERYBODYS,
    GROUPS,
    RELATIONS,
    ROLES,
    expected,
    missing,
)
from tests.sync.hq.permission_world import World

# What an outsider may never get.
ALLOWED = {"done", "seen"}


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, World]]:
    """A headquarters for each role: what one is shown would be five times as much in one for all."""
    folder = tmp_path_factory.mktemp("permissions")
    found = {role: World(open_office(folder / role, "")) for role in ROLES}
    yield found
    for world in found.values():
        world.office.store.close()


def test_the_table_says_everything_and_nothing_else() -> None:
    assert missing() == []
    assert len(CELLS) == len(set(GROUPS.values())) * len(ACTIONS) * len(ROLES) * len(RELATIONS)


def test_a_kind_without_a_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(GROUPS, "visit")
    assert missing() == ["no group: visit"]
    with pytest.raises(KeyError):
        expected("visit", "officer", "own")


@pytest.mark.parametrize("relation", ["other", "none", "moved"])
def test_the_table_itself_lets_no_officer_touch_what_is_not_of_the_unit(relation: str) -> None:
    for (group, action, role, how), outcome in CELLS.items():
        if role == "officer" and how == relation:
            reading = group in EVERYBODYS and action in ("read", "read_deleted")
            assert (outcome in ALLOWED) is reading, action


def test_the_table_itself_lets_a_revoked_laptop_do_nothing() -> None:
    assert {outcome for (*_, relation), outcome in CELLS.items() if relation == "revoked"} == {"out"}


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", ROLES)
def test_what_may_be_done(worlds: dict[str, World], role: str, relation: str) -> None:
    world = worlds[role]
    case = world.case(role, relation)
    found = {action: attempt(world, case, action) for action in ACTIONS}
    wrong = [
        f"{kind}: {action} by {role} of {relation}: {found[action].get(kind, 'nothing')}, not {wanted}"
        for kind in sorted(KINDS)
        for action, wanted in expected(kind, role, relation).items()
        if found[action].get(kind) != wanted
    ]
    assert not wrong, "\n".join(wrong)


def test_every_refusal_of_the_matrix_is_in_an_unbroken_audit(worlds: dict[str, World]) -> None:
    """Runs after the matrix, or makes one cell of it itself."""
    attempt(worlds["officer"], worlds["officer"].case("officer", "other"), "update")
    for store in (world.office.store for world in worlds.values()):
        with store.read() as connection:
            assert audit.verify(connection, store.tenant).broken == 0


def test_a_transfer_ends_and_begins_access_at_the_next_request(worlds: dict[str, World]) -> None:
    world = worlds["officer"]
    case = world.case("officer", "moved")
    south = world.case("officer", "other")  # its records are of the south, where the other has moved
    laptop = case.actor.laptop
    laptop.pull()
    closed = {kind for kind in KINDS if GROUPS[kind] not in EVERYBODYS}
    assert {kind for kind in closed if (kind, case.records[kind]) in laptop.held} == set()
    assert {kind for kind in closed if (kind, south.records[kind]) not in laptop.held} == set()


def test_officers_without_a_unit_are_not_made(worlds: dict[str, World]) -> None:
    """One would share the empty unit with every record that leaders make."""
    office = worlds["officer"].office
    with office.store.write() as connection, pytest.raises(UnitNeeded):
        directory.add_user(
            connection,
            office.store.tenant,
            "无处可去",
            role="officer",
            now=office.now,
            randomness=office.randomness,
        )
