"""Funds on two laptops: both book, one publishes, and nobody's figure is lost or counted in silence."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, Translator
from app.rules.fund_ledger import Component, Source
from app.rules.periods import months_later
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import book_figure, correct
from app.services.funds import check_figures, month_sheet
from app.services.month_locks import lock_month, recomputed
from app.services.records import create_record
from app.services.reopened_months import reopen_month, reopened_in
from sync.client.refused import discard
from tests.convergence.test_life import refused
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open
from tests.fakes.offices import opened_offices

FIXED, LAND, UNIT = Component.FIXED, Component.LAND, Source.UNIT


def pair(
    opened: Open, first: str = "张三", second: str = "李四"
) -> tuple[Laptop, Laptop, Desk, Desk, str, date]:
    """Two laptops of one unit with a signed project on both; the month is the last one."""
    zhang, li = opened(first), opened(second)
    zhang.synced()
    here, there = Desk(zhang.store, first), Desk(li.store, second)
    given = {"name": "储能项目", "stage": "negotiating", "contract_amount": "1亿", "responsible_unit": "甲局"}
    project, _ = create_record(here, "project", given)
    zhang.synced()
    li.synced()
    return zhang, li, here, there, project, months_later(here.today().replace(day=1), -1)


def settle(*laptops: Laptop) -> None:
    for _ in range(2):
        for laptop in laptops:
            laptop.synced()


def total(desk: Desk, month: date) -> Decimal:
    return month_sheet(desk, month).sums.total


def test_two_that_book_the_same_cell_are_both_kept_and_seen(opened: Open, headquarters: Headquarters) -> None:
    zhang, li, here, there, project, month = pair(opened)
    book_figure(here, project, month, UNIT, FIXED, "100")
    book_figure(there, project, month, UNIT, FIXED, "100")
    book_figure(there, project, month, UNIT, LAND, "7")
    settle(zhang, li)
    for desk in (here, there):
        (line,) = month_sheet(desk, month).lines
        assert line.month.total == 207 and line.month.several == {FIXED}
    book_figure(there, project, month, UNIT, FIXED, "100")  # whoever notices makes it right
    settle(li, zhang)
    assert total(here, month) == total(there, month) == 107
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_what_was_booked_on_the_road_for_a_month_published_meanwhile_comes_back(
    opened: Open, headquarters: Headquarters
) -> None:
    lin, li, here, there, project, month = pair(opened, "林主任")
    book_figure(here, project, month, UNIT, FIXED, "100")
    settle(lin, li)
    lock_month(here, month)
    book_figure(there, project, month, UNIT, FIXED, "130")  # li has not heard of it yet
    settle(lin, li)
    assert refused(li) == {"fund_entry": "hq.refused.month_locked"} and refused(lin) == {}
    assert total(here, month) == 100 and all(one.same for one in recomputed(here))
    (item,) = li.store.outbox(state="refused")
    assert item.operation.fields["amount"][1] == "30"  # what was typed is still there
    (again,) = check_figures(there, month, UNIT, FIXED, [(project, "130")])
    following = months_later(month, 1)
    assert again.reason is not None and again.reason.params == {
        "month": f"{month:%Y-%m}",
        "open": f"{following:%Y-%m}",
    }
    discard(li.store, [item.operation.op_id], "李四")
    correct(there, project, month, UNIT, FIXED, "130")
    settle(li, lin)
    for desk in (here, there):
        assert (total(desk, month), total(desk, following)) == (Decimal(100), Decimal(30))
        assert all(one.same for one in recomputed(desk))
    assert lin.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_both_publish_the_same_month_and_one_lock_counts(opened: Open, headquarters: Headquarters) -> None:
    lin, sun, here, there, project, month = pair(opened, "林主任", "孙科长")
    book_figure(here, project, month, UNIT, FIXED, "100")
    settle(lin, sun)
    lock_month(here, month, note="林主任公布")
    lock_month(there, month, note="孙科长公布")
    settle(lin, sun)
    assert lin.store.content_hash() == sun.store.content_hash() == hq_digest(headquarters)
    kept = [[one.lock["note"] for one in recomputed(desk)] for desk in (here, there)]
    assert len(kept[0]) == 1 and kept[0] == kept[1]
    with pytest.raises(InvalidRecord) as caught:
        lock_month(there, month)
    reason = caught.value.problems[0].reason
    assert reason.key == "funds.why.all_locked"
    for language in LANGUAGES:
        assert f"{month:%Y-%m}" in Translator(language).tr(reason.key, **reason.params)


def test_a_published_month_stays_closed_for_a_project_that_went_to_another_unit(tmp_path: Path) -> None:
    """Its new unit has published nothing, and its laptop holds no lock of the old one: headquarters knows."""
    with opened_offices(tmp_path) as offices:
        lin, li = offices.laptop("林主任", "甲局", role="hq"), offices.laptop("李四", "乙局")
        offices.settle()
        here, there = Desk(lin.store, "林主任"), Desk(li.store, "李四")
        given = {
            "name": "储能项目",
            "stage": "signed",
            "contract_on": here.today(),
            "responsible_unit": "甲局",
        }
        project, _ = create_record(here, "project", {**given, "counted_kind": "manufacturing"})
        month = here.today().replace(day=1)
        book_figure(here, project, month, UNIT, FIXED, "100")
        lock_month(here, month)
        offices.settle()
        offices.transfer("project", project, "乙局")
        offices.settle()
        book_figure(there, project, month, UNIT, FIXED, "120")
        offices.settle()
        assert refused(li) == {"fund_entry": "hq.refused.month_locked"}
        (item,) = li.store.outbox(state="refused")
        assert item.operation.fields["amount"][1] == "20"


def test_a_month_opened_again_takes_figures_on_both_laptops_and_says_why(
    opened: Open, headquarters: Headquarters
) -> None:
    lin, li, here, there, project, month = pair(opened, "林主任")
    book_figure(here, project, month, UNIT, FIXED, "100")
    lock_month(here, month)
    settle(lin, li)
    reopen_month(here, month, "统计局改了口径")
    settle(lin, li)
    assert "统计局改了口径" in reopened_in(there, month, Translator("zh_CN"))
    book_figure(there, project, month, UNIT, FIXED, "130")
    settle(li, lin)
    assert refused(li) == {} and total(here, month) == total(there, month) == 130
    lock_month(here, month)
    settle(lin, li)
    assert [len(recomputed(desk)) for desk in (here, there)] == [2, 2], "both stay on record"
    assert month_sheet(there, month).locked
    assert lin.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)
