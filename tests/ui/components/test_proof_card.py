"""On-site proof on the desktop: the card of a visit, column and filter, kept in views (feature 24)."""

from pathlib import Path

import pytest

from app.services.attaching import attach_bytes
from app.services.records import create_record
from tests.fakes.desktops import Desktop
from tests.fakes.photos import photo
from ui.components.columns import PROOF
from ui.components.proof_card import ProofCard
from ui.components.proof_signs import ProofFilter
from ui.pages.detail_page import DetailPage
from ui.pages.list_page import ListPage
from ui.widgets.button import Button


@pytest.fixture
def visit(desktop: Desktop) -> str:
    firm, _ = create_record(desktop.desk, "company", {"name": "星澜光电"})
    told = {"visited_on": "2026-11-20", "kind": "outward", "subject": "看厂房", "company_id": firm}
    return create_record(desktop.desk, "visit", {**told, "state": "made"})[0]


def test_the_card_tells_each_photo_and_gives_the_firm_its_place(desktop: Desktop, visit: str) -> None:
    attach_bytes(desktop.desk, "visit", visit, iter([photo()]), name="a.jpg", keep_place=True)
    page = desktop.window.open_record("visit", visit)
    desktop.settle()
    (card,) = page.findChildren(ProofCard)
    assert card.lines == ["当日 14:05 拍摄，北纬 31.3000° 东经 120.5800°"]
    (take,) = (one for one in card.findChildren(Button) if one.text() == "作为企业坐标")
    take.click()
    desktop.settle()
    (card,) = (one for one in page.findChildren(ProofCard) if one.isVisible())
    assert card.lines == ["当日 14:05 拍摄，北纬 31.3000° 东经 120.5800°，距企业 10 m"]


@pytest.mark.parametrize(("place", "told"), [("out", "removed"), ("keep", "kept")])
def test_whoever_adds_a_photo_says_whether_its_place_stays(
    desktop: Desktop, visit: str, tmp_path: Path, place: str, told: str
) -> None:
    page = desktop.window.open_record("visit", visit)
    assert isinstance(page, DetailPage)
    desktop.settle()
    assert page.files.place.current() == "out"
    page.files.place.set_current(place)
    (tmp_path / "a.jpg").write_bytes(photo())
    page.files.attach([tmp_path / "a.jpg"])
    desktop.settle()
    (row,) = (one for one in desktop.desk.store.referring("visit", visit) if one.kind == "attachment")
    assert row["place_told"] == told
    assert ("位置已去掉" in desktop.window.toast.text) is (place == "out")


def test_lists_have_a_column_and_a_filter_that_views_keep(desktop: Desktop, visit: str) -> None:
    page = desktop.page("visits")
    assert isinstance(page, ListPage)
    assert PROOF in [column.key for column in page.table.columns]
    attach_bytes(desktop.desk, "visit", visit, iter([photo()]), name="a.jpg")
    shown = page.source.rows([visit])[0][PROOF]
    assert (shown.text, shown.level) == ("当日照片", "green")  # type: ignore[attr-defined]
    (tool,) = page.findChildren(ProofFilter)
    tool.choose("proved")
    desktop.settle()
    assert list(page.table.ids()) == [visit] and tool.text() == "凭证：有当日照片"
    kept = page.view_state()
    tool.choose("")
    desktop.settle()
    assert page.table.rowCount() > 1
    page.show_view(kept)
    desktop.settle()
    assert list(page.table.ids()) == [visit] and tool.wanted == "proved"
