"""The rules a laptop goes by: published by its own headquarters and readable by this version."""

import json
from datetime import date

import pytest

from app.model.rulebooks import HOLIDAYS, PACK
from app.services.desk import Desk
from app.services.policy import holidays_of, pack_of, published
from tests.fakes.rulebooks import STRANGER, arrive, pack_files, trust

YEAR = {"2027": {"off": ["02-05..02-13"], "work": ["02-20"]}}
WORKED = date(2027, 2, 20)


def troubles(desk: Desk, about: str = "") -> dict[int, str]:
    """Version → why it is not gone by."""
    return {one.book.version: one.trouble for one in published(desk, about)}


def test_a_pack_is_gone_by_once_its_signature_is_known(desk: Desk) -> None:
    arrive(desk.store, PACK, "panan", pack_files("panan"))
    assert (troubles(desk), pack_of(desk).id) == ({1: "forged"}, "default"), "no key was heard of yet"
    trust(desk.store)
    assert (troubles(desk), pack_of(desk).id) == ({1: ""}, "panan")


def test_what_a_stranger_signed_is_kept_aside(desk: Desk) -> None:
    trust(desk.store)
    arrive(desk.store, PACK, "panan", pack_files("panan"), key=STRANGER)
    arrive(desk.store, PACK, "town", pack_files("town"), version=2)
    assert (troubles(desk), pack_of(desk).id) == ({1: "forged", 2: ""}, "town")


def test_what_this_version_cannot_read_is_kept_aside(desk: Desk) -> None:
    trust(desk.store)
    files = pack_files("panan") | {"tomorrow.toml": "[tomorrow]\nx = 1\n"}
    arrive(desk.store, PACK, "panan", files, version=3)
    assert (troubles(desk), pack_of(desk).id) == ({3: "unreadable"}, "default")
    assert arrive(desk.store, PACK, "panan", pack_files("panan"), version=4)
    assert pack_of(desk).id == "panan"


@pytest.mark.parametrize("content", ["", "{", '{"years": {"2027": {"off": ["13-01"], "work": []}}}'])
def test_holidays_that_cannot_be_read_change_nothing(desk: Desk, content: str) -> None:
    trust(desk.store)
    arrive(desk.store, HOLIDAYS, HOLIDAYS, {"holidays.json": content})
    assert troubles(desk, HOLIDAYS) == {1: "unreadable"} and troubles(desk, PACK) == {}
    assert not holidays_of(desk).is_working(WORKED)


def test_the_newest_table_of_a_year_counts(desk: Desk) -> None:
    trust(desk.store)
    arrive(desk.store, HOLIDAYS, HOLIDAYS, {"holidays.json": json.dumps({"years": YEAR})})
    assert holidays_of(desk).is_working(WORKED)
    corrected: dict[str, dict[str, list[str]]] = {"2027": {"off": [], "work": []}}
    arrive(desk.store, HOLIDAYS, HOLIDAYS, {"holidays.json": json.dumps({"years": corrected})}, version=2)
    assert not holidays_of(desk).is_working(WORKED), "a Saturday again"
    assert holidays_of(desk).unpublished(date(2026, 1, 1), date(2028, 1, 1)) == (2028,)
