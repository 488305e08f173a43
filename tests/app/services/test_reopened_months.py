"""Opening a published month again: for a reason that stays, and says so wherever its figures are shown."""

from datetime import date

import pytest

from app.i18n import LANGUAGES, Translator
from app.rules.fund_ledger import Component, Source
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import book_figure
from app.services.fund_records import locks
from app.services.funds import check_figures, month_sheet
from app.services.headquarters import WrittenByHeadquarters
from app.services.ledger.month_sheet_file import sheet_bytes
from app.services.month_locks import lock_month, recomputed
from app.services.records import undo
from app.services.reopened_months import reopen_month, reopened, reopened_in, reopened_on
from app.store.work import ROLE
from tests.app.services.plain_amounts import recognised_amounts
from tests.app.services.test_funds import NOVEMBER, OCTOBER, project

FIXED, UNIT = Component.FIXED, Source.UNIT
WHY = "统计局改了口径"


@pytest.fixture
def published(desk: Desk) -> str:
    """A project whose October was published with 100."""
    id = project(desk, "甲项目", counted_kind="manufacturing")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    lock_month(desk, OCTOBER)
    return id


def test_an_open_month_takes_figures_and_is_published_anew(desk: Desk, published: str) -> None:
    reopen_month(desk, OCTOBER, f" {WHY} ")
    assert locks(desk) == [] and not month_sheet(desk, OCTOBER).locked
    (checked,) = check_figures(desk, OCTOBER, UNIT, FIXED, [(published, "130")])
    assert checked.reason is None
    book_figure(desk, published, OCTOBER, UNIT, FIXED, "130")
    lock_month(desk, OCTOBER)
    assert month_sheet(desk, OCTOBER).locked and month_sheet(desk, OCTOBER).sums.total == 130
    told = [(int(one.published["total"]), one.same, one.reopening is None) for one in recomputed(desk)]
    assert sorted(told) == [(100, False, False), (130, True, True)], (
        "what was published first stays on record"
    )
    (row,) = reopened(desk, OCTOBER)
    assert (row["reason"], row["created_by"], row["month"]) == (WHY, desk.actor, OCTOBER)


def test_it_says_when_and_why_in_both_languages_and_in_the_file(desk: Desk, published: str) -> None:
    reopen_month(desk, OCTOBER, WHY)
    (row,) = reopened(desk, OCTOBER)
    day = reopened_on(row)
    said = {one: reopened_in(desk, OCTOBER, Translator(one)) for one in LANGUAGES}
    assert said["zh_CN"] == f"{day.month}月{day.day}日重开：{WHY}"
    assert said["en"] == f"Reopened on {day.isoformat()}: {WHY}"
    sheet, words = month_sheet(desk, OCTOBER), Translator("zh_CN")
    assert sheet_bytes(sheet, words, said["zh_CN"]) != sheet_bytes(sheet, words)
    assert reopened_in(desk, NOVEMBER, words) == ""


def test_every_report_that_is_kept_in_memory_knows_of_it(desk: Desk, published: str) -> None:
    before = recognised_amounts(desk, OCTOBER, OCTOBER)
    month_sheet(desk, OCTOBER)
    reopen_month(desk, OCTOBER, WHY)
    book_figure(desk, published, OCTOBER, UNIT, FIXED, "130")
    assert recognised_amounts(desk, OCTOBER, OCTOBER) != before
    assert not month_sheet(desk, OCTOBER).locked


def test_several_locks_of_a_month_are_all_opened(desk: Desk, published: str) -> None:
    (lock,) = locks(desk)
    with desk.store.write(actor="林主任", label="lock.month") as work:
        work.create("month_lock", {"month": OCTOBER, "pack": "default", "pack_version": 1})
    assert len(desk.store.ids("month_lock")) == 2
    reopen_month(desk, OCTOBER, WHY, units=[lock["unit_id"] or ""])
    assert locks(desk) == [] and len(reopened(desk, OCTOBER)) == 2
    assert reopened_in(desk, OCTOBER, Translator("zh_CN")).count(WHY) == 1, "said once"


@pytest.mark.parametrize(
    ("month", "why", "units", "key"),
    [
        (OCTOBER, "  ", None, "rules.value.required"),
        (NOVEMBER, WHY, None, "funds.why.not_published"),
        (OCTOBER, WHY, ["another"], "funds.why.not_published"),
    ],
)
def test_what_cannot_be_opened_says_why(
    desk: Desk, published: str, month: date, why: str, units: list[str] | None, key: str
) -> None:
    with pytest.raises(InvalidRecord) as caught:
        reopen_month(desk, month, why, units=units)
    (problem,) = caught.value.problems
    assert problem.reason.key == key and len(locks(desk)) == 1
    for language in LANGUAGES:
        assert "{" not in Translator(language).tr(key, **problem.reason.params)


def test_others_do_not_open_a_month_and_nothing_takes_it_back(desk: Desk, published: str) -> None:
    with desk.store.replica() as replica:
        replica.set(ROLE, "officer")
    with pytest.raises(WrittenByHeadquarters):
        reopen_month(desk, OCTOBER, WHY)
    assert len(locks(desk)) == 1
    with desk.store.replica() as replica:
        replica.set(ROLE, "hq")
    reopen_month(desk, OCTOBER, WHY)
    undo(desk)
    assert len(reopened(desk, OCTOBER)) == 1
