"""Merit told again after any change is what a desk that knows nothing tells."""

import random

import pytest

from app.services.desk import Desk
from app.services.records import change_record, delete_records, restore_records
from app.services.scores.standing import Merit, decide_merit, merits
from tests.fakes.scored import goal, signed

UNITS = ("县功镇", "磻溪镇", "开发区")


def told(desk: Desk) -> list[tuple[object, ...]]:
    def of(one: Merit) -> tuple[object, ...]:
        rows = [(row.id, dict(row.values)) for row in one.projects]
        decided = [(row.id, row["verdict"]) for row in one.decided]
        said = one.suggestion
        return one.unit, said.verdict, said.why, said.counted, rows, decided, one.year

    return [of(one) for one in merits(desk, 2026)]


def landed(desk: Desk, number: int, dice: random.Random) -> str:
    amount, day = dice.choice(["7亿", "2000", ""]), dice.choice(["2026-04-01", "2025-04-01"])
    return signed(desk, f"厂{number}", dice.choice(UNITS), amount, counted_kind="manufacturing", site_on=day)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_change_it_is_what_a_fresh_desk_tells(desk: Desk, seed: int) -> None:
    dice, gone = random.Random(seed), list[str]()
    ids = [landed(desk, number, dice) for number in range(6)]
    told(desk)
    for step in range(14):
        id = dice.choice(ids)
        match dice.randrange(7):
            case 0:
                change_record(desk, "project", id, {"responsible_unit": dice.choice(UNITS)})
            case 1:
                change_record(desk, "project", id, {"investment": dice.choice(["9亿", "300", ""])})
            case 2:
                change_record(desk, "project", id, {"site_on": dice.choice(["2026-05-01", "2024-05-01"])})
            case 3 if id not in gone:
                delete_records(desk, [("project", id)])
                gone.append(id)
            case 4 if gone:
                restore_records(desk, [("project", gone.pop())])
            case 5:
                goal(desk, dice.choice(UNITS), "large_landed", str(dice.randint(1, 3)))
            case _:
                given = {"name": dice.choice(UNITS), "year": 2026, "verdict": "criticised", "reason": "交办"}
                decide_merit(desk, given)
        ids += [landed(desk, 10 + step, dice)] if dice.random() < 0.3 else []
        assert told(desk) == told(Desk(desk.store, desk.actor))


def test_units_that_nothing_changed_for_are_not_told_again(desk: Desk) -> None:
    first, second = (
        signed(desk, name, unit, "7亿", counted_kind="manufacturing", site_on="2026-04-01")
        for name, unit in (("甲厂", "县功镇"), ("乙厂", "磻溪镇"))
    )
    before = {one.unit: one for one in merits(desk, 2026)}
    change_record(desk, "project", first, {"leader": "李"})
    after = {one.unit: one for one in merits(desk, 2026)}
    assert after["磻溪镇"] is before["磻溪镇"] and after["县功镇"] is not before["县功镇"]
    change_record(desk, "project", second, {"responsible_unit": "县功镇"})
    (one,) = merits(desk, 2026)
    assert {row.id for row in one.projects} == {first, second}
