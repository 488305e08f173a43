"""Pushing: cards, scopes, several writers at once, and a database that refuses."""

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from sqlalchemy import select, text

from app.model.registry import KINDS
from sync.hq.audit import verify
from sync.hq.errors import StorageFull
from sync.hq.tables import AUDIT, RECORD
from sync.protocol.messages import Verdict
from sync.protocol.shapes import canonical
from tests.sync.hq.office import NEW, Laptop, Office


def clash(office: Office) -> tuple[Laptop, Laptop, str, Verdict]:
    """Both rename one record; the second one's verdict."""
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create()
    b.pull()
    a.say("update", record, {"name": ("新能源项目", "甲"), "place": (None, "甲处")})
    verdict = b.say("update", record, {"name": ("新能源项目", "乙")})
    return a, b, record, verdict


def test_a_clash_opens_a_card_that_both_see(office: Office) -> None:
    a, b, record, verdict = clash(office)
    assert verdict.status == "conflict" and verdict.card
    a.pull()
    card = a.doc(verdict.card, "conflict")
    assert card == b.doc(verdict.card, "conflict")
    assert card["entries"] == [{"field": "name", "before": "新能源项目", "mine": "乙", "hq": "甲"}]
    assert (card["target_kind"], card["target_id"], card["title"]) == ("project", record, "甲")
    assert (card["author"], card["other"], card["reason"], card["status"]) == ("李四", "张三", "edit", "open")
    assert card["author_device"] == b.principal.device_id and card["unit_id"] == office.north
    office.assert_digests_hold(a)


def test_what_was_made_at_once_is_kept_as_one_revision(office: Office) -> None:
    """Twenty names and as many numbers would be a fifth of the row."""
    laptop = office.laptop("张三")
    record = laptop.create()
    query = select(RECORD.c.rev, RECORD.c.field_revs).where(RECORD.c.id == record)

    def kept() -> tuple[int, object]:
        with office.store.read() as connection:
            (row,) = connection.execute(query)
        return row.rev, msgspec.json.decode(row.field_revs)

    rev, made = kept()
    assert made == rev
    laptop.say("update", record, {"note": "新"})
    later, revs = kept()
    assert revs == {**dict.fromkeys(office.records()["project", record].doc, rev), "note": later}
    laptop.say("update", record, {"note": ("新", None)})
    _, revs = kept()
    assert isinstance(revs, dict) and revs["note"] > later, "that it is empty is of a revision, too"


