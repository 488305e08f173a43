"""Filling an existing record: nothing there is overwritten, nothing that comes is lost."""

from typing import Any

from app.model.row import Row
from app.services.ledger.drafts import Draft
from app.services.ledger.merging import filled_fields

SOURCE = {"sheet": "表", "row": 3, "cells": {"姓名": "张三", "职务": "总监"}}


def row(**values: Any) -> Row:
    return Row("contact", "c1", {"name": "张三", "note": None, "source": None, **values})


def draft(note: tuple[tuple[str, str], ...] = (), **values: Any) -> Draft:
    origins = {name: ("职务" if name == "title" else name, str(value)) for name, value in values.items()}
    return Draft("k", "contact", {"name": "张三", **values}, note, SOURCE, origins)


def filled(before: Row, one: Draft) -> dict[str, Any]:
    return filled_fields(before, one, one.values)


def test_empty_fields_are_filled() -> None:
    assert filled(row(title=None), draft(title="总监")) == {"title": "总监", "source": SOURCE}
    assert filled(row(title="", phones=[]), draft(title="总监", phones=["+86137"])) == {
        "title": "总监",
        "phones": ["+86137"],
        "source": SOURCE,
    }


def test_what_differs_goes_to_the_note_in_words() -> None:
    assert filled(row(title="经理"), draft(title="总监"))["note"] == "职务：总监"
    assert filled(row(title="经理", note="老友"), draft(title="总监"))["note"] == "老友\n职务：总监"
    assert "title" not in filled(row(title="经理"), draft(title="总监"))


def test_equal_values_and_known_lines_change_nothing() -> None:
    before = row(title="总监", note="老友\n手机：1.37E+10", source=SOURCE)
    assert filled(before, draft((("手机", "1.37E+10"), ("", "老友")), title="总监")) == {}


def test_a_line_is_not_written_twice() -> None:
    one = draft((("职务", "总监"),), title="总监")
    assert filled(row(title="经理"), one)["note"] == "职务：总监"


def test_lists_are_united_in_their_order() -> None:
    assert filled(row(phones=["a", "b"]), draft(phones=["b", "c"]))["phones"] == ["a", "b", "c"]
    assert "phones" not in filled(row(phones=["a", "b"]), draft(phones=["b"]))


def test_the_row_is_added_to_the_source() -> None:
    first = {"sheet": "旧", "row": 9, "cells": {"姓名": "张三"}}
    found = filled(row(source=first), draft())
    assert found["source"] == {**first, "more": [SOURCE]}
    again = filled(row(source=found["source"]), draft())
    assert again == {}


def test_a_value_without_an_origin_is_not_invented() -> None:
    one = Draft("k", "contact", {"name": "张三", "company_id": "k2"}, (), SOURCE, {})
    assert filled_fields(row(company_id="k1"), one, one.values) == {"source": SOURCE}
