"""Two laptops and one headquarters made of the pure functions alone: judge, overlay and a tiny feed.

Whatever is interleaved, the three end the same, and no value that somebody wrote goes without a word: it
stands, a person is asked about it, or the rule of its field says why another stands (sync.md, Push).
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from app.model.field import Merge
from app.model.registry import KINDS
from app.model.values import Document
from sync.protocol.judge import PENDING, Context, Held, Judgement, judge
from sync.protocol.merge import overlay
from sync.protocol.messages import Action, Operation

KIND, ID = "contact", "r1"
DUE = "next_step"
# A field for every rule that a laptop may write by, and one that only a newer version knows.
FIELDS: dict[str, dict[str, list[Any]]] = {
    KIND: {
        "title": ["经理", "总裁", "顾问", None],  # ask
        "tags": [["甲"], ["甲", "乙"], ["丙"], None],  # union
        "note": ["一\n二\n三", "一\n贰\n三", "一\n二\n叁", "壹\n二\n三", None],  # text
        "last_contact_on": ["2026-01-01", "2026-02-02", "2026-03-03", None],  # max
        "from_the_future": [1, {"a": "乙"}, None],  # unknown, and so asked
    },
    DUE: {
        "done_on": ["2026-01-01", "2026-02-02", None],  # latest
        "note": ["一\n二\n三", "一\n贰\n三", None],
        "owner": ["张三", "李四", None],
    },
}
ENDS: st.SearchStrategy[Action] = st.sampled_from(["delete", "restore"])
REQUIRED = {KIND: {"name": "王伟"}, DUE: {"title": "回电"}}


@dataclass
class Hq:
    """One record per kind, its history, and everything that was ever said about it."""

    held: dict[str, Held] = field(default_factory=dict)
    rev: int = 0
    answers: dict[str, Judgement] = field(default_factory=dict)
    versions: dict[str, list[Held]] = field(default_factory=dict)

    def take(self, operation: Operation, who: Context) -> Judgement:
        """Judge, stamp and remember; the same operation again gets the same answer and changes nothing."""
        if operation.op_id in self.answers:
            return self.answers[operation.op_id]
        before = self.held.get(operation.kind)
        judgement = judge(operation.kind, before, operation, who)
        if judgement.held is not None and judgement.held is not before:
            self.rev += 1
            judgement = replace(judgement, held=_stamped(judgement.held, self.rev))
            assert judgement.held is not None
            self.held[operation.kind] = judgement.held
            self.versions.setdefault(operation.kind, []).append(judgement.held)
        if judgement.status != "later":
            self.answers[operation.op_id] = judgement
        return judgement


def _stamped(held: Held, rev: int) -> Held:
    revs = {name: rev if then == PENDING else then for name, then in held.field_revs.items()}
    other = rev if held.other_rev == PENDING else held.other_rev
    return replace(held, rev=rev, field_revs=revs, other_rev=other)


@dataclass
class Laptop:
    """What one device holds of headquarters' records and what it has yet to say."""

    name: str
    base: dict[str, Held] = field(default_factory=dict)
    waiting: list[Operation] = field(default_factory=list)
    clock: int = 0

    def shown(self, kind: str) -> tuple[Document, bool]:
        base = self.base.get(kind)
        own = (op for op in self.waiting if op.kind == kind)
        return overlay(kind, base.doc if base else {}, own, deleted=bool(base and base.deleted))

    def exists(self, kind: str) -> bool:
        return kind in self.base or any(op.kind == kind for op in self.waiting)


@dataclass(frozen=True)
class Said:
    """One operation as it was judged: on what, by whom, and what came of it."""

    operation: Operation
    device: str
    before: Held | None
    judgement: Judgement
    at: int


