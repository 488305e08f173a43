"""What came back: why, and each way on, with the keyboard as with the mouse."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.reasons import Reason
from app.services.records import change_record
from app.store.parking import park
from app.store.replica import Incoming
from tests.fakes.desktops import Desktop, said_by
from ui.dialogs.correct_dialog import CorrectDialog
from ui.pages.refused_tray import RefusedTray
from ui.pages.sync_centre import SyncCentre

CTRL = Qt.KeyboardModifier.ControlModifier


def tray_of(desktop: Desktop) -> RefusedTray:
    page = desktop.page("sync", "refused")
    assert isinstance(page, SyncCentre)
    return page.tray


@pytest.fixture
def refused(desktop: Desktop) -> Desktop:
    """Headquarters took everything but an address, and refused a deletion."""
    store = desktop.desk.store
    beer, zhengwei = desktop.id("company", "青岛啤酒"), desktop.id("company", "正威")
    with store.replica() as replica:
        replica.settle([item.operation.op_id for item in store.outbox()], {})
        held = replica.local("company", [beer, zhengwei]).values()
        taken = [
            Incoming(one.id, 1, one.doc, False, one.doc, False, waiting=False, at=None, by="") for one in held
        ]
        replica.write("company", taken)
    change_record(desktop.desk, "company", beer, {"address": "登州路56号"})
    with store.write(actor="陈立", label="delete") as work:
        work.delete("company", zhengwei)
    address, deletion = (item.operation.op_id for item in store.outbox())
    with store.replica() as replica:
        wrong = Reason("hq.refused.wrong_type", {"field": "address"})
        replica.settle([], {address: wrong, deletion: Reason("hq.refused.out_of_scope")})
    desktop.window.monitor.recount()
    desktop.settle()
    return desktop


def counts(desktop: Desktop) -> tuple[int, int]:
    found = desktop.desk.store.counts()
    return found.pending, found.refused


def test_each_change_says_what_why_and_what_to_do(refused: Desktop) -> None:
    texts = [text for _, text in said_by(tray_of(refused))]
    assert "改了 企业地址：— → 登州路56号" in texts or any("登州路56号" in text for text in texts)
    assert any(text.endswith("这一项的值不符合要求，请重新填写") and "：" in text for text in texts)
    assert any(text.startswith("这条记录不属于你的单位") for text in texts)
    assert "退回 2" in [text for _, text in said_by(refused.window.top.chip)]


def test_the_chip_opens_the_tray(refused: Desktop) -> None:
    refused.click(refused.window.top.chip._refused)
    page = refused.window.page
    assert isinstance(page, SyncCentre) and page.current_tab() == "refused"


def test_given_up_with_undo(refused: Desktop) -> None:
    tray = tray_of(refused)
    refused.click(next(iter(tray.cards.values())).discard_button)
    refused.until(lambda: counts(refused) == (0, 1))
    assert refused.row("company", "青岛啤酒")["address"] is None
    assert refused.window.toast.text == "已放弃 1 项修改"
    refused.key(Qt.Key.Key_Z, CTRL)
    refused.until(lambda: counts(refused) == (1, 1))
    assert refused.row("company", "青岛啤酒")["address"] == "登州路56号"


def test_sent_again_one_or_all(refused: Desktop) -> None:
    tray = tray_of(refused)
    refused.click(next(iter(tray.cards.values())).again_button)
    refused.until(lambda: counts(refused) == (1, 1) and len(tray.cards) == 1)
    refused.click(tray.all_again)
    refused.until(lambda: counts(refused) == (2, 0) and not tray.cards)
    assert any("没有退回的修改" in text for _, text in said_by(tray))


def test_corrected_in_the_form_at_the_field(refused: Desktop) -> None:
    tray = tray_of(refused)
    refused.click(next(iter(tray.cards.values())).correct_button)
    dialog = refused.window.sheets.top
    assert isinstance(dialog, CorrectDialog) and dialog.field == "address"
    assert dialog.form.bindings["address"].editor.isAncestorOf(refused.window.focusWidget())
    dialog.form.bindings["address"].restore("登州路 58 号")
    refused.key(Qt.Key.Key_Return, CTRL)
    refused.until(lambda: counts(refused) == (1, 1) and refused.window.sheets.top is None)
    (item,) = refused.desk.store.outbox()
    assert item.operation.fields["address"] == (None, "登州路 58 号")


def test_a_value_that_cannot_be_stays_in_the_form(refused: Desktop) -> None:
    tray = tray_of(refused)
    refused.click(next(iter(tray.cards.values())).correct_button)
    dialog = refused.window.sheets.top
    assert isinstance(dialog, CorrectDialog)
    dialog.form.bindings["name"].restore("")
    refused.key(Qt.Key.Key_Return, CTRL)
    refused.settle()
    assert refused.window.sheets.top is dialog and counts(refused) == (0, 2)


def test_a_deletion_has_nothing_to_correct(refused: Desktop) -> None:
    deletion = list(tray_of(refused).cards.values())[1]
    assert not deletion.correct_button.isEnabled() and deletion.correct_button.toolTip()


@pytest.mark.parametrize("suffix", ["txt", "json"])
def test_a_file_for_the_administrator(refused: Desktop, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"tray.{suffix}"
    tray_of(refused).export(path)
    refused.until(path.exists)
    text = path.read_text(encoding="utf-8")
    assert "登州路56号" in text
    if suffix == "json":
        found = json.loads(text)
        assert [one["action"] for one in found["refused"]] == ["update", "delete"] and found["parked"] == []


def test_what_this_version_cannot_read_is_listed_with_the_reason(desktop: Desktop) -> None:
    with desktop.desk.store.replica() as replica:
        for kind, ids in (("satellite", ("s1", "s2")), ("company", ("c1",))):
            came = {"rev": 3, "deleted": False, "left": False, "at": 1, "by": "李四", "doc": {"name": 5}}
            park(replica.connection, kind, dict.fromkeys(ids, came))
    texts = [text for _, text in said_by(tray_of(desktop))]
    assert "“satellite”类记录 2 条：本版本没有这一类" in texts
    assert any(text.startswith("企业 1 条") for text in texts)