def test_records_made_alike_have_their_fields_apart(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    first, second = a.new_id(), a.new_id()
    fields = {"name": "恒力", "stage": "lead", "place": "城北"}
    made = [a.operation("create", "project", id, fields) for id in (first, second)]
    a.exchange(*made, a.operation("update", "project", first, {"place": ("城北", "城南"), "note": "新"}))
    rev = a.held["project", first][0]
    a.exchange(a.operation("update", "project", second, {"note": "旧"}))
    known = office.records()
    changed, kept = known["project", first], known["project", second]
    assert set(changed.field_revs) == set(kept.field_revs) == set(kept.doc)
    assert set(changed.field_revs.values()) == {changed.rev} == {rev}
    assert {name for name, at in kept.field_revs.items() if at == kept.rev} == {"note"}
    assert set(kept.field_revs.values()) == {rev, kept.rev}
    b.pull()
    assert (b.doc(first)["place"], b.doc(second)["place"]) == ("城南", "城北")


def test_every_value_of_a_card_fits_its_field(office: Office) -> None:
    a, _, _, verdict = clash(office)
    a.pull()
    fields = KINDS["conflict"].fields
    card = a.doc(verdict.card, "conflict")
    assert {n: canonical(fields[n], value) for n, value in card.items()} == card


def test_later_clashes_of_the_same_laptop_join_its_open_card(office: Office) -> None:
    a, b, record, verdict = clash(office)
    b.pull()
    second = b.exchange(
        b.operation("update", "project", record, {"name": ("乙", "乙二"), "place": (None, "乙处")}, base=1)
    ).verdicts[0]
    assert second.card == verdict.card
    assert b.doc(verdict.card, "conflict")["entries"] == [
        {"field": "name", "before": "新能源项目", "mine": "乙二", "hq": "甲"},
        {"field": "place", "before": None, "mine": "乙处", "hq": "甲处"},
    ]
    c = office.laptop("王五")
    c.pull()
    other = c.exchange(c.operation("update", "project", record, {"name": ("新能源项目", "丙")}, base=1))
    assert other.verdicts[0].card not in ("", verdict.card)
    a.pull()
    office.assert_digests_hold(a)


def test_a_resolved_card_stays_resolved_and_the_next_clash_opens_another(office: Office) -> None:
    a, b, record, verdict = clash(office)
    b.pull()
    done = {"status": ("open", "resolved"), "resolved_by": "李四"}
    assert b.say("update", verdict.card, done, kind="conflict").status == "applied"
    again = b.exchange(b.operation("update", "project", record, {"name": ("新能源项目", "丁")}, base=1))
    assert again.verdicts[0].card != verdict.card
    a.pull()
    assert sorted(card["status"] for card in a.cards()) == ["open", "resolved"]


def test_a_card_resolved_in_the_batch_that_clashes_again_is_replaced(office: Office) -> None:
    _, b, record, verdict = clash(office)
    b.pull()
    resolve = b.operation("update", "conflict", verdict.card, {"status": ("open", "resolved")})
    again = b.operation("update", "project", record, {"name": ("新能源项目", "丁")}, base=1)
    reply = b.exchange(resolve, again)
    assert reply.verdicts[1].card not in ("", verdict.card)
    assert b.doc(verdict.card, "conflict")["status"] == "resolved"


@pytest.mark.parametrize("delete_first", [True, False])
def test_delete_against_edit_ends_deleted_with_the_edit_and_a_card(
    office: Office, delete_first: bool
) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create()
    b.pull()
    delete = (a, a.operation("delete", "project", record))
    edit = (b, b.operation("update", "project", record, {"name": ("新能源项目", "乙")}))
    order = [delete, edit] if delete_first else [edit, delete]
    replies = [laptop.exchange(operation) for laptop, operation in order]
    assert replies[1].verdicts[0].status == "conflict" and not replies[0].verdicts[0].card
    a.pull()
    b.pull()
    for laptop in (a, b):
        _, gone, doc = laptop.held["project", record]
        assert gone and doc["name"] == "乙"
        assert [card["reason"] for card in laptop.cards()] == ["delete"]
    assert b.say("restore", record).status == "applied"
    a.pull()
    assert a.held["project", record][1] is False and a.doc(record)["name"] == "乙"
    office.assert_digests_hold(a)


def test_officers_stay_in_their_unit_and_leaders_see_all(office: Office) -> None:
    north, south = office.laptop("张三"), office.laptop("李四", unit=office.south)
    leader = office.laptop("王局", role="leader")
    record = north.create()
    south.pull()
    leader.pull()
    assert not south.held and ("project", record) in leader.held
    intruding = south.operation("update", "project", record, {"name": ("新能源项目", "夺")}, base=1)
    verdict = south.exchange(intruding).verdicts[0]
    assert verdict.status == "refused" and verdict.reason == "hq.refused.out_of_scope"
    assert office.records()["project", record].doc["name"] == "新能源项目"
    assert leader.say("update", record, {"name": ("新能源项目", "局改")}).status == "applied"
    assert office.records()["project", record].unit == office.north
    with office.store.read() as connection:
        results = connection.execute(select(AUDIT.c.result).where(AUDIT.c.object == record)).scalars().all()
        assert results == ["out_of_scope"]
        assert verify(connection, office.store.tenant).broken == 0
    south.pull()
    assert south.last is not None and south.last.check == south.check()


def test_a_card_of_another_unit_cannot_be_touched(office: Office) -> None:
    _, _, _, verdict = clash(office)
    south = office.laptop("赵六", unit=office.south)
    resolve = south.operation("update", "conflict", verdict.card, {"status": ("open", "resolved")}, base=1)
    assert south.exchange(resolve).verdicts[0].reason == "hq.refused.out_of_scope"


def refuse_poison(office: Office) -> None:
    """Make the database itself reject records called 毒."""
    if office.store.database.is_sqlite:
        statements = [
            f"CREATE TRIGGER poison_{verb} BEFORE {verb} ON record WHEN instr(NEW.doc, '毒') "
            "BEGIN SELECT RAISE(ABORT, 'poison'); END"
            for verb in ("INSERT", "UPDATE")
        ]
    else:
        statements = ["ALTER TABLE record ADD CONSTRAINT poison CHECK (position('毒' in doc) = 0)"]
    with office.store.write() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_an_operation_the_database_cannot_take_is_found_and_waits(office: Office) -> None:
    refuse_poison(office)
    a = office.laptop("张三")
    operations = [
        a.operation("create", "project", a.new_id(), {**NEW, "name": "毒" if n == 5 else f"好{n}"})
        for n in range(12)
    ]
    verdicts = a.exchange(*operations).verdicts
    assert [v.status for v in verdicts] == ["later" if n == 5 else "applied" for n in range(12)]
    assert verdicts[5].reason == "hq.later.storage"
    assert len(office.records()) == 11
    a.pull()
    office.assert_digests_hold(a)
    assert a.exchange(operations[5]).verdicts[0].status == "later"


def test_later_edits_of_the_record_wait_behind_one_the_database_cannot_take(office: Office) -> None:
    """Else they were judged before it, in another order than they were made."""
    a = office.laptop("张三")
    record, other = a.create(), a.create()
    refuse_poison(office)
    edits = [
        a.operation("update", "project", record, {"name": (NEW["name"], "毒")}),
        a.operation("update", "project", other, {"place": (None, "苏州")}),
        a.operation("update", "project", record, {"place": (None, "无锡")}),
        a.operation("update", "project", other, {"leader": (None, "张三")}),
    ]
    for order in (edits, [edits[0], edits[2]]):
        said = {v.op_id: v.status for v in a.exchange(*order).verdicts}
        assert [said[one.op_id] for one in (edits[0], edits[2])] == ["later", "later"]
    assert "place" not in office.records()["project", record].doc
    assert office.records()["project", other].doc["leader"] == "张三"


def test_a_full_disk_keeps_nothing_and_says_so(lite: Office) -> None:
    a = lite.laptop("张三")
    record = a.create()
    before = lite.records()
    with lite.store.read() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    # The limit belongs to a connection: let there be only this one.
    lite.store.database.close()
    with lite.store.write() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageFull):
        a.say("update", record, {"note": "长" * 100_000})
    with lite.store.write() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 10_000}")
    assert lite.records() == before
    assert a.say("update", record, {"note": "长" * 100_000}).status == "applied"


