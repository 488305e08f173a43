"""A laptop that pushes what it may not: others' records, others' names, cards, nonsense."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from app.errors import OutpostError
from app.model.registry import SCHEMA
from sync.client.errors import SyncError
from sync.protocol import codec
from sync.protocol.messages import Action, Operation, Request
from tests.sim.faults import HqDown
from tests.sim.laptop import Laptop

if TYPE_CHECKING:
    from tests.sim.world import World


def attack(world: "World") -> None:
    """A laptop of office B pushes what it may not: others' records, others' names, cards, nonsense."""
    attacker, victim = world.laptops[3], world.laptops[0]
    forged = tuple(_forgeries(world, attacker, victim))
    world.forged |= {operation.op_id for operation in forged}
    for operation in forged:
        world.count(f"forged {operation.action} of {operation.kind}")
    with suppress(SyncError):
        attacker.link.exchange(Request(schema=SCHEMA, ops=forged[:2]))
    for operation in forged[2:]:
        with suppress(SyncError):
            attacker.link.exchange(Request(schema=SCHEMA, ops=(operation,)))
    for kind, id in sorted({(op.kind, op.id) for op in forged if op.action == "delete"}):
        _offer(world, attacker, kind, id)


def _offer(world: "World", attacker: Laptop, kind: str, id: str) -> None:
    """Say that headquarters lost a record of others and that this is its newest state, now of office B.

    Straight to headquarters and at once: where it does not hold the record, nobody could know better.
    """
    number = f"{world.rnd.getrandbits(128):032x}"
    fields = {"name": (None, "forged"), "unit_id": (None, attacker.principal.unit_id)}
    world.forged.add(number)
    world.count("forged offer")
    offer = Operation(number, kind, id, "offer", _lost(world), world.milliseconds, fields)
    with suppress(OutpostError, HqDown):
        world.hq.answer(attacker.device, codec.encode(Request(schema=SCHEMA, ops=(offer,))), world.time)


def _forgeries(world: "World", attacker: Laptop, victim: Laptop) -> list[Operation]:
    def forged(kind: str, id: str, action: Action, fields: dict[str, tuple[Any, Any]]) -> Operation:
        number = f"{world.rnd.getrandbits(128):032x}"
        return Operation(number, kind, id, action, 10**6, world.milliseconds, fields)

    def new_id() -> str:
        return f"{world.rnd.getrandbits(128):032x}"

    own = attacker.principal.unit_id
    found = [
        forged("company", new_id(), "create", {"name": (None, "字" * 201)}),
        forged("fund", new_id(), "create", {"name": (None, "forged")}),
        forged("company", new_id(), "create", {"name": (None, ["forged"])}),
        forged("company", new_id(), "create", {"name": (None, "x"), "forged": (None, "x" * 300_000)}),
        forged("conflict", new_id(), "create", _card()),
    ]
    unit = victim.principal.unit_id
    for kind in ("company", "project", "visit", "attachment"):
        victims = world.hq.rows(f"SELECT id FROM record WHERE kind = '{kind}' AND unit = '{unit}'")
        if victims:
            (id,) = world.rnd.choice(sorted(victims))
            found += [
                forged(kind, id, "update", {"note": (None, "forged")}),
                forged(kind, id, "update", {"unit_id": (None, own)}),
                forged(kind, id, "delete", {}),
            ]
    for (card,) in world.hq.rows("SELECT id FROM record WHERE kind = 'conflict' ORDER BY id LIMIT 2"):
        found.append(forged("conflict", card, "update", {"entries": (None, [{"field": "forged"}])}))
        found.append(forged("conflict", card, "delete", {}))
    return found


def _card() -> dict[str, tuple[Any, Any]]:
    """A card that lacks nothing: only that cards are of headquarters' making is against it."""
    told = {"target_kind": "company", "target_id": "x", "reason": "edit", "status": "open"}
    return {name: (None, value) for name, value in told.items()}


def pretend(world: "World") -> None:
    """A laptop of office B makes a record and says it is another's; headquarters knows better."""
    attacker, victim = world.laptops[3].principal, world.laptops[0].principal
    fields = {"name": (None, "pretended"), "unit_id": (None, victim.unit_id)}
    fields["created_by"] = (None, victim.user)
    number = f"{world.rnd.getrandbits(128):032x}"
    operation = Operation(number, "company", number, "create", 0, world.milliseconds, fields)
    world.pretended[number] = attacker
    world.count("pretended")
    with suppress(SyncError):
        world.laptops[3].link.exchange(Request(schema=SCHEMA, ops=(operation,)))


def _lost(world: "World") -> int:
    """A revision that headquarters lost, if it ever lost any."""
    begins = [begins for (begins,) in world.hq.rows("SELECT begins FROM epoch ORDER BY begins")]
    return begins[-1] - 1 if begins else 1 << 50
