"""Claims as headquarters receives them: a receipt, a protection, a case where two units meet (A14).

Called by a push after its records are written, in the same transaction and revision: what comes first is told
by headquarters' own order of receipt, and nothing of it ever refuses a claim.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from app.model.registry import KINDS
from app.model.values import python_values, to_wire
from app.rules import claims as rules
from app.rules.enterprise import enterprise_keys, same_enterprise
from sync.hq import claim_table, clashes, records, registry
from sync.hq.claim_table import ClaimRow
from sync.hq.errors import CaseUnknown, RulingRefused
from sync.hq.own_records import OwnRecords
from sync.hq.progress import renewed_claims
from sync.hq.records import Key
from sync.hq.revisions import next_revision
from sync.protocol.judge import Held
from sync.protocol.times import instant

CLAIM = "claim"
SETTLED = (CLAIM, clashes.CLASH)  # kinds that headquarters adds to after judging: their rows are sent back
_CHINA = timedelta(hours=8)


def settle(
    connection: Connection,
    tenant: int,
    changed: Mapping[Key, Held],
    before: Mapping[Key, Held],
    *,
    rev: int,
    now: int,
) -> bool:
    """Draw every consequence of a batch for claims, cases and the registry; whether that changed any record.

    Args:
        changed: the records of the batch as they are now, in the order they were first named.
        before: those of them that existed, as they were.
        rev: the batch's revision, taken already. now: milliseconds.
    """
    run = _Run(connection, tenant, rev=rev, now=now)
    for (kind, id), held in changed.items():
        if kind == CLAIM and (kind, id) not in before:
            run.receive(id, held)
        elif kind == CLAIM:
            claim_table.change(connection, tenant, id, **_hung_on(held))
        elif kind == clashes.CLASH and (kind, id) in before:
            run.rule(held.doc, by=held.by, at=held.at)
    run.renew(changed, before)
    run.expire()
    return run.finish()


def expire(connection: Connection, tenant: int, *, now: int) -> int:
    """Give enterprises whose protection is over back to the pool; returns how many claims ended."""
    due = claim_table.past(connection, tenant, today(now))
    if due:
        run = _Run(connection, tenant, rev=next_revision(connection, tenant), now=now)
        run.expire()
        run.finish()
    return len(due)


def going_along(connection: Connection, tenant: int, moving: Iterable[Key], source: str) -> dict[Key, Held]:
    """The claims of ``source`` on records that move to another unit, locked; those in an open case stay."""
    ids: dict[str, list[str]] = {"company": [], "project": []}
    for kind, id in moving:
        if kind in ids:
            ids[kind].append(id)
    hung = claim_table.on_records(connection, tenant, companies=ids["company"], projects=ids["project"])
    going = [row.id for row in hung if row.live and row.unit == source and row.state != "clash"]
    return records.load(connection, tenant, ((CLAIM, id) for id in going))


def moved(
    connection: Connection, tenant: int, moving: Iterable[Key], unit: str, *, rev: int, now: int
) -> None:
    """Let ``unit`` hold the claims among ``moving``, whose records lie there already."""
    run = _Run(connection, tenant, rev=rev, now=now)
    for kind, id in moving:
        if kind == CLAIM and (row := claim_table.by_id(connection, tenant, id)) is not None:
            claim_table.change(connection, tenant, id, unit=unit)
            run.set(id, state=row.state if row.state == "ruled" else "transferred")
            run.touched.update(*claim_table.keys_of(connection, tenant, [id]).values())
    run.finish()


def rule_case(
    connection: Connection, tenant: int, case: str, ruling: Mapping[str, Any], *, by: str, now: int
) -> None:
    """Rule on a case at headquarters itself; ``ruling``: the fields of a ruling in wire values.

    Raises:
        CaseUnknown: there is none of this id. RulingRefused: it does not add up, with the reason.
    """
    doc = clashes.cases(connection, tenant).get(case)
    if doc is None:
        raise CaseUnknown(id=case)
    doc = {**doc, **ruling, "status": "ruled"}
    if (refusal := clashes.ruling_refusal(doc)) is not None:
        raise RulingRefused(refusal)
    run = _Run(connection, tenant, rev=next_revision(connection, tenant), now=now)
    run.rule(doc, by=by, at=now)
    run.finish()


def today(now: int) -> date:
    """The calendar day in China."""
    return (instant(now) + _CHINA).date()


def _hung_on(held: Held) -> dict[str, str]:
    return {name: held.doc.get(name) or "" for name in ("company_id", "project_id")}


class _Run:
    """The consequences of one transaction."""

    def __init__(self, connection: Connection, tenant: int, *, rev: int, now: int) -> None:
        self.connection, self.tenant, self.now = connection, tenant, now
        self.own = OwnRecords(connection, tenant, rev=rev, now=now)
        self.touched: set[str] = set()  # keys whose standing must be told anew

    @property
    def until(self) -> str:
        """The last day of a protection that begins now."""
        return rules.protected_until(today(self.now)).isoformat()

    def receive(self, id: str, held: Held) -> None:
        """Give a claim its receipt and see who else has claimed the same."""
        values = python_values(KINDS[CLAIM], held.doc)
        keys = enterprise_keys(values["title"] or "", values["credit_code"] or "")
        links = claim_table.links(self.connection, self.tenant, values["laptop"], values["seq"])
        others = self._others(keys)
        row = ClaimRow(
            id=id,
            unit=held.unit,
            laptop=values["laptop"],
            seq=values["seq"],
            hash=values["hash"],
            number=claim_table.next_number(self.connection, self.tenant),
            state="received",
            until="",
            share=0,
            case_id="",
            **_hung_on(held),
        )
        claim_table.add(self.connection, self.tenant, row, keys)
        receipt = dict.fromkeys(("protected_until", "state", "case_id", "share"))
        receipt |= {"number": row.number, "received_at": self._moment()}
        receipt |= {"flags": rules.claim_flags(values, links)}
        self.own.put(CLAIM, id, receipt)
        self._place(row, others)
        self.touched.update(keys)

    def _others(self, keys: Iterable[str]) -> list[ClaimRow]:
        """The claims on the same enterprise that still count."""
        live = [row for row in claim_table.by_keys(self.connection, self.tenant, keys) if row.live]
        found = claim_table.keys_of(self.connection, self.tenant, [row.id for row in live])
        return [row for row in live if same_enterprise(keys, found[row.id])]

    def _place(self, row: ClaimRow, others: list[ClaimRow]) -> None:
        if not others:
            self.set(row.id, state="protected", until=self.until)
        elif all(other.unit == row.unit for other in others):
            self.set(row.id, state="received", until=max(other.until for other in others))
        else:
            case = clashes.open_case(self, [*others, row])
            keys = claim_table.keys_of(self.connection, self.tenant, [other.id for other in others])
            self.touched.update(*keys.values())
            for one in claim_table.by_case(self.connection, self.tenant, case):
                self.set(one.id, state="clash", until="", share=0)

    def set(self, id: str, **columns: str | int) -> None:
        """Set how a claim stands, in the index and on the record."""
        claim_table.change(self.connection, self.tenant, id, **columns)
        fields = {"protected_until" if name == "until" else name: value for name, value in columns.items()}
        self.own.put(CLAIM, id, {name: value or None for name, value in fields.items()})

    def rule(self, doc: Mapping[str, Any], *, by: str, at: int) -> None:
        """Carry a ruling, or the reopening of a case, to every party and every claim."""
        clashes.tell_parties(self, doc, by=by, at=at)
        ruled = doc.get("status") == "ruled"
        for row in claim_table.by_case(self.connection, self.tenant, doc["case_id"]):
            share = rules.percent_of(doc.get("shares"), row.unit) if ruled else 0
            state = "ruled" if ruled else "clash"
            self.set(row.id, state=state, share=share, until=self.until if share else "")
            self.touched.update(*claim_table.keys_of(self.connection, self.tenant, [row.id]).values())

    def renew(self, changed: Mapping[Key, Held], before: Mapping[Key, Held]) -> None:
        """Protect on from today what real progress was made on, and tell open cases of it."""
        for row in renewed_claims(self.connection, self.tenant, changed, before, self.own):
            if row.state == "clash":
                clashes.retell(self, row.case_id)
            elif row.until and row.until < self.until:
                self.set(row.id, until=self.until)
                self.touched.update(*claim_table.keys_of(self.connection, self.tenant, [row.id]).values())

    def expire(self) -> None:
        """End the protections that are over."""
        for row in claim_table.past(self.connection, self.tenant, today(self.now)):
            self.set(row.id, state="expired")
            self.touched.update(*claim_table.keys_of(self.connection, self.tenant, [row.id]).values())

    def finish(self) -> bool:
        """Tell everybody how the touched enterprises stand, and write it all; whether there was anything."""
        registry.tell(self.connection, self.tenant, self.own, self.touched)
        return self.own.save()

    def _moment(self) -> str:
        moment: str = to_wire(KINDS[CLAIM].fields["received_at"], instant(self.now))
        return moment