def test_many_writers_lose_nothing_and_a_reader_skips_no_revision(office: Office) -> None:
    """Eight laptops push at once; one polls all the while and must see every revision's rows."""
    writers = [office.laptop(f"人{n}") for n in range(8)]
    reader = office.laptop("王局", role="leader")
    shared = writers[0].create()
    for laptop in (*writers, reader):
        laptop.pull()
    prepared = [
        [
            [
                laptop.operation("create", "project", laptop.new_id(), {**NEW, "name": f"{n}.{step}"}),
                laptop.operation("update", "project", shared, {"tags": (None, [f"{n}.{step}"])}),
            ]
            for step in range(12)
        ]
        for n, laptop in enumerate(writers)
    ]
    done = threading.Event()

    def write(number: int) -> list[str]:
        laptop = writers[number]
        return [v.status for batch in prepared[number] for v in laptop.exchange(*batch).verdicts]

    def read() -> None:
        while not done.is_set():
            reader.pull()
        reader.pull()

    with ThreadPoolExecutor(9) as pool:
        reading = pool.submit(read)
        statuses = [status for result in pool.map(write, range(8)) for status in result]
        done.set()
        reading.result()
    assert set(statuses) <= {"applied", "merged"}
    with office.store.read() as connection:
        revisions = set(connection.execute(select(RECORD.c.rev)).scalars())
    assert len(office.records()) == 1 + 8 * 12
    assert max(revisions) == 1 + 8 * 12  # one for every batch, none skipped or used twice
    assert set(reader.doc(shared)["tags"]) == {f"{n}.{step}" for n in range(8) for step in range(12)}
    assert reader.last is not None and reader.check() == reader.last.check
    office.assert_digests_hold(reader)


def test_the_same_request_twice_at_once_is_applied_once(office: Office) -> None:
    a = office.laptop("张三")
    twin = Laptop(office, a.principal)
    operations = [a.operation("create", "project", a.new_id(), NEW) for _ in range(50)]
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda laptop: laptop.exchange(*operations), (a, twin)))
    statuses = sorted(replies[n].verdicts[0].status for n in (0, 1))
    assert statuses == ["applied", "duplicate"]
    assert len(office.records()) == 50
    office.assert_digests_hold(a)


def test_two_laptops_creating_one_record_at_once_lose_nothing(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.new_id()
    made = [
        (laptop, laptop.operation("create", "project", record, {**NEW, "name": name}))
        for laptop, name in ((a, "甲"), (b, "乙"))
    ]
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda pair: pair[0].exchange(pair[1]), made))
    assert sorted(reply.verdicts[0].status for reply in replies) == ["applied", "conflict"]
    a.pull()
    values = {a.doc(record)["name"], a.cards()[0]["entries"][0]["mine"]}
    assert values == {"甲", "乙"}
