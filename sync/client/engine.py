"""One run of the sync, read from top to bottom: single-threaded and without I/O of its own (sync.md, Shape).

Each turn sends what waits and takes a page of what changed; verdicts, rows and the place read up to are
committed together. Cut off anywhere, lost, doubled or repeated, the next run goes on from the last commit.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import msgspec
from msgspec.structs import replace

from app import lasting
from app.model.changes import SYNC, ChangeSet
from app.model.identity import Randomness, operation_id
from app.model.values import digests_check
from app.reasons import Reason
from app.store import kept_answer
from app.store.parking import park
from app.store.replica import Replica
from app.store.store import Store
from app.store.work import HQ_TIME
from sync.client import packing, reconcile
from sync.client.apply import Brake, land_exact, land_rows
from sync.client.asking import Asking
from sync.client.batch import Batch
from sync.client.device import keep_unit
from sync.client.errors import (
    DeletionBrake,
    DigestMismatch,
    MalformedAnswer,
    RequestRefused,
    ServerFault,
    SyncError,
    Timeout,
)
from sync.client.flight import Flight, Following, Plan, begin, hold, is_plain, keep, kept, packed, sent_on
from sync.client.gateway import Gateway
from sync.client.generation import went_back
from sync.client.holding_back import read_hello
from sync.client.offers import let_go, was_restored
from sync.client.page import CARD, Page, PageRow, read_page
from sync.client.parts import Parts
from sync.client.place import AFRESH, CLOCK_OFFSET, CURSOR, EPOCH, HELLO, LAST_SYNC, REPAIR, UNREPAIRED
from sync.client.repair import take_repairs
from sync.client.report import SyncReport, Tally
from sync.client.verdicts import Verdicts
from sync.client.withdrawal import is_due, is_unfinished, over, withdraw
from sync.protocol.messages import Reply
from sync.protocol.times import milliseconds

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


@lasting.making_many()
def sync_once(
    store: Store, gateway: Gateway, clock: Clock, randomness: Randomness, *, allow_deletions: bool = False
) -> SyncReport:
    """Send everything that waits and take everything that is new; what is known to go wrong is in the report.

    ``allow_deletions`` says that the person has confirmed what ``DeletionBrake`` reported.
    """
    name, started, before = operation_id(randomness), clock(), gateway.traffic()
    run = _Run(store, gateway, clock, allow_deletions)
    error: SyncError | None = None
    try:
        run.begin()
        while run.turn() or run.follow_merges():
            pass
        run.finish()
    except SyncError as known:
        error = known
    with store.replica() as replica:
        ended = clock()
        if error is None:
            replica.set(LAST_SYNC, ended.isoformat())
        report = SyncReport(
            run=name,
            started=started,
            ended=ended,
            tally=run.tally,
            traffic=gateway.traffic().since(before),
            changes=run.changes,
            waiting=replica.counts_waiting(),
            error=error,
        )
        replica.record_run(started, ended, report.summary())
    store.keep_counter()
    log.info("sync %s: %s", name, report.summary())
    return report


class _Run:
    """The state of one run, gone when it ends: everything that matters is in the store."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, allow_deletions: bool) -> None:
        self.tally = Tally()
        self.changes = ChangeSet(frozenset(), SYNC)
        self._store = store
        self._gateway = gateway
        self._clock = clock
        self._batch = Batch()
        self._verdicts = Verdicts()
        self._suspect = ""  # the operation that made a request fail alone
        self._probe = False  # the next request goes without operations, to tell a bad one from a bad server
        self._more = True
        self._flight: Flight | None = None  # sent before the last answer was taken in, which is ``_owed``
        self._owed: tuple[Plan, Reply] | None = None
        self._silent = False  # neither end has more to say: looking again would be for nothing
        self._halted: DeletionBrake | None = None
        self._mismatch: DigestMismatch | None = None
        self._brake = Brake(released=allow_deletions)
        self._parts = Parts(clock)
        self._asking = Asking(store, clock, self._batch, self._verdicts, partial(packing.prepare, gateway))

    def begin(self) -> None:
        """Read everything again where this laptop died while it gave units up: its place is of before.

        Were they opened to it again meanwhile, headquarters would take it to hold them.
        """
        with self._store.replica() as replica:
            if is_unfinished(replica):
                self._read_afresh(replica)

    def turn(self) -> bool:
        """One exchange; False when there was nothing left to exchange."""
        flight, self._flight = self._flight or self._launched(self._plan()), None
        if flight is None:
            return False
        plan = flight.plan
        self._take_in_owed()
        following = None if self._halted or self._suspect else self._asking.following(plan)
        try:
            reply = flight.answer()
        except Timeout:
            if not self._batch.timed_out():
                raise
            return True
        except (RequestRefused, ServerFault) as error:
            self._isolate(plan, error)
            return True
        self._batch.answered((self._clock() - flight.asked).total_seconds())
        self._probe = False
        if following is not None and following.batch == self._batch and is_plain(plan, reply):
            return self._goes_on(plan, reply, following)
        self._take_in(plan, reply)
        return not self._silent

    # --- while headquarters judges ---------------------------------------------------------------------

    def _take_in_kept(self) -> None:
        """Take in what was answered before this laptop died, or another process of this profile did."""
        with self._store.replica() as replica:
            self._owed = kept(replica, replica.get(CURSOR))
        if self._owed is not None:
            self._take_in_owed()
            self._more = self._halted is None  # it was the end when it was said: this run has yet to ask

    def _take_in_owed(self) -> None:
        owed, self._owed = self._owed, None
        if owed is not None:
            self._take_in(*owed)

    def _launched(self, plan: Plan | None) -> Flight | None:
        if plan is None:
            return None
        request, gateway, asked = plan.request, self._gateway, self._clock()
        work = request.waiting or self._owed  # for meanwhile
        return Flight(plan, asked, begin(gateway, request) if work else partial(gateway.exchange, request))

    def _goes_on(self, plan: Plan, reply: Reply, following: Following) -> bool:
        """Keep a plain answer and send what follows; it is taken in while headquarters judges that."""
        with self._store.replica() as replica:
            if self._overtaken(replica, plan) or kept(replica, plan.request.cursor):
                return True  # also where another process has a page to land from there
            self._note_time(replica, reply)
            reply = replace(reply, time=0)
            keep(replica, plan, reply)
            now = milliseconds(self._clock())
            then = sent_on(following.plan, reply, clock=now, counter=replica.counter())
        self._owed = plan, reply
        self._flight = self._launched(then)
        return True

    def follow_merges(self) -> bool:
        """At the end of the feed set right what merges elsewhere left here; True where that is to go up.

        Only in records of the own unit: others may not be changed here, and have laptops of their own.
        """
        if self._halted is not None:
            return False
        with self._store.replica() as replica:
            hello = read_hello(replica.get(HELLO))
        changes = self._store.follow_merges(hello.unit_id if hello else None)
        self.changes = self.changes.joined([changes])
        return bool(changes)

    def finish(self) -> None:
        """Raise what is wrong although everything else has gone through."""
        if wrong := self._halted or self._mismatch:
            raise wrong

    def _plan(self) -> Plan | None:
        self._take_in_kept()
        return self._asking.next(more=self._more, probe=self._probe, halted=self._halted is not None)

    # --- a reply ---------------------------------------------------------------------------------------

    def _take_in(self, plan: Plan, reply: Reply) -> None:
        """The page and its place: in one transaction, or a long page in parts and its place with the last.

        A long page is kept until then, so that a laptop that dies goes on with it before it asks anything:
        to headquarters its rows are always those of its place (docs/adr/0024).
        """
        page = read_page(reply.kinds)
        if reply.more and reply.cursor == plan.request.cursor and not page.rows:
            raise MalformedAnswer(detail="more to come, and none of it came")
        self._withdraw(plan, reply)
        held = packed(reply) if self._parts.are_due(plan, reply, page) else b""
        with self._transaction() as replica:
            if self._overtaken(replica, plan):
                return
            now, chance = self._clock(), self._store.randomness
            if was_restored(replica, reply, now, chance) or went_back(replica, reply, now):
                self._verdicts.forget()
                self._read_afresh(replica)
                return
            if held and not hold(replica, plan, held):
                return
            reconcile.note_horizon(replica, reply.horizon)
            if reply.afresh:
                replica.set(AFRESH, "1")
                reconcile.begin(replica)
            page = self._braked(replica, page)
            self._verdicts.take_in(plan.sent, reply.verdicts, self.tally)
            self._settle_refused(replica)  # before the rows: what was corrected since must not lie on them
            left = self._land_some(replica, plan, reply, page, page.rows, whole=not held)
        while left:
            with self._transaction() as replica:
                if self._overtaken(replica, plan):
                    return
                left = self._land_some(replica, plan, reply, page, left, whole=False)

    def _land_some(
        self, replica: Replica, plan: Plan, reply: Reply, page: Page, rows: Sequence[PageRow], *, whole: bool
    ) -> Sequence[PageRow]:
        """Land the first of ``rows``, and with the last of them all else; returns what is left."""
        with self._parts.next(rows, whole=whole) as (now, left):
            self._land(replica, now)
        if not left:
            self._settle(replica, reply, page)
            if self._halted is None:
                self._move_on(replica, plan, reply)
            self._silent = not self._more and not replica.counts_waiting()
        return left

    def _withdraw(self, plan: Plan, reply: Reply) -> None:
        """Units that left the scope go before the rows come: some of these may be theirs, seen anew.

        Not where headquarters was restored: what it lost must be offered first.
        """
        more = is_due(reply) and self._halted is None
        while more:
            with self._transaction() as replica:
                old = self._overtaken(replica, plan) or reply.epoch not in ("", replica.get(EPOCH))
                more = not old and withdraw(replica, reply, self._verdicts) > 0

    @contextmanager
    def _transaction(self) -> Iterator[Replica]:
        with self._store.replica() as replica:
            yield replica
        self.changes = self.changes.joined([replica.changes])

    def _overtaken(self, replica: Replica, plan: Plan) -> bool:
        """Whether another process of this profile has moved on meanwhile: then this reply is old."""
        return replica.get(CURSOR) != plan.request.cursor

    def _go_to(self, replica: Replica, cursor: str) -> None:
        replica.set(CURSOR, cursor)
        kept_answer.forget(replica.connection)

    def _note_time(self, replica: Replica, reply: Reply) -> None:
        if reply.time:
            replica.set(CLOCK_OFFSET, str(reply.time - milliseconds(self._clock())))
            replica.set(HQ_TIME, str(reply.time))

    def _read_afresh(self, replica: Replica) -> None:
        self._go_to(replica, "")
        over(replica)
        replica.set(AFRESH, "1")
        reconcile.begin(replica)
        self._more = True

    def _braked(self, replica: Replica, page: Page) -> Page:
        """The page, or an empty one once it would delete too much: then only the outbox goes on."""
        try:
            if self._halted is None:
                self._brake.check(replica, page)
        except DeletionBrake as brake:
            self._halted, self._more = brake, False
            kept_answer.forget(replica.connection)  # once the person has confirmed, it is asked for again
        return page if self._halted is None else Page()

    def _land(self, replica: Replica, rows: Sequence[PageRow]) -> None:
        afresh = bool(replica.get(AFRESH))
        if afresh:
            reconcile.confirm_rows(replica, rows)
        self.tally.received += land_rows(replica, rows, self._verdicts, afresh=afresh)

    def _settle(self, replica: Replica, reply: Reply, page: Page) -> None:
        for kind, parked in page.parked.items():
            park(replica.connection, kind, parked)
            self.tally.parked += len(parked)
        let_go(replica, self._verdicts)
        if self._halted is None and not reply.more:
            self._verdicts.settle_by_hand()
            self._verdicts.give_up_on_cards(lambda ids: replica.local(CARD, ids).keys())
        self._verdicts.give_up_waiting(replica, self._clock(), self.tally)
        self._settle_refused(replica)
        afresh = bool(replica.get(AFRESH))
        if afresh:
            reconcile.confirm(replica, self._verdicts.exact)
        land_exact(replica, self._verdicts, afresh=afresh)
        reconcile.bury_compacted(replica, self._verdicts, self._clock, self._store.randomness)

    def _settle_refused(self, replica: Replica) -> None:
        if self._verdicts.refused:
            replica.settle([], self._verdicts.refused)

    def _move_on(self, replica: Replica, plan: Plan, reply: Reply) -> None:
        """Keep the place read up to, and at the end of the feed compare what both ends hold."""
        self._note_time(replica, reply)
        if reply.hello is not None:
            replica.set(HELLO, msgspec.json.encode(reply.hello).decode())
        keep_unit(replica, reply.hello or read_hello(replica.get(HELLO)))  # as an older version did not
        if reply.cursor != replica.get(CURSOR):
            self._go_to(replica, reply.cursor)
        if is_due(reply):
            over(replica)
        self._more = reply.more
        if reply.more or not reply.check:
            return
        afresh, today = bool(replica.get(AFRESH)), self._clock().date().isoformat()
        asked = plan.request.buckets
        if asked:
            replica.set(REPAIR, "")
            self.tally.received += take_repairs(
                replica, reply.repairs, asked, self._verdicts, self._clock, self._store.randomness
            )
        agreed = self._agrees(replica, reply, afresh=afresh)
        if afresh:
            replica.set(AFRESH, "")
        if agreed:
            if replica.get(UNREPAIRED):
                replica.set(UNREPAIRED, "")
        elif replica.get(UNREPAIRED) == today:
            self._mismatch = DigestMismatch()
        elif afresh or not asked:
            replica.set(UNREPAIRED, today if afresh else "")  # repairs are the last thing tried today
            replica.set(REPAIR, "1")
            self._more = True
        else:
            log.warning("this laptop and headquarters differ: reading everything again")
            self._read_afresh(replica)

    def _agrees(self, replica: Replica, reply: Reply, *, afresh: bool) -> bool:
        """Whether both ends hold the same; after reading afresh without what headquarters does not have."""
        agreed = digests_check(replica.digests()) == reply.check
        if agreed or not afresh:
            return agreed
        reconcile.part_with_unconfirmed(replica, self._verdicts, self._clock, self._store.randomness)
        return digests_check(replica.digests()) == reply.check

    # --- a request that fails as a whole ---------------------------------------------------------------

    def _isolate(self, plan: Plan, error: RequestRefused | ServerFault) -> None:
        """Find the operation that a whole request fails for, and set it aside so that the others pass.

        Alone, it is tried a second time after a request without operations has gone through: a server that
        fails at everything must not empty the outbox into the tray of refused operations.
        """
        if not plan.sent:
            raise error
        if len(plan.sent) > 1:
            self._batch.operations = len(plan.sent) // 2
            return
        alone = plan.sent[0].op_id
        if self._suspect != alone:
            self._suspect, self._probe = alone, True
            return
        reason = error.problem if isinstance(error, RequestRefused) else Reason(error.key, error.params)
        with self._transaction() as replica:
            replica.settle([], {alone: reason})
        self._verdicts.put_off.add((plan.sent[0].kind, plan.sent[0].id))
        self.tally.refused += 1
