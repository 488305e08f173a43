"""The reserve library (systems.md E1): what offers lack, key projects by industry, the guide."""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Pt
from PIL import Image

from app.i18n import Translator
from app.reports.brief import Asking, sheets
from app.reports.brief_html import html
from app.reports.offer_guide import write_guide
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.services.offers import lacking, library
from app.services.records import create_record, delete_records
from tests.fakes.stores import new_desk

WHOLE: dict[str, Any] = {
    "name": "动力电池结构件项目",
    "industry": "新能源",
    "key": True,
    "state": "promoted",
    "investment": "3.5亿",
    "cooperation": "sole",
    "place": "云溪市经开区",
    "carrier": "land",
    "site": "经开区B-07地块",
    "land": "86",
    "content": "年产600万套结构件",
    "benefits": "达产后年产值8亿元\\n年税收3000万元",
    "terms": "标准地出让，一事一议",
    "contact": "刘敏",
    "phones": "0550-3012345",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def offer(desk: Desk, **values: Any) -> str:
    return create_record(desk, "offer", {"industry": "新能源", **values})[0]


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return out.getvalue()


def hang(desk: Desk, id: str, name: str, colour: str = "red") -> None:
    attach_bytes(desk, "offer", id, iter([picture(colour)]), name=name)


def test_what_an_offer_lacks_to_be_promoted(desk: Desk) -> None:
    id = offer(desk, **WHOLE)
    row = desk.store.get("offer", id)
    assert row is not None and lacking(desk, row) == ("pictures",)
    hang(desk, id, "效果图.png")
    assert lacking(desk, row) == ()
    bare = desk.store.get("offer", offer(desk, name="待包装项目"))
    assert bare is not None
    assert lacking(desk, bare) == (
        *("investment", "cooperation", "site", "land", "content", "benefits"),
        *("terms", "contact", "phones", "pictures"),
    )


def test_a_place_stands_for_the_plot_and_floors_for_land(desk: Desk) -> None:
    id = offer(desk, **{**WHOLE, "site": "", "land": "", "floor_area": "12000"})
    hang(desk, id, "厂房.png")
    row = desk.store.get("offer", id)
    assert row is not None and lacking(desk, row) == ()


def test_ten_key_projects_an_industry(desk: Desk) -> None:
    """000 §3.2: at least ten; those taken up or withdrawn are no longer in reserve."""
    made = [offer(desk, name=f"重点{at}", key=True, investment="1000") for at in range(10)]
    offer(desk, name="普通", investment="500")
    offer(desk, name="食品一", industry="食品", key=True)
    offer(desk, name="已签", key=True, state="taken", investment="9亿")
    found = library(desk)
    first, second = found.industries
    assert (first.name, len(first.offers), first.key, first.investment) == ("新能源", 11, 10, Decimal(10_500))
    assert first.enough and not second.enough
    assert second.decision is not None and second.decision.row.results["verdict"] == "too_few_offers"
    assert found.states == {"prepared": 12, "taken": 1} and found.whole.total == 12
    delete_records(desk, [("offer", made[0])])
    assert not library(desk).industries[0].enough


def test_an_empty_library(desk: Desk) -> None:
    found = library(desk)
    assert found.industries == () and found.whole.share is None


def test_the_sheet_tells_everything_and_holds_its_pictures(desk: Desk) -> None:
    id = offer(desk, **WHOLE)
    for at, colour in enumerate(("red", "green", "blue", "white", "black")):
        hang(desk, id, f"{at}.png", colour)
    (sheet,) = sheets(Asking(desk.store, Translator("zh_CN"), desk.today()), "offer", id)
    said = "\\n".join(line for part in sheet.parts for line in part.lines)
    for words in (
        "总投资：35,000 万元",
        "合作方式：独资",
        "用地面积：86 亩",
        "地块或载体名称：经开区B-07地块",
        "年税收3000万元",
        "刘敏",
    ):
        assert words in said
    assert len(sheet.parts[-1].pictures) == 4, "as many as fit"
    page = html([sheet], "内部")
    assert page.count("data:image/png;base64,") == 4


def test_one_sheet_and_the_guide_in_word(desk: Desk, tmp_path: Path) -> None:
    first, second = (
        offer(desk, **WHOLE),
        offer(desk, name="食品包装项目", industry="食品", investment="1.2亿"),
    )
    hang(desk, first, "效果图.png")
    attach_bytes(desk, "offer", first, iter([b"not a picture at all"]), name="坏图.png")
    one = tmp_path / "一个.docx"
    write_guide(desk.store, [first], one, Translator("zh_CN"))
    document = Document(str(one))
    assert document.paragraphs[0].text == WHOLE["name"] and len(document.inline_shapes) == 1
    cells = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert cells["总投资"] == "35,000 万元" and cells["用地面积"] == "86 亩" and cells["产业"] == "新能源"
    assert "建筑面积（㎡）" not in cells, "what is not told has no line"
    hang(desk, first, "二.png")
    write_guide(desk.store, [first], one, Translator("zh_CN"))
    section = Document(str(one)).sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    assert page and left and right
    room = page - left - right
    beside = sum(shape.width for shape in Document(str(one)).inline_shapes) + Pt(16)
    assert beside <= room, "two pictures and a blank stand beside each other"
    both = tmp_path / "指引.docx"
    write_guide(desk.store, [second, first, "gone"], both, Translator("en"))
    guide = Document(str(both))
    assert guide.paragraphs[0].text == "Guide to projects on offer"
    assert [row.cells[1].text for row in guide.tables[0].rows][1:] == ["食品包装项目", WHOLE["name"]]
