"""Old and new together: an older laptop carries what it does not know and loses nothing (guarantee 8, R7)."""

import hashlib
from pathlib import Path
from typing import Any, cast

import pytest

from app.model.registry import SCHEMA
from app.services.indexing import ChineseIndexing
from app.store.errors import NewerDatabase
from app.store.store import Store
from sync.client import asking
from sync.client.gateway import Gateway
from sync.hq import backup
from tests.conftest import ExpectedLogs
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open
from tests.fakes.older_versions import Upstream, acting, history, lacks_of, version
from tests.fakes.stores import KEY

LACKS: dict[str, Any] = {"company": ("website", "tags"), "visit": ()}


def upgraded(laptop: Laptop) -> Laptop:
    """The same laptop after the newer program was installed on it."""
    path = laptop.store.path
    laptop.store.close()
    laptop.store = Store.open(
        path, KEY, clock=laptop.clock, randomness=laptop.randomness, indexing=ChineseIndexing()
    )
    return laptop


def aged(laptop: Laptop) -> Laptop:
    laptop.gateway = cast(Gateway, Upstream(laptop.gateway))
    return laptop


def test_an_older_laptop_carries_what_it_does_not_know_until_its_upgrade(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), aged(opened("李四"))
    company = zhang.create("company", name="恒力", website="苏州", tags=["外资"])
    visit = zhang.create("visit", visited_on=zhang.clock().date(), subject="首访", kind="outward")
    gone = zhang.create("visit", visited_on=zhang.clock().date(), subject="作废", kind="outward")
    zhang.synced()
    with version(LACKS):
        assert li.synced().tally.parked == 2  # and both ends agree: nothing is read again
        assert li.synced().traffic.requests == 1
    zhang.delete("visit", gone)
    zhang.update("visit", visit, subject="回访")
    zhang.synced()
    with version(LACKS):
        li.update("company", company, name="恒力石化")
        assert li.synced().tally.parked == 2
        row = li.store.get("company", company)
        assert row is not None and "website" not in row.values
        li.synced()
    zhang.synced()
    assert zhang.value("company", company, "name") == "恒力石化"
    assert (zhang.value("company", company, "website"), zhang.value("company", company, "tags")) == (
        "苏州",
        ["外资"],
    )

    upgraded(li)
    assert (li.value("company", company, "website"), li.value("company", company, "tags")) == (
        "苏州",
        ["外资"],
    )
    assert (li.value("visit", visit, "subject"), li.store.ids("visit")) == ("回访", [visit])
    assert [hit.id for hit in li.store.find("回访")] == [visit]
    assert li.store.integrity() == []
    assert li.synced().tally.received == 0
    assert li.store.content_hash() == zhang.store.content_hash() == hq_digest(headquarters)
    li.store.close()


def test_a_laptop_of_schema_2_carries_the_life_of_projects(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), aged(opened("李四"))
    today = zhang.clock().date()
    project = zhang.create("project", name="储能项目", stage="signed", contract_on=today)
    node = zhang.create("node", title="开工", project_id=project, planned_on=today)
    move = zhang.create("stage_move", project_id=project, before="approved", after="signed", moved_on=today)
    zhang.create("team_member", name="陈县长", project_id=project, duty="leader")
    zhang.create("listing", project_id=project, list="signing", since=today)
    squad = zhang.create("squad", name="一分队")
    promise = zhang.create("promise", title="给方案", side="ours", promised_on=today, project_id=project)
    visit = zhang.create("visit", visited_on=today, kind="outward", subject="见面", state="planned")
    view = zhang.create("view", name="本年签约", page="projects", content={"find": "储能"})
    zhang.synced()
    with version(lacks_of(2)):
        assert li.synced().tally.parked == 7
        li.update("project", project, name="储能二期")
        li.synced()
    zhang.synced()
    assert (zhang.value("project", project, "name"), zhang.value("project", project, "contract_on")) == (
        "储能二期",
        today,
    )

    upgraded(li)
    assert li.value("project", project, "contract_on") == today
    assert li.value("view", view, "content") == {"find": "储能"}
    assert (li.value("squad", squad, "name"), li.value("promise", promise, "title")) == ("一分队", "给方案")
    assert li.value("visit", visit, "state") == "planned"
    assert (li.value("node", node, "title"), li.value("stage_move", move, "before")) == ("开工", "approved")
    assert li.store.integrity() == []
    assert li.store.content_hash() == zhang.store.content_hash() == hq_digest(headquarters)
    li.store.close()


