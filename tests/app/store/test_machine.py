"""Whatever is done to a store in whatever order, it holds what the model holds (trust.md R3)."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from sqlalchemy import text

from app.model.registry import KINDS
from app.model.values import document, python_values
from app.reasons import Reason
from app.services.indexing import ChineseIndexing
from app.store.database import reader
from app.store.integrity import broken_promises
from app.store.raw import DATABASE_NAME
from app.store.replica import Incoming
from app.store.store import Store
from tests.app.store.remembered import Draft, Key, Op, Remembered, folded
from tests.fakes.stores import KEY, SteppingClock, new_store, reopened

ACTOR = "周敏"
NAMES = st.sampled_from(["恒力电子", "青岛啤酒", "正威", "长城 汽车"])
COMPANY = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "city": st.sampled_from(["苏州", "青岛", None]),
        "tags": st.sampled_from([["重点"], ["重点", "外资"], None]),
        "note": st.sampled_from(["一\n二", "一", None]),
    },
)
PROJECT = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "stage": st.sampled_from(["lead", "signed"]),
        "investment": st.sampled_from(["225100", "0.5", None]),
        "stage_on": st.sampled_from(["2026-03-02", None]),
    },
)
CHANGES = st.one_of(st.tuples(st.just("company"), COMPANY), st.tuples(st.just("project"), PROJECT))
FUTURE = st.sampled_from([None, [1, {"a": "乙"}]])  # a field that only a newer version knows


@pytest.fixture(scope="module", autouse=True)
def template() -> Iterator[None]:
    """An empty store to copy from: making one takes longer than a whole run of the machine."""
    with tempfile.TemporaryDirectory() as folder:
        new_store(Path(folder)).close()
        Machine.template = Path(folder) / DATABASE_NAME
        yield


class Machine(RuleBasedStateMachine):
    """One store, its model, and everything that can happen to them."""

    template: Path
    records: Bundle[Key] = Bundle("records")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(shutil.copy(self.template, self.folder.name))
        world: dict[str, Any] = {"clock": SteppingClock(), "randomness": random.Random(7)}
        self.store = Store.open(path, KEY, indexing=ChineseIndexing(), **world)
        self.engine = reader(path, KEY)
        self.model = Remembered()
        self.rev = 0
        self.steps = 0

    def teardown(self) -> None:
        self.engine.dispose()
        self.store.close()
        self.folder.cleanup()

    # --- what a person does ----------------------------------------------------------------------------

    @rule(target=records, changes=CHANGES, name=NAMES)
    def create(self, changes: tuple[str, dict[str, Any]], name: str) -> Key:
        kind, doc = changes[0], {**changes[1], "name": name}
        with self._unit() as (work, draft):
            id = work.create(kind, _python(kind, doc))
            row = work.row(kind, id)
            assert row is not None
            draft.create((kind, id), document(KINDS[kind], row.values))
        return kind, id

    @rule(target=records, first=NAMES, second=NAMES, gone=st.booleans())
    def create_two_that_meet(self, first: str, second: str, gone: bool) -> Any:
        """Made together, one on the other; perhaps one is thrown away before it was ever saved."""
        with self._unit() as (work, draft):
            firm = work.create("company", {"name": first})
            project = work.create("project", {"name": second, "investor_id": firm})
            for kind, id in (("company", firm), ("project", project)):
                row = work.row(kind, id)
                assert row is not None
                draft.create((kind, id), document(KINDS[kind], row.values))
            if gone:
                work.delete("project", project)
                draft.change(("project", project), deleted=True)
        return multiple(("company", firm)) if gone else multiple(("company", firm), ("project", project))

    @rule(key=records, company=COMPANY, project=PROJECT)
    def update(self, key: Key, company: dict[str, Any], project: dict[str, Any]) -> None:
        changes = company if key[0] == "company" else project
        if key in self.model.present:
            with self._unit() as (work, draft):
                work.update(*key, _python(key[0], changes))
                draft.change(key, changes)

    @rule(key=records, other=records, name=NAMES)
    def update_and_delete(self, key: Key, other: Key, name: str) -> None:
        if {key, other} <= self.model.present:
            with self._unit() as (work, draft):
                work.update(*key, {"name": name})
                draft.change(key, {"name": name})
                work.delete(*other)
                draft.change(other, deleted=True)

    @rule(key=records, deleted=st.booleans())
    def delete_or_restore(self, key: Key, deleted: bool) -> None:
        if key in self.model.present:
            with self._unit() as (work, draft):
                (work.delete if deleted else work.restore)(*key)
                draft.change(key, deleted=deleted)

    @rule(key=records, name=NAMES)
    def fail_half_way(self, key: Key, name: str) -> None:
        """Nothing of a unit of work that raises is kept."""
        if key in self.model.present:
            with pytest.raises(RuntimeError), self.store.write(actor=ACTOR, label="fails") as work:
                work.update(*key, {"name": f"{name}未保存"})
                work.create("company", {"name": name})
                work.flush()
                raise RuntimeError

    @rule(back=st.integers(0, 3), forth=st.integers(0, 3))
    def undo_and_redo(self, back: int, forth: int) -> None:
        for _ in range(back):
            undone = self.store.undo(actor=ACTOR)
            assert (undone is None) is (not self.model.undoable)
            if undone is not None:
                assert set(undone.kept) == self.model.undo()
        for _ in range(forth):
            redone = self.store.redo(actor=ACTOR)
            assert (redone is None) is (not self.model.redoable)
            if redone is not None:
                assert set(redone.kept) == self.model.redo()

    # --- what sync does --------------------------------------------------------------------------------

    @rule(target=records, changes=CHANGES, name=NAMES, future=FUTURE)
    def a_strangers_record_arrives(self, changes: tuple[str, dict[str, Any]], name: str, future: Any) -> Key:
        key = changes[0], f"01a1f677-ae68-7414-9fb5-{self.rev:012d}"
        self._arrive(key, {**changes[1], "name": name, "from_the_future": future}, deleted=False)
        return key

    @rule(key=records, company=COMPANY, project=PROJECT, name=NAMES, deleted=st.booleans())
    def a_known_record_arrives(
        self, key: Key, company: dict[str, Any], project: dict[str, Any], name: str, deleted: bool
    ) -> None:
        held = self.model.known[key].doc if key in self.model.present else {}
        self._arrive(key, {**held, **(company if key[0] == "company" else project), "name": name}, deleted)

    @rule(data=st.data())
    def an_operation_is_acknowledged(self, data: st.DataObject) -> None:
        """The oldest of some record that waits: headquarters takes them in order."""
        if op := self._oldest(data):
            self.rev += 1
            op_id = self._op_id(op)
            self.model.settles(op, self.rev)
            with self.store.replica() as replica:
                replica.settle([op_id], {})
                if op.key in self.model.present:
                    replica.write(op.key[0], [self._incoming(op.key)])

    @rule(data=st.data())
    def an_operation_is_refused(self, data: st.DataObject) -> None:
        if op := self._oldest(data):
            op_id = self._op_id(op)
            op.refused = True
            with self.store.replica() as replica:
                replica.settle([], {op_id: Reason("hq.refused.out_of_scope")})

    @rule(key=records)
    def a_record_leaves(self, key: Key) -> None:
        """Its unit is no longer this person's."""
        if key in self.model.present and self.model.known[key].rev:
            self.model.leaves(key)
            with self.store.replica() as replica:
                replica.leave(key[0], [key[1]])

    @rule()
    def reopen(self) -> None:
        self.engine.dispose()
        self.store = reopened(self.store)
        self.engine = reader(self.store.path, KEY)

    # --- what must hold --------------------------------------------------------------------------------

    @invariant()
    def rows_are_as_remembered(self) -> None:
        for kind in ("company", "project"):
            wanted = {id: state for (k, id), state in self.model.everything().items() if k == kind}
            with self.store.replica() as replica:
                local = replica.local(kind, wanted)
            assert {id: (one.doc, one.deleted) for id, one in local.items()} == wanted
            for id, one in local.items():
                known = self.model.known[kind, id]
                assert (one.rev, one.hq_doc, one.hq_deleted) == (known.rev, known.doc, known.deleted)
            for deleted in (False, True):
                ids = {id for id, state in wanted.items() if state[1] is deleted}
                assert set(self.store.ids(kind, deleted=deleted)) == ids

    @invariant()
    def the_search_index_is_the_live_titles(self) -> None:
        self.store.late_indexing.some()
        with self.engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text("SELECT kind, id, title FROM search_doc"))]
            words = connection.execute(text("SELECT count(*) FROM search")).scalar_one()
        live = {(*key, doc["name"]) for key, (doc, deleted) in self.model.everything().items() if not deleted}
        assert set(found) == live and len(found) == words == len(live)

    @invariant()
    def what_waits_is_as_remembered(self) -> None:
        counts, waiting = self.store.counts(), self.model.waiting
        assert counts.pending == sum(not op.refused for op in waiting)
        assert counts.refused == sum(op.refused for op in waiting)
        for refused, state in ((False, "pending"), (True, "refused")):
            queued = [item.operation for item in self.store.outbox(state=state)]
            mine = [op for op in waiting if op.refused is refused]
            assert [(o.kind, o.id) for o in queued] == [op.key for op in mine]
            assert [(o.action, o.fields) for o in queued] == [(op.action, op.fields) for op in mine]

    @invariant()
    def the_store_keeps_its_promises(self) -> None:
        with self.engine.connect() as connection:
            assert broken_promises(connection) == []
        assert self.store.content_hash() == self.model.content_hash()

    @invariant()
    def the_labels_are_those_of_the_last_steps(self) -> None:
        undo, redo = self.model.undoable, self.model.redoable
        assert self.store.undo_label() == (undo[-1].label if undo else None)
        assert self.store.redo_label() == (redo[-1].label if redo else None)

    # --- parts -----------------------------------------------------------------------------------------

    def _unit(self) -> "_Unit":
        self.steps += 1
        return _Unit(self, f"step {self.steps}")

    def _arrive(self, key: Key, doc: dict[str, Any], deleted: bool) -> None:
        self.rev += 1
        self.model.arrives(key, {n: v for n, v in doc.items() if v is not None}, deleted, self.rev)
        with self.store.replica() as replica:
            replica.write(key[0], [self._incoming(key)])

    def _incoming(self, key: Key) -> Incoming:
        known, ops = self.model.known[key], self.model.on_top(key)
        doc, deleted = folded(known.doc, known.deleted, ops)
        return Incoming(
            key[1], known.rev, known.doc, known.deleted, doc, deleted, bool(ops), 1000 * known.rev, "李强"
        )

    def _oldest(self, data: st.DataObject) -> Op | None:
        first: dict[Key, Op] = {}
        for op in self.model.waiting:
            if not op.refused:
                first.setdefault(op.key, op)
        return data.draw(st.sampled_from(list(first.values()))) if first else None

    def _op_id(self, op: Op) -> str:
        pending = [one for one in self.model.waiting if not one.refused]
        at = next(n for n, one in enumerate(pending) if one is op)
        return self.store.outbox()[at].operation.op_id


class _Unit:
    """A unit of work in the store and the same in the model."""

    def __init__(self, machine: Machine, label: str) -> None:
        self._machine, self._label = machine, label
        self._draft = Draft(machine.model)
        self._writing = machine.store.write(actor=ACTOR, label=label)

    def __enter__(self) -> tuple[Any, Draft]:
        return self._writing.__enter__(), self._draft

    def __exit__(self, *error: Any) -> None:
        self._writing.__exit__(*error)
        if error[0] is None:
            self._machine.model.do(self._label, self._draft)


def _python(kind: str, doc: dict[str, Any]) -> dict[str, Any]:
    values = python_values(KINDS[kind], doc)
    return {name: values[name] for name in doc}


TestMachine = Machine.TestCase
SEARCHING = os.environ.get("HYPOTHESIS_PROFILE") == "search"
TestMachine.settings = settings(
    max_examples=2000 if SEARCHING else 20, stateful_step_count=50 if SEARCHING else 25
)
