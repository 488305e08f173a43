"""Records pass between file and document as the model says, by the short way."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.field import Field, Type
from app.model.registry import KINDS
from app.model.values import document, from_wire, python_values, to_wire
from app.store import documents, rows
from app.store.documents import Local
from app.store.store import Store
from tests.fakes.stores import new_store

ID = "01a1f677-ae68-7414-9fb5-355e1e2feb89"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
MONEY = st.integers(-(10**12), 10**12).map(lambda n: format(n / 10**4, ".4f")) | st.integers(0, 10**12).map(
    str
)
VALUES: dict[Type, st.SearchStrategy[Any]] = {
    Type.INTEGER: st.integers(0, 10**9),
    Type.MONEY: MONEY,
    Type.LAND: MONEY,
    Type.DATE: st.dates().map(lambda day: day.isoformat()),
    Type.TIMESTAMP: st.integers(0, 4 * 10**12).map(
        lambda ms: f"20{ms % 90 + 10}-11-20T01:02:03.{ms % 1000:03d}Z"
    ),
    Type.BOOLEAN: st.booleans(),
    Type.REFERENCES: st.lists(TEXT, min_size=1, max_size=3, unique=True),
    Type.TEXTS: st.lists(TEXT, min_size=1, max_size=3, unique=True),
    Type.DATA: st.dictionaries(TEXT, st.integers() | TEXT, min_size=1, max_size=3),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = new_store(Path(tmp_path_factory.mktemp("documents")))
    yield made
    made.close()


def canonical(field: Field, value: Any) -> Any:
    return to_wire(field, from_wire(field, value))


@st.composite
def kinds_and_documents(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    names = draw(st.sets(st.sampled_from(sorted(kind.fields)), max_size=8))
    doc = {name: canonical(f := kind.fields[name], draw(VALUES.get(f.type, TEXT))) for name in sorted(names)}
    return kind.name, doc | draw(st.just({}) | st.just({"from_the_future": [1, {"a": "乙"}]}))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds_and_documents(), st.booleans())
def test_what_is_written_is_read_and_is_what_the_columns_say(
    store: Store, made: tuple[str, dict[str, Any]], deleted: bool
) -> None:
    kind, doc = made
    record = Local(ID, 7, deleted, doc, changed_at=1_770_000_000_123, changed_by="李强")
    with store._write() as connection:
        documents.write(connection, kind, [record])
        assert documents.read(connection, kind, [ID], {}) == {ID: record}
        columns = rows.load(connection, KINDS[kind], [ID])[ID]
    known = {name: value for name, value in doc.items() if name in KINDS[kind].fields}
    assert {name: columns[name] for name in KINDS[kind].fields} == python_values(KINDS[kind], known)
    assert document(KINDS[kind], columns) == known
    assert json.dumps(columns["extra"]) == json.dumps(
        {k: v for k, v in doc.items() if k not in known} or None
    )


def test_every_field_of_every_kind_has_been_thought_of() -> None:
    plain = {Type.TEXT, Type.LONG_TEXT, Type.CHOICE, Type.REFERENCE}
    assert {field.type for kind in KINDS.values() for field in kind.fields.values()} <= {*VALUES, *plain}


def test_a_version_put_aside_comes_with_the_record(store: Store) -> None:
    with store._write() as connection:
        documents.write(connection, "company", [Local(ID, 7, False, {"name": "恒力"})])
        found = documents.read(connection, "company", [ID, "other"], {ID: ({"name": "盛虹"}, True)})
    assert list(found) == [ID]
    assert (found[ID].hq_doc, found[ID].hq_deleted) == ({"name": "盛虹"}, True)