def test_an_edit_that_waits_over_the_upgrade_keeps_its_values(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), aged(opened("李四"))
    company = zhang.create("company", name="恒力", website="苏州")
    zhang.synced()
    with version(LACKS):
        li.synced()
        li.update("company", company, name="恒力石化")
    upgraded(li)
    li.update("company", company, website="无锡")
    li.synced()
    zhang.synced()
    assert (zhang.value("company", company, "name"), zhang.value("company", company, "website")) == (
        "恒力石化",
        "无锡",
    )
    assert li.store.content_hash() == hq_digest(headquarters)
    assert li.store.integrity() == []
    li.store.close()


def test_a_laptop_that_is_too_old_is_told_and_keeps_its_outbox(
    opened: Open, headquarters: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhang = opened("张三")
    zhang.create("company", name="恒力")
    with monkeypatch.context() as patch:
        patch.setattr(asking, "SCHEMA", 0)
        report = zhang.sync()
        assert (report.error_code, report.waiting) == ("upgrade_needed", 1)
    assert zhang.synced().tally.sent == 1


def test_what_a_restored_headquarters_lost_outlives_it_on_a_laptop_that_cannot_read_it(
    opened: Open, headquarters: Headquarters, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """It is carried aside without a difference to headquarters, and offered once it can be read."""
    zhang, li, kept = opened("张三"), aged(opened("李四")), tmp_path / "kept.zip"
    company = zhang.create("company", name="恒力")
    zhang.synced()
    backup.backup(headquarters.store, kept, now=headquarters.now)
    visit = zhang.create(
        "visit", visited_on=zhang.clock().date(), subject="首访", kind="outward", company_id=company
    )
    zhang.synced()
    with version(LACKS):
        assert li.synced().tally.parked == 1
        now, chance = headquarters.now, headquarters.randomness
        backup.restore(headquarters.store, kept, now=now, randomness=chance)  # 张三 never comes back
        li.synced()
        report = li.synced()
        assert (report.error_code, report.traffic.requests, report.waiting) == ("", 1, 0)
    wang = opened("王五")
    wang.synced()
    assert wang.store.ids("visit") == []

    upgraded(li)
    assert li.value("visit", visit, "subject") == "首访"
    li.synced()
    wang.synced()
    assert wang.value("visit", visit, "subject") == "首访"
    assert li.store.content_hash() == wang.store.content_hash() == hq_digest(headquarters)
    assert (li.store.integrity(), li.store.counts().pending) == ([], 0)
    expected_logs.take("restored")
    li.store.close()


def test_a_newer_laptop_holds_back_what_an_older_headquarters_does_not_know(
    opened: Open, headquarters: Headquarters
) -> None:
    """It goes by itself once headquarters is upgraded; until then all else goes on."""
    versions = history({SCHEMA + 1: LACKS})
    zhang, li = opened("张三"), opened("李四")
    ways = {laptop.name: laptop.gateway for laptop in (zhang, li)}

    def headquarters_is(schema: int) -> None:
        for laptop in (zhang, li):
            laptop.gateway = cast(Gateway, Upstream(ways[laptop.name], versions[schema]))

    headquarters_is(SCHEMA)
    with acting(versions[SCHEMA + 1]):
        company = zhang.create("company", name="恒力", website="苏州")
        visit = zhang.create("visit", visited_on=zhang.clock().date(), subject="首访", kind="outward")
        plain = zhang.create("company", name="盛虹")
        assert zhang.synced().waiting == 2
        zhang.update("company", company, city="苏州")
        report = zhang.synced()
        assert (report.waiting, report.tally.refused, report.traffic.requests) == (3, 0, 1)
        li.synced()
        assert (li.store.ids("company"), li.store.ids("visit")) == ([plain], [])

        headquarters_is(SCHEMA + 1)
        assert zhang.synced().waiting == 0
        li.synced()
        assert li.value("company", company, "website") == li.value("company", company, "city") == "苏州"
        assert li.value("visit", visit, "subject") == "首访"
        assert li.store.content_hash() == zhang.store.content_hash() == hq_digest(headquarters)


def test_a_file_of_a_newer_version_is_refused_and_not_changed(opened: Open) -> None:
    zhang = opened("张三")
    zhang.create("company", name="恒力")
    with zhang.store._write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    zhang.store.close()
    path: Path = zhang.store.path
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(NewerDatabase):
        upgraded(zhang)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
