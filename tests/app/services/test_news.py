"""总部动态: what counts as news, of whom, in what order, and for how long."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.services.desk import Desk
from app.services.news import MOST, News, What, news
from app.services.records import delete_records
from app.services.reopened_months import reopen_month
from app.services.scores.bulletins import publish
from app.store.work import ROLE
from tests.fakes.scored import score_year
from tests.fakes.stores import SteppingClock


def put(desk: Desk, kind: str, **values: Any) -> str:
    with desk.store.write(actor="总部", label="test") as work:
        return work.create(kind, values)


def lock(desk: Desk, month: date, unit: str = "") -> str:
    return put(
        desk, "month_lock", month=month, unit=unit, unit_id=unit or None, pack="default", pack_version=1
    )


def claim(desk: Desk, name: str, **values: Any) -> str:
    now = desk.store.clock()
    made = {
        "title": name,
        "key": f"name:{name}",
        "claimed_at": now,
        "claimant": "周敏",
        "laptop": "l",
        "seq": 1,
    }
    return put(desk, "claim", **made, hash="0" * 64, **values)


def whats(found: tuple[News, ...]) -> list[str]:
    return [one.what.value for one in found]


def become(desk: Desk, role: str) -> None:
    with desk.store.replica() as replica:
        replica.set(ROLE, role)


def test_nothing_is_no_news(desk: Desk) -> None:
    assert news(desk) == ()


def test_what_headquarters_publishes_comes_the_latest_first(desk: Desk) -> None:
    score_year(desk)
    become(desk, "hq")
    lock(desk, date(2026, 10, 1))
    publish(desk)
    reopen_month(desk, date(2026, 10, 1), "漏报两笔")
    put(
        desk, "rulebook", title="通用", about="pack", name="default", version=3, effective_on=date(2026, 1, 1)
    )
    found = news(desk)
    assert whats(found) == ["rules", "reopened", "bulletin", "month"]
    assert found[1].told["reason"] == "漏报两笔" and found[3].told["month"] == date(2026, 10, 1)
    assert found[2].told["as_of"] == desk.today()


def test_a_month_published_for_many_units_is_one_line(desk: Desk) -> None:
    for unit in ("甲镇", "乙镇", "丙镇"):
        lock(desk, date(2026, 10, 1), unit)
    last = lock(desk, date(2026, 9, 1), "甲镇")
    found = news(desk)
    assert [(one.what, one.told["month"]) for one in found] == [
        (What.MONTH, date(2026, 9, 1)),
        (What.MONTH, date(2026, 10, 1)),
    ]
    assert found[0].id == last


def test_a_bulletin_that_is_taken_back_is_no_news(desk: Desk) -> None:
    score_year(desk)
    become(desk, "hq")
    id, _ = publish(desk)
    assert whats(news(desk)) == ["bulletin"]
    delete_records(desk, [("bulletin", id)])
    assert news(desk) == ()


def test_receipts_of_first_reports_are_the_officers_alone(desk: Desk) -> None:
    claim(desk, "青岛啤酒")
    kept = claim(desk, "氢能源汽车", received_at=desk.store.clock(), state="protected", number=7)
    become(desk, "officer")
    (one,) = news(desk)
    assert (one.what, one.id, one.told["state"]) == (What.CLAIM, kept, "protected"), "not what still waits"
    for role in ("", "hq", "leader"):
        become(desk, role)
        assert news(desk) == (), "of everybody's first reports there is no end"


@pytest.mark.parametrize(("status", "told"), [("open", []), ("ruled", ["ruled"])])
def test_a_clash_is_news_once_it_is_ruled(desk: Desk, status: str, told: list[str]) -> None:
    now = desk.store.clock()
    for unit in ("u1", "u2"):  # a row for each party
        values = {"title": "青岛啤酒", "case_id": "case", "unit_id": unit, "opened_at": now, "status": status}
        put(desk, "clash", **values, **({"ruled_at": now, "ruling": "one"} if told else {}))
    assert whats(news(desk)) == told


def test_only_the_latest_few_are_told(desk: Desk) -> None:
    for month in range(1, 11):
        lock(desk, date(2026, month, 1))
    found = news(desk)
    assert len(found) == MOST
    assert [one.told["month"].month for one in found] == [10, 9, 8, 7, 6]


def test_after_two_months_it_is_no_news(desk: Desk, clock: SteppingClock) -> None:
    lock(desk, date(2026, 9, 1))
    assert len(news(desk)) == 1
    clock.now += timedelta(days=59)
    assert len(news(desk)) == 1
    clock.now += timedelta(days=2)
    assert news(desk) == ()
