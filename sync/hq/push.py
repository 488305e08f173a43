"""Push: a laptop's operations become headquarters' state, each with its own verdict (sync.md, Push).

One batch is one transaction, in revisions of bounded size. It is judged in memory on rows read under lock, so
that one bad operation harms no other; then the tenant's counter is taken, everything is written, and only
after the commit is anybody told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.model.identity import Randomness
from app.model.registry import KINDS, SCHEMA
from app.reasons import Reason
from sync.hq import (
    assessment,
    attention,
    audit,
    cards,
    change_log,
    claims,
    clashes,
    digests,
    funds,
    generations,
    life,
    meetings,
    moves,
    permits,
    records,
)
from sync.hq.attention import Room
from sync.hq.device_states import note_along
from sync.hq.drafts import Draft, draft
from sync.hq.meetings import Meeting
from sync.hq.moves import Move
from sync.hq.offers import Offers, first_after_its_offer
from sync.hq.permits import Permits
from sync.hq.records import Key
from sync.hq.retrying import retried
from sync.hq.revisions import next_revision
from sync.hq.scopes import Principal
from sync.hq.store import HqStore
from sync.protocol.arriving import Unread, unread
from sync.protocol.judge import PENDING, Context, Held, Judgement, judge
from sync.protocol.limits import REVISION_OPS
from sync.protocol.messages import Heading, Operation, Verdict

STORAGE = Reason("hq.later.storage")
UPGRADE = Reason("hq.later.upgrade")


@dataclass(frozen=True, slots=True)
class Pushed:
    """The verdicts in the order of the operations, and what the laptop holds already as it is now.

    ``whole``: revisions of which it holds every record; ``exact``: the revision of single records of others.
    """

    verdicts: tuple[Verdict, ...] = ()
    exact: Mapping[Key, int] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()


def push(
    store: HqStore,
    principal: Principal,
    operations: Sequence[Unread],
    meeting: Meeting,
    randomness: Randomness,
) -> Pushed:
    """Judge and keep ``operations``; returns after the commit.

    An operation that the database itself cannot take is found by halving the batch and comes back ``later``.

    Raises:
        DeviceRevoked, StorageFull, DatabaseUnreachable: nothing of the batch was kept.
    """
    if not operations:
        return Pushed()
    if cut := first_after_its_offer(operations):
        return _in_parts(store, principal, (operations[:cut], operations[cut:]), meeting, randomness)
    try:
        return _with_retries(store, principal, operations, meeting, randomness)
    except DBAPIError:
        if len(operations) == 1:
            verdict = Verdict(operations[0].op_id, "later", reason=STORAGE.key)
            return Pushed((verdict,))
    half = (len(operations) + 1) // 2
    return _in_parts(store, principal, (operations[:half], operations[half:]), meeting, randomness)


def _in_parts(
    store: HqStore,
    principal: Principal,
    parts: Sequence[Sequence[Unread]],
    meeting: Meeting,
    randomness: Randomness,
) -> Pushed:
    """Part after part; what follows an operation that must wait, of the same record, waits with it."""
    verdicts: dict[str, Verdict] = {}
    exact: dict[Key, int] = {}
    whole: frozenset[int] = frozenset()
    waiting: dict[Key, Verdict] = {}
    for part in parts:
        going = [one for one in part if (one.kind, one.id) not in waiting]
        done = push(store, principal, going, meeting, randomness)
        told = dict(zip((one.op_id for one in going), done.verdicts, strict=True))
        for one in part:
            before = waiting.get((one.kind, one.id))
            again = told[one.op_id] if before is None else msgspec.structs.replace(before, op_id=one.op_id)
            verdicts.setdefault(one.op_id, again)
        waiting |= {(one.kind, one.id): v for one in part if (v := verdicts[one.op_id]).status == "later"}
        exact |= done.exact
        whole |= done.whole
    return Pushed(tuple(verdicts[one.op_id] for part in parts for one in part), exact, whole)


def _with_retries(
    store: HqStore,
    principal: Principal,
    operations: Sequence[Unread],
    meeting: Meeting,
    randomness: Randomness,
) -> Pushed:
    def transaction() -> Pushed:
        with store.write() as connection:
            offset = meetings.meet(connection, store.tenant, principal, meeting)
            met = replace(meeting, offset=offset, pack=store.pack)
            done = _Batch(connection, store.tenant, principal, met, randomness).run(operations)
            note_along(connection, store.tenant, principal.device_id, met.said, done.verdicts, now=met.now)
            return done

    return retried(transaction)


def judge_for(
    connection: Connection,
    tenant: int,
    author: Principal,
    operation: Operation,
    *,
    meeting: Meeting,
    randomness: Randomness,
) -> Verdict:
    """Judge an operation for somebody who is not there: its time is corrected already."""
    return _Batch(connection, tenant, author, meeting, randomness).run([unread(operation)]).verdicts[0]


class _Batch:
    """One transaction's worth of operations."""

    def __init__(
        self,
        connection: Connection,
        tenant: int,
        principal: Principal,
        meeting: Meeting,
        randomness: Randomness,
    ) -> None:
        self.connection = connection
        self.tenant = tenant
        self.principal = principal
        self.now = meeting.now
        self.offset = meeting.offset or 0
        self.author = generations.author(principal.device_id, meeting.generation)
        self.randomness = randomness
        self.acked = meeting.acked
        self.newer = meeting.schema > SCHEMA
        self.life = life.Life(connection, tenant, now=meeting.now, pack=meeting.pack, schema=meeting.schema)
        self.funds = funds.Funds(connection, tenant)
        self.before: dict[Key, Held] = {}
        self.working: dict[Key, Held] = {}
        self.inexact: set[Key] = set()
        self.exact: set[Key] = set()  # what the laptop knows as it is, once all is judged
        self.first_base: dict[Key, int] = {}
        self.revs: dict[Key, int] = {}
        self.put_off: dict[Key, Reason | None] = {}  # records of which an operation waits: later ones do, too
        self.clashes: dict[Key, cards.Clash] = {}
        self.judged: list[tuple[Unread, Judgement, int]] = []  # with the corrected time
        self.drafts: dict[Key, Draft] = {}  # of what was judged; something may have changed it since
        self.refusals: list[audit.Event] = []
        self.room = Room(connection, tenant, principal.device_id)

    def _refused(self, operation: Heading, reason: Reason) -> None:
        code, who = reason.key.removeprefix("hq.refused."), self.principal
        self.refusals.append(audit.Event("push", operation.id, code, who.user_id, who.device_id))

    def run(self, operations: Sequence[Unread]) -> Pushed:
        known = change_log.answered(self.connection, self.tenant, operations)
        fresh = self._fresh(operations, known)
        wanted = [*((op.kind, op.id) for op in operations), *permits.parents(fresh)]
        self.before = records.load(self.connection, self.tenant, wanted)
        self.working = dict(self.before)
        self.permits = Permits(self.connection, self.tenant, self.principal, self.now, self.before)
        self.offers = Offers(self.connection, self.tenant, self.principal, fresh, self.acked)
        self.life.expect(fresh)
        for one in fresh:
            self._take(one)
        card_ids = self._file_clashes()
        changed = {key: held for key, held in self.working.items() if held is not self.before.get(key)}
        self.revs = self._revisions(changed)
        self.exact = {key for key in self.first_base if self._is_exact(key)}
        verdicts = {op.op_id: self._verdict(op, judgement, card_ids) for op, judgement, _ in self.judged}
        self._write(changed, verdicts)
        seen = self.permits.scope.covers
        inexact = {
            rev for key, rev in self.revs.items() if key not in self.exact and seen(self.working[key].unit)
        }
        if changed:
            last = max(self.revs.values())
            if claims.settle(self.connection, self.tenant, changed, self.before, rev=last, now=self.now):
                inexact.add(last)
        answers = tuple(self._answer(op, known, verdicts) for op in operations)
        exact = {key: rev for key, rev in self.revs.items() if rev in inexact and key in self.exact}
        return Pushed(answers, exact, frozenset(self.revs.values()) - inexact)

    def _revisions(self, changed: Mapping[Key, Held]) -> dict[Key, int]:
        """The revision of each record: one for ``REVISION_OPS`` of them, as they were first named."""
        if not changed:
            return {}
        count = -(-len(changed) // REVISION_OPS)
        first = next_revision(self.connection, self.tenant, count) - count + 1
        return {key: first + at // REVISION_OPS for at, key in enumerate(changed)}

    def _fresh(self, operations: Sequence[Unread], known: Mapping[str, Verdict]) -> list[Unread]:
        """The operations never seen before, each once."""
        first: dict[str, Unread] = {}
        for operation in operations:
            if operation.op_id not in known:
                first.setdefault(operation.op_id, operation)
            else:
                self.inexact.add((operation.kind, operation.id))
                if known[operation.op_id].reason == change_log.REUSED.key:
                    self._refused(operation, change_log.REUSED)
        return list(first.values())

    def _corrected(self, operation: Heading) -> int:
        """When it was made by headquarters' clock; never later than now."""
        return max(0, min(operation.at + self.offset, self.now))

    def _take(self, arrived: Unread) -> None:
        operation = arrived.opened()
        key = (operation.kind, operation.id)
        held = self.working.get(key)
        self.first_base.setdefault(key, operation.base_rev)
        at = self._corrected(operation)
        if key in self.put_off:
            judgement = Judgement("later", held, reason=self.put_off[key])
        else:
            judgement = self._judge(key, held, operation, at)
        if judgement.status == "refused" and judgement.reason is not None:
            self._refused(operation, judgement.reason)
            if not self.room.takes(arrived):
                judgement = Judgement("later", None, reason=attention.FULL)
        if judgement.status == "later":
            self.put_off[key] = judgement.reason
        self.judged.append((arrived, judgement, at))
        if judgement.held is not None:
            self.working[key] = judgement.held
            if judgement.held is not held:
                self.drafts[key] = draft(key, judgement.held)
        # What comes again after a disaster may be of a record that its laptop has not held for long.
        if not judgement.exact or operation.kind in claims.SETTLED or operation.op_id in self.acked:
            self.inexact.add(key)

    def _judge(self, key: Key, held: Held | None, operation: Operation, at: int) -> Judgement:
        home = self.permits.home(operation, held, self.working)
        context = Context(self.principal.user, self.author, home.unit, at, self.now)
        if (offered := self.offers.judge(held, operation, context)) is not None:
            return offered
        if self.newer and operation.kind not in KINDS:
            return Judgement("later", held, reason=UPGRADE)  # its laptop keeps it
        if refusal := self._refusal(operation, held):
            seen = held is not None and self.permits.scope.covers(held.unit)
            return Judgement("refused", held if seen else None, reason=refusal)
        told = judge(operation.kind, held, operation, context)
        judgement = self.permits.followed(operation.kind, held, told)
        if judgement.status == "later":
            judgement = self.offers.of_forgotten(operation, judgement)
        if (reason := self.life.refusal(operation, held, judgement, self.working)) is not None:
            return Judgement("refused", held, reason=reason)
        if (reason := self.funds.refusal(operation, judgement, self.working)) is not None:
            return Judgement("refused", held, reason=reason)
        if held is None and judgement.held is not None:
            self.permits.make(key, home)
        if judgement.card and held is not None:
            clash = self.clashes.setdefault(key, cards.Clash(key, held))
            clash.add(judgement, at)
        return judgement

    def _refusal(self, operation: Operation, held: Held | None) -> Reason | None:
        """Why this person must not do this to the record, whatever it says."""
        who = self.principal
        refused = self.permits.refusal(operation, held) or assessment.refusal(who, operation)
        return refused or clashes.refusal(who, operation, held)

    def _file_clashes(self) -> dict[Key, str]:
        if not self.clashes:
            return {}
        ids, before = cards.file_clashes(
            self.connection,
            self.tenant,
            self.principal,
            self.clashes,
            self.working,
            now=self.now,
            randomness=self.randomness,
        )
        self.before.update(before)
        return ids

    def _verdict(self, operation: Heading, judgement: Judgement, card_ids: Mapping[Key, str]) -> Verdict:
        key = (operation.kind, operation.id)
        held, reason = judgement.held, judgement.reason
        params = dict(reason.params) if reason else {}
        if judgement.field:
            params["field"] = judgement.field
        return Verdict(
            operation.op_id,
            judgement.status,
            rev=0 if held is None else self.revs[key] if held.rev == PENDING else held.rev,
            exact=judgement.exact and key in self.exact,
            reason=reason.key if reason else "",
            params=params,
            card=card_ids.get(key, "") if judgement.card else "",
        )

    def _is_exact(self, key: Key) -> bool:
        """Whether the laptop, knowing the record as it was and its own operations, knows it as it is."""
        before = self.before.get(key)
        return key not in self.inexact and (before.rev if before else 0) == self.first_base.get(key, -1)

    def _moved(self, changed: Mapping[Key, Held]) -> dict[Key, Move]:
        """Records whose lost state, offered again, lies in another unit than the backup's."""
        return {
            key: Move(self.revs[key], before.unit, held.unit, self.now)
            for key, held in changed.items()
            if (before := self.before.get(key)) is not None and before.unit != held.unit
        }

    def _write(self, changed: Mapping[Key, Held], verdicts: Mapping[str, Verdict]) -> None:
        moved = digests.Changes()
        parts: dict[int, dict[Key, Held]] = {}
        drafts = {key: one for key, one in self.drafts.items() if one.held is changed.get(key)}
        docs = {key: one.doc for key, one in drafts.items()}
        for key, held in changed.items():
            moved.note(key, self.before.get(key), held, drafts.get(key))
            parts.setdefault(self.revs[key], {})[key] = held
        for rev, part in parts.items():
            records.save(self.connection, self.tenant, rev, part, known=self.before, docs=docs)
        moved.save(self.connection, self.tenant)
        away = {key: replace(move, rev=self.revs[key]) for key, move in self.permits.made_away.items()}
        moves.note(self.connection, self.tenant, away | self._moved(changed))
        audit.append(self.connection, self.tenant, self.now, self.refusals)
        # What must wait is judged afresh when it comes again.
        kept = [
            change_log.Entry(op, verdicts[op.op_id], at)
            for op, judgement, at in self.judged
            if judgement.status != "later"
        ]
        change_log.save(self.connection, self.tenant, self.principal, self.now, kept)

    def _answer(
        self, operation: Heading, known: Mapping[str, Verdict], verdicts: Mapping[str, Verdict]
    ) -> Verdict:
        if (verdict := verdicts.get(operation.op_id)) is not None:
            return verdict
        held = self.before.get((operation.kind, operation.id))
        if held is None or self.permits.scope.covers(held.unit) or known[operation.op_id].status == "refused":
            return known[operation.op_id]
        # Taken, told in vain, and out of this person's sight since: its row will never come.
        return msgspec.structs.replace(known[operation.op_id], rev=0)
