"""What a run asks headquarters next, read from the store."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from app.model.registry import SCHEMA
from app.store.captured import Captured
from app.store.replica import FIRST, Replica
from app.store.store import Store
from sync.client.batch import Batch
from sync.client.flight import Following, Plan
from sync.client.generation import generation
from sync.client.holding_back import newest_served, outgoing, read_hello
from sync.client.place import AFRESH, CURSOR, HELLO, REPAIR
from sync.client.repair import recount_when_due, recounted
from sync.client.report import recent_trouble
from sync.client.verdicts import Verdicts, as_stored
from sync.protocol.limits import MAX_BODY
from sync.protocol.messages import Hello, Request
from sync.protocol.times import milliseconds


class Asking:
    """Makes the requests of one run. ``batch`` and ``verdicts`` are the run's, which goes on with them.

    ``prepare`` is told what ``following`` found.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        batch: Batch,
        verdicts: Verdicts,
        prepare: Callable[[Request], None],
    ) -> None:
        self._store = store
        self._prepare = prepare
        self._clock = clock
        self._batch = batch
        self._verdicts = verdicts
        self._trouble = recent_trouble(store)

    def next(self, *, more: bool, probe: bool, halted: bool) -> Plan | None:
        """The next request, or None where nothing waits to be sent and nothing more is to be read.

        ``more``: there is more to read. ``probe``: without operations. ``halted``: no rows are wanted.
        """
        with self._store.replica() as replica:
            hello = read_hello(replica.get(HELLO))
            sendable = [] if probe else self._sendable(replica, hello, self._batch)
            recount_when_due(replica, self._clock())
            asked = recounted(replica) if replica.get(REPAIR) and not halted else {}
            if not (sendable or more or probe):
                return None
            plan = self._plan(replica, hello, sendable, asked)
        return Plan(replace(plan.request, page_bytes=1), sendable) if halted else plan

    def following(self, plan: Plan) -> Following | None:
        """What goes up next if headquarters just accepts ``plan``; None where that cannot be told yet."""
        if not (plan.sent and plan.request.waiting and self._verdicts.clean()):
            return None
        batch = self._batch.grown()
        with self._store.replica() as replica:
            hello = read_hello(replica.get(HELLO))
            if hello is None or newest_served(hello) < SCHEMA or replica.get(AFRESH) or replica.get(REPAIR):
                return None
            left = replica.counts_waiting() - len(plan.sent)
            sendable = self._sendable(replica, hello, batch.tapering(left), after=plan.sent[-1].seq)
            if not sendable:
                return None
            then = self._plan(replica, hello, sendable, {}, before=len(plan.sent))
        self._prepare(then.request)
        return Following(then, batch)

    def _plan(
        self,
        replica: Replica,
        hello: Hello | None,
        sendable: Sequence[Captured],
        buckets: Mapping[str, str],
        before: int = 0,
    ) -> Plan:
        """``before``: how many of those that wait are on their way."""
        request = Request(
            schema=SCHEMA,
            cursor=replica.get(CURSOR),
            ops=tuple(as_stored(captured) for captured in sendable),
            acked={captured.op_id: captured.hq_rev for captured in sendable if captured.hq_rev},
            hello=hello.mark if hello else "",
            clock=milliseconds(self._clock()) if sendable else 0,
            waiting=replica.counts_waiting() - before - len(sendable),
            buckets=dict(buckets),
            counter=replica.counter(),
            generation=generation(replica),
            page_bytes=self._batch.page_bytes(),
            failures=self._trouble.failures,
            trouble=self._trouble.code,
        )
        return Plan(request, sendable)

    def _sendable(
        self, replica: Replica, hello: Hello | None, batch: Batch, after: int = FIRST
    ) -> Sequence[Captured]:
        """The oldest operations that may go now; an unsettled one holds back the later ones of its record."""
        limit = min(batch.operations, hello.max_ops) if hello else batch.operations
        size = batch.plain_bytes(hello.max_body if hello else MAX_BODY)
        sendable = self._unblocked(outgoing(replica, hello, limit, size, after))
        if not sendable and (waiting := replica.counts_waiting()) > limit:
            sendable = self._unblocked(outgoing(replica, hello, waiting, MAX_BODY, after))
        return sendable[:limit]

    def _unblocked(self, oldest: Sequence[Captured]) -> list[Captured]:
        return [captured for captured in oldest if not self._verdicts.blocked(captured)]
