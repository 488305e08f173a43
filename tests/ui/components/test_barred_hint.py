"""The negative list is told while a lead is typed, in the form and in quick capture (feature 5)."""

from tests.fakes.desktops import Desktop
from tests.fakes.rulebooks import rule_by_the_demo


def test_the_form_of_a_lead_says_what_bars_it_before_it_is_saved(desktop: Desktop) -> None:
    rule_by_the_demo(desktop.desk.store)
    dialog = desktop.window.desk_actions.new_record("project", {"name": "电镀园"})
    dialog.form.changed.emit()
    desktop.settle()
    assert dialog.barred is not None and dialog.barred.isVisibleTo(dialog)
    assert "“电镀”" in dialog.barred.lines[0]
    dialog.form.bindings["name"].restore("轴承园")
    dialog.form.changed.emit()
    assert not dialog.barred.lines and not dialog.barred.isVisibleTo(dialog)


def test_quick_capture_says_it_of_a_lead(desktop: Desktop) -> None:
    rule_by_the_demo(desktop.desk.store)
    dialog = desktop.window.desk_actions.capture(None)
    dialog.line.setPlainText("今天拜访宁波华光表面处理有限公司王总，计划投资2亿元建电镀项目")
    desktop.settle()
    assert dialog.reading.foreseen is not None and dialog.reading.foreseen.meant
    assert dialog.barred.lines and "“电镀”" in dialog.barred.lines[0]
    dialog.line.setPlainText("")
    desktop.settle()
    assert not dialog.barred.lines
