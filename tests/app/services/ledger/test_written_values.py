"""Values as exports show them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.i18n import LANGUAGES, Translator
from app.model.field import Field, Type
from app.model.registry import KINDS
from app.services.desk import Desk
from app.services.ledger.written_values import columns_of, names_of, written
from app.services.records import create_record

CHINESE = Translator("zh_CN")


def field(kind: str, name: str) -> Field:
    return KINDS[kind].fields[name]


def shown(kind: str, name: str, value: object, names: dict[str, str] | None = None) -> object:
    return written(field(kind, name), value, names or {}, CHINESE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_columns_with_different_labels(kind: str, language: str) -> None:
    labels = [column.label for column in columns_of(KINDS[kind], Translator(language))]
    assert len(labels) == len(set(labels))


def test_units_stand_in_the_heading() -> None:
    labels = {column.field.name: column.label for column in columns_of(KINDS["project"], CHINESE)}
    assert labels["investment"].endswith("（万元）")
    assert labels["land"].endswith("（亩）")
    assert "（" not in labels["name"]


def test_nothing_is_nothing() -> None:
    nothings: tuple[object, ...] = (None, "", [])
    assert [shown("contact", "phones", value) for value in nothings] == [None, None, None]


def test_each_type_as_people_read_it() -> None:
    assert shown("project", "stage", "landed") == CHINESE.tr("choice.project.stage.landed")
    assert shown("project", "investment", Decimal("225100")) == Decimal(225100)
    assert shown("project", "reported_on", date(2026, 4, 1)) == date(2026, 4, 1)
    assert shown("contact", "contact_every_days", 30) == 30
    assert shown("contact", "phones", ["+8613800138000", "+865643321234;ext=808"]) == (
        "138 0013 8000、0564-3321234-808"
    )
    assert shown("contact", "company_id", "k1", {"k1": "华润"}) == "华润"
    assert shown("contact", "company_id", "k1") == "k1"
    assert shown("project", "contact_ids", ["c1", "c2"], {"c1": "张三"}) == "张三、c2"
    assert shown("project", "created_at", datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == "2026-11-21 00:30:00"
    yes_no = Field(Type.BOOLEAN, name="x", kind="project")
    assert [written(yes_no, value, {}, CHINESE) for value in (True, False)] == ["是", "否"]


def test_names_are_looked_up_once_for_all_rows(desk: Desk) -> None:
    company, _ = create_record(desk, "company", {"name": "华润"})
    person, _ = create_record(desk, "contact", {"name": "张三", "company_id": company})
    project, _ = create_record(
        desk, "project", {"name": "甲", "investor_id": company, "contact_ids": [person]}
    )
    rows = desk.store.rows("project", [project])
    assert names_of(desk.store, KINDS["project"], rows) == {company: "华润", person: "张三"}
    assert names_of(desk.store, KINDS["project"], []) == {}
