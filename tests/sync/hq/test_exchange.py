"""The exchange: what is pushed converges, each operation once, whichever database keeps it."""

import random

import msgspec
import pytest
from sqlalchemy import func, select

from app.model.registry import SCHEMA
from sync.hq import directory, push
from sync.hq.errors import DeviceRevoked, UpgradeNeeded
from sync.hq.exchange import OLDEST_SCHEMA, handle_exchange, renew_epoch
from sync.hq.tables import AUDIT, DEVICE, OPERATION
from sync.protocol.codec import MessageTooLarge
from sync.protocol.limits import MAX_OPS
from sync.protocol.messages import Operation, Request
from tests.sync.hq.office import NEW, Laptop, Office


def test_a_new_record_reaches_the_other_laptop_exactly(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create({**NEW, "investment": "225100", "tags": ["重点"]})
    b.pull()
    assert b.doc(record)["investment"] == "225100"
    assert b.doc(record)["created_by"] == "张三" and b.doc(record)["unit_id"] == office.north
    a.pull()
    assert a.last is not None and b.last is not None
    assert a.check() == b.check() == a.last.check == b.last.check
    office.assert_digests_hold(a)


def complete(office: Office) -> dict[str, str]:
    """A record of the north to which headquarters adds nothing."""
    marks = {"unit_id": office.north, "created_by": "张三", "created_at": "2026-03-02T01:00:00.000Z"}
    return {**NEW, **marks}


def test_what_a_laptop_pushed_itself_is_not_sent_back(office: Office) -> None:
    a = office.laptop("张三")
    record = a.new_id()
    reply = a.exchange(a.operation("create", "project", record, complete(office)))
    assert reply.verdicts[0].exact and not reply.kinds
    reply = a.exchange(a.operation("update", "project", record, {"place": "园区"}))
    assert reply.verdicts[0].exact and not reply.kinds
    assert a.last is not None and a.check() == a.last.check


def test_a_large_request_becomes_revisions_of_bounded_size(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "REVISION_OPS", 3)
    a, b = office.laptop("张三"), office.laptop("李四")
    made = [a.operation("create", "project", a.new_id(), complete(office)) for _ in range(8)]
    later = a.operation("update", "project", made[0].id, {"name": ("新能源项目", "光热项目")}, base=0)
    reply = a.exchange(*made, later)
    assert [v.rev for v in reply.verdicts] == [1, 1, 1, 2, 2, 2, 3, 3, 1]
    assert {v.status for v in reply.verdicts} == {"applied"}
    assert not reply.kinds and a.check() == reply.check
    b.pull()
    assert b.held == a.held and len(b.held) == 8


def test_what_others_wrote_comes_between_what_one_pushed_oneself(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    theirs = b.create()
    own = [a.operation("create", "project", a.new_id(), complete(office)) for _ in range(3)]
    reply = a.exchange(*own)
    assert [row[0] for kind in reply.kinds for row in kind.rows] == [theirs]
    assert len(a.held) == 4 and a.check() == reply.check


def test_nothing_new_is_a_tiny_answer(office: Office) -> None:
    a = office.laptop("张三")
    a.create()
    a.pull()
    assert a.last is not None
    body = msgspec.json.encode(a.last)
    assert len(body) < 100 and set(msgspec.json.decode(body)) == {"cursor", "check"}


def test_pushing_twice_changes_nothing(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create()
    edit = a.operation("update", "project", record, {"name": ("新能源项目", "甲")})
    first = a.exchange(edit)
    before = office.records()
    again = a.exchange(edit, edit)
    assert first.verdicts[0].status == "applied"
    assert [v.status for v in again.verdicts] == ["duplicate", "duplicate"]
    assert again.verdicts[0].rev == first.verdicts[0].rev and not again.verdicts[0].exact
    assert office.records() == before
    b.pull()
    assert b.doc(record)["name"] == "甲"


def test_one_operation_twice_in_one_batch_counts_once(office: Office) -> None:
    a = office.laptop("张三")
    made = a.operation("create", "project", a.new_id(), NEW)
    reply = a.exchange(made, made)
    assert [v.status for v in reply.verdicts] == ["applied", "applied"]
    assert len(office.records()) == 1


def test_a_lost_reply_is_made_good_by_pushing_again(office: Office) -> None:
    a = office.laptop("张三")
    record = a.create()
    a.pull()
    kept = a.cursor, dict(a.held)
    edit = a.operation("update", "project", record, {"name": ("新能源项目", "甲")})
    a.exchange(edit)
    a.cursor, a.held = kept
    reply = a.exchange(edit)
    assert reply.verdicts[0].status == "duplicate"
    assert a.doc(record)["name"] == "甲"


def test_an_operation_number_of_another_record_is_refused(office: Office) -> None:
    a = office.laptop("张三")
    made = a.operation("create", "project", a.new_id(), NEW)
    a.exchange(made)
    stolen = msgspec.structs.replace(made, id=a.new_id())
    verdict = a.exchange(stolen).verdicts[0]
    assert verdict.status == "refused" and verdict.reason == "hq.refused.operation_reused"
    assert len(office.records()) == 1


def test_one_bad_operation_harms_no_other(office: Office) -> None:
    a = office.laptop("张三")
    good, bad, child = a.new_id(), a.new_id(), a.new_id()
    reply = a.exchange(
        a.operation("create", "project", good, NEW),
        a.operation("create", "project", bad, {**NEW, "stage": "nonsense"}),
        a.operation("update", "project", bad, {"place": "园区"}),
        a.operation("create", "contact", child, {"name": "王伟"}),
    )
    assert [v.status for v in reply.verdicts] == ["applied", "refused", "later", "applied"]
    assert reply.verdicts[1].params["field"] == "stage"
    assert set(office.records()) == {("project", good), ("contact", child)}


def test_a_refusal_is_remembered_and_what_waits_is_not(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.new_id()
    wait = b.operation("update", "project", record, {"place": "园区"})
    refuse = b.operation("create", "project", b.new_id(), {"name": "x"})
    assert [v.status for v in b.exchange(wait, refuse).verdicts] == ["later", "refused"]
    assert a.exchange(a.operation("create", "project", record, NEW)).verdicts[0].status == "applied"
    assert [v.status for v in b.exchange(wait, refuse).verdicts] == ["applied", "refused"]


def test_history_keeps_every_operation_with_before_and_after(office: Office) -> None:
    a = office.laptop("张三")
    record = a.create()
    a.say("update", record, {"name": ("新能源项目", "甲")})
    a.say("update", record, {"stage": ("lead", "nonsense")})
    query = select(OPERATION).where(OPERATION.c.tenant == office.store.tenant)
    with office.store.read() as connection:
        rows = {row.action + row.status: row for row in connection.execute(query)}
    assert msgspec.json.decode(rows["updateapplied"].fields) == {"name": ["新能源项目", "甲"]}
    assert msgspec.json.decode(rows["updaterefused"].fields) == {"stage": ["lead", "nonsense"]}
    entry = rows["updateapplied"]
    assert (entry.by, entry.device, entry.at_hq) == ("张三", a.principal.device_id, office.now)


def test_a_wrong_clock_is_measured_corrected_and_decides_nothing(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create()
    b.pull()
    # b's clock runs two days ahead; it says so.
    ahead = 2 * 86_400_000
    edit = b.operation("update", "project", record, {"name": ("新能源项目", "乙")})
    edit = msgspec.structs.replace(edit, at=office.now + ahead - 60_000)
    reply = b.exchange(edit, clock=office.now + ahead)
    assert reply.time == office.now
    assert office.records()["project", record].at == office.now - 60_000
    # Later exchanges without a clock use the offset measured then; nothing is ever in the future.
    edit = b.operation("update", "project", record, {"name": ("乙", "丙")})
    b.exchange(msgspec.structs.replace(edit, at=office.now + 10 * ahead))
    assert office.records()["project", record].at == office.now


def test_a_counter_that_went_back_is_noted(office: Office) -> None:
    a = office.laptop("张三")
    record = a.create()
    a.exchange(a.operation("update", "project", record, {"place": "一"}), counter=50)
    a.exchange(a.operation("update", "project", record, {"place": ("一", "二")}), counter=20)
    with office.store.read() as connection:
        assert connection.execute(select(func.max(DEVICE.c.counter))).scalar_one() == 50
        noted = connection.execute(select(AUDIT.c.action, AUDIT.c.result)).all()
    assert ("counter_went_back", "1") in noted
    assert a.last is not None and a.last.generation == 1


def test_a_revoked_device_is_refused_in_the_push_itself(office: Office) -> None:
    a = office.laptop("张三")
    with office.store.write() as connection:
        directory.revoke(connection, office.store.tenant, a.principal.device_id, now=office.now)
    with pytest.raises(DeviceRevoked):
        a.create()
    assert office.records() == {}


def test_schemas_that_are_too_old_are_asked_to_upgrade(lite: Office) -> None:
    a = lite.laptop("张三")
    with pytest.raises(UpgradeNeeded):
        handle_exchange(lite.store, a.principal, Request(schema=0), lite.clock, lite.randomness)


def test_a_newer_laptop_is_served_and_keeps_what_is_not_known_here(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.new_id()
    create = a.operation("create", "project", record, {**NEW, "field_of_later": {"any": ["thing"]}})
    strange = a.operation("create", "kind_of_later", a.new_id(), {"name": "x"})
    verdicts = a.exchange(create, strange, schema=SCHEMA + 1).verdicts
    assert [one.status for one in verdicts] == ["applied", "later"]
    assert verdicts[1].reason == "hq.later.upgrade"
    assert a.exchange(strange).verdicts[0].status == "refused"  # one that should know better
    b.pull()
    assert b.doc(record)["field_of_later"] == {"any": ["thing"]}
    b.say("update", record, {"name": ("新能源项目", "光热项目")})
    assert office.records()["project", record].doc["field_of_later"] == {"any": ["thing"]}
    office.assert_digests_hold(b)


def test_too_many_operations_are_refused(lite: Office) -> None:
    a = lite.laptop("张三")
    one = a.operation("create", "project", a.new_id(), NEW)
    with pytest.raises(MessageTooLarge):
        a.exchange(*[one] * (MAX_OPS + 1))


def test_hello_comes_once_and_again_when_it_changed(office: Office) -> None:
    a = office.laptop("张三")
    first = a.exchange().hello
    assert first is not None and first.user == "张三" and first.units[office.north] == "北方处"
    assert first.role == "officer" and first.schema == (OLDEST_SCHEMA, SCHEMA) and first.max_ops == MAX_OPS
    assert a.exchange().hello is None
    with office.store.write() as connection:
        directory.add_unit(
            connection, office.store.tenant, "新处", now=office.now, randomness=office.randomness
        )
    changed = a.exchange().hello
    assert changed is not None and "新处" in changed.units.values()


def test_after_a_restore_laptops_are_told_and_nothing_is_judged_too_early(office: Office) -> None:
    a = office.laptop("张三")
    record = a.create()
    a.pull()
    with office.store.write() as connection:
        renew_epoch(connection, office.store.tenant, office.randomness, now=office.now)
    edit = a.operation("update", "project", record, {"name": ("新能源项目", "甲")})
    reply = a.exchange(edit)
    assert reply.epoch and reply.verdicts[0].status == "later"
    assert reply.verdicts[0].reason == "hq.later.restored"
    assert a.exchange(edit).verdicts[0].status == "applied"


def test_an_older_database_put_back_by_hand_begins_a_new_epoch(lite: Office) -> None:
    a = lite.laptop("张三")
    record = a.create()
    a.pull()
    with lite.store.write() as connection:
        connection.exec_driver_sql("UPDATE tenant SET rev = 0")
    edit = a.operation("update", "project", record, {"name": ("新能源项目", "甲")})
    reply = a.exchange(edit)
    assert reply.epoch and reply.verdicts[0].status == "later" and reply.kinds
    assert a.exchange(edit).verdicts[0].rev > 1 << 20


def test_a_restored_headquarters_gets_back_what_it_acknowledged_in_any_order(office: Office) -> None:
    """Two laptops push again what a restore lost; whoever comes first, both values survive."""
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create()
    b.pull()
    lost = [
        b.operation("update", "project", record, {"name": ("新能源项目", "乙")}, base=10**6),
        a.operation("update", "project", record, {"name": ("乙", "甲")}, base=10**6 + 1),
    ]
    for laptop, operation in ((a, lost[1]), (b, lost[0]), (a, lost[1])):
        laptop.exchange(operation)
    a.pull()
    assert a.doc(record)["name"] == "乙"
    assert [card["entries"][0]["mine"] for card in a.cards()] == ["甲"]


class Storm:
    """Random edits of several laptops; afterwards all must be equal."""

    def __init__(self, office: Office, seed: int) -> None:
        self.random = random.Random(seed)
        self.laptops = [office.laptop(name) for name in ("张三", "李四", "王五")]
        self.outboxes: dict[int, list[Operation]] = {0: [], 1: [], 2: []}
        self.pushed = 0

    def step(self) -> None:
        who = self.random.randrange(3)
        laptop = self.laptops[who]
        if self.random.random() < 0.4:
            self.sync(who)
            return
        self.outboxes[who].append(self.edit(laptop))

    def edit(self, laptop: Laptop) -> Operation:
        known = [key for key, (_, gone, _) in laptop.held.items() if key[0] == "project" and not gone]
        choice = self.random.random()
        if not known or choice < 0.25:
            return laptop.operation("create", "project", laptop.new_id(), NEW)
        kind, record = self.random.choice(known)
        if choice < 0.35:
            return laptop.operation("delete", kind, record)
        name = self.random.choice(["name", "place", "note", "tags"])
        before = laptop.held[kind, record][2].get(name)
        after = f"值{self.random.randrange(50)}"
        value = [*(before or []), after] if name == "tags" else after
        return laptop.operation("update", kind, record, {name: (before, value)})

    def sync(self, who: int) -> None:
        laptop, operations = self.laptops[who], self.outboxes[who]
        reply = laptop.exchange(*operations)
        assert {v.status for v in reply.verdicts} <= {"applied", "merged", "conflict"}
        self.pushed += len(operations)
        if self.random.random() < 0.3 and operations:  # the reply was lost: once more
            again = laptop.exchange(*operations)
            assert {v.status for v in again.verdicts} <= {"duplicate", "conflict"}
        operations.clear()
        laptop.pull()


@pytest.mark.parametrize("seed", range(4))
def test_all_laptops_converge(office: Office, seed: int) -> None:
    storm = Storm(office, seed)
    for _ in range(60):
        storm.step()
    for who in (0, 1, 2, 0, 1, 2):
        storm.sync(who)
    a, b, c = storm.laptops
    assert a.held == b.held == c.held
    assert a.last is not None and a.check() == b.check() == c.check() == a.last.check
    office.assert_digests_hold(a)
    with office.store.read() as connection:
        count = connection.execute(
            select(func.count()).select_from(OPERATION).where(OPERATION.c.tenant == office.store.tenant)
        ).scalar_one()
    assert count == storm.pushed
