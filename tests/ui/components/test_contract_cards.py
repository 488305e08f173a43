"""合同与分期 on the page of a project: empty, with its form, how instalments stand, ticking by keyboard."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.contracts import deeds_of
from app.services.desk import Desk
from app.services.records import create_record, required_row, undo
from tests.fakes.desks import sample_desk
from tests.fakes.desktops import Desktop, copied, make_desktop, said_by
from ui.components.contract_cards import ContractsCard, InstalmentLine
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.detail_page import DetailPage
from ui.theme.theme import Theme

PROJECT = "煤矸石"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("contracts")
    sample_desk(made).store.close()
    return made


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, folder: Path, tmp_path: Path) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, copied(folder, tmp_path / "profile"))


def page_of(desktop: Desktop) -> DetailPage:
    page = desktop.record("project", PROJECT)
    page.show_tab("funds")
    desktop.settle()
    return page


def card(page: DetailPage) -> ContractsCard:
    return next(one for one in page.funds.findChildren(ContractsCard) if one.isVisible())


def words(root: QWidget) -> str:
    return "\n".join(text for _, text in said_by(root))


def sign(desk: Desk, project: str) -> str:
    values = {"title": "投资合同", "project_id": project, "deed": "contract", "signed_on": "2026-06-01"}
    return create_record(desk, "contract", values | {"amount": "1亿", "number": "滁招〔2026〕8号"})[0]


def agree(desk: Desk, project: str, contract: str, title: str, due: str, amount: str) -> str:
    values = {"title": title, "project_id": project, "contract_id": contract, "due_on": due}
    return create_record(desk, "instalment", values | {"amount": amount})[0]


def test_from_an_empty_card_to_an_instalment_that_came_in(desktop: Desktop) -> None:
    page = page_of(desktop)
    assert "还没有登记" in words(card(page))
    link = next(one for one in card(page).findChildren(QPushButton) if one.text() == "登记合同")
    link.click()
    dialog = next(one for one in desktop.window.findChildren(RecordDialog) if one.isVisible())
    assert dialog.kind == "contract" and "煤矸石" in words(dialog)
    dialog.reject()
    contract = sign(desktop.desk, page.id)
    agree(desktop.desk, page.id, contract, "首期", "2026-07-01", "2000")
    agree(desktop.desk, page.id, contract, "二期", "2099-07-01", "3000")
    page.refresh()
    desktop.settle()
    shown = words(card(page))
    for said in ("正式合同", "滁招〔2026〕8号", "1.00 亿元", "首期", "逾期", "二期", "还差 0.20 亿元"):
        assert said in shown, said
    first = card(page).findChildren(InstalmentLine)[0]
    first.box.setFocus()
    QTest.keyClick(first.box, Qt.Key.Key_Space)
    desktop.settle()
    assert "还差" not in words(card(page)) and "到资" in words(card(page))
    undo(desktop.desk)
    project = required_row(desktop.desk, "project", page.id)
    assert deeds_of(desktop.desk, project).missing == 2000


def test_instalments_beyond_their_contract_are_noticed(desktop: Desktop) -> None:
    page = page_of(desktop)
    contract = sign(desktop.desk, page.id)
    agree(desktop.desk, page.id, contract, "首期", "2026-07-01", "9000")
    page.refresh()
    desktop.settle()
    assert "超过合同引资" not in words(card(page))
    with desktop.desk.store.write(actor="同事", label="sync") as work:
        given = {"title": "二期", "project_id": page.id, "contract_id": contract, "amount": Decimal(3000)}
        work.create("instalment", given | {"due_on": date(2099, 7, 1)})
    page.refresh()
    desktop.settle()
    assert "各期合计超过合同引资 0.20 亿元" in words(card(page))


def test_it_is_in_english_too(qtbot: QtBot, theme: Theme, folder: Path, tmp_path: Path) -> None:
    for desktop in make_desktop(qtbot, theme, copied(folder, tmp_path / "profile"), language="en"):
        page = page_of(desktop)
        assert "No letter of intent" in words(card(page))
        contract = sign(desktop.desk, page.id)
        agree(desktop.desk, page.id, contract, "First", "2026-07-01", "2000")
        page.refresh()
        desktop.settle()
        shown = words(card(page))
        assert "days overdue" in shown and "missing" in shown and "Add an instalment" in shown
