"""What people see who may see a unit but not its people's numbers."""

from typing import Any

import pytest

from app.model.field import Type
from app.model.registry import KINDS
from app.rules.masking import holds_masks, mask, masked, masked_fields, writes_masks

PERSON = {
    "name": "陈总",
    "phones": ["+8613800138000", "+862512345678"],
    "wechat": "chenzong88",
    "email": "chen.zong@example.com",
    "city": "南京",
    "source": {"联系电话": "13800138000"},
}


def test_numbers_are_masked_and_names_stay() -> None:
    seen = masked("contact", PERSON)
    assert seen == {
        "name": "陈总",
        "phones": ["138****8000", "251****5678"],
        "wechat": "c***",
        "email": "c***@example.com",
        "city": "南京",
    }
    assert "13800138000" in str(PERSON), "the original is as it was"


@pytest.mark.parametrize("kind", ["project", "company"])
def test_raw_lines_of_a_ledger_are_left_out(kind: str) -> None:
    assert masked(kind, {"name": "恒力", "source": {"电话": "13800138000"}}) == {"name": "恒力"}
    plain = {"name": "恒力"}
    assert masked(kind, plain) is plain


def test_lines_that_became_no_record_are_left_out() -> None:
    assert masked("import_batch", {"file_name": "台账.xlsx", "leftovers": "陈总 13800138000"}) == {
        "file_name": "台账.xlsx"
    }


def test_a_card_tells_no_more_than_its_record() -> None:
    entry = {"before": ["+8613800138000"], "mine": ["+8613900139000"], "hq": None}
    card: dict[str, Any] = {
        "target_kind": "contact",
        "title": "陈总",
        "entries": [
            {"field": "phones", **entry},
            {"field": "city", "before": None, "mine": "南京", "hq": "苏州"},
        ],
        "chosen": {"phones": {"value": ["+8613700137000"]}, "city": "mine", "email": "hq"},
    }
    seen = masked("conflict", card)
    assert seen["entries"][0] == {
        "field": "phones",
        "before": ["138****8000"],
        "mine": ["139****9000"],
        "hq": None,
    }
    assert seen["entries"][1] == card["entries"][1] and seen["title"] == "陈总"
    assert seen["chosen"] == {"phones": {"value": ["137****7000"]}, "city": "mine", "email": "hq"}
    assert not any(number in str(seen) for number in ("138001", "139001", "137001"))
    about_a_visit = card | {"target_kind": "visit"}
    assert masked("conflict", about_a_visit) is about_a_visit


@pytest.mark.parametrize("broken", [{"entries": "x"}, {"entries": [1, {}]}, {"chosen": []}, {}])
def test_cards_of_no_known_shape_do_not_break_it(broken: dict[str, Any]) -> None:
    masked("conflict", {"target_kind": "contact", **broken})


def test_every_personal_value_but_the_name_is_masked() -> None:
    for kind in KINDS.values():
        for name, field in kind.fields.items():
            if field.personal:
                assert field.masked is (name != kind.title_field), f"{kind.name}.{name}"


def test_no_masked_field_is_required_and_a_mask_is_never_the_value() -> None:
    values = {Type.TEXT: "chenzong", Type.TEXTS: ["+8613800138000"], Type.LONG_TEXT: "x", Type.DATA: {"a": 1}}
    for kind in KINDS:
        for field in masked_fields(kind).values():
            assert not field.required
            assert mask(field, values[field.type]) != values[field.type]


def test_what_was_read_through_masks_is_told_from_what_was_not() -> None:
    assert holds_masks("contact", masked("contact", PERSON))
    assert not holds_masks("contact", PERSON)
    assert not holds_masks("contact", {**PERSON, "name": "陈*总", "phones": None})
    assert not holds_masks("ledger_row", {"leftovers": "*备注"}), "left out where it is masked"
    assert not holds_masks("unheard_of", PERSON)


def test_a_change_that_puts_a_mask_where_a_number_is() -> None:
    assert writes_masks("contact", {"wechat": ("chenzong", "c***")})
    assert writes_masks("contact", {"phones": (["+8613800138000"], ["138****8000"])})
    assert not writes_masks("contact", {"phones": (["138****8000"], ["138****8000", "+8613900139000"])})
    assert not writes_masks("contact", {"wechat": ("c***", "chenzong"), "note": ("", "*")})
