"""Forms over many records: after an error that nobody expected they hold what was said, and write it."""

from collections.abc import Callable

import pytest

from tests.conftest import ExpectedLogs
from tests.fakes.broken_desks import accept_again_after_a_bug
from tests.fakes.desktops import Desktop
from ui.dialogs.bulk_dialog import BulkDialog
from ui.dialogs.paste_dialog import Pasted, PasteDialog
from ui.dialogs.targets_dialog import TargetsDialog
from ui.dialogs.writing_dialog import WritingDialog

UNIT = "南川工业园区"


def bulk(desktop: Desktop) -> WritingDialog:
    dialog = BulkDialog(desktop.window.ctx, "project", [desktop.id("project", "华夏")], "responsible_unit")
    assert dialog.binding is not None
    dialog.binding.restore(UNIT)
    dialog.binding.editor.changed.emit()
    return dialog


def paste(desktop: Desktop) -> WritingDialog:
    texts = {desktop.id("project", "华夏"): {"responsible_unit": UNIT}}
    return PasteDialog(desktop.window.ctx, "project", Pasted(texts, ["responsible_unit"]))


def targets(desktop: Desktop) -> WritingDialog:
    dialog = TargetsDialog(desktop.window.ctx)
    dialog.name.setText("新能源名单")
    dialog.text.setPlainText(f"企业名称\t责任单位\n远景能源\t{UNIT}\n")
    return dialog


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (bulk, lambda desktop: desktop.row("project", "华夏")["responsible_unit"] == UNIT),
        (paste, lambda desktop: desktop.row("project", "华夏")["responsible_unit"] == UNIT),
        (targets, lambda desktop: bool(desktop.desk.store.ids("target", find="远景能源"))),
    ],
    ids=["bulk", "paste", "targets"],
)
def test_the_next_try_goes_through(
    desktop: Desktop,
    expected_logs: ExpectedLogs,
    made: Callable[[Desktop], WritingDialog],
    written: Callable[[Desktop], bool],
) -> None:
    dialog = made(desktop)
    desktop.window.ctx.dialog_asked.emit(dialog)
    accept_again_after_a_bug(desktop, dialog, expected_logs)
    assert written(desktop)
