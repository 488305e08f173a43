"""What headquarters keeps of each laptop, who may see it, and the lights on it."""

import msgspec
import pytest
from sqlalchemy import event

from app.i18n import Translator
from sync.hq import directory
from sync.hq.cli.devices_table import devices_table
from sync.hq.device_states import STEP, device_states
from sync.hq.errors import NotAllowed
from sync.protocol.freshness import DAY, is_clock_wrong, light
from sync.protocol.messages import DevicesReply, DeviceState
from tests.sync.hq.office import Laptop, Office
from tests.sync.hq.served import served


def seen(office: Office, laptop: Laptop) -> DeviceState:
    """The laptop as headquarters' people see it."""
    chief = office.laptop("总部", role="hq").principal
    return next(one for one in device_states(office.store, chief) if one.id == laptop.principal.device_id)


def test_a_laptop_is_kept_with_what_it_said(office: Office) -> None:
    zhang = office.laptop("张三")
    assert (seen(office, zhang).synced_at, seen(office, zhang).unit) == (0, "北方处")
    zhang.exchange(waiting=4, failures=2, trouble="offline")
    state = seen(office, zhang)
    assert (state.synced_at, state.waiting) == (office.now, 4)
    assert (state.failures, state.trouble, state.user) == (2, "offline", "张三")


def test_operations_that_must_wait_count_as_unsent(office: Office) -> None:
    zhang = office.laptop("张三")
    update = zhang.operation("update", "project", zhang.new_id(), {"place": "城北"})
    assert zhang.exchange(update).verdicts[0].status == "later"
    assert seen(office, zhang).waiting == 1


def test_what_a_push_says_of_its_laptop_is_written_with_it(lite: Office) -> None:
    zhang = lite.laptop("张三")
    zhang.exchange()
    new = [zhang.operation("create", "project", zhang.new_id(), {"name": "恒力"}) for _ in range(2)]
    waits = zhang.operation("update", "project", zhang.new_id(), {"place": "城北"})
    begun: list[bool] = []
    engine = lite.store.database.engine
    event.listen(engine, "begin", lambda one: begun.append("hq_writes" in one.get_execution_options()))
    zhang.exchange(*new, waits, waiting=7, failures=1, trouble="timeout")
    assert begun.count(True) == 1
    state = seen(lite, zhang)
    assert (state.synced_at, state.waiting, state.failures) == (lite.now, 8, 1)


def test_a_quiet_laptop_is_noted_once_a_minute(office: Office) -> None:
    zhang = office.laptop("张三")
    zhang.exchange()
    first = office.now
    office.clock.advance(STEP / 1000 - 1)
    zhang.exchange()
    assert seen(office, zhang).synced_at == first
    office.clock.advance(1)
    zhang.exchange()
    assert seen(office, zhang).synced_at == office.now


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_only_headquarters_own_people_see_the_laptops(office: Office, role: str) -> None:
    with pytest.raises(NotAllowed):
        device_states(office.store, office.laptop("李四", role=role).principal)


def test_revoked_laptops_come_last_and_the_most_silent_first(office: Office) -> None:
    chief, zhang, li = (
        office.laptop("总部", role="hq"),
        office.laptop("张三"),
        office.laptop("李四"),
    )
    li.exchange()
    office.clock.advance(3600)
    chief.exchange()
    with office.store.write() as connection:
        directory.revoke(connection, office.store.tenant, zhang.principal.device_id, now=office.now)
    people = [one.user for one in device_states(office.store, chief.principal)]
    assert people == ["李四", "总部", "张三"]


def test_over_http_with_the_version(lite: Office) -> None:
    with served(lite) as up:
        refused = up.caller("张三").send("GET", "/v1/devices")
        assert refused.status == 403 and refused.json["code"] == "not_allowed"
        assert up.caller("张三", 2).send("POST", "/v1/devices").status == 405
        lite.laptop("总部", role="hq")
        answer = up.caller("总部", 3).send("GET", "/v1/devices")
    reply = msgspec.json.decode(answer.body, type=DevicesReply)
    assert answer.status == 200 and reply.time == lite.now
    assert {one.user for one in reply.devices} == {"张三", "总部"}
    versions = {one.version for one in reply.devices}
    assert versions == {"", "9.9"}, "those that signed in told it"


STATE = DeviceState("d1", "笔记本", "张三", "officer", "北方处", "0.3", 1, DAY, 5, 0, "", 0, 0)


@pytest.mark.parametrize(
    ("days", "changed", "expected"),
    [
        (1, {}, "green"),
        (3, {}, "green"),
        (4, {}, "yellow"),
        (8, {}, "red"),
        (8, {"waiting": 0}, "green"),
        (8, {"revoked_at": 1}, "green"),
        (8, {"synced_at": 0, "waiting": 0}, "red"),
    ],
)
def test_lights(days: int, changed: dict[str, int], expected: str) -> None:
    assert light(msgspec.structs.replace(STATE, **changed), days * DAY) == expected


@pytest.mark.parametrize(
    ("offset", "wrong"), [(0, False), (120_000, False), (120_001, True), (-130_000, True)]
)
def test_a_clock_is_wrong_beyond_two_minutes(offset: int, wrong: bool) -> None:
    assert is_clock_wrong(offset) is wrong


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_table_lines_up(language: str) -> None:
    other = msgspec.structs.replace(
        STATE, user="欧阳文华", unit="", trouble="offline", failures=3, synced_at=0
    )
    lines = devices_table([STATE, other], Translator(language), 5 * DAY).splitlines()
    assert len(lines) == 3
    wide = [len(line[: line.index("d1")].encode("gb18030")) for line in lines[1:]]
    assert wide[0] == wide[1] and "3 (offline)" in lines[2]
    assert "▲" in lines[1]
