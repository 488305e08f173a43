"""Fairs for people coming home, read from the store."""

from pathlib import Path

from app.services.fairs import fairs
from app.services.records import create_record, delete_records
from tests.fakes.stores import new_desk


def test_each_fair_and_all_of_them(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    startup, _ = create_record(desk, "startup", {"name": "林下养鸡", "investment": "20万"})
    gone, _ = create_record(desk, "startup", {"name": "撤回的项目"})
    delete_records(desk, [("startup", gone)])
    fair = {"fair": "2026春节返乡创业对接会"}
    create_record(
        desk,
        "returnee",
        {"name": "徐慧芳", **fair, "startup_id": startup, "intent_on": "2026-02-20", "intent_amount": "30万"},
    )
    create_record(desk, "returnee", {"name": "王伟", **fair, "wish": "养殖"})
    create_record(desk, "returnee", {"name": "区国强", "started_on": "2026-05-01"})
    found = fairs(desk)
    assert list(found.by_fair) == [fair["fair"], ""]
    one = found.by_fair[fair["fair"]]
    assert (one.projects, one.people, one.matched, one.intents) == (1, 2, 1, 1)
    assert one.intent_amount == 30
    assert (found.whole.people, found.whole.matched, found.whole.started) == (3, 2, 1)
    desk.store.close()
