"""What befalls a seed's world once or twice: restored backups and images, twins, withdrawals, moves."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from app.errors import OutpostError
from app.model.registry import SCHEMA
from sync.hq.memberships import grant, move_user, revoke_grant
from sync.protocol import codec
from sync.protocol.messages import Request
from tests.sim.attacks import attack, pretend
from tests.sim.faults import HqDown
from tests.sim.laptop import Laptop
from tests.sim.memory import copied
from tests.sim.versions import TWIN
from tests.sim.watch import Violation

if TYPE_CHECKING:
    from tests.sim.world import World

Plan = dict[int, list[Callable[[], None]]]


def planned(world: "World", steps: int) -> Plan:
    """What happens before which step."""
    plan: Plan = {}

    def at(action: Callable[[], None], low: int, high: int) -> int:
        step = world.rnd.randrange(low, high)
        plan.setdefault(step, []).append(action)
        return step

    faults = world.faults
    for _ in range(faults.hq_restores):
        at(partial(restore_headquarters, world), at(world.hq.back_up, 4, 22) + 1, steps)
    for _ in range(faults.image_restores):
        laptop = world.rnd.choice(world.laptops)
        at(partial(_restore_image, world, laptop), at(laptop.keep_image, 4, 22) + 1, steps)
    if faults.twins:
        at(lambda: _twin(world, world.rnd.choice(world.laptops)), 7, 28)
    if faults.revoke:
        at(partial(_revoke, world), 7, steps)
    if faults.hostile:
        for _ in range(3):
            at(partial(attack, world), 16, steps)
        if not faults.hq_restores:  # no outbox would bring the made-up record back
            at(partial(pretend, world), 7, steps)
    for _ in range(faults.transfers):
        at(partial(_transfer, world), 7, steps)
    if faults.moves:
        at(partial(_move, world), 17, steps)
    if faults.grants:
        squad = world.hq.open_squad()
        people = [world.laptops[0], world.laptops[3]]
        opened = at(lambda: _grant(world, people, squad), 4, 14)
        at(lambda: _transfer(world, squad), opened + 1, 28)
        at(lambda: _close(world, people[0], squad), 28, steps)
    return plan


def restore_headquarters(world: "World") -> None:
    """Headquarters goes on from its last backup."""
    world.hq.restore()
    world.count("headquarters restored")
    if world.stats["image restored"] or world.stats["twin"]:
        world.count("two disasters")


def _restore_image(world: "World", laptop: Laptop) -> None:
    if laptop.syncing:
        return
    world.lost_with_image |= laptop.restore_image()
    world.count("image restored")
    if world.stats["headquarters restored"] or world.stats["image restored"] > 1:
        world.count("two disasters")


def _twin(world: "World", laptop: Laptop) -> None:
    twin = Laptop(world, f"{laptop.name}{TWIN}", laptop.principal, copied(laptop.raw))
    twin.seen, twin.acknowledged = laptop.seen, dict(laptop.acknowledged)
    world.laptops.append(twin)
    world.count("twin")


def _revoke(world: "World") -> None:
    """Withdraw a laptop, perhaps while a push of it stands at headquarters' door."""
    device = world.laptops[1].device

    def withdraw() -> None:
        world.hq.revoke(device)
        world.count("withdrawn")
        with suppress(OutpostError, HqDown):
            world.hq.answer(device, codec.encode(Request(schema=SCHEMA)), world.time)
            world.count("withdrawn and answered")

    if world.rnd.random() < 0.5:
        world.hq.at_the_door[device] = withdraw
        world.count("withdrawn at the door")
    else:
        withdraw()


def _transfer(world: "World", to: str = "") -> None:
    """Headquarters gives a record with all that belongs to it to the other office, or to a squad."""
    kind = world.rnd.choice(("project", "project", "company"))
    units = dict(world.hq.rows(f"SELECT id, unit FROM record WHERE kind = '{kind}'"))
    if not units:
        return
    parents = {parent for parent, _, unit in _children(world, kind) if units.get(parent) == unit}
    id = world.rnd.choice(sorted(parents or units))
    other = next(one.principal.unit_id for one in world.laptops if one.principal.unit_id != units[id])
    count = world.hq.transfer(kind, id, to or other)
    world.stats["transferred"] += count
    left = [child for parent, child, unit in _children(world, kind) if parent == id and unit == units[id]]
    if count and left:
        raise Violation(f"{kind} {id} went to another office without {left}")


def _children(world: "World", kind: str) -> list[tuple[str, str, str]]:
    """Of every record that hangs on one of a kind: that one's id, its own id and its unit."""
    rows = world.hq.rows(
        "SELECT id, unit, doc FROM record WHERE kind IN ('visit', 'attachment', 'next_step')"
    )
    docs = [(id, unit, json.loads(text)) for id, unit, text in rows]
    return [
        (parent, id, unit)
        for id, unit, doc in docs
        if (parent := doc.get(f"{kind}_id") or doc.get("parent_id")) is not None
    ]


def _move(world: "World") -> None:
    """Whoever of office A has most on the laptop goes to office B."""
    laptop = max((world.laptops[0], world.laptops[2]), key=lambda one: len(one.store_ids("company")))
    world.hq.change_membership(laptop.device, move_user, world.laptops[3].principal.unit_id)
    world.count("person moved")


def _grant(world: "World", laptops: list[Laptop], squad: str) -> None:
    for laptop in laptops:
        world.hq.change_membership(laptop.device, grant, squad)
        world.count("squad opened")


def _close(world: "World", laptop: Laptop, squad: str) -> None:
    world.hq.change_membership(laptop.device, revoke_grant, squad)
    world.count("squad closed")
