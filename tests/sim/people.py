"""What people do at their laptops: they save, correct, delete, restore, undo, settle cards and blunder."""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.model.field import Merge, Type
from app.model.registry import KINDS
from app.store.store import Store
from app.store.work import UnitOfWork
from sync.client.conflicts import HQ, MINE, open_conflicts, take
from sync.client.errors import ConflictOfNewerVersion

WORDS = ("恒力", "青岛", "华能", "煤矸石", "光热", "氢能")
POISON = "毒"  # a bug at headquarters: it fails at every request that brings this word
FIRST_DAY = date(2026, 1, 1)

CHANGEABLE: Mapping[str, tuple[str, ...]] = {
    "company": ("name", "industry", "tags", "note", "city"),
    "project": ("name", "industry", "tags", "note", "channel", "investment"),
    "contact": ("last_contact_on", "title", "tags", "last_contact_on"),
    "visit": ("place", "content"),
    "next_step": ("done_on", "title", "done_on", "done_on"),
    "attachment": ("name", "note"),
}
KINDS_DRAWN = (
    *("company", "company", "company", "project", "project", "project"),
    *("contact", "contact", "next_step", "next_step", "next_step", "visit"),
)


class Person:
    """Somebody at a keyboard; ``name`` makes what they write their own."""

    def __init__(
        self, store: Callable[[], Store], raw: Callable[[], Any], name: str, user: str, rnd: random.Random
    ) -> None:
        self._open_store = store
        self._raw = raw
        self.name = name
        self.user = user
        self.rnd = rnd

    @property
    def store(self) -> Store:
        return self._open_store()

    def act(self, blunders: float) -> None:
        """Do one thing."""
        if self.rnd.random() < blunders:
            self._blunder()
            return
        change = self._change
        self.rnd.choice(
            (self._create, self._create_child, self._create_child, self._tell, self._tell)
            + (change,) * 4
            + (self._delete, self._restore, self._resolve, self._undo)
        )()

    def _create(self) -> None:
        with self.store.write(actor=self.user, label="create") as work:
            firm = work.create("company", _known("company", {"name": self.text(), "tags": [self.text()]}))
            if self.rnd.random() < 0.5:
                work.create("project", {"name": self.text(), "stage": "lead", "investor_id": firm})

    def meet(self) -> None:
        """A company with a visit and a file, which older programs know nothing of."""
        with self.store.write(actor=self.user, label="create") as work:
            firm = work.create("company", _known("company", {"name": self.text()}))
            if "visit" in KINDS:
                self._visit(work, "company", firm)
            if "attachment" in KINDS:
                self._file(work, "company", firm)

    def note_company(self) -> None:
        """A company and no more."""
        with self.store.write(actor=self.user, label="import") as work:
            work.create("company", _known("company", {"name": self.text()}))

    def _create_child(self) -> None:
        """A visit, a next step, a contact or a file of a company or project."""
        kind = self.rnd.choice(("company", "project"))
        ids = self._first(kind)
        if not ids:
            return
        parent = self.rnd.choice(ids)
        with self.store.write(actor=self.user, label="create") as work:
            match self.rnd.randrange(4):
                case 0 if "visit" in KINDS:
                    self._visit(work, kind, parent)
                case 1:
                    work.create("next_step", {"title": self.text(), f"{kind}_id": parent})
                case 2:
                    owner = {"company_id": parent} if kind == "company" else {}
                    known = _known("contact", {"name": self.text(), "last_contact_on": self._day()})
                    work.create("contact", known | owner)
                case _ if "attachment" in KINDS:
                    self._file(work, kind, parent)

    def _visit(self, work: UnitOfWork, kind: str, parent: str) -> None:
        values = {"visited_on": self._day(), "kind": "call", "subject": self.text()}
        visit = work.create("visit", values | {f"{kind}_id": parent})
        work.create("next_step", {"title": self.text(), "visit_id": visit, f"{kind}_id": parent})

    def _file(self, work: UnitOfWork, kind: str, parent: str) -> None:
        values = {"parent_kind": kind, "parent_id": parent, "name": self.text()}
        work.create("attachment", values | {"sha256": f"{self.rnd.getrandbits(256):064x}", "size": 1})

    def _any(self, *, deleted: bool = False) -> tuple[str, str] | None:
        kind = self.rnd.choice((*KINDS_DRAWN, "attachment"))
        ids = self._first(kind, deleted=deleted) if kind in KINDS else []
        return (kind, self.rnd.choice(ids)) if ids else None

    def _first(self, kind: str, *, deleted: bool = False) -> list[str]:
        """What everybody works on, so that edits meet; found past the indexes, which ``_tell`` keeps busy."""
        query = f'SELECT id FROM "{kind}" WHERE deleted = ? ORDER BY id LIMIT 4'
        return [id for (id,) in self._raw().execute(query, (deleted,)).fetchall()]

    def _change(self) -> None:
        chosen = self._any()
        if chosen is None:
            return
        kind, id = chosen
        with self.store.write(actor=self.user, label="change") as work:
            row = work.row(kind, id)
            assert row is not None
            known = [name for name in CHANGEABLE[kind] if name in KINDS[kind].fields]
            names = self.rnd.sample(known, self.rnd.randint(1, min(2, len(known))))
            work.update(kind, id, {name: self._value(kind, name, row.values) for name in names})

    def _tell(self) -> None:
        """A fact about what everybody of the office works on: a date reached, a step done."""
        kind, name = self.rnd.choice((("contact", "last_contact_on"), ("next_step", "done_on")))
        if name in KINDS[kind].fields and (ids := self.store.ids(kind)):
            with self.store.write(actor=self.user, label="tell") as work:
                work.update(kind, min(ids), {name: self._day()})

    def _value(self, kind: str, name: str, values: Mapping[str, Any]) -> Any:
        field = KINDS[kind].fields[name]
        match field.type:
            case Type.TEXTS:
                old = list(values[name] or [])
                if old and self.rnd.random() < 0.3:
                    old.pop(self.rnd.randrange(len(old)))
                return [*old, self.text()]
            case Type.LONG_TEXT:
                return self._paragraphs(values[name])
            case Type.CHOICE:
                return self.rnd.choice(field.choices)
            case Type.MONEY:
                return Decimal(self.rnd.randrange(10**6)) / 100
            case Type.DATE:
                return self._day()
            case _ if not field.required and self.rnd.random() < 0.15:
                return None
            case _:
                return self.text()

    def _paragraphs(self, old: str | None) -> str:
        """The text with a paragraph more; sometimes its first one is written anew."""
        lines = old.split("\n") if old else []
        if lines and self.rnd.random() < 0.2:
            lines[0] = self.text()
            return "\n".join(lines)
        return "\n".join([*lines, self.text()])

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self.rnd.randrange(300))

    def _delete(self) -> None:
        if chosen := self._any():
            with self.store.write(actor=self.user, label="delete") as work:
                work.delete(*chosen)

    def _restore(self) -> None:
        if chosen := self._any(deleted=True):
            with self.store.write(actor=self.user, label="restore") as work:
                work.restore(*chosen)

    def _undo(self) -> None:
        (self.store.redo if self.rnd.random() < 0.3 else self.store.undo)(actor=self.user)

    def _resolve(self) -> None:
        cards = [card for card in open_conflicts(self.store) if card.target is not None]
        if cards:
            with suppress(ConflictOfNewerVersion):
                take(self.store, self.rnd.choice(cards).id, self.rnd.choice((MINE, HQ)), self.user)

    def _blunder(self) -> None:
        """Something headquarters will refuse, or fail at; the store itself takes it."""
        kind = self.rnd.choice(("company", "project"))
        if ids := self._first(kind):
            name = "" if self.rnd.random() < 0.6 else f"{POISON}{self.text()}"
            with self.store.write(actor=self.user, label="blunder") as work:
                work.update(kind, self.rnd.choice(ids), {"name": name})

    def text(self) -> str:
        """A value nobody else writes."""
        return f"{self.rnd.choice(WORDS)}{self.name}.{self.rnd.getrandbits(40):x}"


def _known(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those that the program at hand has a field for."""
    return {name: value for name, value in values.items() if name in KINDS[kind].fields}


def is_blunder(kind: str, fields: Mapping[str, tuple[Any, Any]]) -> bool:
    """Whether headquarters has a reason to refuse an operation or to fail at it."""
    return any(
        (spec.required and after in (None, "")) or (isinstance(after, str) and POISON in after)
        for name, (_, after) in fields.items()
        if (spec := KINDS[kind].fields.get(name)) is not None
    )


def is_plain(kind: str, name: str) -> bool:
    """Whether the field is one line that only a person can join."""
    spec = KINDS[kind].fields.get(name)
    plain = (Type.TEXT, Type.CHOICE, Type.REFERENCE)
    return spec is not None and spec.merge is Merge.ASK and spec.type in plain
