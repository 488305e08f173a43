"""The frame of small forms: one writing at a time, refusals at their rows, and nothing typed is ever lost."""

import threading

from PySide6.QtCore import Qt

from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.services.records import create_record
from tests.fakes.desktops import Desktop
from ui.components.field_binding import FieldBinding
from ui.dialogs.leader_dialog import LeaderDialog
from ui.dialogs.writing_dialog import Writing, WritingDialog
from ui.widgets.form_row import FormRow

CTRL = Qt.KeyboardModifier.ControlModifier


class CompanyForm(WritingDialog):
    """Two fields of a company."""

    def __init__(self, desktop: Desktop) -> None:
        ctx = desktop.window.ctx
        super().__init__(ctx, "新建企业", "保存")
        self.bindings = {name: FieldBinding(ctx, KINDS["company"].fields[name]) for name in ("name", "city")}
        self.add_rows({name: FormRow(ctx.theme, name, one.editor) for name, one in self.bindings.items()})
        self.gate = threading.Event()
        self.gate.set()
        self.runs = 0
        self.told = False

    def writing(self) -> Writing | None:
        given = {name: one.given() for name, one in self.bindings.items()}
        if given["city"] == "还没想好":
            return None
        desk = self._ctx.desk

        def work() -> ChangeSet:
            self.gate.wait(10)
            self.runs += 1
            return create_record(desk, "company", given)[1]

        return Writing(work, "已保存")

    def written(self) -> None:
        self.told = True


def shown(desktop: Desktop) -> CompanyForm:
    form = CompanyForm(desktop)
    desktop.window.ctx.dialog_asked.emit(form)
    desktop.settle()
    return form


def test_it_writes_once_however_often_it_is_told_to(desktop: Desktop) -> None:
    form = shown(desktop)
    form.bindings["name"].restore("宝鸡钛业股份有限公司")
    form.gate.clear()
    for _ in range(3):
        form.accept()
    assert form.isVisible() and form.runs == 0
    form.gate.set()
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert form.runs == 1 and form.told
    assert len(desktop.desk.store.ids("company", find="宝鸡钛业")) == 1
    assert desktop.window.toast.text == "已保存"


def test_a_refusal_stands_at_its_row_until_the_next_try(desktop: Desktop) -> None:
    form = shown(desktop)
    form.bindings["city"].restore("宝鸡")
    form.accept()
    desktop.until(lambda: bool(form.rows["name"].error))
    assert form.isVisible() and not form.rows["city"].error
    form.bindings["name"].restore("宝鸡钛业股份有限公司")
    form.bindings["name"].editor.setFocus()
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert desktop.row("company", "宝鸡钛业")["city"] == "宝鸡"


def test_what_cannot_be_said_yet_is_not_written(desktop: Desktop) -> None:
    form = shown(desktop)
    form.bindings["name"].restore("宝鸡钛业股份有限公司")
    form.bindings["city"].restore("还没想好")
    form.accept()
    desktop.settle()
    assert form.isVisible() and form.runs == 0


def test_other_trouble_is_told_and_the_form_can_be_saved_again(desktop: Desktop) -> None:
    """A project that went away meanwhile: the form stays, and is not dead."""
    id, _ = create_record(desktop.desk, "project", {"name": "光热采暖项目", "stage": "lead"})
    form = LeaderDialog(desktop.window.ctx, "没有这个项目")
    desktop.window.ctx.dialog_asked.emit(form)
    desktop.settle()
    form.bindings["name"].restore("王县长")
    form.accept()
    desktop.until(lambda: bool(desktop.window.toast.text))
    assert form.isVisible() and form.bindings["name"].editor.raw() == "王县长"
    form._project = id
    form.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    row = desktop.desk.store.get("project", id)
    assert row is not None and row["leader"] == "王县长"
