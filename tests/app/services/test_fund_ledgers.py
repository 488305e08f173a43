"""Any ledger of three sources, with published months corrected, adds up alike wherever it is added up."""

import contextlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.model.registry import KINDS
from app.rules.fund_ledger import Component, Source, figures
from app.services import records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import book_figure, correct, enter, entry_rows
from app.services.fund_records import entries
from app.services.funds import MonthLocked, month_sheet
from app.services.ledger.month_sheet_file import export_sheet
from app.services.month_locks import lock_month, recomputed
from tests.app.services.test_funds import project
from tests.fakes.plain_sums import ledger_sum
from tests.fakes.stores import new_desk

MONTHS = (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))
LATER = (*MONTHS, date(2026, 12, 1))  # where corrections of the last published month go
SOURCES = KINDS["fund_entry"].fields["source"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["book", "book", "book", "correct", "lock"]),
        st.integers(0, 2),
        st.sampled_from(MONTHS),
        st.sampled_from(Component),
        st.sampled_from(Source),
        st.decimals("-99999999", "99999999", places=6),
    ),
    max_size=12,
)
Step = tuple[str, int, date, Component, Source, Decimal]


def take(desk: Desk, projects: list[str], step: Step) -> None:
    what, number, month, component, source, amount = step
    with contextlib.suppress(InvalidRecord):  # published, or nothing there: such a step changes nothing
        if what == "lock":
            lock_month(desk, month)
        else:
            act = book_figure if what == "book" else correct
            act(desk, projects[number], month, source, component, f"{amount:f}")


def read_back(file: Path, lines: int, language: str) -> Mapping[str, tuple[Decimal, Decimal]]:
    """Heading → (the sum of its lines, what its foot says)."""
    page = openpyxl.load_workbook(file).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    tr = Translator(language)
    wanted = {
        source.value: tr.tr("export.money", label=tr.tr(SOURCES.choice_key(source.value)))
        for source in Source
    }
    wanted["total"] = tr.tr("export.money", label=tr.tr("ui.funds.sum.total"))

    def amount(value: object) -> Decimal:
        return Decimal(str(value)) if value not in (None, "") else Decimal(0)

    found = {}
    for name, heading in wanted.items():
        at = rows[0].index(heading)
        told = sum((amount(row[at]) for row in rows[1 : 1 + lines]), Decimal(0))
        found[name] = (told, amount(rows[1 + lines][at]))
    return found


@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.sampled_from(LANGUAGES))
def test_store_rules_and_file_agree_source_by_source(steps: list[Step], language: str) -> None:
    with TemporaryDirectory() as folder:
        desk = new_desk(Path(folder))
        projects = [project(desk, f"项目{number}", counted_kind="manufacturing") for number in range(3)]
        for step in steps:
            take(desk, projects, step)
        ids = desk.store.ids("fund_entry")
        groups = desk.store.groups("fund_entry", ids, "source", ["amount"])
        by_sql = {str(one.value): one.sums.get("amount", Decimal(0)) for one in groups}
        lines = entries(desk)
        told = figures(lines)
        sheets = [month_sheet(desk, month) for month in LATER]
        by_file = dict.fromkeys((*(source.value for source in Source), "total"), Decimal(0))
        for sheet in sheets:
            file = Path(folder) / "sheet.xlsx"
            export_sheet(sheet, file, Translator(language))
            for name, (of_lines, foot) in read_back(file, len(sheet.lines), language).items():
                assert of_lines == foot
                by_file[name] += of_lines
        for source in Source:
            by_rules = sum((month.told(source) or Decimal(0) for month in told.values()), Decimal(0))
            assert by_sql.get(source.value, Decimal(0)) == by_rules == by_file[source.value]
            assert by_rules == ledger_sum(lines, source)
        assert by_file["total"] == sum((sheet.sums.total for sheet in sheets), Decimal(0))
        assert sheets[-1].sums.cumulative == by_file["total"]
        assert all(one.same for one in recomputed(desk))  # no step changes what was published
        desk.store.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


SEPTEMBER, OCTOBER, NOVEMBER = MONTHS
FIXED, UNIT = Component.FIXED, Source.UNIT


def amounts(desk: Desk, id: str) -> list[tuple[str, str]]:
    return [(f"{row['month']:%m}", f"{row['amount']:f}") for row in entry_rows(desk, id)]


def test_a_figure_corrected_again_and_again_ends_at_the_last_word(desk: Desk) -> None:
    id = project(desk, "甲项目")
    book_figure(desk, id, SEPTEMBER, UNIT, FIXED, "100")
    lock_month(desk, SEPTEMBER)
    for right in ("80", "95.5", "100", "0"):
        correct(desk, id, SEPTEMBER, UNIT, FIXED, right)
    assert amounts(desk, id)[:4] == [("10", "-100"), ("10", "4.5"), ("10", "15.5"), ("10", "-20")]
    assert month_sheet(desk, OCTOBER).sums.cumulative == 0
    assert month_sheet(desk, SEPTEMBER).sums.total == 100
    lock_month(desk, OCTOBER)
    correct(desk, id, SEPTEMBER, UNIT, FIXED, "1")  # the next open month takes it
    assert amounts(desk, id)[0] == ("11", "1") and month_sheet(desk, NOVEMBER).sums.cumulative == 1
    records.undo(desk)
    assert month_sheet(desk, NOVEMBER).sums.cumulative == 0
    desk.store.close()


