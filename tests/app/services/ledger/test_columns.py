"""What a heading is taken for, corrected and remembered."""

from typing import Any

import pytest

from app.i18n import Translator
from app.model.registry import KINDS as RECORD_KINDS
from app.rules.amounts import Unit
from app.rules.land import LandUnit
from app.services.ledger.columns import Column, choose_columns, target_label_key, targets_of
from app.services.ledger.grid import Workbook
from app.services.ledger.mappings import KEPT, SETTING, Mapped, load_mappings, remember, signature
from app.services.ledger.tables import Table, find_tables
from app.services.ledger.vocabulary import (
    KINDS,
    Units,
    heading_scores,
    is_heading,
    normal_heading,
    units_in_words,
    units_of_heading,
    units_of_line,
)
from tests.fakes.ledgers import grid


def table_of(*headings: str) -> Table:
    return find_tables(Workbook([grid([headings, ["甲", *("x" for _ in headings[1:])]])])).tables[0]


def chosen(table: Table) -> dict[str, str]:
    columns = choose_columns(table, table.kind, remembered={}, corrected={})
    return {column.label: column.target for column in columns}


@pytest.mark.parametrize(
    ("kind", "heading", "target"),
    [
        ("project", "项 目 名 称", "name"),
        ("project", "计划总投资(亿元)", "investment"),
        ("project", "总投资额/万元", "investment"),
        ("project", "其中:外资", "foreign_investment"),
        ("project", "投资主体", "investor"),
        ("project", "拟用地(亩)", "land"),
        ("project", "目前进展", "stage"),
        ("project", "上报时间", "reported_on"),
        ("project", "牵头单位", "responsible_unit"),
        ("project", "信息来源及备注", "channel_note"),
        ("project", "项目联系人", "person"),
        ("project", "Investment (10,000 yuan)", "investment"),
        ("contact", "工作单位", "employer"),
        ("contact", "联系电话", "phones"),
        ("contact", "现任职务", "title"),
        ("contact", "所属商会", "chamber"),
        ("company", "统一社会信用代码", "credit_code"),
        ("company", "ID", "serial"),
    ],
)
def test_headings_and_their_best_target(kind: str, heading: str, target: str) -> None:
    assert next(iter(heading_scores(kind, heading))) == target


def test_every_label_of_the_product_is_understood_again() -> None:
    links = {"investor_id": "investor", "company_id": "employer", "contact_ids": "person"}
    for language in ("zh_CN", "en"):
        translator = Translator(language)
        for kind in KINDS:
            references = {field.name for field in RECORD_KINDS[kind].references}
            for field in RECORD_KINDS[kind].form_fields:
                target = links.get(field.name, field.name)
                if target in references:
                    continue
                scores = heading_scores(kind, translator.tr(field.label_key))
                assert scores.get(target) == 100, (kind, field.name, scores)


def test_sentences_and_figures_are_no_headings() -> None:
    assert not is_heading("2026年招商引资项目台账(截至11月20日)")
    assert not is_heading("众喜金陵河水泥生产线产权转让项目")
    assert not is_heading("!!")
    assert normal_heading("  其中:外资(万元) ") == "外资"


def test_each_field_is_taken_by_its_best_column_only() -> None:
    found = chosen(table_of("项目名称", "计划总投资", "总投资", "投资方", "备注", "备注", "到位资金"))
    assert found["计划总投资"] == "investment"
    assert found["总投资"] == "note"
    assert found["备注"] == found["备注(F)"] == "note"
    assert found["到位资金"] == "note"


def test_a_correction_wins_and_frees_the_field() -> None:
    table = table_of("项目名称", "总投资", "固定资产投资", "投资方")
    columns = choose_columns(table, "project", remembered={}, corrected={2: "investment", 0: "nonsense"})
    assert [column.target for column in columns] == ["name", "note", "investment", "investor"]


def test_what_was_remembered_is_marked_and_can_be_corrected() -> None:
    table = table_of("项目名称", "总投资", "投资方")
    columns = choose_columns(
        table, "project", remembered={"总投资": "note", "投资方": "place"}, corrected={2: "investor"}
    )
    assert [(column.target, column.remembered) for column in columns] == [
        *(("name", False), ("note", True), ("investor", False))
    ]


def test_columns_show_samples_letters_and_alternatives() -> None:
    column: Column = choose_columns(
        table_of("项目名称", "总投资", "投资方"), "project", remembered={}, corrected={}
    )[1]
    assert column.letter == "B"
    assert column.samples == ("x",)
    assert column.alternatives[0] == ("investment", 100)


def test_units_of_sheets_and_headings() -> None:
    assert units_of_line("填报单位:市招商局   单位:万元、亩") == Units(Unit.WAN, LandUnit.MU)
    assert units_of_line("单位: 亿元") == units_of_line("（单位：亿元）") == Units(Unit.YI)
    assert units_of_heading("总投资（万元）").money is Unit.WAN
    assert units_of_heading("总投资(亿元)").money is Unit.YI
    assert units_of_heading("投资额/元").money is Unit.YUAN
    assert units_of_heading("Investment (10,000 yuan)").money is Unit.WAN
    assert units_of_heading("外资(万美元)") == Units(Unit.WAN, None, "USD")
    assert units_of_heading("用地(公顷)").land is LandUnit.HECTARE
    assert units_of_heading("总投资") == Units()
    assert units_in_words("元素") == Units()
    assert Units(Unit.YI).over(Units(Unit.WAN, LandUnit.MU)) == Units(Unit.YI, LandUnit.MU)
    assert Units().over(Units(Unit.WAN, None, "USD")).currency == "USD"


def test_every_target_can_be_named() -> None:
    for language in ("zh_CN", "en"):
        translator = Translator(language)
        for kind in KINDS:
            for target in targets_of(kind):
                assert translator.tr(target_label_key(kind, target))


class Settings:
    """Settings in memory."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def set(self, name: str, value: Any) -> None:
        self.values[name] = value


def test_mappings_are_remembered_by_headings() -> None:
    settings = Settings()
    table = table_of("项目名称", "总投资", "投资方")
    assert load_mappings(settings) == {}
    columns = choose_columns(table, "project", remembered={}, corrected={1: "note"})
    remember(settings, table, "project", columns)
    kept = load_mappings(settings)[signature(table)]
    assert kept == Mapped("project", {"项目名称": "name", "总投资": "note", "投资方": "investor"})
    assert signature(table_of("项目名称", "投资方", "总投资")) not in load_mappings(settings)


def test_the_oldest_mapping_is_forgotten_and_rubbish_ignored() -> None:
    settings = Settings()
    settings.set(SETTING, {f"s{at}": {"kind": "project", "targets": {}} for at in range(KEPT)} | {"bad": 3})
    remember(settings, table_of("姓名", "手机"), "contact", ())
    assert len(settings.get(SETTING)) == KEPT
    assert "s0" not in settings.get(SETTING)
    assert "bad" not in load_mappings(settings)
    settings.set(SETTING, "rubbish")
    assert load_mappings(settings) == {}
