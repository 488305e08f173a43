"""撞单 in the desktop: what one sees of a case, ruling on it, claiming, and the quiet line while typing."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.services.clashes import clash_case
from tests.fakes.clash_cases import (
    BAOJI,
    OPEN_CASE,
    RULED_CASE,
    SHANGHAI,
    add_cases,
    become,
    claimed,
    register,
)
from tests.fakes.desktops import Desktop, said_by
from ui.components.ruling_form import RulingForm
from ui.dialogs.claim_dialog import ClaimDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.clashes_page import ClashesPage
from ui.widgets.button import Button

CTRL = Qt.KeyboardModifier.ControlModifier


def cases(desktop: Desktop, case: str = "") -> ClashesPage:
    page = desktop.page("clashes", case)
    assert isinstance(page, ClashesPage)
    return page


def form_of(page: ClashesPage) -> RulingForm:
    assert page.card is not None and page.card.form is not None
    return page.card.form


def words(page: ClashesPage) -> str:
    assert page.card is not None
    return " ".join(text for _, text in said_by(page.card))


@pytest.fixture
def ruler(desktop: Desktop) -> Desktop:
    become(desktop.desk, "hq")
    add_cases(desktop.desk)
    return desktop


@pytest.fixture
def officer(desktop: Desktop) -> Desktop:
    become(desktop.desk)
    add_cases(desktop.desk)
    return desktop


def button(desktop: Desktop, text: str) -> Button:
    return next(one for one in desktop.window.findChildren(Button) if one.text() == text and one.isVisible())


# ---- reading
def test_open_cases_come_first_and_are_counted_in_the_rail(ruler: Desktop) -> None:
    page = cases(ruler)
    ruler.window.recount()
    ruler.settle()
    assert list(page.list.items) == [OPEN_CASE, RULED_CASE]
    assert page.status() == [("待裁定 1", True), ("共 2 案", False)]
    assert any(text == "撞单 1" for _, text in said_by(ruler.window.rail))


def test_both_parties_stand_side_by_side_with_what_they_did(ruler: Desktop) -> None:
    page = cases(ruler)
    assert page.card is not None
    assert [timeline.count() for timeline in page.card.timelines] == [4, 2]
    said = words(page)
    assert "先报" in said and "后报" in said and "本机时间早于上次见到的总部时间" in said
    page.setFocus()
    page.list.items[OPEN_CASE].setFocus()
    ruler.key(Qt.Key.Key_Down)
    assert page.card.case.id == RULED_CASE


def test_an_officer_reads_and_does_not_rule(officer: Desktop) -> None:
    page = cases(officer)
    assert page.card is not None and page.card.form is None
    assert "等待总部裁定" in words(page)


def test_a_ruling_is_shown_with_its_reason(officer: Desktop) -> None:
    page = cases(officer, RULED_CASE)
    said = words(page)
    assert "按比例分成：县功镇 60%、驻沪招商分局 40%" in said
    assert "理由：县功镇先报；驻沪分局首谈并促成来访" in said and "陈主任" in said


def test_without_cases_the_page_says_how_they_come_about(desktop: Desktop) -> None:
    texts = [text for _, text in said_by(cases(desktop))]
    assert any(text.startswith("没有撞单") for text in texts)


# ---- ruling
def test_a_ruling_of_60_to_40_in_a_few_keys(ruler: Desktop) -> None:
    page = cases(ruler)
    form = form_of(page)
    assert form.sum.text() == "合计 100%"
    form.choose("shared")
    for unit, percent in ((SHANGHAI, "60"), (BAOJI, "30")):
        form.shares[unit].set_raw(percent)
        form.shares[unit].changed.emit()
    assert form.sum.text() == "合计 90%"
    ruler.click(form.accept_button)
    assert form.problem.text() == "各方比例之和是 90%，应为 100%"
    form.shares[BAOJI].set_raw("40")
    ruler.click(form.accept_button)
    assert form.reason_row.error == "请写明裁定理由，各方都会看到"
    form.reason.edit.setFocus()
    ruler.write("驻沪分局先报先谈")
    ruler.key(Qt.Key.Key_Return, CTRL)
    case = clash_case(ruler.desk, OPEN_CASE)
    assert [party.share for party in case.parties] == [60, 40] and case.row["ruled_by"] == ruler.desk.actor
    assert "按比例分成：驻沪招商分局 60%、县功镇 40%" in words(page)
    assert ruler.window.toast.text == "已裁定：正威集团有限公司"
    ruler.window.ctx.undo()
    ruler.settle()
    assert clash_case(ruler.desk, OPEN_CASE).is_open


def test_the_percents_follow_the_way_of_ruling(ruler: Desktop) -> None:
    page = cases(ruler)
    form = form_of(page)

    def percents() -> list[str]:
        return [editor.raw() for editor in form.shares.values()]

    found: dict[str, Any] = {}
    for way in ("other", "shared", "one"):
        form.choose(way)
        found[way] = percents()
    assert found == {"other": ["0", "100"], "shared": ["50", "50"], "one": ["100", "0"]}
    assert not form.landing_row.isVisible()
    form.choose("best_place")
    assert form.landing_row.isVisible()
    form.reason.set_raw("园区条件更好")
    ruler.click(form.accept_button)
    assert form.landing_row.error == "按最佳落地裁定时，请选择落地单位"
    form.landing.set_value(BAOJI)
    ruler.click(form.accept_button)
    assert "落地单位 县功镇" in words(page)


def test_a_ruling_can_be_made_anew(ruler: Desktop) -> None:
    page = cases(ruler, RULED_CASE)
    assert page.card is not None and page.card.form is None
    ruler.click(page.card.again_button)
    form = form_of(page)
    assert form.ruling == "shared"
    assert [editor.raw() for editor in form.shares.values()] == ["60", "40"]
    form.choose("one")
    form.reason.set_raw("复核后改判")
    ruler.click(form.accept_button)
    assert clash_case(ruler.desk, RULED_CASE).row["ruling"] == "one"


# ---- the strip on the record's page
def test_the_companys_page_tells_of_its_case_and_leads_there(officer: Desktop) -> None:
    claimed(officer.desk, "正威", OPEN_CASE)
    page = officer.record("company", "正威")
    strip = page.overview.claims
    assert strip.sentences().startswith("撞单：驻沪招商分局、县功镇都首报了这家企业")
    officer.click(button(officer, "查看"))
    shown = officer.window.page
    assert isinstance(shown, ClashesPage) and shown.card is not None and shown.card.case.id == OPEN_CASE


def test_the_companys_page_tells_the_ruling_with_its_reason(officer: Desktop) -> None:
    claimed(officer.desk, "青岛啤酒", RULED_CASE, state="ruled", share=40)
    strip = officer.record("company", "青岛啤酒").overview.claims
    assert strip.sentences() == (
        "撞单已裁定：按比例分成：县功镇 60%、驻沪招商分局 40% 理由：县功镇先报；驻沪分局首谈并促成来访"
    )


def test_the_page_of_a_project_tells_of_the_claim_on_its_investor(officer: Desktop) -> None:
    until = officer.desk.today() + timedelta(days=25)
    claimed(officer.desk, "韩国", protected_until=until)
    strip = officer.record("project", "煤矸石").overview.claims
    assert strip.sentences().startswith(f"首报：保护期内，保护期至 {until}")
    assert "总部回执 41 号" in strip.sentences()


def test_what_another_unit_has_is_told_on_the_page(officer: Desktop) -> None:
    register(officer.desk, "正威集团有限公司")
    strip = officer.record("company", "正威").overview.claims
    assert strip.sentences().startswith("县功镇已首报，保护期至")


# ---- claiming
def test_claiming_from_the_page_and_from_the_menu(officer: Desktop) -> None:
    page = officer.record("company", "正威")
    officer.click(button(officer, "首报"))
    dialog = officer.window.sheets.top
    assert isinstance(dialog, ClaimDialog)
    assert (dialog.name.text(), dialog.found.text()) == ("正威集团有限公司", "名录里没有单位报过这家企业")
    dialog.evidence.edit.setFocus()
    officer.write("登门拜访，留有名片")
    officer.key(Qt.Key.Key_Return, CTRL)
    assert officer.window.sheets.top is None
    assert officer.window.toast.text == "已首报：正威集团有限公司"
    assert page.overview.claims.sentences().startswith("首报：待发送")
    row = officer.desk.store.rows("claim", officer.desk.store.ids("claim"))[0]
    assert row["evidence"] == "登门拜访，留有名片"
    listed = officer.listed("companies")
    menu = listed.row_actions.menu(page.id)
    assert any(action.text() == "首报" for action in menu.actions())


def test_claiming_what_is_claimed_already_says_so(officer: Desktop) -> None:
    claimed(officer.desk, "正威")
    officer.window.ctx.claim_asked.emit("company", officer.id("company", "正威"))
    officer.settle()
    dialog = officer.window.sheets.top
    assert isinstance(dialog, ClaimDialog)
    officer.click(dialog.accept_button)
    assert officer.window.toast.text.startswith("“正威集团有限公司”本单位已于")
    assert len(officer.desk.store.ids("claim")) == 1


def test_claiming_a_project_without_an_investor_names_what_is_missing(officer: Desktop) -> None:
    officer.window.ctx.claim_asked.emit("project", officer.id("project", "氢能源"))
    officer.settle()
    dialog = officer.window.sheets.top
    assert isinstance(dialog, ClaimDialog)
    officer.click(dialog.accept_button)
    assert dialog.note.text() == "先填写企业名称（项目请先填投资方），才能首报"


# ---- while typing
def typed(desktop: Desktop, kind: str, name: str, text: object) -> RecordDialog:
    dialog = desktop.window.desk_actions.new_record(kind, {})
    dialog.form.bindings[name].restore(text)
    dialog.form.changed.emit()
    desktop.settle()
    return dialog


def test_a_quiet_line_below_the_name_says_who_has_the_enterprise(officer: Desktop) -> None:
    register(officer.desk, "华清光学科技")
    dialog = typed(officer, "company", "name", "合肥华清光学科技有限公司")
    assert dialog.form.rows["name"].help.startswith("县功镇已首报，保护期至")
    dialog.form.bindings["name"].restore("没有人报过的公司")
    dialog.form.changed.emit()
    officer.settle()
    assert dialog.form.rows["name"].help == ""


def test_a_lead_is_checked_by_its_investor(officer: Desktop) -> None:
    register(officer.desk, "正威集团有限公司")
    company = officer.id("company", "正威")
    dialog = typed(officer, "project", "investor_id", [company, "正威集团有限公司"])
    assert dialog.form.rows["investor_id"].help.startswith("县功镇已首报，保护期至")
