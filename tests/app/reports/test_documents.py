"""The approval form and the minutes as Word documents, read back."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from app.i18n import LANGUAGES, Translator
from app.reports.approval_form import write_approval_form
from app.reports.minutes import write_minutes
from app.reports.word import BODY, HEADING, TITLE, DocumentNotWritten, add_table, new_document
from app.reports.wording import day, land, money
from app.services.desk import Desk
from app.services.policy import pack_of
from app.services.records import required_row
from app.services.route_words import route_said
from tests.fakes.approvals import give_approvals
from tests.fakes.desks import sample_desk

ZH = Translator("zh_CN")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, str]]]:
    desk = sample_desk(tmp_path_factory.mktemp("documents"))
    made = give_approvals(desk)
    yield desk, made
    desk.store.close()


def form(desk: Desk, id: str, target: Path, language: str = "zh_CN") -> Any:
    words = Translator(language)
    route = route_said(required_row(desk, "approval", id).values, words, pack_of(desk))
    write_approval_form(desk.store, id, route, target, words)
    return Document(str(target))


def cells(document: Any) -> dict[str, str]:
    """Label → what stands beside it."""
    found: dict[str, str] = {}
    for row in document.tables[0].rows:
        texts = list(dict.fromkeys(cell._tc for cell in row.cells))
        words = ["".join(node.text or "" for node in one.iter(qn("w:t"))) for one in texts]
        found |= dict(zip(words[::2], words[1::2], strict=True))
    return found


def fonts(document: Any) -> set[str]:
    """The fonts named for Chinese text, in paragraphs and in tables."""
    return {node.get(qn("w:eastAsia")) for node in document.element.body.iter(qn("w:rFonts"))}


def test_the_form_holds_what_the_application_holds(
    filled: tuple[Desk, dict[str, str]], tmp_path: Path
) -> None:
    desk, made = filled
    document = form(desk, made["approval"], tmp_path / "form.docx")
    assert document.paragraphs[0].text == "招商引资项目落地审批表"
    told = cells(document)
    assert told["项目名称"] == "煤矸石及废旧轮胎综合利用项目"
    assert (told["总投资"], told["供地"]) == ("225,100 万元", "86 亩")
    assert (told["投资方"], told["一事一议"]) == ("韩国清洁能源株式会社", "是")
    assert told["一事一议内容"] == "固定资产投资补助 5%。"
    assert told["审批路径"].startswith("党委常委会审议（供地 > 50 亩") and "§2(5)" in told["审批路径"]
    assert told["分管领导审核"] == "通过同意上会。签字：王县长    2026年11月6日"
    assert told["党委常委会审议"].startswith("签字：") and "年    月    日" in told["党委常委会审议"]
    assert fonts(document) == {TITLE, HEADING, BODY}
    section = document.sections[0]
    sides = (section.page_width.mm, section.top_margin.mm, section.left_margin.mm)
    assert sides == pytest.approx((210, 25, 28), abs=0.1), "room enough for a form on one sheet"


def test_the_minutes_tell_each_item_and_what_was_assigned(
    filled: tuple[Desk, dict[str, str]], tmp_path: Path
) -> None:
    desk, made = filled
    target = tmp_path / "minutes.docx"
    write_minutes(desk.store, made["held"], target, Translator("zh_CN"))
    document = Document(str(target))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "2026年第1次项目研判小组会议"
    assert "时间：2026年11月10日" in lines and "主持：王县长" in lines
    assert "参加：发改局 李强、自然资源局 赵敏、生态环境局 周岚、县功镇 陈立" in lines
    first = lines.index("一、青岛啤酒15万吨纯生啤酒项目")
    assert "会议意见：有条件通过。用水保障方案通过后进入审批程序。" in lines[first:]
    assert lines.index("二、氢能源汽车及加氢站项目") > first
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "事项", "责任单位", "责任人", "期限"]
    assert {row[1] for row in rows[1:]} == {"编制用水保障方案", "核实投资方资信"}
    assert all(row[4].startswith("2026年11月") for row in rows[1:])
    assert fonts(document) == {TITLE, HEADING, BODY}
    write_minutes(desk.store, made["coming"], target, Translator("zh_CN"))
    assert not Document(str(target)).tables, "nothing was assigned yet"


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_are_there_in_both_languages(
    filled: tuple[Desk, dict[str, str]], tmp_path: Path, language: str
) -> None:
    desk, made = filled
    document = form(desk, made["second"], tmp_path / "form.docx", language)
    assert ("Applicant" in cells(document)) == (language == "en")
    write_minutes(desk.store, made["held"], tmp_path / "minutes.docx", Translator(language))
    text = "\n".join(one.text for one in Document(str(tmp_path / "minutes.docx")).paragraphs)
    assert ("Decision: Passed with conditions." in text) == (language == "en")


def test_every_digit_of_an_amount_is_written(filled: tuple[Desk, dict[str, str]], tmp_path: Path) -> None:
    desk, made = filled
    with desk.store.write(actor="陈立", label="change.approval") as work:
        work.update(
            "approval", made["second"], {"investment": Decimal("98000.123456"), "land": Decimal("20.0625")}
        )
    told = cells(form(desk, made["second"], tmp_path / "form.docx"))
    assert (told["总投资"], told["供地"]) == ("98,000.123456 万元", "20.0625 亩")
    assert (money(None, ZH), land(None, ZH), day(None, ZH)) == ("", "", "")
    assert money(Decimal("2E+4"), ZH) == "20,000 万元"


def test_a_file_that_cannot_be_written_leaves_what_is_there(
    filled: tuple[Desk, dict[str, str]], tmp_path: Path
) -> None:
    desk, made = filled
    with pytest.raises(DocumentNotWritten):
        write_minutes(desk.store, made["held"], tmp_path / "no such folder" / "a.docx", Translator())
    folder = tmp_path / "taken.docx"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(DocumentNotWritten):
        write_minutes(desk.store, made["held"], folder, Translator())
    assert [one.name for one in tmp_path.iterdir()] == ["taken.docx"], "no half of a file stays"


def test_an_english_form_has_english_units_and_days(
    filled: tuple[Desk, dict[str, str]], tmp_path: Path
) -> None:
    desk, made = filled
    told = cells(form(desk, made["approval"], tmp_path / "form.docx", "en"))
    assert told["Total investment"].endswith(" × ¥10k") and told["Land"].endswith(" mu")
    said = "\n".join(told.values())
    assert re.search(r"\d{4}-\d\d-\d\d", said) and not re.search(r"\d月\d", said)


def test_columns_are_as_wide_as_they_are_meant_wherever_the_file_is_opened(
    filled: tuple[Desk, dict[str, str]], tmp_path: Path
) -> None:
    """LibreOffice goes by the grid of a table, Word by its cells."""
    desk, made = filled
    table = form(desk, made["approval"], tmp_path / "form.docx").tables[0]
    assert [round(column.width.mm) for column in table.columns] == [39, 42, 28, 47]
    write_minutes(desk.store, made["held"], tmp_path / "minutes.docx", ZH)
    table = Document(str(tmp_path / "minutes.docx")).tables[0]
    widths = [round(column.width.mm) for column in table.columns]
    assert sum(widths) == 156 and widths[-1] >= 38, "a whole date on one line"
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == widths


def test_no_row_of_a_table_goes_over_two_pages() -> None:
    """A verdict that began on one page and ended on the next would belong to nobody on either."""
    document = new_document()
    table = add_table(document, (20, 40), [["名次", "单位"], ["1", "住建局"]], head=True)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
