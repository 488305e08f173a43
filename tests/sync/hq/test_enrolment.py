"""One-time codes: typed by people, used once, dead after five tries or a quarter of an hour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from sync.hq import directory
from sync.hq.audit import verify
from sync.hq.enrolment import MINUTES, TRIES, enrol, invite, normalised
from sync.hq.errors import BadKey, CodeExpired, CodeRefused, NameTaken, UnitNeeded, UnknownUnit, UnknownUser
from sync.hq.tables import AUDIT, INVITE
from sync.protocol.messages import EnrolReply, EnrolRequest
from tests.sync.hq.keys import DeviceKey
from tests.sync.hq.office import Office


def code_for(office: Office, name: str = "张三") -> str:
    office.laptop(name)
    with office.store.write() as connection:
        user = directory.user(connection, office.store.tenant, name)
        return invite(
            connection, office.store.tenant, user, now=office.now, randomness=office.randomness
        ).code


def use(office: Office, code: str, key: int = 1) -> EnrolReply:
    request = EnrolRequest(code, "张三的笔记本", DeviceKey(key).public)
    return enrol(office.store, request, now=office.now, randomness=office.randomness, address="10.0.0.1")


def wrong(code: str) -> str:
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def test_a_code_ties_a_laptop_to_its_person(office: Office) -> None:
    code = code_for(office)
    reply = use(office, code)
    assert (reply.user, reply.unit, reply.tenant) == ("张三", "北方处", "测试招商局")
    with office.store.read() as connection:
        principal = directory.principal(connection, office.store.tenant, reply.device_id)
        assert principal is not None and principal.unit_id == reply.unit_id == office.north
        kept = connection.execute(select(INVITE)).mappings().all()
        assert verify(connection, office.store.tenant).broken == 0
        lines = connection.execute(select(AUDIT.c.action, AUDIT.c.address)).all()
    assert code.replace("-", "")[4:] not in str(kept)
    assert ("enrol", "10.0.0.1") in [tuple(line) for line in lines]


@pytest.mark.parametrize(
    "mangle", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} ", lambda c: c.replace("-", " — ")]
)
def test_codes_may_be_typed_as_people_type(lite: Office, mangle: object) -> None:
    assert callable(mangle)
    assert use(lite, mangle(code_for(lite))).user == "张三"


@given(st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=12, max_size=12))
def test_full_width_and_misread_letters_are_mended(code: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    misread = code.replace("1", "l").replace("0", "o")
    assert normalised(wide) == normalised(misread) == code


def test_a_code_works_once_but_its_own_device_may_ask_again(office: Office) -> None:
    code = code_for(office)
    first = use(office, code, key=1)
    assert use(office, code, key=1) == first
    with pytest.raises(CodeRefused):
        use(office, code, key=2)


def test_five_wrong_tries_end_a_code(office: Office) -> None:
    code = code_for(office)
    for _ in range(TRIES):
        with pytest.raises(CodeRefused):
            use(office, wrong(code))
    with pytest.raises(CodeRefused):
        use(office, code)


def test_four_wrong_tries_do_not(office: Office) -> None:
    code = code_for(office)
    for _ in range(TRIES - 1):
        with pytest.raises(CodeRefused):
            use(office, wrong(code))
    assert use(office, code).user == "张三"


def test_a_late_code_is_told_so_only_to_who_knows_it(office: Office) -> None:
    code = code_for(office)
    office.clock.advance(MINUTES * 60 + 1)
    with pytest.raises(CodeRefused):
        use(office, wrong(code))
    with pytest.raises(CodeExpired):
        use(office, code)


@pytest.mark.parametrize("code", ["", "-", "ZZZZ-ZZZZ-ZZZZ", "字字字字", "A" * 40])
def test_unknown_codes_are_refused(lite: Office, code: str) -> None:
    with pytest.raises(CodeRefused):
        use(lite, code)


def test_a_key_that_is_none_is_refused(lite: Office) -> None:
    request = EnrolRequest(code_for(lite), "pc", "AAAA")
    with pytest.raises(BadKey):
        enrol(lite.store, request, now=lite.now, randomness=lite.randomness)


def test_names_are_unique_and_officers_have_a_unit(lite: Office) -> None:
    store, now, randomness = lite.store, lite.now, lite.randomness
    with store.write() as connection:
        with pytest.raises(NameTaken):
            directory.add_unit(connection, store.tenant, "北方处", now=now, randomness=randomness)
        with pytest.raises(UnitNeeded):
            directory.add_user(
                connection, store.tenant, "张三", role="officer", now=now, randomness=randomness
            )
        directory.add_user(connection, store.tenant, "王局", role="leader", now=now, randomness=randomness)
        with pytest.raises(NameTaken):
            directory.add_user(
                connection, store.tenant, "王局", role="leader", now=now, randomness=randomness
            )
        with pytest.raises(UnknownUser):
            directory.user(connection, store.tenant, "没有")
        with pytest.raises(UnknownUnit):
            directory.unit(connection, store.tenant, "没有")
        assert directory.unit(connection, store.tenant, lite.north).name == "北方处"
