"""The approval form and the minutes where something is missing, long, special, or in English."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from app.i18n import Translator
from app.reports.approval_form import approval_form, write_approval_form
from app.reports.minutes import minutes
from app.reports.word import DocumentNotWritten
from app.reports.wording import day, land, money
from app.services.approvals import file_approval, record_step
from app.services.desk import Desk
from app.services.meetings import plan_meeting, put_on_agenda, record_outcome, sitting
from app.services.policy import pack_of
from app.services.records import change_record, create_record, required_row
from app.services.reviews import give_verdict
from app.services.route_words import route_said
from tests.fakes.stores import new_desk

ZH = Translator("zh_CN")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def project(desk: Desk, name: str = "储能项目", **values: object) -> str:
    return create_record(desk, "project", {"name": name, "stage": "negotiating", **values})[0]


def form(desk: Desk, id: str, language: str = "zh_CN") -> dict[str, str]:
    """Label → text of the form's table, lines joined by ``/``."""
    words = Translator(language)
    route = route_said(required_row(desk, "approval", id).values, words, pack_of(desk))
    found: dict[str, str] = {}
    for row in approval_form(desk.store, id, route, words).tables[0].rows:
        cells = list(dict.fromkeys(cell._tc for cell in row.cells))
        texts = [
            "/".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in one.iter(qn("w:p")))
            for one in cells
        ]
        found |= dict(zip(texts[::2], texts[1::2], strict=True))
    return found


def lines(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def decided(desk: Desk, ids: list[str], *outcomes: str, **meeting: object) -> str:
    """A meeting of today's on the projects, decided as far as ``outcomes`` reach."""
    values = {"body": "assessment_group", "held_on": "2026-11-20", **meeting}
    id, _ = plan_meeting(desk, values)
    put_on_agenda(desk, id, ids)
    for item, outcome in zip(sitting(desk, id).items, outcomes, strict=False):
        record_outcome(desk, item.row.id, outcome)
    return id


def test_no_row_of_the_form_is_torn_over_two_pages(desk: Desk) -> None:
    """A place to sign would be on another sheet than what is signed."""
    id, _ = file_approval(desk, project(desk, land="190"), {})
    route = route_said(required_row(desk, "approval", id).values, ZH, pack_of(desk))
    rows = approval_form(desk.store, id, route, ZH).tables[0].rows
    assert len(rows) > 8 and all(row._tr.trPr.findall(qn("w:cantSplit")) for row in rows)


def test_a_bare_application_still_makes_a_form_with_room_for_every_signature(desk: Desk) -> None:
    id, _ = file_approval(desk, project(desk), {})
    told = form(desk, id)
    assert list(told)[:8] == [
        *("项目名称", "申报单位", "投资方", "所属行业"),
        *("总投资", "供地", "项目类别", "一事一议"),
    ]
    assert (told["申报单位"], told["投资方"], told["总投资"], told["供地"]) == ("", "", "", "")
    assert (told["一事一议"], told["研判情况"]) == ("否", "尚未研判")
    assert "一事一议内容" not in told, "asked only where there is some"
    assert list(told)[-2:] == ["招商部门审核", "分管领导审批"]
    assert told["招商部门审核"] == told["分管领导审批"] == "//签字：              年    月    日"


def test_the_form_in_english_has_no_chinese_but_what_people_wrote(desk: Desk) -> None:
    id, _ = file_approval(desk, project(desk, "Storage"), {"special": True, "special_terms": "5 % of it"})
    told = form(desk, id, "en")
    assert not [label for label in told if any("\u4e00" <= one <= "\u9fff" for one in label)]
    assert (told["Project"], told["Special support"]) == ("Storage", "yes")
    assert told["Special terms"] == "5 % of it"
    assert told["Assessment"] == "Not assessed yet"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"outcome": "passed"}, "通过/签字：    2026年11月3日"),
        ({"outcome": "refused", "who": "王县长"}, "否决/签字：王县长    2026年11月3日"),
        (
            {"outcome": "sent_back", "who": "李强", "opinion": "补图\n补环评"},
            "退回/补图/补环评/签字：李强    2026年11月3日",
        ),
    ],
)
def test_each_step_says_outcome_opinion_and_who_signed(desk: Desk, step: dict[str, str], said: str) -> None:
    id, _ = file_approval(desk, project(desk), {"filed_on": "2026-11-02"})
    record_step(desk, id, {**step, "decided_on": "2026-11-03"})
    assert form(desk, id)["招商部门审核"] == said


def test_the_form_tells_each_assessment_in_order(desk: Desk) -> None:
    lead = project(desk)
    for on, outcome in (("2026-11-10", "passed"), ("2026-10-12", "sent_back")):
        decided(desk, [lead], outcome, held_on=on)
    decided(desk, [lead], held_on="2026-11-19")  # on the agenda, not decided
    id, _ = file_approval(desk, lead, {})
    told = form(desk, id)["研判情况"].split("/")
    assert [one.split("  ")[0] for one in told] == ["2026年10月12日", "2026年11月10日"]
    assert [one.split("  ")[1] for one in told] == ["项目研判小组会议"] * 2
    assert [one.split("  ")[2] for one in told] == ["退回", "通过"]


