"""The four lists on real stores."""

from datetime import date
from decimal import Decimal

import pytest

from app.services import key_lists, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord

TODAY = date(2026, 11, 20)


def project(desk: Desk, name: str, investment: str = "") -> str:
    return records.create_record(desk, "project", {"name": name, "investment": investment})[0]


def names(desk: Desk, list: str, day: date | None = None) -> list[str]:
    found = next(one for one in key_lists.key_lists(desk, day) if one.name == list)
    return [project["name"] for _, project in found.entries]


def test_who_is_on_which_list_since_when_and_how_much(desk: Desk) -> None:
    small, large, unknown = project(desk, "小", "2亿"), project(desk, "大", "22.51亿"), project(desk, "未定")
    for id in (small, large, unknown):
        key_lists.put_on_list(desk, id, "signing", since="2026-10-01", reason="市里定的")
    key_lists.put_on_list(desk, small, "service")
    assert names(desk, "signing") == ["大", "小", "未定"] and names(desk, "promotion") == []
    signing = key_lists.key_lists(desk)[2]
    assert (signing.name, signing.investment, signing.unknown) == ("signing", Decimal(245_100), 1)


def test_rolling_out_keeps_the_history_and_coming_back_is_a_new_entry(desk: Desk) -> None:
    id = project(desk, "大", "3亿")
    key_lists.put_on_list(desk, id, "pursuit", since="2026-09-01")
    key_lists.take_off_list(desk, id, "pursuit", on="2026-10-15", reason="已签约")
    key_lists.put_on_list(desk, id, "pursuit", since="2026-11-01")
    days = ("2026-08-31", "2026-09-01", "2026-10-14", "2026-10-15", "2026-10-31", "2026-11-01")
    shown = [bool(names(desk, "pursuit", date.fromisoformat(day))) for day in days]
    assert shown == [False, True, True, False, False, True]
    told = [(str(roll.day), roll.into) for roll in key_lists.rolls(desk, date(2026, 9, 1), TODAY)]
    assert told == [("2026-11-01", True), ("2026-10-15", False), ("2026-09-01", True)]
    assert key_lists.rolls(desk, date(2026, 10, 1), date(2026, 10, 31))[0].reason == "已签约"


def test_what_makes_no_sense_is_refused(desk: Desk) -> None:
    id = project(desk, "大")
    key_lists.put_on_list(desk, id, "pursuit", since="2026-09-01")
    for attempt in (
        lambda: key_lists.put_on_list(desk, id, "pursuit"),
        lambda: key_lists.put_on_list(desk, id, "no such list"),
        lambda: key_lists.take_off_list(desk, id, "signing"),
        lambda: key_lists.take_off_list(desk, id, "pursuit", on="2026-08-31"),
    ):
        with pytest.raises(InvalidRecord):
            attempt()
    assert len(key_lists.listings_of(desk, id)) == 1


def test_a_deleted_project_is_on_no_list(desk: Desk) -> None:
    id = project(desk, "大", "3亿")
    key_lists.put_on_list(desk, id, "pursuit")
    records.delete_records(desk, [("project", id)])
    assert names(desk, "pursuit") == []
    assert key_lists.rolls(desk, TODAY, TODAY) == []
    records.undo(desk)
    assert names(desk, "pursuit") == ["大"]


def test_lists_that_are_kept_are_as_for_somebody_who_has_just_sat_down(desk: Desk) -> None:
    """After every change of what is on them."""
    ids = [records.create_record(desk, "project", {"name": name})[0] for name in ("储能", "芯片")]

    def same() -> key_lists.Listed:
        kept, fresh = key_lists.all_listed(desk), key_lists.all_listed(Desk(desk.store, desk.actor))
        assert [row.values for row in kept[0]] == [row.values for row in fresh[0]]
        assert {id: row.values for id, row in kept[1].items()} == {
            id: row.values for id, row in fresh[1].items()
        }
        return kept

    assert same() == ([], {})
    for id in ids:
        key_lists.put_on_list(desk, id, "pursuit")
        same()
    records.change_record(desk, "project", ids[0], {"investment": "12"})
    assert same()[1][ids[0]]["investment"] == 12
    key_lists.take_off_list(desk, ids[0], "pursuit")
    assert [row["until"] is None for row in same()[0]].count(True) == 1
    records.delete_records(desk, [("project", ids[1])])
    assert list(same()[1]) == ids[:1]
    records.restore_records(desk, [("project", ids[1])])
    assert same()[1].keys() == set(ids)
