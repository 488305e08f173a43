"""The side of the store that sync writes: rows, what waits on top, digests in step."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.model.registry import KINDS
from app.model.values import digests_check, record_sum
from app.reasons import Reason
from app.store import parking
from app.store.replica import Incoming
from app.store.store import Store

THEIRS: dict[str, object] = {"name": "恒力电子", "city": "苏州"}
ID = "01a1f677-ae68-7414-9fb5-355e1e2feb89"


def arrive(store: Store, doc: Mapping[str, object], rev: int, **spec: object) -> None:
    fields: dict[str, Any] = {
        "hq_deleted": False,
        "doc": doc,
        "deleted": False,
        "waiting": False,
        "at": 1000 * rev,
    }
    with store.replica() as replica:
        replica.write(
            "company", [Incoming(id=ID, rev=rev, hq_doc=dict(doc), by="李强", **{**fields, **spec})]
        )


def rename(store: Store, name: str) -> None:
    with store.write(actor="周敏", label="x") as work:
        work.update("company", ID, {"name": name})


def digest(store: Store) -> tuple[int, int]:
    with store.replica() as replica:
        return replica.digests().get("company", (0, 0))


def test_a_row_from_headquarters_is_shown_found_and_remembered(store: Store) -> None:
    arrive(store, THEIRS, 7)
    row = store.get("company", ID)
    assert row is not None
    assert (row["name"], row.rev, row.pending, row.changed_by) == ("恒力电子", 7, 0, "李强")
    assert [hit.id for hit in store.find("hldz")] == [ID]
    assert [(h.by, h.origin, h.action) for h in store.history("company", ID)] == [("李强", "sync", "create")]
    assert digest(store) == (1, record_sum("company", ID, THEIRS))
    assert store.undo_label() is None


def test_unknown_fields_are_carried_through_local_edits(store: Store) -> None:
    arrive(store, {**THEIRS, "from_the_future": [1, {"a": "乙"}]}, 7)
    rename(store, "恒力")
    with store.replica() as replica:
        local = replica.local("company", [ID])[ID]
    assert local.doc["from_the_future"] == [1, {"a": "乙"}]
    assert local.base == {**THEIRS, "from_the_future": [1, {"a": "乙"}]}


def test_the_first_waiting_edit_puts_headquarters_version_aside_and_later_ones_leave_it(store: Store) -> None:
    arrive(store, THEIRS, 7)
    rename(store, "恒力一")
    rename(store, "恒力二")
    with store.replica() as replica:
        local = replica.local("company", [ID])[ID]
        waiting = replica.waiting("company", [ID])[ID]
    assert (local.base, local.hq_doc, local.doc["name"]) == (THEIRS, THEIRS, "恒力二")
    assert [op.base_rev for op in waiting] == [7, 7]
    assert digest(store) == (1, record_sum("company", ID, THEIRS))


def test_versions_aside_of_records_that_were_read_and_not_written_stay(store: Store) -> None:
    """A page may bring a row that is here already, with an edit waiting on it, and another one."""
    arrive(store, THEIRS, 7)
    rename(store, "恒力一")
    other = ID.replace("01a1", "01a2")
    new = Incoming(
        id=other,
        rev=8,
        hq_doc={"name": "盛虹"},
        hq_deleted=False,
        doc={"name": "盛虹"},
        deleted=False,
        waiting=False,
        at=8000,
        by="李强",
    )
    with store.replica() as replica:
        replica.write("company", [new], replica.local("company", [ID, other]))
        assert replica.local("company", [ID])[ID].base == THEIRS
    arrive(store, {"name": "恒力电子"}, 9)
    assert digest(store) == (
        2,
        (record_sum("company", ID, {"name": "恒力电子"}) + record_sum("company", other, {"name": "盛虹"}))
        % (1 << 64),
    )


def test_digest_follows_changes_deletion_restoration_and_leaving(store: Store) -> None:
    arrive(store, THEIRS, 7)
    arrive(store, {"name": "恒力"}, 8)
    assert digest(store) == (1, record_sum("company", ID, {"name": "恒力"}))
    arrive(store, {"name": "恒力"}, 9, hq_deleted=True, deleted=True)
    assert digest(store) == (0, 0)
    arrive(store, THEIRS, 10)
    assert digest(store) == (1, record_sum("company", ID, THEIRS))
    with store.replica() as replica:
        replica.leave("company", [ID])
    assert digest(store) == (0, 0)
    assert store.get("company", ID) is None
    assert store.find("恒力") == []
    assert store.integrity() == []


def test_outgoing_respects_order_count_and_bytes_but_sends_at_least_one(store: Store) -> None:
    with store.write(actor="周敏", label="x") as work:
        for n in range(5):
            work.create("company", {"name": f"企业{n}", "note": "长" * 1000})
    with store.replica() as replica:
        assert [op.fields["name"][1] for op in replica.outgoing(3, 10**6)] == ["企业0", "企业1", "企业2"]
        assert len(replica.outgoing(500, 1)) == 1
        assert len(replica.outgoing(500, 7_000)) == 2
        assert replica.counts_waiting() == 5


def test_settled_operations_leave_the_queue_and_refused_ones_keep_their_reason(store: Store) -> None:
    with store.write(actor="周敏", label="x") as work:
        first, second = (work.create("company", {"name": n}) for n in ("甲", "乙"))
    ops = {item.operation.id: item.operation.op_id for item in store.outbox()}
    with store.replica() as replica:
        replica.settle([ops[first]], {ops[second]: Reason("hq.refused.scope", {"unit": "x"})})
    assert (store.counts().pending, store.counts().refused) == (0, 1)
    assert [item.reason for item in store.outbox(state="refused")] == [
        {"key": "hq.refused.scope", "params": {"unit": "x"}}
    ]
    assert [row.refused for row in store.rows("company", [first, second])] == [0, 1]


def test_acknowledged_operations_can_be_sent_again(store: Store) -> None:
    with store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": "甲"})
    before = [item.operation.op_id for item in store.outbox()]
    with store.replica() as replica:
        replica.settle(before, {})
        assert replica.counts_waiting() == 0
        assert replica.send_again() == 1
    assert [item.operation.op_id for item in store.outbox()] == before


def test_page_and_cursor_are_one_transaction(store: Store) -> None:
    with pytest.raises(RuntimeError), store.replica() as replica:
        replica.set("cursor", "e.7")
        replica.write("company", [Incoming(ID, 7, THEIRS, False, THEIRS, False, False, 1, "李强")])
        raise RuntimeError
    with store.replica() as replica:
        assert replica.get("cursor") == ""
    assert store.get("company", ID) is None


def test_conflict_cards_mark_their_target(store: Store) -> None:
    arrive(store, THEIRS, 7)
    card = {"target_kind": "company", "target_id": ID, "reason": "edit", "status": "open", "title": "恒力"}
    with store.replica() as replica:
        other = "01a1f677-ae68-7414-9fb5-000000000001"
        replica.write("conflict", [Incoming(other, 8, card, False, card, False, False, 1, "")])
    row = store.get("company", ID)
    assert row is not None and row.in_conflict
    assert store.counts().conflicts == 1


def test_an_unchanged_row_leaves_no_history(store: Store) -> None:
    arrive(store, THEIRS, 7)
    arrive(store, THEIRS, 9)
    assert len(store.history("company", ID)) == 1
    row = store.get("company", ID)
    assert row is not None and row.rev == 9


def test_runs_are_kept_newest_first_and_bounded(store: Store) -> None:
    for n in range(205):
        with store.replica() as replica:
            replica.record_run(store.clock(), store.clock(), {"n": n})
    runs = store.sync_runs(limit=500)
    assert (len(runs), runs[0]["n"]) == (200, 204)


def test_parked_rows_survive_and_count(store: Store) -> None:
    assert "fund" not in KINDS
    row: dict[str, Any] = {
        "rev": 3,
        "deleted": False,
        "left": False,
        "at": 0,
        "by": "",
        "doc": {"colour": "红"},
    }
    newer: dict[str, Any] = {**row, "rev": 4, "doc": {"colour": "蓝", "unit_id": "u1"}}
    with store.replica() as replica:
        parking.park(replica.connection, "fund", {"a": row, "b": row})
        parking.park(replica.connection, "fund", {"a": newer, "b": {**row, "deleted": True}})
        assert replica.digests()["fund"] == (1, record_sum("fund", "a", newer["doc"]))
    assert [(kind, id) for kind, id, _ in store.parked()] == [("fund", "a"), ("fund", "b")]
    with store.replica() as replica:
        parking.unpark(replica.connection, ["u1"], None)
        assert replica.digests()["fund"] == (0, 0)
        parking.park(replica.connection, "fund", {"b": {**row, "left": True}})
    assert store.parked() == []
    assert store.integrity() == []


def test_digest_check_ignores_empty_kinds() -> None:
    assert digests_check({"a": (0, 0), "b": (1, 5)}) == digests_check({"b": (1, 5)})


def test_what_headquarters_holds_as_shown_only_moves_on(store: Store) -> None:
    """A push that was taken word for word: revision, digest and version aside change, and nothing else."""
    arrive(store, THEIRS, 7)
    with store.write(actor="张三", label="rename") as work:
        work.update("company", ID, {"name": "改名"})
    with store.replica() as replica:
        held = replica.local("company", [ID])
        doc = dict(held[ID].doc)
        replica.advance("company", held, [Incoming(ID, 8, doc, False, doc, False, False, None, "")])
        replica.settle([one.op_id for one in replica.outgoing(10, 10**6)], {})
    row = store.get("company", ID)
    assert row is not None and (row.rev, row["name"], row.pending) == (8, "改名", 0)
    assert [entry.action for entry in store.history("company", ID)] == ["update", "create"]
    assert store.integrity() == []


def test_what_headquarters_has_just_taken_is_not_looked_at_again(store: Store) -> None:
    arrive(store, THEIRS, 7)
    rename(store, "恒力")
    rename(store, "恒力电")
    first, second = (item.operation for item in store.outbox())
    with store.replica() as replica:
        assert replica.waiting("company", [ID], without=[first.op_id]) == {ID: [second]}
        assert replica.waiting("company", [ID], without=[first.op_id, second.op_id]) == {}
        assert replica.waiting("company", [ID]) == {ID: [first, second]}


def test_which_records_headquarters_has_never_had(store: Store) -> None:
    arrive(store, THEIRS, 7)
    with store.write(actor="周敏", label="x") as work:
        mine, gone = (work.create("company", {"name": name}) for name in ("甲", "乙"))
    with store.write(actor="周敏", label="x") as work:
        work.delete("company", gone)
    with store.replica() as replica:
        assert replica.unknown("company", [ID, mine, gone, "none"]) == {mine}
        assert replica.unknown("company", []) == set()


def test_a_refused_change_of_a_set_comes_without_members_that_were_written_anew(store: Store) -> None:
    with store.write(actor="张三", label="create") as work:
        company = work.create("company", {"name": "恒力", "tags": ["外资"]})
    for tags in (["外资", "重点", "光伏"], ["外资", "光伏"]):
        with store.write(actor="张三", label="change") as work:
            work.update("company", company, {"tags": tags})
    created, refused, _ = (item.operation.op_id for item in store.outbox())
    with store.replica() as replica:
        replica.settle([created], {refused: Reason("hq.refused.read_only")})
        first, later = replica.waiting("company", [company])[company]
    assert first.fields == {"tags": (["外资"], ["外资", "光伏"])}
    assert later.fields == {"tags": (["外资", "重点", "光伏"], ["外资", "光伏"])}
