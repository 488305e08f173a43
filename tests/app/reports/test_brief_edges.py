"""Briefs at their edges: what comes soonest, what fits on a page, both languages (features.md 20)."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.i18n import Translator
from app.reports.brief import LONGEST, OWED, PEOPLE, PROJECTS, VISITS, Asking, Part, Sheet, sheets
from app.reports.brief_html import GRAVE, html
from app.services.desk import Desk
from app.services.records import create_record, delete_records
from tests.fakes.desktops import CHINESE
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path)
    yield desk
    desk.store.close()


@pytest.fixture
def firm(desk: Desk) -> str:
    return add(desk, "company", name="Acme", credit_code="91350100M000100Y43")


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def asking(desk: Desk, language: str = "zh_CN") -> Asking:
    return Asking(desk.store, Translator(language), desk.today())


def page(desk: Desk, firm: str, language: str = "zh_CN") -> Sheet:
    (sheet,) = sheets(asking(desk, language), "company", firm)
    return sheet


def part(sheet: Sheet, heading: str) -> Part | None:
    return next((one for one in sheet.parts if one.heading == heading), None)


def lines(desk: Desk, firm: str, heading: str) -> tuple[str, ...]:
    found = part(page(desk, firm), heading)
    return found.lines if found is not None else ()


def promise(desk: Desk, **values: Any) -> str:
    return add(desk, "promise", **{"title": "给方案", "side": "ours", "promised_on": TODAY, **values})


def visit(desk: Desk, subject: str, day: date, **values: Any) -> str:
    return add(desk, "visit", subject=subject, visited_on=day, **values)


def test_what_is_talked_about_next_is_of_the_next_visit(desk: Desk, firm: str) -> None:
    for subject, days, time in (
        ("最后", 30, None),
        ("下午", 3, "14:00"),
        ("上午", 3, "9:30"),
        ("过了", -1, None),
    ):
        day = TODAY + timedelta(days=days)
        visit(desk, subject, day, time=time, company_id=firm, state="planned")
    assert lines(desk, firm, "别忘了") == ("本次要谈：上午",)


def test_a_visit_of_today_is_still_to_come(desk: Desk, firm: str) -> None:
    visit(desk, "今天谈", TODAY, company_id=firm, state="planned")
    assert lines(desk, firm, "别忘了") == ("本次要谈：今天谈",)


@pytest.mark.parametrize(
    ("days", "said", "grave"),
    [
        (-1, "我方承诺：给方案 · 已逾期（2026年11月19日）", True),
        (0, "我方承诺：给方案 · 2026年11月20日前", False),
        (1, "我方承诺：给方案 · 2026年11月21日前", False),
        (None, "我方承诺：给方案 · 没有期限", False),
    ],
)
def test_late_is_from_the_day_after(desk: Desk, firm: str, days: int | None, said: str, grave: bool) -> None:
    due = None if days is None else TODAY + timedelta(days=days)
    promise(desk, company_id=firm, due_on=due)
    owed = part(page(desk, firm), "承诺与待办")
    assert owed is not None and owed.lines == (said,)
    assert owed.grave == ({0} if grave else set())
    assert bool(lines(desk, firm, "别忘了")) is grave
    assert (GRAVE in html([page(desk, firm)], "")) is grave


def test_what_is_closed_done_or_deleted_is_not_owed(desk: Desk, firm: str) -> None:
    promise(desk, company_id=firm, closed_on=TODAY, outcome="broken")
    add(desk, "next_step", title="寄资料", company_id=firm, done_on=TODAY)
    delete_records(desk, [("promise", promise(desk, company_id=firm))])
    promise(desk, company_id=add(desk, "company", name="别家"))
    assert part(page(desk, firm), "承诺与待办") is None


def test_what_hangs_on_a_project_of_the_firm_is_owed_once(desk: Desk, firm: str) -> None:
    project = add(desk, "project", name="一期", investor_id=firm)
    promise(desk, company_id=firm, project_id=project, side="theirs", title="交保证金")
    assert lines(desk, firm, "承诺与待办") == ("对方承诺：交保证金 · 没有期限",)


def test_a_page_holds_what_fits_on_it_and_what_is_late_comes_first(desk: Desk, firm: str) -> None:
    for number in range(OWED + 2):
        promise(desk, title=f"事{number}", company_id=firm, due_on=TODAY - timedelta(days=number))
    for number in range(VISITS + 2):
        visit(desk, f"谈{number}", TODAY - timedelta(days=number), company_id=firm)
    for number in range(PEOPLE + 1):
        add(desk, "contact", name=f"人{number}", company_id=firm)
    for number in range(PROJECTS + 1):
        add(desk, "project", name=f"项目{number}", investor_id=firm)
    owed, visits = lines(desk, firm, "承诺与待办"), lines(desk, firm, "往来经过")
    assert len(owed) == OWED and owed[0].startswith(f"我方承诺：事{OWED + 1} ")
    assert len(visits) == VISITS and visits[0] == "2026年11月20日 · 外出拜访 · 谈0"
    people, projects = part(page(desk, firm), "对方人员"), part(page(desk, firm), "项目")
    assert people is not None and len(people.table) == 1 + PEOPLE
    assert projects is not None and len(projects.table) == 1 + PROJECTS
    assert lines(desk, firm, "别忘了")[0] == "有 9 件答应的事逾期，先说明原因和新的日期。"


@pytest.mark.parametrize(("letters", "cut"), [(LONGEST - 1, False), (LONGEST, False), (LONGEST + 1, True)])
def test_what_was_said_is_cut_where_it_is_too_long(desk: Desk, firm: str, letters: int, cut: bool) -> None:
    visit(desk, "谈", TODAY, company_id=firm, content="谈" * letters)
    (line,) = lines(desk, firm, "往来经过")
    said = line.split(" · ")[-1]
    assert said == ("谈" * (LONGEST - 1) + "…" if cut else "谈" * letters)


def test_lines_of_notes_become_one_line(desk: Desk, firm: str) -> None:
    visit(desk, "谈", TODAY, company_id=firm, content="第一行\n\n  第二行\t完")
    assert lines(desk, firm, "往来经过")[0].endswith(" · 第一行 第二行 完")


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (None, "—"),
        ("0", "0 万元"),
        ("800", "800 万元"),
        ("9999", "9,999 万元"),
        ("10000", "1.00 亿元"),
        ("225100", "22.51 亿元"),
        ("12345678", "1,234.57 亿元"),
    ],
)
def test_amounts_from_one_yi_on_are_in_yi(desk: Desk, amount: str | None, said: str) -> None:
    assert asking(desk).amount(None if amount is None else Decimal(amount)) == said


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("2026-12-03", "2026年12月1日至2026年12月3日，3 天"),
        ("2026-12-01", "2026年12月1日至2026年12月1日，1 天"),
        (None, "2026年12月1日至2026年12月1日，1 天"),
        ("2026-11-30", "2026年12月1日至2026年12月1日，1 天"),  # a slip of the pen
    ],
)
def test_the_days_of_a_trip(desk: Desk, last: str | None, said: str) -> None:
    trip = add(desk, "trip", title="外出", starts_on="2026-12-01", ends_on=last)
    (plan,) = sheets(asking(desk), "trip", trip)
    assert plan.facts == (said,)


def test_the_plan_follows_days_and_hours_without_what_was_called_off(desk: Desk, firm: str) -> None:
    trip = add(desk, "trip", title="外出", starts_on="2026-12-01", purpose="看样板厂")
    for subject, day, time in (("丙", 2, "8:00"), ("乙", 1, "14:00"), ("甲", 1, "9:00"), ("丁", 2, None)):
        visit(desk, subject, date(2026, 12, day), time=time, trip_id=trip, company_id=firm, place="昆山")
    visit(desk, "不去", date(2026, 12, 1), trip_id=trip, state="called_off")
    found = sheets(asking(desk), "trip", trip)
    purpose, plan = found[0].parts
    assert (purpose.heading, purpose.lines) == ("目的", ("看样板厂",))
    assert [row[3] for row in plan.table[1:]] == ["甲", "乙", "丙", "丁"]
    assert plan.table[1] == ("2026年12月1日 9:00", "Acme", "昆山", "甲")
    assert [one.title for one in found] == ["外出", "Acme"]  # four visits, one page of the firm


def test_a_firm_that_was_deleted_has_no_page_but_the_visit_stays(desk: Desk, firm: str) -> None:
    trip = add(desk, "trip", title="外出", starts_on="2026-12-01")
    visit(desk, "去看看", date(2026, 12, 1), trip_id=trip)
    found = sheets(asking(desk), "trip", trip)
    assert [one.title for one in found] == ["外出"]
    assert found[0].parts[0].table[1][1:] == ("", "", "去看看")


def test_in_english_no_chinese_sign_is_left(desk: Desk, firm: str) -> None:
    promise(desk, title="Land plan", owner="Zhou", company_id=firm, due_on=TODAY - timedelta(days=3))
    people = ["Chen", "Zhou"]
    visit(desk, "Phase two", TODAY, company_id=firm, our_people=people)
    trip = add(
        desk,
        "trip",
        title="Delta",
        starts_on="2026-12-01",
        leader="Li",
        members=people,
        cities=["Suzhou", "Kunshan"],
    )
    visit(desk, "Look", date(2026, 12, 1), trip_id=trip, company_id=firm)
    found = sheets(asking(desk, "en"), "trip", trip)
    assert not CHINESE.search(html(found, Translator("en").tr("brief.secrets")))
    assert found[0].facts[1:] == ("Suzhou, Kunshan", "Led by Li", "With Chen, Zhou")
    owed = part(found[1], "Promised and to do")
    assert owed is not None
    assert owed.lines == ("We promised: Land plan · overdue since 2026-11-17 · owner Zhou",)


def test_the_same_names_in_chinese(desk: Desk) -> None:
    trip = add(desk, "trip", title="外出", starts_on="2026-12-01", cities=["苏州", "上海"], members=["王芳"])
    assert sheets(asking(desk), "trip", trip)[0].facts[1:] == ("苏州、上海", "成员：王芳")


def test_without_phones_one_is_asked_for_and_only_where_there_are_people(desk: Desk, firm: str) -> None:
    assert lines(desk, firm, "别忘了") == ()
    add(desk, "contact", name="张总", company_id=firm)
    assert lines(desk, firm, "别忘了") == ("还没有对方电话，请留下联系方式。",)
    add(desk, "contact", name="李总", company_id=firm, phones=["13800000001"])
    assert lines(desk, firm, "别忘了") == ()


def test_only_the_first_lines_of_a_note_are_taken(desk: Desk) -> None:
    id = add(desk, "company", name="乙", credit_code="91350100M000100Y43", note="一\n\n三\n四\n五")
    assert lines(desk, id, "别忘了") == ("一", "三")
