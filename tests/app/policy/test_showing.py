"""Every table of every shipped pack can be shown in both languages, and a case be tried on it."""

import pytest

from app.i18n import LANGUAGES, Translator
from app.policy.cases import FactUnusable
from app.policy.pack import NoSuchTable
from app.policy.shapes import SHAPES
from app.policy.shipped import shipped_names, shipped_pack
from app.policy.showing import ROW, SOURCE, show_table, table_names, try_table
from app.policy.table import FactsMissing

ZH = Translator("zh_CN")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shipped_names())
def test_every_table_is_shown(name: str, language: str) -> None:
    pack, translator = shipped_pack(name), Translator(language)
    names = table_names(pack, translator)
    assert names.keys() == pack.tables.keys()
    for table in names:
        shown = show_table(pack, table, translator)
        assert [row["id"] for row in shown.rows] == [row.id for row in pack.tables[table].rows]
        assert all(row.keys() - {"id"} == shown.columns.keys() for row in shown.rows)
        assert all(row.get(ROW, "-") and row[SOURCE] for row in shown.rows)
        assert bool(shown.facts) == SHAPES[table].decides or not shown.facts


def test_a_row_reads_as_its_document_prints_it() -> None:
    shown = show_table(shipped_pack("panan"), "routes", ZH)
    row = next(row for row in shown.rows if row["id"] == "i_small")
    assert (row["category"], row["land"]) == ("工业类", "0 < x ≤ 30 亩")
    assert row["result.route"] and "002" not in row[SOURCE]


def test_a_case_is_answered_by_one_row_and_the_others_say_why_not() -> None:
    pack = shipped_pack("panan")
    found = try_table(pack, "routes", {"category": "I", "land": "30.01"}, ZH)
    assert set(found.why_not) | {found.row} == {row.id for row in pack.tables["routes"].rows}
    assert "实际是 30.01 亩" in found.why_not["i_small"] and found.says.startswith("审批路径：")
    assert found.assumed, "yes/no facts that were not told"
    with pytest.raises(FactsMissing):
        try_table(pack, "routes", {"category": "I"}, ZH)
    with pytest.raises(FactUnusable):
        try_table(pack, "routes", {"category": "工业", "land": "1"}, ZH)
    with pytest.raises(NoSuchTable):
        try_table(pack, "tomorrow", {}, ZH)
