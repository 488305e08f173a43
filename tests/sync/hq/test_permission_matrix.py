"""Every kind × action × role × relation has the outcome that the table declares, no other (trust.md S4)."""

from collections.abc import Iterator

import pytest

from app.model.registry import KINDS
from sync.hq import audit, directory
from sync.hq.errors import UnitNeeded
from tests.sync.hq.office import open_office
from tests.sync.hq.permission_attempts import attempt
from tests.sync.hq.permission_table import ACTIONS, CELLS, GROUPS, RELATIONS, ROLES, expected, missing
from tests.sync.hq.permission_world import World

# What an outsider may never get.
ALLOWED = {"done", "seen"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    office = open_office(tmp_path_factory.mktemp("permissions") / "hq", "")
    yield World(office)
    office.store.close()


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
        if role == "officer" and how == relation and group != "open":
            assert outcome not in ALLOWED, action


def test_the_table_itself_lets_a_revoked_laptop_do_nothing() -> None:
    assert {outcome for (*_, relation), outcome in CELLS.items() if relation == "revoked"} == {"out"}


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_may_be_done(world: World, kind: str, role: str, relation: str) -> None:
    case = world.case(role, relation)
    outcomes = {}
    for action in ACTIONS:
        if action == "read_deleted":
            world.bury(kind, case.records[kind])
        outcomes[action] = attempt(world, case, kind, action)
    assert outcomes == expected(kind, role, relation)


def test_every_refusal_of_the_matrix_is_in_an_unbroken_audit(world: World) -> None:
    """Runs after the matrix, or makes one cell of it itself."""
    attempt(world, world.case("officer", "other"), "company", "update")
    tenant = world.office.store.tenant
    with world.office.store.read() as connection:
        assert audit.verify(connection, tenant).broken == 0


@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if GROUPS[kind] != "open"))
def test_a_transfer_ends_and_begins_access_at_the_next_request(world: World, kind: str) -> None:
    case = world.case("officer", "moved")
    south = world.case("officer", "other")  # its records are of the south, where the other has moved
    laptop = case.actor.laptop
    laptop.pull()
    assert (kind, case.records[kind]) not in laptop.held
    assert (kind, south.records[kind]) in laptop.held


def test_officers_without_a_unit_are_not_made(world: World) -> None:
    """One would share the empty unit with every record that leaders make."""
    office = world.office
    with office.store.write() as connection, pytest.raises(UnitNeeded):
        directory.add_user(
            connection,
            office.store.tenant,
            "无处可去",
            role="officer",
            now=office.now,
            randomness=office.randomness,
        )