class Machine(RuleBasedStateMachine):
    """Edits, pushes, pulls, lost replies and repetitions in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.hq = Hq()
        self.laptops = (Laptop("d1"), Laptop("d2"))
        self.log: list[Said] = []
        self.now = 1000

    # --- people ----------------------------------------------------------------------------------------

    @rule(who=st.integers(0, 1), kind=st.sampled_from([KIND, DUE]), data=st.data())
    def edit(self, who: int, kind: str, data: st.DataObject) -> None:
        """Create the record, or change one or two of its fields."""
        laptop = self.laptops[who]
        names = st.lists(st.sampled_from(sorted(FIELDS[kind])), min_size=1, max_size=2, unique=True)
        wanted = {name: data.draw(st.sampled_from(FIELDS[kind][name])) for name in data.draw(names)}
        if not laptop.exists(kind):
            self._say(laptop, kind, "create", {**REQUIRED[kind], **wanted})
        else:
            self._say(laptop, kind, "update", wanted)

    @rule(
        who=st.integers(0, 1),
        kind=st.sampled_from([KIND, DUE]),
        action=st.sampled_from(["delete", "restore"]),
    )
    def delete_or_restore(self, who: int, kind: str, action: Action) -> None:
        laptop = self.laptops[who]
        if laptop.exists(kind) and laptop.shown(kind)[1] is (action == "restore"):
            self._say(laptop, kind, action, {})

    @rule(who=st.integers(0, 1), ahead=st.integers(-100, 100))
    def set_a_clock(self, who: int, ahead: int) -> None:
        self.laptops[who].clock = ahead

    # --- sync ------------------------------------------------------------------------------------------

    @rule(who=st.integers(0, 1), count=st.integers(1, 4), lost=st.booleans())
    def push(self, who: int, count: int, lost: bool) -> None:
        """The oldest operations; where the reply is lost, the laptop still has them to say."""
        laptop = self.laptops[who]
        self._push(laptop, count)
        if not lost:
            self._settle(laptop, count)
            self._pull(laptop)

    @rule(who=st.integers(0, 1))
    def pull(self, who: int) -> None:
        """A page of rows without a word of one's own: what waits stays on top."""
        self._pull(self.laptops[who])

    @rule(who=st.integers(0, 1))
    def say_again(self, who: int) -> None:
        """A request that comes twice is answered twice and changes nothing."""
        before = dict(self.hq.held)
        for said in self.log:
            if said.device == self.laptops[who].name and said.judgement.status != "later":
                assert self.hq.take(said.operation, self._context(self.laptops[who], 0)) is said.judgement
        assert self.hq.held == before

    # --- what must hold --------------------------------------------------------------------------------

    @invariant()
    def a_laptop_shows_what_its_person_wrote_last(self) -> None:
        """Read your own writes: what waits is on the screen, by the rule of its field."""
        for laptop in self.laptops:
            for kind in FIELDS:
                own = [op for op in laptop.waiting if op.kind == kind]
                last = {name: pair for op in own for name, pair in op.fields.items()}
                doc = laptop.shown(kind)[0]
                for name, (knew, wrote) in last.items():
                    if _rule(kind, name) is Merge.LATEST:
                        assert doc.get(name) == wrote
                    _assert_stands(kind, name, knew, wrote, doc.get(name))

    @invariant()
    def revisions_only_grow_and_mark_what_changed(self) -> None:
        for versions in self.hq.versions.values():
            for old, new in pairwise(versions):
                assert new.rev > old.rev
                names = {*old.doc, *new.doc}
                changed = {name for name in names if old.doc.get(name) != new.doc.get(name)}
                assert changed == {n for n, rev in new.field_revs.items() if rev == new.rev}

    @invariant()
    def nothing_is_overwritten_in_silence(self) -> None:
        if self.log:
            _assert_loud(self.log[-1])

    def teardown(self) -> None:
        """Everybody says what is left and reads what is there; then all three are the same."""
        for _ in range(3):
            for laptop in self.laptops:
                self._push(laptop, len(laptop.waiting))
                self._settle(laptop, len(laptop.waiting))
                self._pull(laptop)
        for laptop in self.laptops:
            assert laptop.waiting == []
            for kind in FIELDS:
                held = self.hq.held.get(kind)
                assert laptop.shown(kind) == ((held.doc, held.deleted) if held else ({}, False))
        self._assert_every_value_is_accounted_for()

    # --- parts -----------------------------------------------------------------------------------------

    def _say(self, laptop: Laptop, kind: str, action: Action, wanted: dict[str, Any]) -> None:
        doc, base = laptop.shown(kind)[0], laptop.base.get(kind)
        fields = {n: (doc.get(n), value) for n, value in wanted.items() if doc.get(n) != value}
        if fields or action in ("delete", "restore"):
            self.now += 1
            number = sum(len(one.waiting) for one in self.laptops) + len(self.log)
            op_id = f"{self.now:016x}{number:016x}"
            rev = base.rev if base else 0
            laptop.waiting.append(Operation(op_id, kind, ID, action, rev, self.now + laptop.clock, fields))

    def _context(self, laptop: Laptop, at: int) -> Context:
        return Context(laptop.name, laptop.name, "u1", at=min(at, self.now), now=self.now)

    def _push(self, laptop: Laptop, count: int) -> None:
        for operation in laptop.waiting[:count]:
            if operation.op_id not in self.hq.answers:
                before = self.hq.held.get(operation.kind)
                context = self._context(laptop, operation.at)
                judgement = self.hq.take(operation, context)
                self.log.append(Said(operation, laptop.name, before, judgement, context.at))
                _assert_loud(self.log[-1])

    def _settle(self, laptop: Laptop, count: int) -> None:
        """Take in the answers of a push; what must wait stays."""
        sent = laptop.waiting[:count]
        assert all(
            self.hq.answers[op.op_id].status != "refused" for op in sent if op.op_id in self.hq.answers
        )
        laptop.waiting = [op for op in laptop.waiting if op.op_id not in self.hq.answers or op not in sent]

    def _pull(self, laptop: Laptop) -> None:
        laptop.base = dict(self.hq.held)

    def _assert_every_value_is_accounted_for(self) -> None:
        """Each value ever judged was headquarters' value then, is on a card, or lost by its field's rule."""
        for said in self.log:
            after = said.judgement.held
            assert after is not None, said
            asked = {entry.field: entry.mine for entry in said.judgement.entries}
            for name, (knew, mine) in said.operation.fields.items():
                stands = after.doc.get(name)
                if name in asked:
                    assert asked[name] == mine
                    continue
                _assert_stands(said.operation.kind, name, knew, mine, stands)
                if _rule(said.operation.kind, name) is Merge.LATEST and mine != stands:
                    assert said.before is not None
                    assert said.before.field_times.get(name, 0) >= said.at, "the later one was thrown away"


