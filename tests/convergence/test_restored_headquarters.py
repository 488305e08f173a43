"""Headquarters put back from a backup: what it lost comes back from whoever still holds it."""

from pathlib import Path

import pytest

from sync.client.conflicts import open_conflicts
from sync.hq import backup
from sync.protocol.messages import Action, Operation, Request
from tests.conftest import ExpectedLogs
from tests.convergence.test_two_laptops import hq_digest, way
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open


@pytest.fixture
def kept(headquarters: Headquarters, tmp_path: Path) -> Path:
    """A backup of the empty headquarters, people and devices apart."""
    return tmp_path / "kept.zip"


def back_up(headquarters: Headquarters, target: Path) -> None:
    backup.backup(headquarters.store, target, now=headquarters.now)


def put_back(headquarters: Headquarters, source: Path) -> None:
    backup.restore(headquarters.store, source, now=headquarters.now, randomness=headquarters.randomness)


def in_turn(*laptops: Laptop) -> None:
    for laptop in laptops:
        laptop.synced()


def assert_equal(headquarters: Headquarters, *laptops: Laptop) -> None:
    for laptop in laptops:
        assert laptop.store.content_hash() == hq_digest(headquarters)
        assert laptop.store.integrity() == []
        assert (laptop.store.counts().pending, laptop.store.counts().refused) == (0, 0)


def test_others_bring_back_what_nobody_else_can(
    opened: Open, headquarters: Headquarters, kept: Path, expected_logs: ExpectedLogs
) -> None:
    zhang, li, wang = opened("张三"), opened("李四"), opened("王五")
    in_turn(zhang, li, wang)
    back_up(headquarters, kept)
    company = zhang.create("company", name="恒力石化")
    doomed = zhang.create("company", name="盛虹")
    in_turn(zhang, wang)
    zhang.update("company", company, city="苏州")
    zhang.delete("company", doomed)
    in_turn(zhang, li)
    put_back(headquarters, kept)  # 张三 never comes back: the laptop is gone

    new = opened("赵六")
    in_turn(wang, new)
    assert new.value("company", company, "created_by") == "张三"
    assert set(new.store.ids("company")) == {company, doomed}  # all that 王五 ever knew
    in_turn(li, wang, new)  # 李四 knows more

    assert new.value("company", company, "city") == "苏州"
    assert new.store.ids("company") == [company]
    assert [open_conflicts(one.store) for one in (li, wang, new)] == [[], [], []]
    assert_equal(headquarters, li, wang, new)
    expected_logs.take("they go up again")
    expected_logs.take("restored")


def test_an_author_who_comes_after_the_offer_meets_no_conflict(
    opened: Open, headquarters: Headquarters, kept: Path, expected_logs: ExpectedLogs
) -> None:
    zhang, li = opened("张三"), opened("李四")
    in_turn(zhang, li)
    back_up(headquarters, kept)
    company = zhang.create("company", name="恒力", note="第一段")
    zhang.synced()
    zhang.update("company", company, name="恒力石化", note="第一段\n第二段")
    in_turn(zhang, li)
    li.update("company", company, city="苏州")  # not sent yet
    put_back(headquarters, kept)

    in_turn(li, zhang, li)

    assert zhang.value("company", company, "name") == "恒力石化"
    assert zhang.value("company", company, "note") == "第一段\n第二段"
    assert zhang.value("company", company, "city") == "苏州"
    assert open_conflicts(zhang.store) == []
    assert_equal(headquarters, zhang, li)
    expected_logs.take("restored")
    expected_logs.take("they go up again")


def test_a_deletion_that_headquarters_lost_with_the_record_stands(
    opened: Open, headquarters: Headquarters, kept: Path, expected_logs: ExpectedLogs
) -> None:
    zhang, li, wang = opened("张三"), opened("李四"), opened("王五")
    in_turn(zhang, li, wang)
    back_up(headquarters, kept)
    company = zhang.create("company", name="恒力石化")
    in_turn(zhang, li, wang)
    zhang.delete("company", company)
    in_turn(zhang, li)
    put_back(headquarters, kept)

    in_turn(wang, li, wang)

    assert (wang.store.ids("company"), li.store.ids("company")) == ([], [])
    assert_equal(headquarters, li, wang)
    expected_logs.take("they go up again")
    expected_logs.take("restored")


def test_an_offer_is_nothing_where_nothing_was_lost(opened: Open, headquarters: Headquarters) -> None:
    """A laptop that forges one neither makes a record nor changes one."""
    zhang = opened("张三")
    company = zhang.create("company", name="恒力石化")
    zhang.synced()
    before = hq_digest(headquarters)
    actions: tuple[tuple[Action, str], ...] = (
        ("offer", company),
        ("offer_gone", company),
        ("offer", "x" * 36),
    )
    forged = tuple(
        Operation(f"{number:032x}", "company", id, action, 10, 0, {"name": (None, "假")})
        for number, (action, id) in enumerate(actions)
    )
    reply = way(zhang).exchange(Request(schema=1, ops=forged))
    assert [(one.status, bool(one.rev)) for one in reply.verdicts] == [
        ("duplicate", True),
        ("duplicate", True),
        ("duplicate", False),
    ]
    assert hq_digest(headquarters) == before
