"""Pulling: pages, cursors and what each scope sees."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.hq import cursors, pull
from sync.hq.cursors import Position
from sync.hq.meetings import Meeting
from sync.hq.push import push
from sync.hq.scopes import Principal, scope
from sync.hq.store import Tenant, read_tenant
from sync.hq.transfer import transfer
from sync.protocol.arriving import unread
from sync.protocol.limits import REVISION_OPS
from sync.protocol.messages import DELETED
from tests.sync.hq.office import NEW, Laptop, Office


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that one revision can fill."""
    monkeypatch.setattr(pull, "PAGE_ROWS", REVISION_OPS)


TENANT = Tenant("招商局", 100, "abcd1234", "secret")


def fill(laptop: Laptop, batches: list[int], text: str = "") -> None:
    """Push batches of so many new records each."""
    for size in batches:
        fields = {**NEW, **({"note": text} if text else {})}
        operations = [laptop.operation("create", "project", laptop.new_id(), fields) for _ in range(size)]
        assert {v.status for v in laptop.exchange(*operations).verdicts} == {"applied"}


@pytest.mark.parametrize(
    ("batches", "pages"),
    [
        ([3], 1),
        ([REVISION_OPS], 1),
        ([REVISION_OPS, REVISION_OPS], 2),
        ([REVISION_OPS - 1, 2], 2),  # the second revision does not fit whole
        ([1, REVISION_OPS, 1], 3),
        ([200, 200, 200, 200, 200], 3),
    ],
)
def test_pages_never_split_a_revision(lite: Office, batches: list[int], pages: int) -> None:
    writer, reader = lite.laptop("张三"), lite.laptop("李四")
    fill(writer, batches)
    seen: set[int] = set()
    count = 0
    while True:
        reply = reader.exchange()
        count += 1
        revisions = {row[1] for kind in reply.kinds for row in kind.rows}
        assert not revisions & seen
        seen |= revisions
        assert bool(reply.check) is not reply.more
        if not reply.more:
            break
    assert count == pages and len(reader.held) == sum(batches)
    assert reader.last is not None and reader.check() == reader.last.check


def test_a_revision_larger_than_a_page_comes_whole(lite: Office) -> None:
    a, b = lite.laptop("张三"), lite.laptop("李四")
    fill(a, [REVISION_OPS])
    b.pull()
    records = [record for _, record in b.held]
    for laptop, name in ((a, "甲"), (b, "乙")):
        laptop.exchange(
            *[
                laptop.operation("update", "project", record, {"name": ("新能源项目", name)}, base=1)
                for record in records
            ]
        )
    c = lite.laptop("王五")
    assert len(c.exchange().kinds) == 1  # the projects, at the revision of the first edit
    reply = c.exchange()
    assert len(c.held) == 2 * REVISION_OPS and not reply.more  # the cards, all of one revision


def test_a_page_may_be_asked_to_be_small(lite: Office) -> None:
    writer, reader = lite.laptop("张三"), lite.laptop("李四")
    fill(writer, [1] * 12, text="字" * 2000)
    small = reader.exchange(page_bytes=20_000)
    assert small.more and 1 < sum(len(kind.rows) for kind in small.kinds) < 12
    while reader.exchange(page_bytes=1).more:
        pass
    assert len(reader.held) == 12


