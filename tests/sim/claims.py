"""First reports 首报 and cases 撞单 in one seed's world: offices claim the same enterprises, apart.

People claim with the real service, headquarters rules. What a laptop wrote is written once and chained; every
claim gets one receipt; where two units meet there is one case, and every party reads the same ruling.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.services.claims import claim
from app.services.desk import Desk
from app.services.errors import AlreadyClaimed
from sync.hq.claims import rule_case
from sync.hq.clashes import RULING_FIELDS
from tests.sim.ground import TENANT
from tests.sim.watch import Violation

if TYPE_CHECKING:
    from tests.sim.laptop import Laptop
    from tests.sim.world import World

SHARE = 0.1  # of the worlds in which people claim
# The same enterprises as two offices may write them.
NAMES = (
    *("合肥华清光学科技有限公司", "华清光学科技（合肥）股份有限公司"),
    *("山东能源集团有限公司", "山东能源集团", "青岛啤酒股份有限公司"),
)
OF_HEADQUARTERS = ("number", "received_at", "protected_until", "state", "flags", "case_id", "share")
MOVABLE = ("company_id", "project_id", "unit_id", "created_by", "created_at")  # not in the hash
DISASTERS = ("headquarters restored", "image restored", "twin")

Doc = dict[str, Any]


class Claims:
    """When who claims what, and what must be so of it."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.rnd = random.Random(f"claims/{world.seed}")
        self.on = self.rnd.random() < SHARE

    def planned(self, steps: int) -> list[tuple[int, Callable[[], None]]]:
        """Who claims, and when headquarters rules."""
        if not self.on:
            return []
        claims = [(self.rnd.randrange(2, steps), self._claim) for _ in range(self.rnd.randint(3, 8))]
        return claims + [(self.rnd.randrange(14, steps), self._rule) for _ in range(self.rnd.randint(0, 3))]

    def _claim(self) -> None:
        laptop = self.rnd.choice(self.world.laptops)
        laptop.do(lambda: self._report_first(laptop))

    def _report_first(self, laptop: "Laptop") -> None:
        desk, name = Desk(laptop.store, laptop.principal.user), self.rnd.choice(NAMES)
        with laptop.store.write(actor=desk.actor, label="create") as work:
            company = work.create("company", {"name": name})
        try:
            claim(desk, "company", company)
        except AlreadyClaimed:
            self.world.count("claimed already")
        else:
            self.world.count("claimed")

    def _rule(self) -> None:
        still_open = {doc["case_id"]: doc for doc in self._docs("clash").values() if doc["status"] == "open"}
        if not still_open:
            return
        case = self.rnd.choice(sorted(still_open))
        doc = still_open[case]
        first, *others = [party["unit_id"] for party in doc["parties"]]
        if not others:
            return
        ruling = self.rnd.choice(("one", "other", "shared"))
        percents = {"one": (100, 0), "other": (0, 100), "shared": (60, 40)}[ruling]
        shares = [{"unit_id": u, "percent": p} for u, p in zip((first, others[0]), percents, strict=True)]
        words = {"ruling": ruling, "shares": shares, "reason": f"裁定{self.rnd.getrandbits(20):x}"}
        self.world.hq._quietly(
            lambda c: rule_case(c, TENANT, case, words, by="陈主任", now=self.world.milliseconds)
        )
        self.world.count(f"ruled: {ruling}")

    # --- what must be so -------------------------------------------------------------------------------

    def look_into(self, laptop: "Laptop") -> None:
        """Raise ``Violation`` where a claim on a laptop is not as it was written, or its chain is broken."""
        if not self.on:
            return
        rows = laptop.raw.execute("SELECT id, laptop, seq, previous, hash, title, deleted FROM claim")
        links: defaultdict[tuple[str, int], list[tuple[str, str | None]]] = defaultdict(list)
        for id, chain, seq, previous, digest, title, deleted in rows.fetchall():
            links[chain, seq].append((digest, previous))
            if deleted:
                raise Violation(f"{laptop.name}: claim {id} is deleted")
            if (written := self._written(laptop, id)) and (title, digest) != written:
                raise Violation(f"{laptop.name}: claim {id} shows {title!r}, written was {written}")
        for (chain, seq), found in links.items():
            before = {digest for digest, _ in links.get((chain, seq - 1), ())}
            if before and not {previous for _, previous in found} <= before:
                raise Violation(f"{laptop.name}: claim {seq} of {chain} does not follow on the one before")

    def _written(self, laptop: "Laptop", id: str) -> tuple[Any, Any] | None:
        for made in laptop.acknowledged.values():
            kind, of, action, fields = made.said
            if (kind, of, action) == ("claim", id, "create"):
                return fields["title"][1], fields["hash"][1]
        return None

    def check(self) -> None:
        """In the end: every claim arrived once as it was written, and whoever meets is in one case."""
        if not self.on:
            return
        theirs, cases = self._docs("claim"), self._docs("clash")
        for laptop in self.world.living():
            for op_id, made in laptop.acknowledged.items():
                kind, id, action, fields = made.said
                if kind == "claim" and action == "create" and op_id not in self.world.lost_with_image:
                    self._arrived(laptop, id, {name: pair[1] for name, pair in fields.items()}, theirs)
        numbers = Counter(doc.get("number") for doc in theirs.values())
        if twice := [number for number, count in numbers.items() if count > 1 or number is None]:
            raise Violation(f"receipts given twice or never: {twice}")
        self._flags_are_due(theirs)
        self._one_ruling_a_case(cases)
        self._who_meets_is_in_a_case(theirs, cases)

    def _arrived(self, laptop: "Laptop", id: str, written: Doc, theirs: dict[str, Doc]) -> None:
        if (doc := theirs.get(id)) is None:
            raise Violation(f"claim {id} of {laptop.name} never reached headquarters")
        skip = (*OF_HEADQUARTERS, *MOVABLE)
        mine = {name: value for name, value in written.items() if name not in skip and value is not None}
        kept = {name: value for name, value in doc.items() if name not in skip}
        if mine != kept:
            raise Violation(f"claim {id} of {laptop.name}: written {mine}, headquarters has {kept}")

    def _flags_are_due(self, theirs: dict[str, Doc]) -> None:
        """An honest laptop's claims are not suspected where nothing happened to its disk or headquarters'."""
        if any(self.world.stats[one] for one in DISASTERS):
            return
        clocks = self.world.faults.skew  # a clock that is behind headquarters' is told as such
        for id, doc in theirs.items():
            if suspected := set(doc.get("flags", ())) - ({"clock_back"} if clocks else set()):
                raise Violation(f"claim {id} is suspected of {sorted(suspected)}: {doc}")

    def _one_ruling_a_case(self, cases: dict[str, Doc]) -> None:
        told: dict[str, tuple[str, Doc]] = {}
        for id, doc in cases.items():
            words = {name: doc.get(name) for name in (*RULING_FIELDS, "parties")}
            other, known = told.setdefault(doc["case_id"], (id, words))
            if known != words:
                raise Violation(f"case {doc['case_id']} says {known} to {other} and {words} to {id}")

    def _who_meets_is_in_a_case(self, theirs: dict[str, Doc], cases: dict[str, Doc]) -> None:
        by_key: defaultdict[str, list[tuple[str, Doc]]] = defaultdict(list)
        for id, doc in theirs.items():
            if doc.get("state") in ("received", "protected", "clash", "transferred"):
                by_key[doc["key"]].append((id, doc))
        parties = {doc["case_id"]: {p["unit_id"] for p in doc["parties"]} for doc in cases.values()}
        for key, claims in by_key.items():
            units = {doc["unit_id"] for _, doc in claims}
            moved = any(doc["state"] == "transferred" for _, doc in claims) or self.world.stats["transferred"]
            if len(units) < 2 or moved:
                continue
            self.world.count("clash")
            open_ones = {doc.get("case_id") for _, doc in claims if doc["state"] == "clash"}
            if len(open_ones) != 1 or not units <= parties.get(next(iter(open_ones)), set()):
                raise Violation(f"{key} is claimed by {units} and not in one case: {claims}")

    def _docs(self, kind: str) -> dict[str, Doc]:
        rows = self.world.hq.rows(f"SELECT id, doc FROM record WHERE kind = '{kind}' ORDER BY id")
        return {id: json.loads(doc) for id, doc in rows}
