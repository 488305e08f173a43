"""The papers of a reception: the plan on paper and in Word, the card on one page (feature 22)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtGui import QPdfWriter
from pytestqt.qtbot import QtBot

from app.i18n import Translator
from app.reports.reception_content import STOPS, card_paper, plan_paper, seat_rows
from app.reports.reception_html import html
from app.reports.reception_plan import write_plan
from app.reports.word import DocumentNotWritten
from app.rules.seating import LONG, ROUND, seating
from app.services.desk import Desk
from app.services.receptions import ReceptionView, add_person, plan_reception, view_reception
from app.services.records import create_record
from tests.fakes.stores import SteppingClock, new_store
from ui.widgets.paper import RESOLUTION, lay, print_pages

ZH, EN = Translator("zh_CN"), Translator("en")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(new_store(tmp_path, clock=SteppingClock(datetime(2026, 3, 5, tzinfo=UTC))), "周敏")
    yield desk
    desk.store.close()


@pytest.fixture
def view(desk: Desk) -> ReceptionView:
    told = {"title": "正威<来访>", "starts_on": "2026-03-05", "ends_on": "2026-03-06", "purpose": "看地块"}
    id, _ = plan_reception(desk, {**told, "leader": "陈国强", "handler": "周敏"}, hosts=["周敏", "王芳"])
    for name, values in {
        "王文银": {"title": "董事长", "firm": "正威集团", "phone": "13800000001", "arrives": "G7346 14:05"},
        "刘总": {"needs": "清真餐"},
    }.items():
        add_person(desk, id, {"name": name, "side": "theirs", **values})
    for day, time, title, people in (
        ("2026-03-05", "9:00", "座谈", ["陈国强"]),
        ("2026-03-06", "10:00", "看厂房", []),
    ):
        stop = {
            "title": title,
            "held_on": day,
            "time": time,
            "place": "开发区",
            "travel": 20,
            "owner": "周敏",
        }
        create_record(desk, "reception_stop", {**stop, "people": people, "reception_id": id})
    create_record(desk, "next_step", {"title": "打印座签", "owner": "王芳", "reception_id": id})
    return view_reception(desk, id)


def words_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_round_table_is_drawn_round_its_middle() -> None:
    names = {one: one.upper() for one in "abcdef"}
    even = seat_rows(ROUND, seating(ROUND, ["b", "f", "c", "e"], ["a", "d"]), names)
    assert even == (("", "A", ""), ("B", None, "F"), ("E", None, "C"), ("", "D", ""))
    odd = seat_rows(ROUND, seating(ROUND, ["b", "c"], ["a"]), names)
    assert odd == (("", "A", ""), ("B", None, "C"))
    assert seat_rows(ROUND, seating(ROUND, [], ["a"]), names) == (("", "A", ""), ("", None, ""))
    assert seat_rows(ROUND, (), names) == ()


def test_a_long_table_has_guests_above_and_hosts_below_it() -> None:
    names = {one: one for one in ("g1", "g2", "g3", "h1")}
    rows = seat_rows(LONG, seating(LONG, ["g1", "g2", "g3"], ["h1"]), names)
    assert rows == (("g2", "g1", "g3"), (None, None, None), ("", "h1", ""))


def test_the_plan_says_everything_in_numbered_parts(view: ReceptionView) -> None:
    paper = plan_paper(view, "正威集团", ZH)
    assert [part.heading for part in paper.parts] == [
        "一、基本情况",
        "二、来宾名单",
        "三、我方接待人员",
        "四、日程安排",
        "五、座次安排",
        "六、准备事项",
    ]
    assert plan_paper(view, "", EN).parts[1].heading == "2. Guests"
    guests, hosts, days = (paper.parts[at].sheet for at in (1, 2, 3))
    assert guests and guests.rows[1] == (
        *("1", "王文银", "正威集团\n董事长", "到：G7346 14:05", "138 0000 0001", ""),
    )
    assert hosts and [row[-1] for row in hosts.rows[1:]] == ["座谈", "全程", "全程"]
    assert days and days.rows[1][0] == "2026年3月5日\n9:00" and "路上 20 分钟" in days.rows[1][2]
    assert all(sum(part.sheet.widths) == 156 for part in paper.parts if part.sheet)
    assert [one.caption for one in paper.parts[4].drawings] == ["会谈长桌", "宴请圆桌"]


def test_paper_escapes_what_people_typed(view: ReceptionView) -> None:
    text = html(plan_paper(view, "", ZH), "脚")
    assert "正威&lt;来访&gt;" in text and "正威<来访>" not in text and text.count("rowspan") == 2
    before, seats = text.split("五、座次安排")
    assert before.count("page-break-before") == 1 and "page-break-before" not in seats, "seats on one page"


def test_word_has_the_same_words_and_the_table_in_the_middle(view: ReceptionView, tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    write_plan(view, "正威集团", path, ZH)
    said = words_of(path)
    for wanted in (
        "正威<来访>接待方案",
        "一、基本情况",
        "来访单位：正威集团",
        "会谈桌",
        "圆桌",
        "打印座签",
        "（门）",
    ):
        assert wanted in said, wanted
    with pytest.raises(DocumentNotWritten):
        write_plan(view, "", tmp_path / "no" / "such.docx", ZH)


def pages(text: str, path: Path) -> int:
    writer = QPdfWriter(str(path))
    writer.setResolution(RESOLUTION)
    lay(writer, False)
    return print_pages(writer, RESOLUTION, text, [])


def test_the_card_stays_on_one_page_however_long_the_reception(
    desk: Desk, view: ReceptionView, tmp_path: Path, qtbot: QtBot
) -> None:
    for number in range(40):
        told: dict[str, Any] = {
            "title": f"第 {number} 站参观企业生产线",
            "place": "开发区科创路八号二楼会议室",
        }
        told |= {"held_on": "2026-03-06", "time": "11:00", "owner": "周敏", "people": ["陈国强", "王芳"]}
        create_record(desk, "reception_stop", {**told, "reception_id": view.row.id})
        add_person(desk, view.row.id, {"name": f"客人{number}", "side": "theirs", "needs": "清真餐"})
    long = view_reception(desk, view.row.id)
    paper = card_paper(long, "正威集团", ZH)
    assert paper.parts[0].sheet is not None and len(paper.parts[0].sheet.rows) == STOPS + 1
    said = html(paper, "", card=True)
    assert "其余 26 项见接待方案" in said and "等另外 30 人" in said
    assert pages(said, tmp_path / "card.pdf") == 1
    assert pages(html(plan_paper(long, "", ZH), ""), tmp_path / "plan.pdf") > 1
