"""The one-page brief says what is known, owed and not to be forgotten."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.i18n import LANGUAGES, Translator
from app.reports.brief import Asking, Part, Sheet, sheets
from app.reports.brief_html import html
from app.services.desk import Desk
from app.services.records import create_record
from app.services.trips import plan_visits
from tests.fakes.stores import new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path)
    yield desk
    desk.store.close()


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def asked(desk: Desk, kind: str, id: str, language: str = "zh_CN") -> list[Sheet]:
    return sheets(Asking(desk.store, Translator(language), desk.today()), kind, id)


def part(sheet: Sheet, heading: str) -> Part:
    return next(one for one in sheet.parts if one.heading == heading)


def firm(desk: Desk) -> str:
    id = add(desk, "company", name="恒力电子", city="苏州", industry="电子", note="老板是同乡")
    person = add(
        desk, "contact", name="张总", title="董事长", company_id=id, phones=["13800000001"], hometown="磐安"
    )
    project = add(
        desk, "project", name="恒力二期", investor_id=id, investment="3亿", land="50", stage="negotiating"
    )
    add(
        desk,
        "visit",
        subject="谈二期",
        visited_on="2026-10-08",
        company_id=id,
        contact_ids=[person],
        our_people=["周敏"],
        content="要 50 亩地",
    )
    add(
        desk,
        "promise",
        title="给用地方案",
        side="ours",
        promised_on="2026-10-08",
        due_on="2026-10-20",
        company_id=id,
    )
    add(desk, "next_step", title="回访", due_on="2026-12-01", project_id=project, owner="周敏")
    return id


def test_the_page_of_a_firm(desk: Desk) -> None:
    (sheet,) = asked(desk, "company", firm(desk))
    assert (sheet.title, sheet.facts) == ("恒力电子", ("电子", "苏州"))
    assert part(sheet, "项目").table[1] == ("恒力二期", "在谈", "3.00 亿元", "50 亩", "600.0 万元/亩")
    assert part(sheet, "对方人员").table[1][:2] == ("张总", "董事长")
    assert part(sheet, "对方人员").table[1][-1] == "2026年10月8日"
    owed = part(sheet, "承诺与待办")
    assert owed.lines == (
        "我方承诺：给用地方案 · 已逾期（2026年10月20日）",
        "下一步：回访 · 2026年12月1日前 · 责任人 周敏",
    )
    assert owed.grave == {0}
    assert part(sheet, "往来经过").lines == ("2026年10月8日 · 外出拜访 · 周敏 · 要 50 亩地",)
    remember = part(sheet, "别忘了").lines
    assert remember[0] == "有 1 件答应的事逾期，先说明原因和新的日期。" and remember[-1] == "老板是同乡"
    assert any("信用代码" in line for line in remember)


def test_whatever_one_stands_on_leads_to_the_firm(desk: Desk) -> None:
    id = firm(desk)
    for kind in ("project", "contact", "visit"):
        (found,) = desk.store.ids(kind)
        assert [one.title for one in asked(desk, kind, found)] == ["恒力电子"]
    alone = add(desk, "project", name="无主项目")
    assert [one.title for one in asked(desk, "project", alone)] == ["无主项目"]
    stranger = add(desk, "contact", name="路人")
    assert [(one.title, one.parts) for one in asked(desk, "contact", stranger)] == [("路人", ())]
    assert asked(desk, "company", "no-such-firm") == [] and id


def test_a_trip_is_its_plan_and_a_page_for_each_firm(desk: Desk) -> None:
    firms = [firm(desk), add(desk, "company", name="乙公司")]
    trip = add(
        desk,
        "trip",
        title="长三角",
        starts_on="2026-12-01",
        ends_on="2026-12-03",
        leader="陈县长",
        members=["周敏", "王芳"],
        cities=["苏州", "上海"],
    )
    assert part(asked(desk, "trip", trip)[0], "行程安排").lines == ("还没有安排走访。",)
    plan_visits(desk, trip, firms)
    found = asked(desk, "trip", trip)
    assert [one.title for one in found] == ["长三角", "恒力电子", "乙公司"]
    assert found[0].facts[0] == "2026年12月1日至2026年12月3日，3 天"
    assert [line[1] for line in part(found[0], "行程安排").table] == ["企业", "恒力电子", "乙公司"]
    assert part(found[2], "往来经过").lines == ("第一次接触，没有往来记录。",)


def test_the_same_in_english(desk: Desk) -> None:
    (sheet,) = asked(desk, "company", firm(desk), "en")
    assert [one.heading for one in sheet.parts][:2] == ["Projects", "Their people"]
    assert sheet.foot == "As of 2026-11-20" and desk.today() == date(2026, 11, 20)


def test_the_page_is_plain_and_nothing_in_it_is_markup(desk: Desk) -> None:
    id = add(desk, "company", name="<b>甲</b>&乙", note="<script>")
    add(
        desk,
        "promise",
        title="迟了",
        side="theirs",
        promised_on="2026-01-01",
        due_on="2026-01-02",
        company_id=id,
    )
    text = html([*asked(desk, "company", id), *asked(desk, "company", id)], "无涉密")
    assert "<b>" not in text and "<script>" not in text and "&lt;b&gt;甲" in text
    assert text.count("page-break-before") == 1 and text.count("● 对方承诺：迟了") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there(desk: Desk, language: str) -> None:
    assert all(one.foot for one in asked(desk, "company", firm(desk), language))


def test_a_visit_that_is_planned_says_what_it_is_for(desk: Desk) -> None:
    id = add(desk, "company", name="丙公司", credit_code="91350100M000100Y43")
    planned = {"visited_on": "2026-12-01", "state": "planned", "company_id": id}
    add(desk, "visit", subject="谈标准厂房", **planned)
    add(desk, "visit", subject="不去了", **{**planned, "state": "called_off"})
    (sheet,) = asked(desk, "company", id)
    assert part(sheet, "别忘了").lines == ("本次要谈：谈标准厂房",)
    assert part(sheet, "往来经过").lines == ("第一次接触，没有往来记录。",)


def test_small_amounts_and_missing_figures(desk: Desk) -> None:
    id = add(desk, "company", name="丁公司")
    add(desk, "project", name="小项目", investor_id=id, investment="800万")
    add(desk, "project", name="没有数", investor_id=id)
    (sheet,) = asked(desk, "company", id)
    rows = {row[0]: row[2:] for row in part(sheet, "项目").table[1:]}
    assert rows == {"小项目": ("800 万元", "—", "—"), "没有数": ("—", "—", "—")}