def test_rows_are_told_once_in_their_newest_state(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create({**NEW, "note": "很长的历史"})
    for number in range(5):
        before = a.doc(record)["name"]
        a.say("update", record, {"name": (before, f"第{number}版")})
    b.pull()
    assert b.last is not None and sum(len(kind.rows) for kind in b.last.kinds) == 1
    assert b.doc(record)["name"] == "第4版"
    a.say("delete", record)
    reply = b.exchange()
    row = reply.kinds[0].rows[0]
    assert row[2] == DELETED and "很长的历史" in row


def test_only_fields_that_occur_are_in_the_header(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    a.create()
    a.create({**NEW, "power": {"kw": 1}})
    reply = b.exchange()
    assert reply.kinds[0].fields == ("name", "stage", "unit_id", "created_at", "created_by", "power")
    assert len(msgspec.json.encode(reply)) < 1200


def test_a_row_that_another_changed_meanwhile_is_sent_even_to_who_pushed_it(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create()
    b.pull()
    b.say("update", record, {"place": "乙处"})
    reply = a.exchange(a.operation("update", "project", record, {"leader": "甲"}))
    assert not reply.verdicts[0].exact
    assert a.doc(record)["place"] == "乙处" and a.doc(record)["leader"] == "甲"


def test_what_a_laptop_does_not_hold_comes_although_others_of_its_revision_went_on(office: Office) -> None:
    """A laptop pushed both; headquarters added to one, another laptop changed the other before the answer."""
    a, b = office.laptop("张三"), office.laptop("李四")
    ids = [a.new_id(), a.new_id()]
    rev = a.exchange(*(a.operation("create", "project", id, NEW) for id in ids)).verdicts[0].rev
    b.pull()
    b.say("update", ids[1], {"place": (None, "苏州")})
    with office.store.read() as connection:
        tenant = read_tenant(connection, office.store.tenant)
        page = pull.page(
            connection,
            office.store.tenant,
            tenant,
            scope(a.principal),
            after=rev - 1,
            exact={("project", ids[1]): rev},
        )
    assert {row[0] for part in page.kinds for row in part.rows} == set(ids)


def test_what_a_laptop_pushed_and_sees_as_it_said_is_not_read_again(office: Office) -> None:
    """Nor where headquarters wrote something else in that revision which the laptop does not see."""
    a = office.laptop("张三")
    ids = [a.new_id(), a.new_id()]
    moved = a.create()
    transfer(office.store, "project", moved, "南方处", now=office.now)
    told = a.operation("create", "project", ids[0], {**NEW, "unit_id": office.north, "created_by": "张三"})
    away = a.operation(
        "create",
        "visit",
        ids[1],
        {"project_id": moved, "visited_on": "2026-03-02", "kind": "outward", "subject": "拜访"},
    )
    stamped = {"created_at": (None, "2026-03-01T00:00:00.000Z"), **told.fields}
    operations = [unread(msgspec.structs.replace(told, fields=stamped)), unread(away)]

    pushed = push(office.store, a.principal, operations, Meeting(office.now), office.randomness)

    assert [(one.status, one.reason) for one in pushed.verdicts] == [("applied", "")] * 2
    assert pushed.whole == {pushed.verdicts[0].rev} and not pushed.exact
    assert office.records()["visit", ids[1]].unit == office.south


MARK, UNITS = "0123456789ab", "ba9876543210"
PLACES = (Position("abcd1234", 80, MARK), Position("abcd1234", 80, MARK, UNITS, 7))


@pytest.mark.parametrize(
    "cursor", ["x", "..", "a.b.c", "abcd1234.5.AAAAAAAA", "abcd1234.5.m.AAAAAAAA", "字.1.字", "." * 99]
)
def test_unknown_cursors_read_from_the_beginning(cursor: str) -> None:
    assert cursors.read(TENANT, cursor).rev == 0


@given(
    st.integers(0, 2**60),
    st.sampled_from(["", "0123456789ab"]),
    st.integers(0, 2**60),
    st.integers(0, 60),
    st.characters(codec="ascii"),
)
def test_a_cursor_says_what_was_written_or_nothing(
    rev: int, fill: str, place: int, at: int, letter: str
) -> None:
    position = Position("abcd1234", rev, "ba9876543210", fill, place if fill else 0)
    cursor = cursors.write(TENANT, position)
    assert len(cursor) <= 100 and cursors.read(TENANT, cursor) == position
    altered = cursors.read(TENANT, cursor[:at] + letter + cursor[at + 1 :])
    assert altered == position or (altered.rev, altered.mark) == (0, "")
    other = Tenant("招商局", 100, "abcd1234", "another secret")
    assert cursors.read(other, cursor).rev == 0


@pytest.mark.parametrize("place", PLACES)
def test_a_cursor_of_another_epoch_reads_from_the_beginning(place: Position) -> None:
    later = Tenant("招商局", 100, "ffff0000", "secret")
    assert cursors.read(later, cursors.write(TENANT, place)) == Position("abcd1234")


@pytest.mark.parametrize(
    ("role", "own", "other"), [("officer", True, False), ("leader", True, True), ("hq", True, True)]
)
def test_scopes(role: str, own: bool, other: bool) -> None:
    visible = scope(Principal("d", "u", "张三", role, "north"))
    assert (visible.covers("north"), visible.covers("south")) == (own, other)
