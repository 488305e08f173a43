"""项目储备 on its page: how complete, what is missing, the guide; one sheet as a preview."""

from pathlib import Path

from docx import Document

from app.services.records import create_record
from tests.fakes.desktops import Desktop, said_by
from ui.components.surveys.offers import OffersSurvey, keep_guide
from ui.dialogs.preview_dialog import PreviewDialog
from ui.pages.group_page import GroupPage
from ui.pages.surveyed_list import SurveyedList


def part(desktop: Desktop, tab: str) -> SurveyedList:
    page = desktop.page("pursuit", tab)
    desktop.settle()
    assert isinstance(page, GroupPage) and isinstance(page.part, SurveyedList)
    return page.part


def test_the_reserve_and_what_it_lacks(desktop: Desktop, tmp_path: Path) -> None:
    id, _ = create_record(desktop.desk, "offer", {"name": "电池项目", "industry": "新能源", "key": True})
    page = part(desktop, "offers/whole")
    desktop.settle()
    assert isinstance(page.survey, OffersSurvey)
    said = "\\n".join(text for _, text in said_by(page.survey))
    assert "重点项目 1 个，重点储备项目不足" in said and "电池项目" in said
    assert "图册" in said and "效益分析" in said
    keep_guide(desktop.window.ctx, [id], tmp_path / "指引.docx")
    desktop.until((tmp_path / "指引.docx").exists)
    desktop.settle()
    assert Document(str(tmp_path / "指引.docx")).paragraphs[0].text == "电池项目"


def test_one_sheet_is_looked_at_before_it_is_printed(desktop: Desktop) -> None:
    id, _ = create_record(desktop.desk, "offer", {"name": "电池项目", "benefits": "年税收 3000 万元"})
    desktop.window.ctx.brief_asked.emit("offer", id)
    desktop.until(lambda: isinstance(desktop.window.sheets.top, PreviewDialog))
    preview = desktop.window.sheets.top
    assert isinstance(preview, PreviewDialog) and "年税收 3000 万元" in preview.html
