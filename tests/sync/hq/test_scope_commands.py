"""Squads, grants, moves, transfers and decisions at the administrator's command line."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.model.identity import operation_id, record_id
from sync.hq import directory, setup
from sync.hq.exchange import handle_exchange
from sync.hq.scopes import Principal
from sync.protocol.messages import Operation, Request, Verdict
from tests.sync.hq.test_cli import Administrator

CHANCE = random.Random(1)


@pytest.fixture
def admin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Administrator:
    administrator = Administrator(tmp_path / "hq", capsys)
    administrator.run("init", "--name", "招商局")
    for unit in ("北方处", "南方处"):
        administrator.run("unit", "add", unit)
    administrator.run("user", "add", "张三", "--unit", "北方处")
    return administrator


def device(admin: Administrator, user: str) -> str:
    store = setup.open_store(admin.data)
    with store.write() as connection:
        person = directory.user(connection, store.tenant, user)
        new = directory.add_device(connection, store.tenant, person.id, "pc", "", now=1, randomness=CHANCE)
    store.close()
    return new


def principal(admin: Administrator, device_id: str) -> Principal:
    store = setup.open_store(admin.data)
    with store.read() as connection:
        found = directory.principal(connection, store.tenant, device_id)
    store.close()
    assert found is not None
    return found


def says(admin: Administrator, device_id: str, operation: Operation) -> Verdict:
    who = principal(admin, device_id)
    store = setup.open_store(admin.data)
    reply = handle_exchange(
        store, who, Request(schema=2, ops=(operation,)), lambda: datetime.now(UTC), CHANCE
    )
    store.close()
    return reply.verdicts[0]


def test_a_person_is_moved_and_joins_a_squad(admin: Administrator) -> None:
    squad = admin.run("squad", "add", "长三角小分队")
    assert squad["sort"] == "squad" and squad in admin.run("unit", "list")
    laptop = device(admin, "张三")
    assert admin.run("grant", "张三", "长三角小分队")["changed"] is True
    assert admin.run("grant", "张三", "长三角小分队")["changed"] is False
    assert principal(admin, laptop).granted == {squad["id"]} and not principal(admin, laptop).liaison
    assert admin.run("revoke-grant", "张三", "长三角小分队")["changed"] is True
    assert principal(admin, laptop).granted == frozenset()
    assert admin.run("user", "move", "张三", "南方处") == {"user": "张三", "unit": "南方处"}
    units = {one["name"]: one["id"] for one in admin.run("unit", "list")}
    assert principal(admin, laptop).unit_id == units["南方处"]
    admin.run("grant", "张三", "没有的单位", code=1)
    admin.run("user", "move", "没有的人", "南方处", code=1)
    assert admin.run("audit")["broken"] == 0


def test_a_project_is_transferred_and_a_late_edit_decided(admin: Administrator) -> None:
    laptop = device(admin, "张三")
    id = record_id(1, CHANCE)
    fields = {"name": (None, "储能项目"), "stage": (None, "lead")}
    create = Operation(operation_id(CHANCE), "project", id, "create", 0, 1, fields)
    assert says(admin, laptop, create).status == "applied"
    done = admin.run("transfer", "project", id, "南方处")
    assert done["moved"] == {"project": [id]} and "1" in admin.said
    edits = [
        Operation(operation_id(CHANCE), "project", id, "update", done["rev"], 1, {"place": (None, place)})
        for place in ("苏州", "南京")
    ]
    assert {says(admin, laptop, edit).status for edit in edits} == {"refused"}
    first, second = admin.run("attention", "list")
    assert (first["by"], first["kind"], first["id"]) == ("张三", "project", id)
    assert admin.run("attention", "apply", first["operation"])["status"] == "applied"
    admin.run("attention", "dismiss", second["operation"])
    assert admin.run("attention", "list") == []
    admin.run("attention", "apply", second["operation"], code=1)
    assert second["operation"] in admin.said
    admin.run("transfer", "project", "nobody", "南方处", code=1)
    assert admin.run("audit")["broken"] == 0
