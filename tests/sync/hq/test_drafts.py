"""Drafts: text and sums of a record that is about to be written are those that are computed from it."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.model.values import record_sum, written, written_sum
from app.rules.masking import masked
from sync.hq import digests
from sync.hq.drafts import draft
from sync.hq.exchange import handle_exchange
from sync.hq.scopes import EVERYTHING
from sync.hq.tables import OPERATION, RECORD
from sync.protocol.arriving import Arrived, decode_arrived
from sync.protocol.codec import MalformedMessage
from sync.protocol.judge import Held
from tests.sync.hq.office import NEW, Office
from tests.sync.protocol.test_codec import operation_json

VALUES = (
    st.text() | st.integers(0, 10) | st.lists(st.text(max_size=3)) | st.dictionaries(st.text(), st.text())
)
DOCS = st.dictionaries(st.text(st.characters(codec="ascii"), min_size=1), VALUES)


@given(st.text(), st.text(), DOCS)
def test_the_sum_of_what_was_written_is_that_of_the_record(kind: str, id: str, doc: dict[str, Any]) -> None:
    assert written_sum(kind, id, written(doc)) == record_sum(kind, id, doc)
    assert record_sum(kind, id, dict(reversed(doc.items()))) == record_sum(kind, id, doc)
    assert msgspec.json.decode(written(doc)) == doc


@pytest.mark.parametrize(
    "kind, doc", [("project", {"name": "恒力"}), ("contact", {"phones": ["13812345678"]})]
)
def test_a_draft_has_the_sums_of_both_who_see_it_whole_and_masked(kind: str, doc: dict[str, Any]) -> None:
    made = draft((kind, "1"), Held(doc))
    assert (made.whole, made.masked) == (record_sum(kind, "1", doc), record_sum(kind, "1", masked(kind, doc)))
    assert (made.whole == made.masked) is (kind == "project") and msgspec.json.decode(made.doc) == doc


def test_what_is_made_and_changed_in_one_batch_is_written_as_it_is_in_the_end(office: Office) -> None:
    one = office.laptop("陈静")
    id = one.new_id()
    made = one.operation("create", "project", id, NEW)
    renamed = one.operation("update", "project", id, {"name": (NEW["name"], "改名的项目")}, base=0)
    one.exchange(made, renamed)
    with office.store.read() as connection:
        doc = connection.execute(select(RECORD.c.doc).where(RECORD.c.id == id)).scalar_one()
        said = connection.execute(
            select(OPERATION.c.fields).where(OPERATION.c.op_id == renamed.op_id)
        ).scalar_one()
        kept = digests.read(connection, office.store.tenant, EVERYTHING)
    decoded = msgspec.json.decode(doc)
    assert decoded["name"] == "改名的项目" and list(decoded) == sorted(decoded)
    assert msgspec.json.decode(said) == {"name": [NEW["name"], "改名的项目"]}
    assert kept["project"] == (1, record_sum("project", id, decoded))


def test_one_unreadable_operation_keeps_nothing_of_its_batch(office: Office) -> None:
    one = office.laptop("陈静")
    bad = decode_arrived(operation_json(fields='{"name":[null,1e999]}')).ops
    good = decode_arrived(
        operation_json(op_id=f'"{"1" * 32}"', id='"0193"', fields='{"name":[null,"a"]}')
    ).ops
    request = Arrived(schema=1, ops=(*good, *bad))
    with pytest.raises(MalformedMessage):
        handle_exchange(office.store, one.principal, request, office.clock, office.randomness)
    with office.store.read() as connection:
        assert connection.execute(select(RECORD.c.id)).all() == []
        assert connection.execute(select(OPERATION.c.op_id)).all() == []
