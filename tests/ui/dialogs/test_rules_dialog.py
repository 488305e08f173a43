"""规则包: every table of every pack can be seen, and a case be tried in words."""

from datetime import date

import pytest

from app.policy.shipped import shipped_names, shipped_pack
from tests.fakes.desktops import Desktop
from ui.dialogs.rules_dialog import ANSWER, RulesDialog
from ui.pages.settings_page import SettingsPage


def opened(desktop: Desktop, name: str) -> RulesDialog:
    dialog = RulesDialog(desktop.window.ctx, shipped_pack(name))
    desktop.window.ctx.dialog_asked.emit(dialog)
    desktop.settle()
    return dialog


def tried(dialog: RulesDialog, **case: str) -> str:
    for name, value in case.items():
        dialog.fields[name].editor.set_value(value)
    dialog.run()
    return dialog.answer.text()


@pytest.mark.parametrize("name", shipped_names())
def test_every_table_is_shown(desktop: Desktop, name: str) -> None:
    dialog = opened(desktop, name)
    for table in dialog.names:
        dialog.show_table(table)
        desktop.settle()
        assert dialog.table is not None
        assert dialog.table.table.rowCount() == len(shipped_pack(name).tables[table].rows)
        assert dialog.fields, "every table can be tried"


def test_the_golden_cases_of_panan_are_answered_with_their_source(desktop: Desktop) -> None:
    dialog = opened(desktop, "panan")
    dialog.show_table("routes")
    said = tried(dialog, zone="no", category="I", land="30").splitlines()
    assert said[0] == "审批路径：分管副县长审批" and said[1].endswith("§2(5)")
    assert "县长办公会议审议" in tried(dialog, land="30.01")
    said = tried(dialog, land="20", special="yes").splitlines()
    assert said[0] == "审批路径：县长办公会议审议" and "提高一级" in said[1]
    assert "已在最高一级" in tried(dialog, land="60")
    desktop.settle()
    assert dialog.table is not None
    first = dialog.table.table.columns[0]
    assert first.key == ANSWER


def test_what_is_missing_or_wrong_is_said_at_its_field(desktop: Desktop) -> None:
    dialog = opened(desktop, "panan")
    dialog.show_table("routes")
    assert tried(dialog, zone="no", category="I") == "还需要填写：供地"
    tried(dialog, land="三十几")
    assert dialog.fields["land"].error
    dialog.show_table("services")
    assert tried(dialog, service="power") == "还需要填写：开始日期、到哪一天"
    dialog.show_table("funds")
    tried(dialog, fund="guidance", committed="一些", amount="500")
    assert dialog.fields["committed"].error


def test_plain_lists_answer_with_their_source_and_why_the_others_do_not(desktop: Desktop) -> None:
    dialog = opened(desktop, "default")
    dialog.show_table("sizes")
    said = tried(dialog, investment="3.5亿", kind="services").splitlines()
    assert said[0] == "计入“亿元以上”" and said[1] == "计入“3亿元以上”"
    assert [line for line in said if line.startswith("依据")], said
    desktop.settle()
    assert dialog.table is not None
    table = dialog.table.table
    rows = [values for row in range(table.rowCount()) if (values := table.values_at(row)) is not None]
    why = {values["id"]: table.columns[0].format(values).text for values in rows}
    assert why["from_3_yi"] == "适用" and why["from_5_yi"] == "要 50000 万元以上，现在是 35000 万元"
    dialog.show_table("node_plan")
    plan = next(iter({str(row.results["plan"]) for row in shipped_pack("default").tables["node_plan"].rows}))
    dialog.fields["end"].editor.set_value(date(2027, 6, 30))
    assert "2027-06-30" in tried(dialog, plan=plan)


def test_the_settings_say_which_rules_hold_and_open_them(desktop: Desktop) -> None:
    page = desktop.window.open_page("settings")
    assert isinstance(page, SettingsPage)
    desktop.settle()
    page.rules.button.click()
    top = desktop.window.sheets.top
    assert isinstance(top, RulesDialog) and "通用" in top.title.text()


def test_the_row_one_stands_on_is_told_in_full(desktop: Desktop) -> None:
    dialog = opened(desktop, "panan")
    dialog.show_table("routes")
    tried(dialog, zone="no", category="I", land="30")
    desktop.settle()
    assert dialog.table is not None
    grid, table = dialog.table.grid, dialog.table.table
    for row in (0, 1):
        grid.set_current_id(table.id_at(row))
        values = table.values_at(row)
        assert values is not None
        for column in table.columns:
            assert f"{column.title}：{column.format(values).text}" in dialog.whole.text()


def test_at_large_text_no_field_of_the_case_is_cut(desktop: Desktop) -> None:
    desktop.window.resize(1366, 768)
    desktop.theme.set_percent(150)
    dialog = opened(desktop, "panan")
    dialog.show_table("routes")
    tried(dialog, zone="no", category="I", land="30")
    desktop.settle()
    assert all(row.height() >= row.minimumSizeHint().height() for row in dialog.fields.values())
    assert dialog.whole.text(), "the first row is told without being gone to"
    desktop.bot.waitUntil(lambda: not dialog.answer.visibleRegion().isEmpty())
    assert dialog.height() <= 768