def test_minutes_count_in_chinese_to_ten_and_in_digits_beyond(desk: Desk) -> None:
    ids = [project(desk, f"项目{number:02}") for number in range(1, 12)]
    id = decided(desk, ids)
    told = lines(minutes(desk.store, id, Translator("zh_CN")))
    assert "会议研究项目 11 个，议定如下：" in told
    heads = [one for one in told if "、项目" in one]
    assert heads[0] == "一、项目01" and heads[9] == "十、项目10" and heads[10] == "11、项目11"
    english = lines(minutes(desk.store, id, Translator("en")))
    assert "1. 项目01" in english and "11. 项目11" in english


def test_minutes_of_an_empty_meeting_and_of_one_that_decided_nothing(desk: Desk) -> None:
    empty = lines(minutes(desk.store, decided(desk, []), Translator("zh_CN")))
    assert "会议研究项目 0 个，议定如下：" in empty
    assert not [one for one in empty if one.startswith(("地点", "主持", "参加"))], "what is empty is not told"
    open_one = lines(minutes(desk.store, decided(desk, [project(desk)]), Translator("zh_CN")))
    assert "会议意见：未作决定。" in open_one
    in_english = lines(minutes(desk.store, decided(desk, [project(desk)], "refused"), Translator("en")))
    assert any(one.startswith("Decision: ") and one.endswith(".") for one in in_english)


def test_minutes_hold_every_line_of_argument_opinion_and_note(desk: Desk) -> None:
    lead = project(desk, responsible_unit="县功镇", investment="2.5亿")
    id, _ = plan_meeting(desk, {"body": "other", "held_on": "2026-11-20", "note": "散会。\n记录：周敏"})
    put_on_agenda(desk, id, [lead], "产业方向符合。\n用水足够。")
    (item,) = sitting(desk, id).items
    record_outcome(desk, item.row.id, "conditional", opinion="原则同意。\n补环评。")
    told = lines(minutes(desk.store, id, Translator("zh_CN")))
    at = told.index("论证意见：产业方向符合。")
    assert told[at + 1] == "用水足够。"
    at = told.index("会议意见：有条件通过。原则同意。")
    assert told[at + 1] == "补环评。"
    assert told[-2:] == ["散会。", "记录：周敏"]
    about = next(one for one in told if one.startswith("基本情况："))
    assert "县功镇" in about and "25,000 万元" in about


def test_a_meeting_moved_to_another_day_is_told_with_it(desk: Desk) -> None:
    id = decided(desk, [project(desk)])
    change_record(desk, "meeting", id, {"held_on": "2026-11-18", "attendees": ["甲", "乙"]})
    told = lines(minutes(desk.store, id, Translator("zh_CN")))
    assert "时间：2026年11月18日" in told and "参加：甲、乙" in told


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0", "0 万元"),
        ("0.000001", "0.000001 万元"),
        ("1234.50", "1,234.5 万元"),
        ("1000000", "1,000,000 万元"),
        ("1E+6", "1,000,000 万元"),
        ("-3000", "-3,000 万元"),
        ("98000.100000", "98,000.1 万元"),
    ],
)
def test_amounts_are_plain_exact_figures(value: str, said: str) -> None:
    assert money(Decimal(value), ZH) == said
    assert land(Decimal(value), ZH) == said.replace("万元", "亩")


def test_a_day_has_no_noughts_in_front() -> None:
    assert (day(date(2026, 1, 2), ZH), day(date(2026, 12, 31), ZH)) == ("2026年1月2日", "2026年12月31日")


def test_a_form_that_cannot_be_written_says_where_and_what_to_do(desk: Desk, tmp_path: Path) -> None:
    id, _ = file_approval(desk, project(desk), {})
    route = route_said(required_row(desk, "approval", id).values, Translator(), pack_of(desk))
    target = tmp_path / "none" / "form.docx"
    with pytest.raises(DocumentNotWritten) as refused:
        write_approval_form(desk.store, id, route, target, Translator())
    said = Translator("zh_CN").tr(refused.value.key, **refused.value.params)
    assert str(target) in said and "换一个文件夹" in said
    there = tmp_path / "form.docx"
    there.write_bytes(b"older")
    write_approval_form(desk.store, id, route, there, Translator())
    assert Document(str(there)).tables, "the older file was replaced as a whole"
    assert sorted(one.name for one in tmp_path.glob("*.docx")) == ["form.docx"]


@pytest.mark.parametrize(
    ("language", "label", "said"),
    [("zh_CN", "考察联审意见", "符合"), ("en", "Opinions of the joint site visit", "Met")],
)
def test_the_opinions_of_the_joint_site_visit_are_on_the_form(
    desk: Desk, language: str, label: str, said: str
) -> None:
    """002 §2(4): the team signs its joint opinions on the form; until then there is room for them."""
    id = project(desk, land="30", investment="1亿")
    application, _ = file_approval(desk, id, {"categories": ["I"], "land": "30"})
    assert form(desk, application, language)[label].strip("/ ")
    given = {"verdict": "met", "reviewer": "自然资源局 王科", "reviewed_on": "2026-11-18", "reason": "有指标"}
    give_verdict(desk, id, "land_opinion", given)
    give_verdict(
        desk, id, "safety_opinion", {"verdict": "not_met", "reason": "缺", "reviewed_on": "2026-11-19"}
    )
    first, second = form(desk, application, language)[label].split("/")
    assert first.startswith("自然资源部门意见") and said in first and "有指标" in first and "王科" in first
    assert second.startswith("应急管理部门意见")
    assert all(
        "有指标" not in text for name, text in form(desk, application, language).items() if name != label
    )
