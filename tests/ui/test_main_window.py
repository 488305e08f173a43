"""The window as a whole: pages, keys, undo, both languages, nothing clipped, nothing left running."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.rules.amounts import Unit
from app.services.desk import Desk
from app.services.records import create_record, log_visit
from tests.fakes.clash_cases import add_cases, become
from tests.fakes.desks import TickingClock, add_conflicts
from tests.fakes.desktops import CHINESE, RAW_KEY, Desktop, StrayWindows, make_desktop, said_by
from tests.fakes.stores import founded
from ui.components.board import Board
from ui.components.checked_table import CheckedTable
from ui.components.import_grid import PreviewGrid
from ui.desktop import demo_scenes
from ui.form_scenes import FORM_SCENES
from ui.fund_scenes import FUND_SCENES
from ui.main_window import MainWindow
from ui.pages.detail_page import DetailPage
from ui.scenes import PART_SCENES
from ui.theme.theme import Theme
from ui.widgets.grid.grid import Grid

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LANGUAGE_NAMES = {"中文"}  # a language is called by its own name in both


def scene_names() -> list[str]:
    """Scenes that need no file of their own."""
    return [
        *("today", "leads", "projects", "companies", "contacts", "visits", "trips", "steps"),
        *("sync", "settings"),
        *("circles", "pursuit", "receptions", "promises", "approvals", "contracts", "funds", "alerts"),
        *("scores", "clashes"),
        *("projects-selection", "projects-graded", "projects-sorted", "projects-board", "projects-timeline"),
        *("projects-pivot", "projects-pivot-money", "projects-cell", "projects-paste"),
        "projects-bulk",
        "projects-returned",
        *("approvals-meetings", "approvals-services", "project-approval", "lead-landing"),
        *("approval-file", "approval-step"),
        *("approval-verdict", "approval-service", "meeting-agenda", "meeting-outcome"),
        *("trips-calendar", "trips-counts", "trip", "brief", "visit-proof"),
        *("reception", "reception-plan", "reception-card"),
        *(f"scores-{name}" for name in ("goals", "leads", "merit", "appraisal", "terms", "rewards")),
        "scores-composite",
        *("scores-goals-paste", "scores-goals-set", "scores-leads-judge", "scores-merit-decide"),
        *("scores-appraisal-marks", "scores-appraisal-paste"),
        *("projects-empty", "contacts-deleted", "projects-lists", "search", "project"),
        *("project-plan", "project-team"),
        *("project-timeline", "project-attachments", "project-history", "company", "contact", "visit"),
        *("capture", "capture-empty", "today-empty"),
        *("duplicates", "duplicates-merge", "duplicates-company"),
        *(
            "form",
            "form-errors",
            "form-visit",
            "stage",
            "stage-paused",
            "plan",
            "rules",
            "clash-ruled",
            "claim",
            "handover",
            *(f"{page}-{tab}".replace("/", "-") for page, tab in PART_SCENES),
            *(name for name, _ in FUND_SCENES),
            *(name for name, _ in FORM_SCENES),
            "sync-pending",
            "sync-files",
            "sync-conflicts",
        ),
        *(
            "sync-refused",
            "sync-runs",
            "sync-packages",
            "sync-devices",
            "import",
            "doorstep",
            "start",
            "start-join",
            "start-passphrase",
            "start-trouble",
        ),
    ]


def test_there_is_a_picture_of_every_state(desktop: Desktop) -> None:
    assert [name for name, _ in demo_scenes(desktop.window)] == scene_names()


# ---- pages
def test_opens_on_today_with_counts_in_the_rail(desktop: Desktop) -> None:
    assert desktop.window.page.name == "today"
    rail = {
        button.text() or button.accessibleName()
        for button in desktop.window.rail.findChildren(QAbstractButton)
    }
    assert {"线索 2", "项目 6", "企业客商 3", "联系人 3", "走访 2", "行程 1", "下一步 3"} <= rail


@pytest.mark.parametrize("number", range(1, 10))
def test_ctrl_and_a_digit_goes_to_a_page(desktop: Desktop, number: int) -> None:
    desktop.key(Qt.Key(Qt.Key.Key_0 + number), CTRL)
    assert desktop.window.page.name == desktop.window.page_names()[number - 1]


def test_alt_left_comes_back_from_a_record(desktop: Desktop) -> None:
    desktop.listed("companies")
    desktop.record("company", "青岛啤酒")
    assert desktop.window.page.name == "record"
    desktop.key(Qt.Key.Key_Left, ALT)
    assert desktop.window.page.name == "companies"


def test_enter_in_a_list_opens_the_record(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.grid.setFocus()
    id = page.grid.current_id()
    desktop.key(Qt.Key.Key_Return)
    assert isinstance(desktop.window.page, DetailPage) and desktop.window.page.id == id


def test_f4_closes_and_opens_the_inspector_and_is_remembered(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    assert page.inspector.isVisible()
    desktop.key(Qt.Key.Key_F4)
    assert not page.inspector.isVisible() and not desktop.preferences.choices.inspector_open
    desktop.key(Qt.Key.Key_F4)
    assert page.inspector.isVisible() and page.inspector.record_id == page.grid.current_id()


def test_the_rail_folds(desktop: Desktop) -> None:
    desktop.key(Qt.Key.Key_B, CTRL)
    assert desktop.window.rail.collapsed and desktop.preferences.choices.rail_collapsed


# ---- making, undoing
def test_what_is_made_in_a_form_stands_in_its_list(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    desktop.key(Qt.Key.Key_N, CTRL | SHIFT)
    dialog = desktop.window.sheets.top
    assert dialog is not None
    desktop.write("宝鸡钛业股份有限公司")
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert "宝鸡钛业股份有限公司" in desktop.titles(page)
    assert desktop.window.toast.text == "已保存企业：宝鸡钛业股份有限公司"


def test_undo_and_redo_by_key_say_what_they_did(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    create_record(desktop.desk, "company", {"name": "宝鸡钛业股份有限公司"})
    desktop.key(Qt.Key.Key_Z, CTRL)
    assert desktop.window.toast.text == "已撤销：新建企业"
    assert "宝鸡钛业股份有限公司" not in desktop.titles(page)
    desktop.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert desktop.window.toast.text == "已重做：新建企业"
    assert "宝鸡钛业股份有限公司" in desktop.titles(page)
    desktop.key(Qt.Key.Key_Z, CTRL)
    desktop.key(Qt.Key.Key_Y, CTRL)
    assert "宝鸡钛业股份有限公司" in desktop.titles(page)


def test_nothing_to_redo_is_said_not_raised(desktop: Desktop) -> None:
    desktop.key(Qt.Key.Key_Y, CTRL)
    assert desktop.window.toast.text == "没有可重做的操作"


def test_ctrl_shift_n_asks_for_the_kind_where_the_page_has_none(desktop: Desktop) -> None:
    desktop.page("sync")
    desktop.key(Qt.Key.Key_N, CTRL | SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert texts == [
        *("记走访", "新建线索", "新建企业", "新建联系人", "新建下一步", "新建行程"),
        *("安排接待", "从名片新建联系人…", "导入台账"),
    ]
    menu.close()


def test_keys_of_the_window_rest_while_a_dialog_is_open(desktop: Desktop) -> None:
    desktop.listed("companies")
    desktop.key(Qt.Key.Key_N, CTRL | SHIFT)
    desktop.key(Qt.Key.Key_2, CTRL)
    assert desktop.window.page.name == "companies"
    desktop.key(Qt.Key.Key_Escape)
    assert desktop.window.sheets.top is None


def test_f5_alone_says_how_to_join(desktop: Desktop) -> None:
    desktop.key(Qt.Key.Key_F5)
    assert "总部" in desktop.window.toast.text


# ---- units
def test_the_unit_switch_changes_every_figure(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    desktop.window.set_unit(Unit.WAN.value)
    desktop.settle()
    titles = [column.title for column in page.table.columns]
    assert "总投资 万元" in titles
    place = titles.index("总投资 万元")
    shown = {page.table.index(row, place).data() for row in range(page.table.rowCount())}
    assert "225,100" in shown
    detail = desktop.record("project", "煤矸石")
    assert any("225,100" in text for _, text in said_by(detail.header))
    desktop.window.set_unit(Unit.YI.value)
    desktop.settle()
    assert any("22.51" in text for _, text in said_by(detail.header))


# ---- two languages, nothing clipped
@pytest.fixture
def english(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Desktop]:
    """A desktop in English on records without a Chinese character."""
    folder = tmp_path / "english"
    store = founded(folder / "store.db", clock=TickingClock(), randomness=random.Random(3))
    store.settings.set("actor", "Chen Li")
    desk = Desk(store, "Chen Li")
    company, _ = create_record(
        desk, "company", {"name": "Qingdao Brewery", "city": "Qingdao", "phones": ["13800138000"]}
    )
    person, _ = create_record(desk, "contact", {"name": "Wang Wei", "company_id": company, "title": "CEO"})
    links = {"investor_id": company, "contact_ids": [person]}
    for stage in ("lead", "negotiating", "signed", "construction"):
        create_record(desk, "project", {"name": f"Brewery {stage}", "stage": stage, **links})
    project, _ = create_record(desk, "project", {"name": "Brewery paused", "stage": "paused", **links})
    log_visit(
        desk,
        {"visited_on": "2026-11-19", "subject": "Water supply", "company_id": company, "project_id": project},
        {"title": "Answer on water", "due_on": "2026-11-10"},
    )
    create_record(desk, "trip", {"title": "Coast", "starts_on": "2026-11-18"})
    entries = [{"field": "place", "before": None, "mine": "North", "hq": "South"}]
    card = {"target_kind": "project", "target_id": project, "status": "open", "author": "Chen Li"}
    with desk.store.write(actor="HQ", label="sync") as work:
        work.create("conflict", {**card, "reason": "edit", "entries": entries})
    store.close()
    yield from make_desktop(qtbot, theme, folder, language="en")


# The sample ledger, the line captured and the examples of Chinese spelling are data, not the screen's words.
_DATA_SCENES = {
    *("import", "form", "capture", "fill", "phone-book", "target-list", "business-card"),
    *("projects-cell", "projects-paste", "projects-bulk", "projects-returned", "scores-goals-paste"),
    "scores-appraisal-paste",
}


def test_in_english_no_chinese_is_left_no_raw_key_and_nothing_sideways(english: Desktop) -> None:
    # What is written in Chinese comes last: drafts stay on the pages.
    for name, show in sorted(demo_scenes(english.window), key=lambda scene: scene[0] in _DATA_SCENES):
        shown = show()
        shown.show()  # the first page is a window of its own
        english.settle()
        assert (name, [] if name == "import" else sideways(shown)) == (name, [])
        if name in _DATA_SCENES:
            continue
        texts = said_by(shown)
        assert len(texts) > 20, name
        strange = [(where, text) for where, text in texts if RAW_KEY.search(text)]
        chinese = [
            (where, text)
            for where, text in texts
            if CHINESE.search(text.replace("3.5亿, 5000万", "")) and text not in LANGUAGE_NAMES
        ]
        assert (name, strange, chinese) == (name, [], [])


def test_in_chinese_no_raw_key_nothing_sideways_and_no_part_flashes_up_as_a_window(
    desktop: Desktop, qapp: QApplication
) -> None:
    """All in one: showing every scene takes longer than looking at it."""
    watch = StrayWindows(qapp, (MainWindow,))
    try:
        for name, show in demo_scenes(desktop.window):
            shown = show()
            desktop.settle()
            if name != "import":
                raw = [text for _, text in said_by(shown) if RAW_KEY.search(text)]
                assert (name, raw, sideways(shown)) == (name, [], [])
        desktop.preferences.set(language="en")
        desktop.window.ctx.looks_asked.emit()
        desktop.settle()
    finally:
        watch.stop()
    assert watch.seen == []


def test_the_language_changes_in_place(desktop: Desktop) -> None:
    desktop.page("settings")
    desktop.preferences.set(language="en")
    desktop.window.ctx.looks_asked.emit()
    desktop.settle()
    assert desktop.window.page.name == "settings"
    assert desktop.window.windowTitle() == "Outpost"
    assert any(text == "Leads 2" for _, text in said_by(desktop.window.rail))
    desktop.preferences.set(language="zh_CN")
    desktop.window.ctx.looks_asked.emit()
    desktop.settle()
    assert desktop.window.windowTitle() == "招商前哨"


def test_a_record_stays_open_while_the_window_is_built_anew(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    id = page.id
    desktop.preferences.set(text_size=150)
    desktop.window.ctx.looks_asked.emit()
    desktop.settle()
    assert isinstance(desktop.window.page, DetailPage) and desktop.window.page.id == id
    assert desktop.theme.percent == 150


LARGE_TEXT_SCENES = (
    "projects",
    "project",
    "company",
    "settings",
    "sync-conflicts",
    "clashes",
    "clash-ruled",
    "claim",
    "form",
    "form-errors",
    "start-join",
)


@pytest.mark.parametrize("percent", [150, 200])
def test_nothing_scrolls_sideways_with_large_text(desktop: Desktop, percent: int) -> None:
    add_conflicts(desktop.desk)
    become(desktop.desk, "hq")
    add_cases(desktop.desk)
    desktop.preferences.set(text_size=percent)
    desktop.window.ctx.looks_asked.emit()
    desktop.settle()
    for name, show in demo_scenes(desktop.window):
        if name in LARGE_TEXT_SCENES:
            shown = show()
            desktop.settle()
            assert (name, sideways(shown)) == (name, [])


def sideways(root: QWidget) -> list[str]:
    """What would have to be scrolled or lies outside the window."""
    found: list[str] = []
    for area in root.findChildren(QAbstractScrollArea):
        if isinstance(area, (PreviewGrid, CheckedTable, Board)) or not area.isVisible():
            continue
        if isinstance(area, Grid):
            wide = sum(
                area.columnWidth(n) for n in range(area.model().columnCount()) if not area.isColumnHidden(n)
            )
            if wide > area.viewport().width():
                found.append(f"grid {wide} > {area.viewport().width()}")
        elif area.horizontalScrollBar().maximum() > 0:
            found.append(f"{type(area).__name__} scrolls by {area.horizontalScrollBar().maximum()}")
        elif isinstance(area, QScrollArea) and wider(area):
            found.append(f"{type(area.widget()).__name__} is wider than its view")
    for button in root.findChildren(QAbstractButton):
        right = button.mapTo(root, button.rect().topRight()).x()
        if button.isVisible() and right > root.width():
            found.append(f"{button.text() or button.accessibleName()} ends at {right}")
    return found


def wider(area: QScrollArea) -> bool:
    """Whether what an area holds is wider than its view."""
    inside = area.widget()
    return inside is not None and inside.width() > area.viewport().width()


# ---- soundness
def test_closing_the_window_ends_its_threads(desktop: Desktop) -> None:
    desktop.window.close()
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"database", "sync"}