def _rule(kind: str, name: str) -> Merge:
    fields = KINDS[kind].fields
    return fields[name].merge if name in fields else Merge.ASK


def _assert_stands(kind: str, name: str, knew: Any, wrote: Any, stands: Any) -> None:
    """``stands`` is what the rule of the field may make of ``knew`` → ``wrote`` without asking anybody."""
    if wrote == stands:
        return
    match _rule(kind, name):
        case Merge.UNION:
            assert set(wrote or []) - set(knew or []) <= set(stands or []), "what was added"
            assert not (set(knew or []) - set(wrote or [])) & set(stands or []), "what was taken away"
        case Merge.TEXT:
            assert _lines(wrote) - _lines(knew) <= _lines(stands), "lines that were written"
        case Merge.MAX:
            assert wrote is None or stands > wrote
        case Merge.LATEST:
            pass  # whose is later is looked at where it is judged
        case other:
            raise AssertionError(f"{kind}.{name} ({other}): wrote {wrote!r}, stands {stands!r}")


def _lines(value: str | None) -> set[str]:
    return set((value or "").split("\n")) - {""}


def _assert_loud(said: Said) -> None:
    """A value of headquarters that this operation's author had not seen is not replaced without a word."""
    before, after, operation = said.before, said.judgement.held, said.operation
    if before is None or after is None:
        return
    if operation.action == "delete":
        unseen = before.news_for(said.device) > operation.base_rev
        assert (said.judgement.card == "delete") is (unseen and not before.deleted)
        assert after.doc == before.doc, "the edits stay in what was deleted"
        return
    if before.deleted and operation.action != "restore":
        assert after.deleted and (after is before or said.judgement.card == "delete")
    asked = {entry.field for entry in said.judgement.entries}
    for name in {*before.doc, *after.doc}:
        old, new = before.doc.get(name), after.doc.get(name)
        if old == new:
            continue
        knew, wrote = operation.fields[name]
        assert name not in asked, "headquarters' value stands where a person is asked"
        if old == knew or before.field_revs.get(name, 0) <= operation.base_rev:
            assert new == wrote
        else:
            _assert_joined(said, name, old, new)


def _assert_joined(said: Said, name: str, old: Any, new: Any) -> None:
    """Two edits of one field became one by its rule; only some rules may do that."""
    knew, wrote = said.operation.fields[name]
    match _rule(said.operation.kind, name):
        case Merge.UNION:
            _assert_union(*(value or [] for value in (knew, wrote, old, new)))
        case Merge.TEXT:
            assert _lines(wrote) - _lines(knew) <= _lines(new), "lines this laptop wrote"
            assert _lines(old) - _lines(knew) <= _lines(new), "lines the other wrote"
        case Merge.MAX:
            assert new == max(value for value in (wrote, old) if value is not None)
        case Merge.LATEST:
            assert new == wrote
        case other:
            raise AssertionError(f"{name} ({other}): {old!r} became {new!r} without a word")


def _assert_union(knew: Iterable[str], wrote: Iterable[str], old: Iterable[str], new: Iterable[str]) -> None:
    for item in {*knew, *wrote, *old, *new}:
        sides = [item in wrote, item in old]
        assert (item in new) is (all(sides) if item in knew else any(sides))


TestMachine = Machine.TestCase
SEARCHING = os.environ.get("HYPOTHESIS_PROFILE") == "search"
TestMachine.settings = settings(
    max_examples=2000 if SEARCHING else 150, stateful_step_count=50 if SEARCHING else 30
)