def test_a_months_own_figure_is_not_booked_as_a_correction_of_a_correction(desk: Desk) -> None:
    id = project(desk, "甲项目")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    lock_month(desk, OCTOBER)
    correct(desk, id, OCTOBER, UNIT, FIXED, "80")
    book_figure(desk, id, NOVEMBER, UNIT, FIXED, "50")
    newest, correction, _ = entry_rows(desk, id)
    assert (newest["amount"], newest["corrects"]) == (Decimal(50), None) and correction["corrects"]
    book_figure(desk, id, NOVEMBER, UNIT, FIXED, "60")  # made up to 60, whatever was corrected beside it
    assert entry_rows(desk, id)[0]["corrects"] == newest.id
    month = month_sheet(desk, NOVEMBER).lines[0].month
    assert [month.own[FIXED].unit, month.back[FIXED].unit, month.total] == [60, -20, 40]
    enter(desk, {"project_id": id, "month": "2026-11", "amount": "50"})  # booked beside it: to be looked at
    assert month_sheet(desk, NOVEMBER).lines[0].month.several == {FIXED}
    desk.store.close()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "rules.value.required"),
        ("  —  ", "rules.value.required"),
        ("约80", "funds.why.not_exact"),
        ("80-90", "funds.why.not_exact"),
        ("80万美元", "funds.why.foreign"),
        ("全部", "rules.amount.unreadable"),
        ("100", "funds.why.same"),
        ("100.0000001", "rules.amount.out_of_range"),
    ],
)
def test_a_correction_that_cannot_be_taken_says_why_and_books_nothing(
    desk: Desk, text: str, key: str
) -> None:
    id = project(desk, "甲项目")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    lock_month(desk, OCTOBER)
    with pytest.raises(InvalidRecord) as caught:
        correct(desk, id, OCTOBER, UNIT, FIXED, text)
    assert [(one.field, one.reason.key) for one in caught.value.problems] == [("amount", key)]
    with pytest.raises(InvalidRecord) as absent:  # nobody told land there
        correct(desk, id, OCTOBER, UNIT, Component.LAND, "5")
    assert absent.value.problems[0].reason.key == "funds.why.nothing_there"
    assert len(entry_rows(desk, id)) == 1
    desk.store.close()


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"foreign_amount": "99999999999", "rate": "999", "currency": "USD"}, ["foreign_amount"]),
        ({"foreign_amount": "200", "rate": "7", "currency": "dollars"}, ["foreign_amount"]),
        ({"foreign_amount": "200", "rate": "7_1", "currency": "USD"}, ["rate"]),
        ({"foreign_amount": "200", "rate": "", "currency": "USD"}, ["rate"]),
        ({"amount": "约5"}, ["amount"]),
        ({"amount": "5", "month": "2026-13"}, ["month"]),
        ({"amount": "5", "month": ""}, ["month"]),
        ({"amount": "5", "source": "me"}, ["source"]),
        ({"amount": "5", "component": "gold"}, ["component"]),
        ({"amount": "5", "corrects": "nothing"}, ["corrects"]),
    ],
)
def test_a_line_that_is_refused_leaves_nothing_behind(
    desk: Desk, given: dict[str, str], fields: list[str]
) -> None:
    id = project(desk, "甲项目")
    with pytest.raises(InvalidRecord) as caught:
        enter(desk, {"project_id": id, "month": "2026-10", "rate_on": "2026-10-08", **given})
    assert [one.field for one in caught.value.problems] == fields
    for language in LANGUAGES:
        reason = caught.value.problems[0].reason
        assert "{" not in Translator(language).tr(reason.key, **reason.params)
    assert desk.store.ids("fund_entry") == []
    desk.store.close()


def test_a_line_for_a_published_month_names_the_open_one(desk: Desk) -> None:
    id = project(desk, "甲项目")
    for month in (OCTOBER, NOVEMBER):
        lock_month(desk, month)
    for typed in ("2026-10", "2026-10-31", "2026-11"):
        with pytest.raises(MonthLocked) as caught:
            enter(desk, {"project_id": id, "month": typed, "amount": "1"})
        assert caught.value.params == {"month": typed[:7], "open": "2026-12"}
    enter(desk, {"project_id": id, "month": "2026-09", "amount": "1"})
    desk.store.close()


def test_a_month_is_put_right_by_its_own_figure_whatever_corrections_were_booked_in_it(desk: Desk) -> None:
    """October is corrected in November, then November itself: to what was typed for it, not less."""
    id = project(desk, "甲项目")
    book_figure(desk, id, OCTOBER, UNIT, FIXED, "100")
    lock_month(desk, OCTOBER)
    correct(desk, id, OCTOBER, UNIT, FIXED, "130")
    book_figure(desk, id, NOVEMBER, UNIT, FIXED, "50")
    lock_month(desk, NOVEMBER)
    correct(desk, id, NOVEMBER, UNIT, FIXED, "60")
    december = figures(entries(desk))[id, date(2026, 12, 1)]
    assert [december.total, december.told(UNIT)] == [10, 10]
