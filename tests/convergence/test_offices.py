"""Projects and people that go from office to office: real laptops, a real headquarters, equal digests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.model.registry import KINDS, SCHEMA
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from sync.client.attachments import sync_files
from sync.client.place import UNREPAIRED
from sync.client.verdicts import operation
from sync.hq import backup, pull
from sync.protocol.messages import LEFT_SCOPE, Request
from tests.conftest import ExpectedLogs
from tests.fakes.laptops import Laptop
from tests.fakes.offices import Offices, answered, opened_offices

VISIT = {"visited_on": None, "kind": "outward", "subject": "首次拜访"}


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with opened_offices(tmp_path) as opened:
        yield opened


def ids(laptop: Laptop) -> set[tuple[str, str]]:
    """Everything on the laptop, deleted records too."""
    return {
        (kind, id) for kind in KINDS for gone in (False, True) for id in laptop.store.ids(kind, deleted=gone)
    }


def family(laptop: Laptop) -> dict[str, str]:
    """A project with everything that can hang on it; the firm and its man are its own."""
    company = laptop.create("company", name="恒力集团")
    contact = laptop.create("contact", name="陈总", company_id=company, phones=["+8613800138000"])
    project = laptop.create("project", name="储能项目", stage="lead", investor_id=company)
    visit = laptop.create(
        "visit", visited_on=laptop.clock().date(), kind="outward", subject="拜访", project_id=project
    )
    step = laptop.create("next_step", title="送资料", visit_id=visit)
    file = laptop.create(
        "attachment", parent_kind="next_step", parent_id=step, name="a.pdf", sha256="a" * 64, size=3
    )
    return {
        "project": project,
        "company": company,
        "contact": contact,
        "visit": visit,
        "next_step": step,
        "attachment": file,
    }


def alike(offices: Offices) -> None:
    """Nobody had to read everything again because digests differed."""
    for laptop in offices.laptops.values():
        with laptop.store.replica() as replica:
            assert not replica.get(UNREPAIRED)
        beginnings = [request.cursor for request in laptop.gateway.requests].count("")  # type: ignore[attr-defined]
        assert beginnings == 1, laptop.name


def refused(laptop: Laptop) -> list[str]:
    return [str((item.reason or {})["key"]) for item in laptop.store.outbox(state="refused")]


def test_a_project_goes_to_another_office_with_all_that_hangs_on_it(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    leader = offices.laptop("王局", role="leader")
    made = family(north)
    stays = north.create("project", name="别的项目", stage="lead")
    offices.settle()
    moved = offices.transfer("project", made["project"], "南方处")
    assert {kind for kind, _ in moved.moved} == set(made)
    offices.settle()
    assert ids(north) == {("project", stays)}
    assert ids(south) == set(made.items())
    assert south.value("contact", made["contact"], "unit_id") == offices.units["南方处"]
    assert ids(leader) == {*made.items(), ("project", stays)}
    assert north.store.history("project", made["project"]), "what was known of it stays readable"
    alike(offices)


def test_bytes_that_were_not_sent_before_the_move_still_go_up(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    made = family(north)
    offices.settle()
    content = b"the only copy" * 1000
    attach_bytes(Desk(north.store, north.name), "project", made["project"], iter([content]), name="图纸.dwg")
    north.synced()
    offices.transfer("project", made["project"], "南方处")
    offices.settle()
    assert not north.store.ids("attachment"), "the record has left"
    assert sync_files(north.store, north.gateway).uploaded == 1
    assert sync_files(north.store, north.gateway).uploaded == 0
    assert sync_files(south.store, south.gateway, everything=True).downloaded >= 1
    (photo,) = [
        one for one in south.store.ids("attachment") if south.value("attachment", one, "name") == "图纸.dwg"
    ]
    assert b"".join(south.store.files.read(south.value("attachment", photo, "sha256"))) == content


def test_a_firm_that_another_project_names_stays_with_its_people(offices: Offices) -> None:
    north = offices.laptop("张三", "北方处")
    made = family(north)
    north.create("project", name="二期", stage="lead", investor_id=made["company"])
    offices.settle()
    moved = offices.transfer("project", made["project"], "南方处").moved
    assert {kind for kind, _ in moved} == {"project", "visit", "next_step", "attachment"}
    offices.settle()
    assert ("company", made["company"]) in ids(north) and ("contact", made["contact"]) in ids(north)
    alike(offices)


def test_edits_made_before_the_move_are_taken_where_the_record_is_now(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    made = family(north)
    offices.settle()
    offices.transfer("project", made["project"], "南方处")
    south.synced()
    north.update("project", made["project"], place="苏州")
    north.update("project", made["project"], leader="张三")
    north.delete("next_step", made["next_step"])
    visit = north.create(
        "visit", visited_on=north.clock().date(), kind="call", subject="电话", project_id=made["project"]
    )
    north.update("visit", visit, place="线上")
    step = north.create("next_step", title="回访", visit_id=visit)
    report = north.synced()
    assert report.tally.refused == 0 and report.waiting == 0 and refused(north) == []
    assert ids(north) == set()
    offices.settle()
    assert south.value("project", made["project"], "place") == "苏州"
    assert south.value("project", made["project"], "leader") == "张三"
    assert south.value("visit", visit, "place") == "线上"
    assert south.value("visit", visit, "created_by") == "张三"
    assert ("next_step", step) in ids(south)
    assert {south.value(kind, id, "unit_id") for kind, id in ids(south)} == {offices.units["南方处"]}
    alike(offices)


def test_an_edit_that_meets_the_new_office_s_own_becomes_a_card_there(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    made = family(north)
    offices.settle()
    offices.transfer("project", made["project"], "南方处")
    south.synced()
    south.update("project", made["project"], place="南京")
    south.synced()
    north.update("project", made["project"], place="苏州")
    offices.settle()
    cards = south.store.rows("conflict", south.store.ids("conflict"))
    assert [(card["author"], card["status"]) for card in cards] == [("张三", "open")]
    assert cards[0]["entries"][0]["mine"] == "苏州" and ids(north) == set()
    alike(offices)


def test_a_reply_lost_right_after_the_move_costs_nothing(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    made = family(north)
    offices.settle()
    offices.transfer("project", made["project"], "南方处")
    north.update("project", made["project"], place="苏州")
    visit = north.create(
        "visit", visited_on=north.clock().date(), kind="call", subject="电话", project_id=made["project"]
    )
    with north.store.replica() as replica:
        cursor = replica.get("cursor")
    heard: list[Any] = answered(north)
    north.gateway.exchange(_as_it_would(north))  # headquarters takes it, the laptop never hears of it
    with north.store.replica() as replica:
        assert replica.get("cursor") == cursor
    assert heard
    offices.settle()
    assert ids(north) == set() and refused(north) == []
    assert ("visit", visit) in ids(south)
    alike(offices)


def _as_it_would(laptop: Laptop) -> Any:
    from sync.client.engine import _Run

    run = _Run(laptop.store, laptop.gateway, laptop.clock, False)
    plan = run._plan()
    assert plan is not None
    return plan.request


def test_a_project_comes_back(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    asleep = offices.laptop("李四", "北方处")
    made = family(north)
    offices.settle()
    offices.transfer("project", made["project"], "南方处")
    offices.settle("张三", "赵六")
    south.update("project", made["project"], place="南京")
    south.synced()
    asleep.update("project", made["project"], leader="李四")
    offices.transfer("project", made["project"], "北方处")
    south.update("project", made["project"], industry="储能")
    offices.settle()
    for laptop in (north, asleep):
        assert ids(laptop) == set(made.items())
        assert laptop.value("project", made["project"], "place") == "南京"
        assert laptop.value("project", made["project"], "leader") == "李四"
        assert laptop.value("project", made["project"], "industry") == "储能"
    assert ids(south) == set() and refused(south) == []
    heard = [row for reply in answered(asleep) for part in reply.kinds for row in part.rows]
    assert not any(row[2] & LEFT_SCOPE for row in heard), "it never left for who slept meanwhile"
    alike(offices)


def test_a_moved_person_s_laptop_gives_up_the_old_office_and_fills_with_the_new(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    stays = offices.laptop("李四", "北方处")
    left, entered = family(north), family(south)
    offices.settle()
    offices.move("张三", "南方处")
    north.update("project", left["project"], place="苏州")
    fresh = north.create("project", name="随身带来", stage="lead")
    offices.settle()
    assert ids(north) == {*entered.items(), ("project", fresh)}
    assert north.value("project", fresh, "unit_id") == offices.units["南方处"]
    assert refused(north) == ["hq.refused.out_of_scope"], "the edit waits for headquarters, and here"
    assert ids(stays) == set(left.items())
    later = north.create("project", name="到任之后", stage="lead")
    assert north.value("project", later, "unit_id") == offices.units["南方处"]
    offices.settle()
    assert ("project", later) in ids(south)
    alike(offices)


def test_a_grant_fills_in_that_unit_alone_and_its_withdrawal_takes_it_away(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    own, other = family(north), family(south)
    offices.settle()
    offices.grant("张三", "南方处")
    before = len(answered(north))
    offices.settle("张三")
    assert ids(north) == {*own.items(), *other.items()}
    sent = {row[0] for reply in answered(north)[before:] for part in reply.kinds for row in part.rows}
    assert sent == set(other.values()), "what was here already is not sent again"
    north.update("project", other["project"], place="苏州")
    north.synced()
    north.update("project", other["project"], leader="张三")
    offices.revoke_grant("张三", "南方处")
    offices.settle()
    assert ids(north) == set(own.items())
    assert refused(north) == ["hq.refused.out_of_scope"]
    assert south.value("project", other["project"], "place") == "苏州"
    assert south.value("project", other["project"], "leader") is None
    alike(offices)


def test_a_squad_is_shared_by_people_of_several_offices(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    squad = offices.unit("长三角小分队", squad=True)
    offices.settle()
    for user in ("张三", "赵六"):
        offices.grant(user, "长三角小分队")
    offices.settle()
    trip = north.create("trip", title="长三角行程", starts_on=north.clock().date(), unit_id=squad)
    offices.settle()
    assert south.value("trip", trip, "unit_id") == squad
    south.update("trip", trip, purpose="走访十家企业")
    offices.settle()
    assert north.value("trip", trip, "purpose") == "走访十家企业"
    alike(offices)


def test_a_liaison_leader_sees_other_units_masked_and_changes_nothing_there(offices: Offices) -> None:
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    leader = offices.laptop("王局", role="leader")
    near, far = family(north), family(south)
    offices.settle()
    assert leader.value("contact", far["contact"], "phones") == ["+8613800138000"], "a city leader sees all"
    offices.grant("王局", "北方处")
    offices.settle()
    assert ids(leader) == {*near.items(), *far.items()}
    assert leader.value("contact", near["contact"], "phones") == ["+8613800138000"]
    assert leader.value("contact", far["contact"], "phones") == ["138****8000"]
    assert leader.value("contact", far["contact"], "name") == "陈总"
    sent = str([reply.kinds for reply in answered(leader)[-4:]])
    assert "138****8000" in sent and "13800138000" not in sent
    leader.update("contact", far["contact"], city="南京")
    leader.update("contact", near["contact"], city="南京")
    offices.settle()
    assert refused(leader) == ["hq.refused.read_only"]
    assert north.value("contact", near["contact"], "city") == "南京"
    assert south.value("contact", far["contact"], "city") is None
    south.update("contact", far["contact"], phones=["+8613900139000"])
    offices.settle()
    assert leader.value("contact", far["contact"], "phones") == ["139****9000"]
    offices.transfer("company", far["company"], "北方处")
    offices.settle()
    assert leader.value("contact", far["contact"], "phones") == ["+8613900139000"], "near now"
    offices.revoke_grant("王局", "北方处")
    offices.settle()
    assert leader.value("contact", near["contact"], "phones") == ["+8613800138000"]
    alike(offices)


def test_a_scope_that_changes_in_the_middle_of_filling_in_ends_whole(offices: Offices) -> None:
    north = offices.laptop("张三", "北方处")
    east, west = offices.laptop("钱七", "东方处"), offices.laptop("孙八", "西方处")
    own = family(north)
    theirs: dict[str, set[tuple[str, str]]] = {"东方处": set(), "西方处": set()}
    for laptop, name in ((east, "东方处"), (west, "西方处")):
        for _ in range(6):
            laptop.synced()
            id = laptop.create("project", name="项目", stage="lead", note="很长" * 9000)
            theirs[name].add(("project", id))
    offices.settle()
    offices.grant("张三", "东方处")
    pages = 0

    def meanwhile() -> None:
        nonlocal pages
        pages += 1
        if pages == 2:
            offices.grant("张三", "西方处")
        if pages == 4:
            offices.revoke_grant("张三", "东方处")

    _slow(north, meanwhile)
    assert pages > 5
    offices.settle()
    assert ids(north) == {*own.items(), *theirs["西方处"]}
    alike(offices)


def _slow(laptop: Laptop, each: Any) -> None:
    """One page of a few rows at a time, with something happening before each."""
    gateway: Any = laptop.gateway
    real = gateway.exchange

    def small(request: Any) -> Any:
        each()
        from msgspec.structs import replace

        return real(replace(request, page_bytes=1))

    gateway.exchange = small
    laptop.synced()
    gateway.exchange = real


def test_an_edit_waits_until_the_feed_has_told_that_its_record_left(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shown is headquarters' version with what waits on top of it, at every moment between."""
    north, colleague = offices.laptop("张三", "北方处"), offices.laptop("李四", "北方处")
    offices.laptop("赵六", "南方处")
    project = north.create("project", name="储能项目", stage="lead")
    offices.settle()
    north.update("project", project, industry="储能")
    for number in range(3):
        colleague.create("company", name=f"公司{number}")
        colleague.synced()
    offices.transfer("project", project, "南方处")
    north.gateway.exchange(Request(schema=SCHEMA, ops=(operation(north.store.outbox()[0].operation),)))
    monkeypatch.setattr(pull, "PAGE_ROWS", 1)
    seen: list[tuple[bool, int]] = []

    _slow(north, lambda: seen.append((("project", project) in ids(north), north.store.counts().pending)))
    assert seen[1] == (True, 1), "the first page came before the row that says that it left"
    assert set(seen) <= {(True, 1), (False, 0)}
    assert (ids(north) & {("project", project)}, north.store.counts().pending) == (set(), 0)


def test_what_was_given_up_before_its_reply_came_is_here_again_when_a_backup_brings_it_back(
    offices: Offices, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """Its author holds nothing of it, and headquarters believes that they hold all of it."""
    north, kept = offices.laptop("张三", "北方处"), tmp_path / "kept.zip"
    offices.laptop("赵六", "南方处")
    offices.settle()
    backup.backup(offices.store, kept, now=offices.now)
    project = north.create("project", name="储能项目", stage="lead")
    north.gateway.exchange(Request(schema=SCHEMA, ops=(operation(north.store.outbox()[0].operation),)))
    offices.transfer("project", project, "南方处")
    offices.settle()
    assert ids(north) == set()
    backup.restore(offices.store, kept, now=offices.now, randomness=offices.randomness)

    north.synced()

    assert north.value("project", project, "name") == "储能项目"
    assert not any(request.buckets for request in north.gateway.requests)  # type: ignore[attr-defined]
    assert north.store.integrity() == []
    expected_logs.take("restored")
