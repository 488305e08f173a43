"""What is ahead, for the calendars of telephones and mail programs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from app.i18n import Translator
from app.services.calendar_file import ahead, write_ahead
from app.services.desk import Desk
from app.services.ledger.errors import ExportNotWritten
from app.services.records import complete_step, create_record
from tests.fakes.stores import SteppingClock, new_store

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(new_store(tmp_path, clock=SteppingClock(NOON)), "周敏")
    yield desk
    desk.store.close()


def add(desk: Desk, made: str, /, **values: Any) -> str:
    return create_record(desk, made, values)[0]


def titles(desk: Desk) -> list[str]:
    return [one.title for one in ahead(desk, lambda row: str(row[TITLES.get(row.kind, "title")]))]


TITLES = {"visit": "subject"}


def test_trips_under_way_and_to_come(desk: Desk) -> None:
    add(desk, "trip", title="过了", starts_on="2026-06-20", ends_on="2026-06-30")
    cities, people = ["苏州", "无锡"], ["陈立"]
    add(
        desk,
        "trip",
        title="在途",
        starts_on="2026-06-30",
        ends_on="2026-07-02",
        cities=cities,
        members=people,
    )
    add(desk, "trip", title="不去了", starts_on="2026-07-20", called_off=True)
    (found,) = ahead(desk, lambda row: str(row["title"]))
    assert (found.title, found.first, found.last) == ("在途", date(2026, 6, 30), date(2026, 7, 2))
    assert (found.place, found.note, found.busy) == ("苏州、无锡", "陈立", True)


def test_visits_name_the_firm_once_and_have_their_hour(desk: Desk) -> None:
    firm = add(desk, "company", name="恒力电子")
    plan = {"kind": "outward", "state": "planned", "visited_on": "2026-07-03", "company_id": firm}
    add(desk, "visit", **plan, subject="谈二期", time="9:30", place="苏州")
    add(desk, "visit", **plan, subject="回访恒力电子", time="16 点多")
    add(desk, "visit", **{**plan, "state": "made"}, subject="见过了")
    found = ahead(desk, lambda row: str(row["subject"]))
    assert [(one.title, one.at, one.place) for one in found] == [
        ("恒力电子 谈二期", time(9, 30), "苏州"),
        ("回访恒力电子", None, ""),
    ]


def test_what_is_due_of_mine_and_of_nobody(desk: Desk) -> None:
    add(desk, "next_step", title="逾期", due_on="2026-06-01")
    add(desk, "next_step", title="我的", due_on="2026-07-08", owner="周敏")
    add(desk, "next_step", title="别人的", due_on="2026-07-08", owner="陈立")
    add(desk, "next_step", title="两年后", due_on="2028-07-08", owner="周敏")
    done = add(desk, "next_step", title="办好了", due_on="2026-07-08", owner="周敏")
    complete_step(desk, done)
    assert titles(desk) == ["逾期", "我的"]


def test_read_in_again_it_replaces_what_it_said_before(desk: Desk, tmp_path: Path) -> None:
    """Calendars know an entry by its UID: the same for a step whose day moved."""
    step = add(desk, "next_step", title="送方案", due_on="2026-07-08")
    file = tmp_path / "日历.ics"
    assert write_ahead(desk, file, Translator("zh_CN"), lambda row: str(row["title"])) == 1
    assert f"UID:{step}" in file.read_text(encoding="utf-8")
    with pytest.raises(ExportNotWritten):
        write_ahead(desk, tmp_path / "nowhere" / "a.ics", Translator("zh_CN"), lambda row: str(row["title"]))


def test_birthdays_of_a_year(desk: Desk) -> None:
    add(desk, "contact", name="宋启明", birthday="农历八月十五")
    found = ahead(desk, lambda row: "", "生日")
    assert [(one.title, one.first.isoformat()) for one in found] == [("生日 宋启明", "2026-09-25")]
