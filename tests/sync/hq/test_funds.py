"""Headquarters keeps published months as they are."""

from typing import Any

import pytest

from app.i18n import LANGUAGES, Translator
from sync.protocol.messages import Verdict
from tests.sync.hq.office import Laptop, Office


def line(project: str, month: str = "2026-03-01", **given: Any) -> dict[str, Any]:
    told = {"project_id": project, "month": month, "component": "fixed", "source": "unit", "amount": "100"}
    return {**told, **given}


def ruler(office: Office) -> Laptop:
    return office.laptop("林主任", role="hq", unit=office.north)


def lock(laptop: Laptop, month: str = "2026-03-01") -> Verdict:
    fields = {"month": month, "pack": "default", "pack_version": 1}
    return laptop.say("create", laptop.new_id(), fields, kind="month_lock")


def book(laptop: Laptop, fields: dict[str, Any]) -> tuple[Verdict, str]:
    id = laptop.new_id()
    return laptop.say("create", id, fields, kind="fund_entry"), id


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_booked_for_a_published_month_comes_back_and_says_where_to(
    office: Office, language: str
) -> None:
    laptop = office.laptop("张三")
    project = laptop.create()
    assert book(laptop, line(project))[0].status == "applied"
    lin = ruler(office)
    assert lock(lin).status == lock(lin, "2026-04-01").status == "applied"
    refused, id = book(laptop, line(project))
    assert (refused.status, refused.reason) == ("refused", "hq.refused.month_locked")
    assert refused.params == {"month": "2026-03", "open": "2026-05"}
    assert "2026-05" in Translator(language).tr(refused.reason, **refused.params)
    assert ("fund_entry", id) not in office.records()
    corrected, _ = book(laptop, line(project, "2026-05-01", corrects=id, amount="-20"))
    assert corrected.status == "applied"
    office.assert_digests_hold(laptop)


def test_december_is_followed_by_january(office: Office) -> None:
    laptop = office.laptop("张三")
    lock(ruler(office), "2026-12-01")
    refused, _ = book(laptop, line(laptop.create(), "2026-12-31"))
    assert refused.params == {"month": "2026-12", "open": "2027-01"}


def test_a_line_is_withdrawn_while_its_month_is_open_and_no_longer(office: Office) -> None:
    laptop = office.laptop("张三")
    project = laptop.create()
    _, id = book(laptop, line(project))
    assert laptop.say("delete", id, kind="fund_entry").status == "applied"
    assert laptop.say("restore", id, kind="fund_entry").status == "applied"
    changed = laptop.say("update", id, {"amount": ("100", "1")}, kind="fund_entry")
    assert changed.reason == "hq.refused.append_only"
    lock(ruler(office))
    assert laptop.say("delete", id, kind="fund_entry").reason == "hq.refused.month_locked"
    assert not office.records()["fund_entry", id].deleted


def test_the_month_of_one_unit_stays_open_for_another(office: Office) -> None:
    here, there = office.laptop("张三"), office.laptop("王五", unit=office.south)
    lock(ruler(office))
    assert book(there, line(there.create()))[0].status == "applied"
    clerk = office.laptop("总部", role="hq")
    # What hangs on a unit's project lies in that unit, whoever books it.
    assert book(clerk, line(here.create()))[0].reason == "hq.refused.month_locked"


def test_a_batch_is_judged_in_its_order(office: Office) -> None:
    laptop = ruler(office)
    project = laptop.create()
    told = {"month": "2026-03-01", "pack": "default", "pack_version": 1}
    operations = (
        laptop.operation("create", "fund_entry", laptop.new_id(), line(project)),
        laptop.operation("create", "month_lock", laptop.new_id(), told),
        laptop.operation("create", "fund_entry", laptop.new_id(), line(project)),
    )
    statuses = [verdict.status for verdict in laptop.exchange(*operations, schema=3).verdicts]
    assert statuses == ["applied", "applied", "refused"]


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_only_headquarters_people_publish_a_month(lite: Office, role: str) -> None:
    laptop = lite.laptop("张三", role=role)
    refused = lock(laptop)
    assert (refused.status, refused.reason) == ("refused", "hq.refused.hq_people")
    assert "锁账" in Translator("zh_CN").tr(refused.reason)
    assert book(laptop, line(laptop.create()))[0].status == "applied", "the month is open"


def test_a_published_month_is_not_taken_back(office: Office) -> None:
    laptop = ruler(office)
    lock(laptop)
    (id,) = [id for kind, id in office.records() if kind == "month_lock"]
    assert laptop.say("delete", id, kind="month_lock").reason == "hq.refused.append_only"


def reopen(laptop: Laptop, lock_id: str, month: str = "2026-03-01") -> Verdict:
    fields = {"lock_id": lock_id, "month": month, "reason": "统计局改了口径"}
    return laptop.say("create", laptop.new_id(), fields, kind="month_reopening")


def locked(office: Office) -> str:
    (id,) = [id for kind, id in office.records() if kind == "month_lock"]
    return id


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_only_headquarters_people_open_a_month_again(lite: Office, role: str) -> None:
    laptop, project = lite.laptop("李处长", role=role), lite.laptop("张三").create()
    lock(ruler(lite))
    assert reopen(laptop, locked(lite)).reason == "hq.refused.hq_people"
    assert book(laptop, line(project))[0].reason == "hq.refused.month_locked"
    assert reopen(ruler(lite), locked(lite)).status == "applied"
    assert book(laptop, line(project))[0].status == "applied"


def test_a_reopening_lies_with_the_month_and_is_told_to_its_unit(office: Office) -> None:
    lin = office.laptop("孙科长", role="hq", unit=office.south)
    lock(ruler(office))
    reopen(lin, locked(office))
    (held,) = [held for (kind, _), held in office.records().items() if kind == "month_reopening"]
    assert held.unit == office.north
    there = office.laptop("张三")
    there.pull()
    assert [kind for kind, _ in there.held if kind == "month_reopening"] == ["month_reopening"]
    office.assert_digests_hold(there)


def test_a_month_published_again_after_it_was_opened_holds(office: Office) -> None:
    lin = ruler(office)
    project = lin.create()
    lock(lin)
    reopen(lin, locked(office))
    lock(lin)
    assert book(lin, line(project))[0].reason == "hq.refused.month_locked"


def test_a_batch_that_opens_a_month_and_books_for_it_is_judged_in_its_order(office: Office) -> None:
    lin = ruler(office)
    project = lin.create()
    lock(lin)
    told = {"lock_id": locked(office), "month": "2026-03-01", "reason": "改口径"}
    operations = (
        lin.operation("create", "fund_entry", lin.new_id(), line(project)),
        lin.operation("create", "month_reopening", lin.new_id(), told),
        lin.operation("create", "fund_entry", lin.new_id(), line(project)),
    )
    statuses = [verdict.status for verdict in lin.exchange(*operations, schema=3).verdicts]
    assert statuses == ["refused", "applied", "applied"]
