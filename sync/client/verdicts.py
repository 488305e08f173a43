"""What headquarters said about the operations of one run, and which of them may leave the outbox.

An operation leaves the outbox only in the transaction in which the laptop comes to hold headquarters' state
with that operation in it: its row arrives, or the verdict says that the row is what the laptop has already.
Until then it waits, so that neither a lost reply nor a page cut short ever takes an edit off the screen.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, cast

import msgspec

from app.reasons import Reason
from app.store.captured import Captured
from app.store.patience import note_later
from app.store.replica import Replica
from sync.client.page import CARD, RecordKey
from sync.client.report import Tally
from sync.protocol.messages import Action, Operation, Verdict

_UNKNOWN_RECORD = "hq.later.unknown_record"
_COMPACTED = "hq.later.compacted"
_TAKEN = ("applied", "merged", "conflict", "duplicate")


class Taken(msgspec.Struct, frozen=True, gc=False):
    """An operation that headquarters has, and the revision it got.

    ``by_hand``: its row was awaited in vain, so the laptop has it since before, or is not to have it.
    """

    captured: Captured
    rev: int
    by_hand: bool = False


@dataclass
class Verdicts:
    """``awaiting``: taken, row not here yet. ``exact``: taken, and the laptop's own state is headquarters'.

    ``put_off`` are records of which headquarters wants nothing more in this run.
    """

    awaiting: dict[RecordKey, list[Taken]] = field(default_factory=dict)
    exact: dict[RecordKey, list[Taken]] = field(default_factory=dict)
    refused: dict[str, Reason] = field(default_factory=dict)
    put_off: set[RecordKey] = field(default_factory=set)
    put_off_cards: dict[str, list[Verdict]] = field(default_factory=dict)
    later: dict[str, Reason] = field(default_factory=dict)  # why headquarters lets operations wait
    compacted: set[RecordKey] = field(default_factory=set)  # headquarters forgot that it deleted them
    let_go: dict[RecordKey, list[Taken]] = field(default_factory=dict)  # elsewhere now; by operations

    def forget(self) -> None:
        """Headquarters was restored: what it had taken goes up again, and no row to come says anything of it.

        A row of after the disaster would otherwise pass for the one that holds what was lost with it.
        """
        for one in fields(self):
            getattr(self, one.name).clear()

    def blocked(self, captured: Captured) -> bool:
        """Whether an operation must not be sent now: an earlier one of its record is not settled."""
        key = captured.kind, captured.id
        return key in self.put_off or key in self.awaiting

    def clean(self) -> bool:
        """Whether nothing that was sent holds anything back."""
        return not (self.put_off or self.awaiting or self.put_off_cards or self.later or self.let_go)

    def take_in(self, sent: Sequence[Captured], verdicts: Iterable[Verdict], tally: Tally) -> None:
        """Sort the verdicts on one request's operations; ``refused`` and ``exact`` are of this one only."""
        by_id = {verdict.op_id: verdict for verdict in verdicts}
        self.exact, self.refused = {}, {}
        inexact: set[RecordKey] = set()
        for captured in sent:
            key = captured.kind, captured.id
            verdict = by_id.get(captured.op_id)
            if verdict is None or verdict.status == "later":
                self.put_off.add(key)
                if verdict is not None and verdict.reason:
                    self.later[captured.op_id] = Reason(verdict.reason, verdict.params)
                    if verdict.reason == _COMPACTED:
                        self.compacted.add(key)
                if verdict is not None and captured.kind == CARD:
                    self.put_off_cards.setdefault(captured.id, []).append(verdict)
            elif verdict.status == "refused":
                self.refused[captured.op_id] = Reason(verdict.reason, verdict.params)
                tally.refused += 1
            elif verdict.status in _TAKEN and not verdict.rev:
                self.let_go.setdefault(key, []).append(Taken(captured, 0))
            elif verdict.status in _TAKEN:
                self.exact.setdefault(key, []).append(Taken(captured, verdict.rev))
                tally.sent += 1
                tally.conflicts += verdict.status == "conflict"
                if not verdict.exact or verdict.status == "duplicate":
                    inexact.add(key)
        for key in inexact:
            self.awaiting.setdefault(key, []).extend(self.exact.pop(key))

    def arrived(self, key: RecordKey, rev: int | None) -> list[Taken]:
        """The taken operations that headquarters' row of revision ``rev`` contains (None: all of them)."""
        if not (self.awaiting or self.exact):  # nearly always, in a page of other people's rows
            return []
        waiting = self.awaiting.pop(key, []) + self.exact.pop(key, [])
        done = [taken for taken in waiting if rev is None or taken.rev <= rev]
        left = [taken for taken in waiting if taken not in done]
        if left:
            self.awaiting[key] = left
        return done

    def settle_by_hand(self) -> None:
        """Treat what is still awaited as exact: the feed has ended and holds no row of it (out of scope)."""
        for key, taken in self.awaiting.items():
            self.exact[key] = [msgspec.structs.replace(one, by_hand=True) for one in taken] + self.exact.get(
                key, []
            )
        self.awaiting = {}

    def give_up_waiting(self, replica: Replica, now: datetime, tally: Tally) -> None:
        """Keep why operations wait; those on a record that never came go to the person in the end."""
        later, self.later = self.later, {}
        for op_id in note_later(replica.connection, later, now) if later else ():
            if later[op_id].key in (_UNKNOWN_RECORD, _COMPACTED):
                self.refused[op_id] = Reason("sync.refused.never_created")
                tally.refused += 1

    def give_up_on_cards(self, here: Callable[[Sequence[str]], Container[str]]) -> None:
        """Take choices back whose card headquarters waits for in vain: only it makes cards, and it has none.

        ``here`` tells which cards this laptop holds now that the feed has ended.
        """
        cards, self.put_off_cards = self.put_off_cards, {}
        held = here(list(cards)) if cards else ()
        for card, verdicts in cards.items():
            if card not in held:
                self.refused |= {one.op_id: Reason(one.reason, one.params) for one in verdicts}


def operation(captured: Captured) -> Operation:
    """An outbox entry as an operation, to be laid on a document."""
    return _operation(captured, captured.fields)


def as_stored(captured: Captured) -> Operation:
    """An outbox entry as it goes over the wire: what it says is sent as it is kept, and never read."""
    return _operation(captured, msgspec.Raw(captured.stored))


def _operation(captured: Captured, fields: Any) -> Operation:
    action = cast(Action, captured.action)
    return Operation(
        captured.op_id, captured.kind, captured.id, action, captured.base_rev, captured.at, fields
    )
