"""What must be true on a laptop after every step, read past the code under test with plain SQL.

What shows is headquarters' version with what waits on top of it; every edit is in the outbox; what left the
outbox is at headquarters; everything up to the cursor is here; nothing is here that may not be seen.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from app.model.field import Merge
from app.model.registry import KINDS
from sync.client.place import AFRESH, CURSOR, WITHDRAWING
from sync.client.report import SyncReport
from sync.hq.scopes import scope
from sync.protocol import codec
from sync.protocol.limits import MAX_REPLY
from sync.protocol.messages import Request
from sync.protocol.offers import OFFERS
from tests.sim.people import is_plain

if TYPE_CHECKING:
    from tests.sim.laptop import Laptop

RECORDS = (
    "SELECT '{0}' AS kind, r.id, r.rev, coalesce(b.deleted, r.deleted) FROM \"{0}\" r "
    "LEFT JOIN base b ON b.kind = '{0}' AND b.id = r.id WHERE r.rev > 0"
)
CARRIED = (
    " UNION ALL SELECT kind, id, row ->> '$.rev', row ->> '$.deleted' FROM parked "
    "WHERE row ->> '$.lost' IS NULL"  # set aside: headquarters lost it
)
UNSETTLED = (
    "SELECT kind, id, action, fields, state FROM outbox WHERE (kind, id) IN "
    "(SELECT kind, id FROM outbox WHERE state <> 'acked') ORDER BY seq"
)

TELLS_DEATH = {"delete": True, "offer_gone": True, "restore": False, "offer": False}
EVERY = 4  # looks after which also what an edit should not touch is read anew; after a sync it always is
Raw = list[tuple[str, str, str]]  # action, fields as they are kept, state
Operations = list[tuple[str, dict[str, Any], str]]


class Violation(AssertionError):
    """Something that must never happen has happened."""


class Watch:
    """Looks at one store; made anew when the store is replaced."""

    def __init__(self, laptop: "Laptop") -> None:
        self.laptop = laptop
        self._settled = self._acked()  # seen to be at headquarters when it was settled; it may be lost since
        self._captured = 0
        self._looks = 0
        self._right: dict[tuple[str, str], Any] = {}  # what was seen to show as it must, by record
        self._kinds: set[str] = set()

    def look(self, report: SyncReport | None = None, *, synced: bool = True) -> None:
        """Raise ``Violation`` for the first thing that is not as it must be."""
        self._looks += 1
        self._outbox_only_grows()
        if not (self._meta(AFRESH) and self._restored):  # what goes up again is not laid on top until it is
            self._waiting_shows()
        if synced or self._looks % EVERY == 0:
            self._agrees_with_headquarters(report)
        self.laptop.world.claims.look_into(self.laptop)

    def _agrees_with_headquarters(self, report: SyncReport | None) -> None:
        if not self.laptop.syncing and self._is_of_this_epoch():
            self._settled_is_at_headquarters()
            self._everything_up_to_the_cursor(report)
        self.laptop.world.versions.look_into(self.laptop)

    def look_at(self, request: Request) -> None:
        """Raise ``Violation`` where something goes up again whose answer is in the file."""
        held = "SELECT a.cursor, a.reply FROM answer a JOIN meta m ON m.name = ? AND m.value = a.cursor"
        for cursor, packed in self.laptop.raw.execute(held, (CURSOR,)).fetchall():
            if request.cursor == cursor:  # its page may be landed in part
                self._fail(f"{cursor!r} is asked from again although its answer is kept")
            reply = packed if packed.startswith(b"{") else codec.decompress(packed, "zstd", limit=MAX_REPLY)
            answered = {verdict[0] for verdict in json.loads(reply).get("verdicts", ())}
            if again := answered & {one.op_id for one in request.ops}:
                self._fail(f"{len(again)} operations go up again although their answer is kept")

    def _fail(self, what: str) -> None:
        raise Violation(f"{self.laptop.name}: {what}")

    @property
    def _restored(self) -> bool:
        return self.laptop.world.stats["headquarters restored"] > 0

    def _outbox_only_grows(self) -> None:
        ((count,),) = self.laptop.raw.execute("SELECT count(*) FROM outbox").fetchall()
        swept = self.laptop.world.retention.passed  # what was acknowledged rests a month
        if count < self._captured and not swept:
            self._fail(f"{self._captured - count} operations vanished from the outbox")
        self._captured = count

    # --- row = headquarters' version + waiting operations ----------------------------------------------

    def standing(self) -> set[tuple[str, str]]:
        """The records on which something waits."""
        return {key for key, operations in self._unsettled().items() if _stands(_read(operations))}

    def _unsettled(self) -> dict[tuple[str, str], Raw]:
        by_record: dict[tuple[str, str], Raw] = {}
        for kind, id, *told in self.laptop.raw.execute(UNSETTLED).fetchall():
            by_record.setdefault((kind, id), []).append(tuple(told))
        return by_record

    def _waiting_shows(self) -> None:
        """Only what has changed since it was last right is looked at again."""
        schema = self.laptop.world.versions.schema_on(self.laptop.name)
        for (kind, id), raw in self._unsettled().items():
            names, row = self._row(kind, id)
            state = schema, self._restored, raw, row
            if row is not None and self._right.get((kind, id)) == state:
                continue
            operations = _read(raw)
            if row is None:
                if any(state == "pending" for _, _, state in operations) and kind != "conflict":
                    self.laptop.world.count("waits for a record that left")
                continue
            self._is_sum(kind, id, dict(zip(names, row, strict=True)), operations)
            self._right[kind, id] = state

    def _row(self, kind: str, id: str) -> tuple[Iterable[str], tuple[Any, ...] | None]:
        cursor = self.laptop.raw.execute(
            f'SELECT r.*, b.doc AS base_doc, b.deleted AS base_deleted FROM "{kind}" r '
            "LEFT JOIN base b ON b.kind = ? AND b.id = r.id WHERE r.id = ?",
            (kind, id),
        )
        return (column[0] for column in cursor.description), cursor.fetchone()

    def _is_sum(self, kind: str, id: str, shown: dict[str, Any], operations: Operations) -> None:
        if any(action.startswith("offer") and state == "pending" for action, _, state in operations):
            return  # what is offered holds already what goes up again after it
        if not _stands(operations):
            return  # what was refused has been written anew since: the row is headquarters' own
        base = json.loads(shown["base_doc"]) if shown["base_doc"] else None
        if base is None and shown["rev"]:
            if not self._restored:
                self._fail(f"{kind} {id} has waiting operations and no version of headquarters")
            self._is_headquarters_own(kind, id, shown)
            return
        if self._restored and base is None and any(one[0].startswith("offer") for one in operations):
            self._is_as_offered(kind, id, shown, operations)
            return
        deleted = told = bool(shown["base_deleted"])
        written: dict[str, tuple[Any, str]] = {}
        for action, fields, state in operations:
            if action in TELLS_DEATH:
                deleted = TELLS_DEATH[action] if state != "acked" else told
            for name, (_, after) in fields.items():
                written[name] = after, state
        if deleted != bool(shown["deleted"]):
            self._fail(f"{kind} {id} shows deleted {bool(shown['deleted'])}, what waits says {deleted}")
        for name, value in self._plain(kind, shown).items():
            after, state = written.get(name, (None, "acked"))
            expected = after if state != "acked" else (base or {}).get(name)
            if (value or None) != (expected or None) and (base is not None or state != "acked"):
                self._fail(f"{kind} {id} {name} shows {value!r}, not {expected!r}")
        self._sets_show(kind, id, shown, operations)

    def _is_headquarters_own(self, kind: str, id: str, shown: dict[str, Any]) -> None:
        """What goes up again of a record that headquarters did not lose lies in the row as it came."""
        place = f"kind = '{kind}' AND id = '{id}' AND rev = {shown['rev']}"
        for doc, gone in self.laptop.world.hq.rows(f"SELECT doc, deleted FROM record WHERE {place}"):
            theirs = json.loads(doc)
            plain = {} if self.laptop.world.masks.on else self._plain(kind, shown)
            wrong = [name for name, value in plain.items() if (value or None) != (theirs.get(name) or None)]
            if wrong or bool(gone) != bool(shown["deleted"]):
                self._fail(f"{kind} {id} goes up again and is not as headquarters has it: {wrong}, {gone}")

    def _is_as_offered(self, kind: str, id: str, shown: dict[str, Any], operations: Operations) -> None:
        """What was offered in vain, as it went to another office meanwhile, stays with what waits on it."""
        told = [(action, fields) for action, fields, _ in operations]
        if [TELLS_DEATH[a] for a, _ in told if a in TELLS_DEATH][-1] != bool(shown["deleted"]):
            self._fail(f"{kind} {id} was offered and shows deleted {bool(shown['deleted'])}")
        offered = [fields for action, fields in told if action.startswith("offer")][-1]
        edited = {name for action, fields in told if not action.startswith("offer") for name in fields}
        for name, value in self._plain(kind, shown).items():
            if name in offered and name not in edited and (value or None) != (offered[name][1] or None):
                self._fail(f"{kind} {id} {name} shows {value!r}, offered was {offered[name][1]!r}")

    def _plain(self, kind: str, shown: dict[str, Any]) -> dict[str, Any]:
        return {n: value for n, value in shown.items() if is_plain(kind, n) and self._knows(kind, n)}

    def _sets_show(self, kind: str, id: str, shown: dict[str, Any], operations: Operations) -> None:
        """The additions and removals that wait are on the screen."""
        for name, spec in KINDS[kind].fields.items():
            if spec.merge is not Merge.UNION or not self._knows(kind, name):
                continue
            standing: dict[str, bool] = {}
            for _, fields, state in operations:
                before, after = (set(part or ()) for part in fields.get(name, ((), ())))
                changed = dict.fromkeys(after - before, True) | dict.fromkeys(before - after, False)
                standing = {one: there for one, there in standing.items() if one not in changed}
                standing |= changed if state != "acked" else {}
            here = set(json.loads(shown[name] or "[]"))
            if wrong := [one for one, there in standing.items() if (one in here) != there]:
                self._fail(f"{kind} {id} {name} shows {here}, wrong is {wrong}")

    def _knows(self, kind: str, name: str) -> bool:
        return self.laptop.world.versions.knows(self.laptop.name, kind, name)

    # --- what headquarters has -------------------------------------------------------------------------

    def _meta(self, name: str) -> str:
        row = self.laptop.raw.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _is_of_this_epoch(self) -> bool:
        """Whether this laptop knows of the last disaster at headquarters."""
        ((epoch,),) = self.laptop.world.hq.rows("SELECT epoch FROM tenant")
        return self._meta(CURSOR).split(".")[0] == str(epoch)

    def _acked(self) -> set[str]:
        """What this laptop has been told is taken; but not offers.

        An answer that was kept when headquarters was restored once more may still be taken in: then what was
        offered is lost again, and offered anew as it is by then.
        """
        query = f"SELECT op_id FROM outbox WHERE state = 'acked' AND action NOT IN {tuple(sorted(OFFERS))}"
        return {op for (op,) in self.laptop.raw.execute(query).fetchall()}

    def _settled_is_at_headquarters(self) -> None:
        settled = self._acked()
        fresh = settled - self._settled
        if fresh and (missing := fresh - self.laptop.world.hq.logged()):
            self._fail(f"taken out of the outbox and not at headquarters: {sorted(missing)}")
        self._settled = settled

    def _everything_up_to_the_cursor(self, report: SyncReport | None) -> None:
        _, place, mark, *filling, _ = self._meta(CURSOR).split(".")
        read = int(place, 16)
        principal = self.laptop.world.hq.principal(self.laptop.device)
        if principal is None:
            return
        visible = scope(principal)
        records = self.laptop.world.hq.rows("SELECT kind, id, rev, deleted, unit FROM record")
        theirs = {
            (kind, id): (rev, bool(gone)) for kind, id, rev, gone, unit in records if visible.covers(unit)
        }
        if filling or mark != visible.mark:  # what this laptop may see has changed, and is on its way
            return
        if report is None and self._meta(WITHDRAWING):  # it died giving up units: the next run reads afresh
            return
        finished = report is not None and report.error is None and not self._meta(AFRESH)
        if self._restored and not finished:  # what it held from before is being put right
            return
        mine = self._mine({kind for kind, *_ in records})
        behind = [key for key, held in theirs.items() if held[0] <= read and mine.get(key) != held]
        if behind:
            both = [(*key, theirs[key], mine.get(key)) for key in sorted(behind)[:3]]
            self._fail(f"read up to {read}, headquarters' and its own (revision, deleted) differ: {both}")
        outside = mine.keys() - theirs.keys() if finished else set()
        if self._restored:  # headquarters may not have again what it lost
            outside &= {(kind, id) for kind, id, *_ in records}
        outside -= {(kind, id) for kind, id, rev, *_ in records if rev > read}  # it went while this was read
        outside -= {key for key in self.laptop.world.retention.forgotten if mine.get(key, (0, False))[1]}
        if outside:
            self._fail(f"holds what it may not see: {_named(outside)}")

    def _mine(self, kinds: set[str]) -> dict[tuple[str, str], tuple[int, bool]]:
        """What this laptop holds as headquarters', of the kinds that there ever was anything of."""
        self._kinds |= kinds & KINDS.keys()
        query = " UNION ALL ".join(RECORDS.format(kind) for kind in sorted(self._kinds) or ["company"])
        if self.laptop.world.versions.mixed:
            query += CARRIED
        return {(k, id): (rev, bool(gone)) for k, id, rev, gone in self.laptop.raw.execute(query).fetchall()}


def _read(operations: Raw) -> Operations:
    return [(action, json.loads(fields), state) for action, fields, state in operations]


def _stands(operations: Operations) -> bool:
    """Whether anything waits: what was refused and written anew since, or done or undone, does not.

    Of sets what counts is which members were written anew.
    """
    last = {
        name: number
        for number, (action, fields, _) in enumerate(operations)
        for name in _says(action, fields)
    }
    return any(
        state == "pending"
        or (state == "refused" and any(last[name] <= number for name in _says(action, fields)))
        for number, (action, fields, state) in enumerate(operations)
    )


def _says(action: str, fields: dict[str, Any]) -> list[Any]:
    """What an operation speaks about: fields, members of sets, and whether the record is deleted."""
    told = [
        (name, member)
        for name, (before, after) in fields.items()
        if isinstance(before, list) or isinstance(after, list)
        for member in sorted(set(before or ()) ^ set(after or ()))
    ]
    return [*fields, *told, "deleted"] if action in TELLS_DEATH else [*fields, *told]


def _named(keys: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{kind} {id}" for kind, id in sorted(keys)[:3])
