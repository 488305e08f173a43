"""Putting alerts off: until when, what comes back, what hangs on no record, what others see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, Translator
from app.services.alerts import Alert, alerts, project_lights, put_off, snooze
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import change_record, create_record, delete_records
from tests.fakes.laptops import Laptop, open_laptop
from tests.fakes.small_hq import SmallGateway, SmallHq
from tests.fakes.stores import SteppingClock, new_desk

SIGNED = {"name": "储能", "stage": "signed", "contract_on": "2026-06-01"}


def lit(desk: Desk) -> list[str]:
    return [one.light for one in alerts(desk) if one.put_off is None]


def only(desk: Desk, light: str) -> Alert:
    (one,) = [one for one in alerts(desk) if one.light == light]
    return one


def add(desk: Desk, kind: str, **values: object) -> str:
    return create_record(desk, kind, values)[0]


def refused(desk: Desk, **raw: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRecord) as caught:
        put_off(desk, raw)
    return [(one.field, one.reason.key) for one in caught.value.problems]


def test_it_is_out_of_sight_through_its_day_and_comes_back_the_day_after(
    desk: Desk, clock: SteppingClock
) -> None:
    project = add(desk, "project", **SIGNED)
    snooze(desk, only(desk, "signed_not_landed"), "2026-11-22", "等批文")
    for day, wanted in ((20, []), (22, []), (23, ["signed_not_landed"])):
        clock.now = datetime(2026, 11, day, 1, 0, tzinfo=UTC)
        assert [one for one in lit(desk) if one == "signed_not_landed"] == wanted, day
        shown = [one.light for one in project_lights(desk, [project])[project]]
        assert [one for one in shown if one == "signed_not_landed"] == wanted


def test_the_day_is_chinas(desk: Desk, clock: SteppingClock) -> None:
    """At 15:59 in Greenwich it is one minute to midnight in China."""
    add(desk, "project", **SIGNED)
    snooze(desk, only(desk, "signed_not_landed"), "2026-11-21", "等批文")
    clock.now = datetime(2026, 11, 21, 15, 59, tzinfo=UTC)
    assert "signed_not_landed" not in lit(desk)
    clock.now = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert "signed_not_landed" in lit(desk)


def test_only_this_light_of_this_record(desk: Desk) -> None:
    first, second = add(desk, "project", **SIGNED), add(desk, "project", **{**SIGNED, "name": "光伏"})
    add(desk, "node", title="开工", planned_on="2026-11-01", project_id=first)
    (one,) = [one for one in alerts(desk) if one.light == "signed_not_landed" and one.opens[1] == first]
    snooze(desk, one, "2026-12-01", "等批文")
    assert sorted(lit(desk)) == ["node_overdue", "signed_not_landed"]
    assert [one.light for one in project_lights(desk, [first, second])[first]] == ["node_overdue"]
    assert [one.light for one in project_lights(desk, [first, second])[second]] == ["signed_not_landed"]


def test_of_two_the_longer_holds_and_a_deleted_one_does_not(desk: Desk, clock: SteppingClock) -> None:
    add(desk, "project", **SIGNED)
    found = only(desk, "signed_not_landed")
    longer, _ = snooze(desk, found, "2026-12-20", "等批文")
    snooze(desk, found, "2026-11-30", "再等等")
    row = only(desk, "signed_not_landed").put_off
    assert row is not None and row["reason"] == "等批文"
    clock.now = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
    assert lit(desk) == []
    delete_records(desk, [("alert_snooze", longer)])
    assert lit(desk) == ["signed_not_landed"]


def test_what_goes_with_its_record_comes_back_put_off(desk: Desk) -> None:
    id = add(desk, "project", **SIGNED)
    snooze(desk, only(desk, "signed_not_landed"), "2026-12-01", "等批文")
    delete_records(desk, [("project", id)])
    assert alerts(desk) == []
    desk.store.undo(actor=desk.actor)
    assert lit(desk) == [] and only(desk, "signed_not_landed").put_off is not None
    change_record(desk, "project", id, {"contract_on": "2026-11-19"})
    assert alerts(desk) == [], "it was signed yesterday"


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"light": "moon"}, ("light", "rules.alert.unknown")),
        ({"light": ""}, ("light", "rules.alert.unknown")),
        ({"light": None}, ("light", "rules.alert.unknown")),
        ({"until": "2026-11-20"}, ("until", "rules.alert.past")),
        ({"until": "2026-11-19"}, ("until", "rules.alert.past")),
        ({"until": ""}, ("until", "rules.value.required")),
        ({"reason": ""}, ("reason", "rules.value.required")),
        ({"reason": "   "}, ("reason", "rules.value.required")),
        ({"parent_id": ""}, ("parent_id", "rules.value.required")),
        ({"parent_kind": None}, ("parent_id", "rules.value.required")),
    ],
)
def test_what_is_refused_names_its_field(
    desk: Desk, changes: dict[str, object], wanted: tuple[str, str]
) -> None:
    given = {"light": "signed_not_landed", "parent_kind": "project", "parent_id": "p"}
    before = desk.store.content_hash()
    assert refused(desk, **{**given, "until": "2026-12-01", "reason": "等", **changes}) == [wanted]
    assert desk.store.content_hash() == before
    for language in LANGUAGES:
        said = Translator(language).tr(wanted[1], **({"known": "a"} if "unknown" in wanted[1] else {}))
        assert said and "{" not in said


def test_a_day_that_is_none_is_said(desk: Desk) -> None:
    given = {"light": "node_overdue", "parent_kind": "node", "parent_id": "n", "reason": "等"}
    ((field, _),) = refused(desk, **given, until="下个月吧")
    assert field == "until"


def test_the_laptops_own_light_hangs_on_no_record(desk: Desk, clock: SteppingClock) -> None:
    add(desk, "contact", name="林总")
    assert lit(desk) == [], "it never synced: it works alone"
    with desk.store.replica() as replica:
        replica.set("last_sync", clock().isoformat())
    clock.now += timedelta(days=3)
    found = only(desk, "laptop_not_synced")
    assert (found.level, found.title, found.on, found.opens) == ("yellow", "", ("", ""), ("", ""))
    assert found.why.params == {"days": 3, "count": 1}
    snooze(desk, found, "2026-11-30", "在山里出差")
    assert lit(desk) == []
    clock.now += timedelta(days=8)
    assert only(desk, "laptop_not_synced").level == "red" and lit(desk) == ["laptop_not_synced"]


def opened(folder: Path, name: str, hq: SmallHq) -> Laptop:
    return open_laptop(folder, name, SmallGateway(hq, name))


def test_the_other_laptop_sees_who_put_it_off_and_why(tmp_path: Path) -> None:
    hq = SmallHq()
    zhang, li = (opened(tmp_path, name, hq) for name in ("zhang", "li"))
    mine, theirs = Desk(zhang.store, "zhang"), Desk(li.store, "li")
    today = mine.today()
    signed_on = (today - timedelta(days=200)).isoformat()
    create_record(mine, "project", {"name": "储能", "stage": "signed", "contract_on": signed_on})
    zhang.synced()
    li.synced()
    until = today + timedelta(days=9)
    snooze(theirs, only(theirs, "signed_not_landed"), until.isoformat(), "等用地批文")
    li.synced()
    zhang.synced()
    row = only(mine, "signed_not_landed").put_off
    assert row is not None
    assert (row["until"], row["reason"], row["created_by"]) == (until, "等用地批文", "li")
    theirs.store.undo(actor="li")
    li.synced()
    zhang.synced()
    assert only(mine, "signed_not_landed").put_off is None
    for laptop in (zhang, li):
        laptop.store.close()


def test_both_put_it_off_and_the_later_day_holds_for_both(tmp_path: Path) -> None:
    hq = SmallHq()
    zhang, li = (opened(tmp_path, name, hq) for name in ("zhang", "li"))
    desks = [Desk(zhang.store, "zhang"), Desk(li.store, "li")]
    today = desks[0].today()
    signed_on = (today - timedelta(days=200)).isoformat()
    create_record(desks[0], "project", {"name": "储能", "stage": "signed", "contract_on": signed_on})
    zhang.synced()
    li.synced()
    for days, desk in zip((5, 30), desks, strict=True):
        until = (today + timedelta(days=days)).isoformat()
        snooze(desk, only(desk, "signed_not_landed"), until, f"等 {days} 天")
    for laptop in (zhang, li, zhang):
        laptop.synced()
    for desk in desks:
        row = only(desk, "signed_not_landed").put_off
        assert row is not None and row["reason"] == "等 30 天"
    for laptop in (zhang, li):
        laptop.store.close()


def test_nothing_is_lit_on_a_new_laptop(tmp_path: Path) -> None:
    found = new_desk(tmp_path / "new")
    assert alerts(found) == [] and project_lights(found, []) == {}
    assert project_lights(found, ["no-such-project"]) == {"no-such-project": []}
    found.store.close()
