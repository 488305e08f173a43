"""One cell read for one field: the value, what is said about it, and where the text goes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.i18n import LANGUAGES, Translator
from app.model.registry import KINDS
from app.rules.amounts import Unit
from app.rules.land import LandUnit
from app.services.ledger.cells import ALL_OF_IT, Context, Reading, State, read_cell, read_companies
from app.services.ledger.grid import Cell
from app.services.ledger.vocabulary import Units

WAN = Context(Units(Unit.WAN, LandUnit.MU), date(2026, 11, 20))


def read(
    text: str, target: str, kind: str = "project", cell: str = "text", context: Context = WAN
) -> Reading:
    formula = text if cell == "formula" else ""
    return read_cell(Cell(text, cell, formula), kind, target, context)  # type: ignore[arg-type]


def keys(reading: Reading) -> list[str]:
    return [reason.key for reason in reading.warnings]


@pytest.mark.parametrize(
    ("text", "cell", "values"),
    [
        ("225100", "number", {"investment": Decimal(225100)}),
        ("22.51亿", "text", {"investment": Decimal(225100)}),
        ("1亿元", "text", {"investment": Decimal(10000)}),
        ("2200万元", "text", {"investment": Decimal(2200)}),
        ("2亿元以上", "text", {"investment": Decimal(20000), "investment_words": "2亿元以上"}),
        ("超百亿元", "text", {"investment": Decimal(1000000), "investment_words": "超百亿元"}),
        ("3-5亿", "text", {"investment": Decimal(30000), "investment_words": "3-5亿"}),
    ],
)
def test_amounts(text: str, cell: str, values: dict[str, Any]) -> None:
    found = read(text, "investment", cell=cell)
    assert (found.state, found.values, found.warnings) == (State.TAKEN, values, ())


def test_amounts_that_are_none() -> None:
    found = read("待定", "investment")
    assert found.state is State.NOTED
    assert found.values == {"investment_words": "待定"}
    assert len(found.warnings) == 1
    assert read("—", "investment").state is State.KEPT
    assert keys(read("5", "investment", context=Context(Units(), date(2026, 1, 1)))) == [
        "rules.amount.unit_missing"
    ]
    assert read("x" * 100, "investment").values == {}


def test_the_unit_of_the_heading_and_foreign_money() -> None:
    yi = Context(Units(Unit.YI), date(2026, 1, 1))
    assert read("22.51", "investment", cell="number", context=yi).values == {"investment": Decimal(225100)}
    dollars = Context(Units(Unit.WAN, None, "USD"), date(2026, 1, 1))
    found = read("500", "foreign_investment", cell="number", context=dollars)
    assert (found.state, found.values) == (State.NOTED, {"foreign_words": "500"})
    assert [reason.params["currency"] for reason in found.remarks] == ["USD"]
    assert read("200万美元", "foreign_investment").state is State.NOTED


def test_all_of_it_is_foreign() -> None:
    found = read("全部", "foreign_investment")
    assert found.values == {"foreign_investment": ALL_OF_IT, "foreign_words": "全部"}
    assert found.state is State.TAKEN


def test_an_amount_over_several_rows_belongs_to_none() -> None:
    merged = Context(WAN.units, WAN.reference, merged=True)
    for target in ("investment", "land"):
        found = read("500", target, cell="number", context=merged)
        assert (found.values, keys(found)) == ({}, ["import.warn.merged"])


def test_land() -> None:
    assert read("50", "land", cell="number").values == {"land": Decimal(50)}
    about = read("约50亩", "land")
    assert (about.state, about.values) == (State.PARTLY, {"land": Decimal(50)})
    assert read("见附图", "land").state is State.NOTED
    assert read("-", "land").state is State.KEPT


@pytest.mark.parametrize(
    ("text", "cell", "day", "words"),
    [
        ("2026-04-12", "text", date(2026, 4, 12), None),
        ("2026-04-12", "day", date(2026, 4, 12), None),
        ("2026-04-12 08:30:00", "day", date(2026, 4, 12), None),
        ("2026/6/30", "text", date(2026, 6, 30), None),
        ("2026.3.5", "text", date(2026, 3, 5), None),
        ("46113", "text", date(2026, 4, 1), None),
        ("46113", "number", date(2026, 4, 1), None),
        ("2026年5月", "text", date(2026, 5, 1), "2026年5月"),
        ("5月底前", "text", date(2026, 5, 31), "5月底前"),
    ],
)
def test_dates_of_every_form(text: str, cell: str, day: date, words: str | None) -> None:
    found = read(text, "reported_on", cell=cell)
    expected = {"reported_on": day} | ({"reported_words": words} if words else {})
    assert (found.state, found.values, found.warnings) == (State.TAKEN, expected, ())


def test_an_impossible_date_is_said_and_kept() -> None:
    found = read("2026.13.1", "reported_on")
    assert (found.state, found.values, len(found.warnings)) == (State.NOTED, {}, 1)
    assert read("待定", "reported_on").state is State.KEPT


def test_a_vague_date_without_a_field_for_words_goes_to_the_note_too() -> None:
    found = read("上周", "last_contact_on", "contact")
    assert found.state is State.PARTLY
    assert found.values == {"last_contact_on": date(2026, 11, 9)}


def test_stages_and_channels() -> None:
    assert read("已落地", "stage").values == {"stage": "landed"}
    assert read("落地", "stage").state is State.TAKEN
    for language in LANGUAGES:
        label = Translator(language).tr("choice.project.stage.construction")
        assert read(label, "stage").values == {"stage": "construction"}
    planned = read("拟开工", "stage")
    assert (planned.state, planned.values) == (State.PARTLY, {"stage": "landed"})
    assert read("一言难尽", "stage").state is State.NOTED
    assert read("-", "stage").state is State.KEPT
    assert read("会展", "channel_note").state is State.TAKEN
    mixed = read("以商引商;产权转让", "channel_note")
    assert (mixed.state, mixed.values) == (State.PARTLY, {"channel": "business"})
    assert read("政府投资", "channel_note") == Reading(State.NOTED)
    assert read("以商引商", "channel").values == {"channel": "business"}


def test_a_word_that_is_none_of_a_fields_choices_is_no_stage() -> None:
    """Of any choice but the stage: its own choices are named, and the text is kept."""
    for kind, target in (("contact", "circle"), ("project", "continues")):
        reading = read("特别重要", target, kind)
        assert reading.state is State.NOTED and keys(reading) == ["import.warn.choice"]
        (warning,) = reading.warnings
        for language in LANGUAGES:
            said = Translator(language).tr(warning.key, **warning.params)
            first = KINDS[kind].fields[target].choices[0]
            assert Translator(language).tr(KINDS[kind].fields[target].choice_key(first)) in said
    assert read("—", "circle", "contact").state is State.KEPT


def test_text_fields() -> None:
    assert read(" 县功镇\n二组 ", "responsible_unit").values == {"responsible_unit": "县功镇 二组"}
    assert read("-", "industry").state is State.KEPT
    assert read("一\n二", "summary").values == {"summary": "一\n二"}
    assert read("电商、返乡 电商", "tags", "contact").values == {"tags": ["电商", "返乡"]}
    assert read("x" * 101, "tags", "contact").state is State.NOTED
    long = read("业" * 61, "industry")
    assert (long.state, long.values, keys(long)) == (State.NOTED, {}, ["import.warn.too_long"])
    name = read("名" * 300, "name")
    assert (name.state, name.values) == (State.PARTLY, {"name": "名" * 200})
    assert read("a@b.cn", "email", "contact").values == {"email": "a@b.cn"}
    assert keys(read("无此", "email", "contact")) == ["import.warn.email"]
    assert read("91110108551385082Q", "credit_code", "company").values == {
        "credit_code": "91110108551385082Q"
    }
    assert len(read("91110108551385082X", "credit_code", "company").warnings) == 1
    assert read("30", "contact_every_days", "contact").values == {"contact_every_days": 30}
    assert keys(read("常常", "contact_every_days", "contact")) == ["import.warn.integer"]


def test_telephones() -> None:
    assert read("138 0013 8000", "phones", "contact").values == {"phones": ["+8613800138000"]}
    assert read("13800138001", "phones", "contact", "number").values == {"phones": ["+8613800138001"]}
    both = read("13700000001、13700000002", "phones", "contact")
    assert both.values == {"phones": ["+8613700000001", "+8613700000002"]}
    lost = read("1.37E+10", "phones", "contact")
    assert (lost.state, lost.values, len(lost.warnings)) == (State.NOTED, {}, 1)
    worded = read("13700000001(王总)", "phones", "contact")
    assert (worded.state, worded.warnings) == (State.PARTLY, ())


def test_what_needs_no_reading() -> None:
    assert read("3", "serial", cell="number").state is State.KEPT
    assert read("随便什么", "note").state is State.NOTED
    formula = read("=SUM(A1:A2)", "investment", cell="formula")
    assert (formula.state, keys(formula)) == (State.NOTED, ["import.warn.formula"])
    dirty = read("建\x07材", "industry")
    assert dirty.values == {"industry": "建材"}
    assert keys(dirty) == ["rules.text.removed"]


def test_companies_in_a_cell() -> None:
    assert read_companies("同济大学 / 中国地质大学").names == ("同济大学", "中国地质大学")
    assert read_companies("中国地质大学(武汉)").names == ("中国地质大学(武汉)",)
    assert read_companies("(韩资企业)").described
    assert read_companies("（韩资企业）").described
    assert read_companies("待定") == read_companies("—")
    assert read_companies("华润、华润").names == ("华润",)
    assert read_companies("司" * 201).described
    assert read_companies("司" * 201).names == ()
