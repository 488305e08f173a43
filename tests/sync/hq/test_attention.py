"""What headquarters refused stays readable, can be applied for its author, and is bounded for one device."""

import pytest
from sqlalchemy import select

from sync.hq import attention, audit, decisions
from sync.hq.errors import UnknownOperation
from sync.hq.tables import AUDIT, OPERATION
from sync.protocol.messages import Verdict
from tests.sync.hq.office import NEW, Laptop, Office


def refused_edit(office: Office) -> tuple[Laptop, str, str, Verdict]:
    """Somebody of the north edits a record of the south; (the south's laptop, record, operation, verdict)."""
    north, south = office.laptop("张三"), office.laptop("赵六", unit=office.south)
    record = south.create()
    operation = north.operation("update", "project", record, {"place": (None, "苏州")}, base=1)
    return south, record, operation.op_id, north.exchange(operation).verdicts[0]


def listed(office: Office, *, every: bool = False) -> list[attention.Refused]:
    with office.store.read() as connection:
        return attention.refused(connection, office.store.tenant, every=every)


def results(office: Office, action: str) -> list[str]:
    with office.store.read() as connection:
        assert audit.verify(connection, office.store.tenant).broken == 0
        query = select(AUDIT.c.result).where(AUDIT.c.action == action).order_by(AUDIT.c.seq)
        return list(connection.execute(query).scalars())


def test_a_refused_edit_is_applied_in_its_author_s_name(office: Office) -> None:
    south, record, op_id, verdict = refused_edit(office)
    assert (verdict.status, verdict.reason, verdict.rev) == ("refused", "hq.refused.out_of_scope", 0)
    (one,) = listed(office)
    assert (one.operation.op_id, one.by, one.unit) == (op_id, "张三", office.south)
    assert one.operation.fields == {"place": (None, "苏州")}
    applied = decisions.apply(office.store, op_id, now=office.now, randomness=office.randomness)
    assert applied.status == "applied"
    south.pull()
    assert south.doc(record)["place"] == "苏州"
    assert office.records()["project", record].by == "张三"
    assert listed(office) == [] and results(office, "attention") == ["applied"]
    with pytest.raises(UnknownOperation):
        decisions.apply(office.store, op_id, now=office.now, randomness=office.randomness)
    office.assert_digests_hold(south)


def test_a_dismissed_edit_stays_in_the_log(office: Office) -> None:
    south, record, op_id, _ = refused_edit(office)
    decisions.dismiss(office.store, op_id, now=office.now)
    assert listed(office) == [] and results(office, "attention") == ["dismissed"]
    south.pull()
    assert "place" not in south.doc(record)
    with office.store.read() as connection:
        query = select(OPERATION.c.fields, OPERATION.c.settled).where(OPERATION.c.op_id == op_id)
        fields, settled = connection.execute(query).one()
    assert "苏州" in fields and settled == "dismissed"


def test_what_cannot_stand_stays_undecided(lite: Office) -> None:
    laptop = lite.laptop("张三")
    record = laptop.create()
    assert laptop.say("update", record, {"stage": ("lead", "no such stage")}).status == "refused"
    assert listed(lite) == []
    (one,) = listed(lite, every=True)
    again = decisions.apply(lite.store, one.operation.op_id, now=lite.now, randomness=lite.randomness)
    assert again.status == "refused" and len(listed(lite, every=True)) == 2


def test_one_device_leaves_only_so_many_and_keeps_the_others(
    lite: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "MOST", 3)
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    record = south.create()
    edits = [
        north.operation("update", "project", record, {"place": (None, f"第{number}处")}, base=1)
        for number in range(5)
    ]
    verdicts = north.exchange(*edits).verdicts
    assert [one.status for one in verdicts] == ["refused"] * 3 + ["later"] * 2
    assert verdicts[-1].reason == attention.FULL.key
    assert lite.laptop("李四").exchange(edits[4]).verdicts[0].status == "refused", (
        "others have their own room"
    )
    decisions.dismiss(lite.store, listed(lite)[0].operation.op_id, now=lite.now)
    assert north.exchange(edits[3]).verdicts[0].status == "refused"


def test_what_follows_an_edit_that_finds_no_room_waits_behind_it(
    lite: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "MOST", 0)
    north = lite.laptop("张三")
    record, other = north.create(), north.create()
    edits = [
        north.operation("update", "project", record, {"name": (NEW["name"], None)}),
        north.operation("update", "project", record, {"name": (None, "新名")}),
        north.operation("update", "project", other, {"place": (None, "苏州")}),
    ]
    verdicts = north.exchange(*edits).verdicts
    assert [one.status for one in verdicts] == ["later", "later", "applied"]
    assert {one.reason for one in verdicts[:2]} == {attention.FULL.key}
