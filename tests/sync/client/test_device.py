"""Who this laptop is to headquarters, and what it remembers of what headquarters tells of itself."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.services.desk import Desk
from app.services.policy import pack_of
from app.store.store import Store
from app.store.work import PACK, RULES_KEY, UNIT_ID, USER
from sync.client.address import parse_address
from sync.client.device import (
    DeviceKey,
    enrolment,
    is_enrolled,
    keep_enrolment,
    keep_unit,
    own_key,
)
from sync.client.errors import NotEnrolled
from sync.protocol.messages import EnrolReply, Hello
from tests.fakes.stores import new_store, reopened

REPLY = EnrolReply("d1", "u1", "张三", "n1", "北城招商局", "某市总部")
UNIT = "unit"  # the name under which the unit's own name lies


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_store(tmp_path)
    yield made
    made.close()


def hello(**given: Any) -> Hello:
    told: dict[str, Any] = {
        "mark": "m1",
        "tenant": "某市总部",
        "user": "张三",
        "user_id": "u1",
        "role": "officer",
        "unit_id": "n1",
        "units": {"n1": "北城招商局", "n2": "南城招商局"},
        "schema": (1, 3),
        "max_ops": 100,
        "max_body": 1 << 20,
        "chunk": 1 << 16,
        "package_keys": "x25519key ed25519key",
        "pack": "chuzhou",
    }
    return Hello(**told | given)


def told(store: Store, said: Hello | None) -> list[str]:
    """The unit's id and name, the pack and the key, after ``said``."""
    with store.replica() as replica:
        keep_unit(replica, said)
        return [replica.get(name) for name in (UNIT_ID, UNIT, PACK, RULES_KEY)]


def test_it_remembers_unit_pack_and_the_key_of_the_rules(store: Store) -> None:
    assert told(store, hello()) == ["n1", "北城招商局", "chuzhou", "ed25519key"]
    assert pack_of(Desk(store, "张三")).id == "chuzhou"
    again = reopened(store)
    assert [again.remembered(name) for name in (UNIT_ID, PACK)] == ["n1", "chuzhou"]
    again.close()


def test_where_nothing_was_said_everything_stays(store: Store) -> None:
    before = told(store, hello())
    assert told(store, None) == before


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ({"unit_id": "n2"}, ["n2", "南城招商局", "chuzhou", "ed25519key"]),  # moved to another unit
        (
            {"units": {"n1": "北城投促中心"}},
            ["n1", "北城投促中心", "chuzhou", "ed25519key"],
        ),  # it was renamed
        ({"unit_id": "n9"}, ["n9", "", "chuzhou", "ed25519key"]),  # a unit it was not told the name of
        ({"pack": ""}, ["n1", "北城招商局", "", "ed25519key"]),
        ({"package_keys": ""}, ["n1", "北城招商局", "chuzhou", ""]),
        ({"package_keys": "x25519key"}, ["n1", "北城招商局", "chuzhou", ""]),  # one that does not sign
        ({"package_keys": "x other"}, ["n1", "北城招商局", "chuzhou", "other"]),  # headquarters has a new key
    ],
)
def test_the_last_word_of_headquarters_counts(store: Store, given: dict[str, Any], after: list[str]) -> None:
    told(store, hello())
    assert told(store, hello(**given)) == after
    assert told(store, hello()) == ["n1", "北城招商局", "chuzhou", "ed25519key"]


def test_new_records_are_made_in_the_unit_told_last(store: Store) -> None:
    def made() -> object:
        with store.write(actor="张三", label="create") as work:
            id = work.create("project", {"name": "储能项目"})
        row = store.get("project", id)
        return row and row["unit_id"]

    told(store, hello())
    assert made() == "n1"
    told(store, hello(unit_id="n2"))
    assert made() == "n2"


def test_a_pack_that_is_not_here_leaves_the_laptop_with_the_default_rules(store: Store) -> None:
    told(store, hello(pack="atlantis"))
    assert pack_of(Desk(store, "张三")).id == "default"


# ---- enrolment
def test_a_profile_that_works_alone_says_so(store: Store) -> None:
    with store.replica() as replica:
        assert not is_enrolled(replica)
    with pytest.raises(NotEnrolled):
        enrolment(store)


def test_an_enrolment_is_kept_whole_and_outlives_the_process(store: Store) -> None:
    address = parse_address("https://hq.example:8443")
    with store.replica() as replica:
        key = own_key(replica)
        keep_enrolment(replica, address, "PEM", REPLY)
    again = reopened(store)
    found = enrolment(again)
    assert (found.address, found.authority, found.device_id) == (address, "PEM", "d1")
    assert (found.user, found.unit_id, found.unit, found.tenant) == ("张三", "n1", "北城招商局", "某市总部")
    assert found.key.to_text() == key.to_text() and again.remembered(USER) == "张三"
    again.close()


def test_the_key_is_made_once(store: Store) -> None:
    """When the answer to an enrolment is lost, the same device asks again."""
    with store.replica() as replica:
        first = own_key(replica)
    with store.replica() as replica:
        assert own_key(replica).public_text == first.public_text
        assert not is_enrolled(replica)  # having a key is not yet being known


# ---- keys
def test_a_key_reads_back_and_no_two_are_alike() -> None:
    one, other = DeviceKey.generate(), DeviceKey.generate()
    assert DeviceKey.from_text(one.to_text()).public_text == one.public_text != other.public_text
    assert len(base64.b64decode(one.public_text)) == 32


@pytest.mark.parametrize("text", ["", "x", "AAAA", "!" * 44, base64.b64encode(b"0" * 31).decode()])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        DeviceKey.from_text(text)


def test_a_signature_is_for_this_device_and_this_question_only() -> None:
    key = DeviceKey.generate()
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_text))
    signature = base64.b64decode(key.sign("d1", "n0nce"))
    public.verify(signature, b"outpost-token:d1:n0nce")
    for said in (b"outpost-token:d2:n0nce", b"outpost-token:d1:other", b"outpost-enrol:d1:n0nce"):
        with pytest.raises(InvalidSignature):
            public.verify(signature, said)
