"""What a store must hold, kept in plain dictionaries: the model that the state machine compares it with.

Written from the rules alone (sync.md Capture, Shape): a record is headquarters' version with this laptop's
waiting operations on top, in their order; undo writes the inverse of a group as a new group. Wire values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.model.values import digests_check, record_sum

Key = tuple[str, str]  # kind and id
Doc = dict[str, Any]
Pairs = dict[str, tuple[Any, Any]]


@dataclass
class Op:
    """One captured operation: ``fields`` name → (before, after)."""

    key: Key
    action: str
    fields: Pairs
    refused: bool = False


@dataclass
class Known:
    """Headquarters' version of a record; ``rev`` 0: it never had one."""

    rev: int = 0
    doc: Doc = field(default_factory=dict)
    deleted: bool = False


@dataclass
class Group:
    """One undo step."""

    label: str
    ops: list[Op]


State = tuple[Doc, bool]


def folded(doc: Mapping[str, Any], deleted: bool, ops: Iterable[Op]) -> State:
    """A version with operations on top; each one's value stands."""
    result = dict(doc)
    for op in ops:
        deleted = {"delete": True, "restore": False}.get(op.action, deleted)
        for name, (_, after) in op.fields.items():
            result[name] = after
    return {name: value for name, value in result.items() if value is not None}, deleted


class Draft:
    """A unit of work in the making."""

    def __init__(self, remembered: "Remembered") -> None:
        self._from = remembered
        self._now: dict[Key, State] = {}
        self._new: set[Key] = set()

    def create(self, key: Key, doc: Doc) -> None:
        self._new.add(key)
        self._now[key] = (dict(doc), False)

    def state(self, key: Key) -> State | None:
        return self._now.get(key) or self._from.shown(key)

    def change(self, key: Key, changes: Mapping[str, Any] | None = None, deleted: bool | None = None) -> None:
        state = self.state(key)
        assert state is not None
        doc = {name: value for name, value in {**state[0], **(changes or {})}.items() if value is not None}
        self._now[key] = (doc, state[1] if deleted is None else deleted)

    def ops(self) -> list[Op]:
        """What headquarters will be told: nothing where nothing changed in the end."""
        found: list[Op] = []
        for key, (doc, deleted) in self._now.items():
            if key in self._new:
                made = {name: (None, value) for name, value in doc.items()}
                found += [] if deleted else [Op(key, "create", made)]
                continue
            before = self._from.shown(key)
            assert before is not None
            fields = {
                name: (before[0].get(name), doc.get(name))
                for name in {*before[0], *doc}
                if before[0].get(name) != doc.get(name)
            }
            update = [Op(key, "update", fields)] if fields else []
            if before[1] == deleted:
                found += update
            else:
                found += [*update, Op(key, "delete", {})] if deleted else [Op(key, "restore", {}), *update]
        return found


class Remembered:
    """Everything there is, and what was done to it."""

    def __init__(self) -> None:
        self.known: dict[Key, Known] = {}
        self.present: set[Key] = set()
        self.waiting: list[Op] = []
        self.undoable: list[Group] = []
        self.redoable: list[Group] = []

    # --- what is there ---------------------------------------------------------------------------------

    def on_top(self, key: Key) -> list[Op]:
        """What waits for one record, refused ones too: their values show until the person decides."""
        return [op for op in self.waiting if op.key == key]

    def shown(self, key: Key) -> State | None:
        if key not in self.present:
            return None
        known = self.known[key]
        return folded(known.doc, known.deleted, self.on_top(key))

    def everything(self) -> dict[Key, State]:
        return {key: state for key in self.present if (state := self.shown(key)) is not None}

    def content_hash(self) -> str:
        digests: dict[str, tuple[int, int]] = {}
        for (kind, id), (doc, deleted) in self.everything().items():
            if not deleted:
                count, total = digests.get(kind, (0, 0))
                digests[kind] = (count + 1, (total + record_sum(kind, id, doc)) % (1 << 64))
        return digests_check(digests)

    # --- what happens ----------------------------------------------------------------------------------

    def do(self, label: str, draft: Draft) -> None:
        """A person's unit of work; it ends what could be redone."""
        if ops := self._taken(draft):
            self.undoable.append(Group(label, ops))
            self.redoable = []

    def undo(self) -> set[tuple[str, str, str]]:
        return self._inverted(self.undoable, self.redoable)

    def redo(self) -> set[tuple[str, str, str]]:
        return self._inverted(self.redoable, self.undoable)

    def _taken(self, draft: Draft) -> list[Op]:
        ops = draft.ops()
        for op in ops:
            if op.action == "create":
                self.present.add(op.key)
                self.known.setdefault(op.key, Known())
        self.waiting += ops
        return ops

    def _inverted(self, source: list[Group], target: list[Group]) -> set[tuple[str, str, str]]:
        """Take back the last group of ``source``; returns what was left alone."""
        group, draft = source.pop(), Draft(self)
        kept: set[tuple[str, str, str]] = set()
        for op in reversed(group.ops):
            state = draft.state(op.key)
            if state is None:
                kept |= {(*op.key, name) for name in (op.fields if op.action == "update" else ("",))}
            elif op.action == "update":
                back = {n: old for n, (old, new) in op.fields.items() if state[0].get(n) == new}
                kept |= {(*op.key, name) for name in op.fields.keys() - back.keys()}
                draft.change(op.key, back)
            else:
                draft.change(op.key, deleted=op.action != "delete")
        if ops := self._taken(draft):
            target.append(Group(group.label, ops))
        return kept

    def arrives(self, key: Key, doc: Doc, deleted: bool, rev: int) -> None:
        """Headquarters' version of a record."""
        self.present.add(key)
        self.known[key] = Known(rev, dict(doc), deleted)

    def leaves(self, key: Key) -> None:
        """The record goes from this laptop; what waits to be sent stays."""
        self.present.discard(key)
        del self.known[key]

    def settles(self, op: Op, rev: int) -> None:
        """Headquarters takes an operation into its version."""
        self.waiting.remove(op)
        if op.key in self.present:
            known = self.known[op.key]
            doc, deleted = folded(known.doc, known.deleted, [op])
            self.known[op.key] = Known(rev, doc, deleted)
