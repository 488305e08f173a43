"""A leader with liaison units in one seed's world: other units' people are seen without their numbers.

Numbers leave headquarters only for laptops that may see the unit whole; what a laptop holds masked never
comes back as the truth; and once a unit is opened, the true numbers are there.
"""

import json
import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from sync.hq.memberships import grant, revoke_grant
from sync.hq.scopes import EVERYBODY, Scope, scope
from sync.protocol import codec
from tests.sim.disasters import restore_headquarters
from tests.sim.watch import Violation

if TYPE_CHECKING:
    from tests.sim.laptop import Laptop
    from tests.sim.world import World

SHARE = 0.14  # of the worlds in which a leader has liaison units
LOST = 0.7  # of those in which another one is opened: headquarters has lost what was seen of it until then
LEADER = 4  # the number of the leader's laptop
NUMBERS = ("phones", "wechat", "email")  # fields of a contact that go out as masks
MASK = "***"

Doc = dict[str, Any]


class Masks:
    """When who writes numbers down, which units are opened to the leader, and what must be so of it."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.rnd = random.Random(f"masks/{world.seed}")
        self.on = self.rnd.random() < SHARE
        self._since: int | None = None  # headquarters' revision when the leader became one with liaison units
        self._opened: set[str] = set()  # the units that were ever opened to the leader
        self.secrets: set[str] = set()  # every number that anybody wrote down

    def planned(self, steps: int) -> list[tuple[int, Callable[[], None]]]:
        """Who writes numbers down, and when a unit is opened or closed to the leader."""
        if not self.on:
            return []
        plan = [(self.rnd.randrange(steps), self._write) for _ in range(self.rnd.randint(8, 16))]
        plan += [(self.rnd.randrange(7, steps), self._look_up) for _ in range(self.rnd.randint(2, 5))]
        opened = self.rnd.randrange(2, 14)
        plan.append((opened, partial(self._open, LEADER)))
        if self.rnd.random() < 0.6:
            other = self.rnd.randrange(opened + 1, 32)
            lost = random.Random(f"seen and lost/{self.world.seed}").random() < LOST and self._may_lose()
            plan.append((other, self._lose_what_was_seen if lost else partial(self._open, 0)))
            if self.rnd.random() < 0.5:
                plan.append((self.rnd.randrange(other + 1, steps), self._close))
        return plan

    # --- what happens ----------------------------------------------------------------------------------

    def _write(self) -> None:
        """Somebody notes a person down, or a number that has changed."""
        laptop = self.rnd.choice(self.world.laptops)
        laptop.do(lambda: self._note(laptop))

    def _note(self, laptop: "Laptop", *, new: bool = False) -> None:
        ids = sorted(laptop.store.ids("contact"))[:4]
        values = self._values(NUMBERS if not ids else self.rnd.sample(NUMBERS, 2))
        with laptop.store.write(actor=laptop.principal.user, label="create") as work:
            if ids and not new and self.rnd.random() < 0.6:
                work.update("contact", self.rnd.choice(ids), values)
            else:
                work.create("contact", {"name": laptop.person.text(), **values})
        self.world.count("number noted")

    def _values(self, names: "tuple[str, ...] | list[str]") -> Doc:
        told: Doc = {}
        for name in names:
            number = f"13{self.rnd.randrange(10**9):09}"
            told[name] = (
                [f"+86{number}"] if name == "phones" else f"{number}@qq.com" if name == "email" else number
            )
            self.secrets.add(number)
        return told

    def _look_up(self) -> None:
        """The leader corrects what the laptop shows of a person, perhaps without their number."""
        laptop = self.world.laptops[LEADER]
        laptop.do(lambda: self._correct(laptop))

    def _correct(self, laptop: "Laptop") -> None:
        rows = laptop.store.rows("contact", sorted(laptop.store.ids("contact")))
        seen = [row for row in rows if MASK in str([row.values[name] for name in NUMBERS])] or rows
        if seen:
            with laptop.store.write(actor=laptop.principal.user, label="change") as work:
                work.update("contact", self.rnd.choice(seen).id, self._values(self.rnd.sample(NUMBERS, 1)))
            self.world.count("number corrected by the leader")

    def _open(self, whose: int) -> None:
        laptops = self.world.laptops
        unit = laptops[whose].principal.unit_id
        self.world.hq.change_membership(laptops[LEADER].device, grant, unit)
        self._opened.add(unit)
        if self._since is None:
            ((self._since,),) = self.world.hq.rows("SELECT rev FROM tenant")
        self.world.count("liaison unit opened")

    def _may_lose(self) -> bool:
        """Not where a made-up record would be lost or half a year passes: stories of their own."""
        return not (self.world.faults.hostile or self.world.retention.on)

    def _lose_what_was_seen(self) -> None:
        """The leader reads a person without their number, headquarters loses them, and the unit is opened.

        What the leader holds of them is a mask, in a unit where the leader may write from now on: whoever
        brings them back first, it must be the ones who know the number.
        """
        hq, laptops = self.world.hq, self.world.laptops
        hq.back_up()
        laptops[0].do(lambda: self._note(laptops[0], new=True))
        self.world.sync_well(laptops[0])
        self.world.sync_well(laptops[LEADER])
        restore_headquarters(self.world)
        self._open(0)
        self.world.sync_well(laptops[LEADER])
        self.world.count("seen masked and lost")

    def _close(self) -> None:
        laptops = self.world.laptops
        unit = laptops[0].principal.unit_id
        self.world.hq.change_membership(laptops[LEADER].device, revoke_grant, unit)
        self.world.count("liaison unit closed")

    # --- what must be so -------------------------------------------------------------------------------

    def look_at(self, device: str, answer: bytes) -> None:
        """Raise ``Violation`` where a number leaves headquarters for somebody who may see only its mask."""
        principal = self.world.hq.principal(device) if self.on else None
        if principal is None or (visible := scope(principal)).rest != "masked":
            return
        units = {
            (kind, id): unit for kind, id, unit in self.world.hq.rows("SELECT kind, id, unit FROM record")
        }
        reply = codec.decode_reply(answer)
        for part in (*reply.kinds, *(repair.rows for repair in reply.repairs)):
            for row in part.rows:
                if visible.writes(units.get((part.kind, row[0]), "")):
                    continue
                told = json.dumps(row, ensure_ascii=False)
                if MASK in told:
                    self.world.count("seen masked")
                if any(number in told for number in self.secrets):
                    raise Violation(f"{device} may see a mask of {part.kind} and was told {told}")

    def seen(self, kind: str, doc: Doc, unit: str, visible: Scope) -> Doc:
        """A document of headquarters as a laptop has to hold it."""
        if not self.on or visible.writes(unit):
            return doc
        if kind == "conflict" and doc.get("target_kind") == "contact":
            return _card(doc)
        if kind != "contact":
            return doc
        return {name: _mask(name, value) for name, value in doc.items()}

    def orphaned(self, laptop: "Laptop") -> set[str]:
        """The leader's edits of what a restored headquarters lost, or removed long after it was deleted, and
        nobody else holds: a mask is no copy.

        They could not have been taken either; they wait with their reason, and are told of after a month.
        """
        if not self.on or not (self.world.stats["headquarters restored"] or self.world.retention.forgotten):
            return set()
        rows = laptop.raw.execute("SELECT op_id, id FROM outbox WHERE kind = 'contact' AND state = 'pending'")
        there = {id for (id,) in self.world.hq.rows("SELECT id FROM record WHERE kind = 'contact'")}
        offered = laptop.raw.execute("SELECT id, fields FROM outbox WHERE action LIKE 'offer%'").fetchall()
        masked = {id for id, fields in offered if MASK in fields}
        return {op for op, id in rows.fetchall() if id in masked - there}

    def check(self) -> None:
        """In the end: no mask has become a number, at headquarters or in anything it took."""
        if not self.on:
            return
        for id, name, value in self._numbers():
            if MASK in str(value):
                raise Violation(f"contact {id} {name} became the mask {value!r}")
        self._nothing_written_through_masks()

    def _nothing_written_through_masks(self) -> None:
        """Of what was written in units that were never opened to the leader; not where records move."""
        faults, leader = self.world.faults, self.world.laptops[LEADER]
        moved = faults.transfers or faults.moves or faults.grants
        if self._since is None or moved or self.world.stats["headquarters restored"]:
            return
        allowed = {leader.principal.unit_id, EVERYBODY, *self._opened}
        written = self.world.hq.rows(
            "SELECT o.op_id, r.kind, r.id, r.unit FROM operation o "
            "JOIN record r ON r.kind = o.kind AND r.id = o.record_id "
            f"WHERE o.device = '{leader.device}' AND o.rev > {self._since} "
            "AND o.status IN ('applied', 'merged', 'conflict')"
        )
        if wrong := [row for row in written if row[3] not in allowed]:
            raise Violation(f"the leader wrote through masks: {wrong}")

    def _numbers(self) -> Iterator[tuple[str, str, Any]]:
        for id, text in self.world.hq.rows("SELECT id, doc FROM record WHERE kind = 'contact'"):
            doc = json.loads(text)
            yield from ((id, name, doc[name]) for name in NUMBERS if name in doc)


def _card(doc: Doc) -> Doc:
    """What a card tells of numbers: both values, the one before, and what somebody chose."""
    told = dict(doc)
    if "entries" in doc:
        told["entries"] = [
            {k: _mask(one["field"], v) if k in ("before", "mine", "hq") else v for k, v in one.items()}
            for one in doc["entries"]
        ]
    if doc.get("chosen"):
        told["chosen"] = {
            name: choice
            if isinstance(choice, str)
            else {k: _mask(name, v) if k == "value" else v for k, v in choice.items()}
            for name, choice in doc["chosen"].items()
        }
    return told


def _mask(name: str, value: Any) -> Any:
    if name not in NUMBERS or not value:
        return value
    if name == "phones":
        return [f"{one[-11:-8]}****{one[-4:]}" for one in value]
    _, at, domain = value.partition("@")
    return f"{value[:1]}{MASK}{at}{domain}"
