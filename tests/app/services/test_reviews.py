"""Verdicts of the entry gate and the pre-review, and services with limits."""

from datetime import date

import pytest

from app.services import records, reviews
from app.services.desk import Desk
from app.services.errors import InvalidRecord


def project(desk: Desk, investment: str = "") -> str:
    return records.create_record(
        desk, "project", {"name": "储能", "stage": "lead", "investment": investment}
    )[0]


def items(desk: Desk, id: str, gate: str = "pre_review") -> list[str]:
    return [one.item for one in reviews.review_items(desk, records.required_row(desk, "project", id), gate)]


def test_the_pre_review_begins_at_an_investment_and_the_gate_for_everybody(desk: Desk) -> None:
    small, edge, unknown = project(desk, "9999.99万"), project(desk, "1亿"), project(desk)
    assert items(desk, small) == []
    assert items(desk, edge)[:2] == ["feasibility", "energy_review"] and items(desk, unknown)
    assert items(desk, small, "entry")[0] == "negative_list" and len(items(desk, small, "entry")) == 7


def test_a_verdict_is_given_with_its_threshold_and_corrected_with_a_trace(desk: Desk) -> None:
    id = project(desk, "2亿")
    with pytest.raises(InvalidRecord) as bare:
        reviews.give_verdict(desk, id, "intensity", {"verdict": "not_met"})
    assert bare.value.problems[0].reason.key == "approval.reason"
    given = {"verdict": "not_met", "found": "180 万元/亩", "reason": "宁可让地空着"}
    reviews.give_verdict(desk, id, "intensity", given)
    reviews.give_verdict(
        desk, id, "intensity", {"verdict": "met", "found": "260 万元/亩", "reviewer": "李强"}
    )
    asked = {
        one.item: one.row
        for one in reviews.review_items(desk, records.required_row(desk, "project", id), "entry")
    }
    row = asked["intensity"]
    assert row is not None and (row["verdict"], row["threshold"]) == ("met", "不低于本地控制指标")
    assert (row["title"], row["reviewer"], row["reviewed_on"]) == ("投资强度", "李强", date(2026, 11, 20))
    changed = [entry.fields.get("verdict") for entry in desk.store.history("review", row.id)]
    assert ("not_met", "met") in changed
    assert asked["tax"] is None
    with pytest.raises(InvalidRecord) as unknown:
        reviews.give_verdict(desk, id, "feng_shui", {"verdict": "met"})
    assert "intensity" in str(unknown.value.problems[0].reason.params["known"])


def test_items_that_people_add_stand_behind_those_of_the_pack(desk: Desk) -> None:
    id = project(desk, "2亿")
    own = {"title": "安防", "project_id": id, "gate": "entry", "verdict": "met"}
    records.create_record(desk, "review", own)
    last = reviews.review_items(desk, records.required_row(desk, "project", id), "entry")[-1]
    assert last.rule is None and last.row is not None and last.row["title"] == "安防"


def test_services_run_against_their_limit(desk: Desk) -> None:
    id = project(desk)
    water, _ = reviews.start_service(desk, id, "water", {"started_on": "2026-11-02", "owner_unit": "水务局"})
    quick, _ = reviews.start_service(desk, id, "registration", {"limit_days": 1, "started_on": "2026-11-12"})
    open_ones = [(one.row.id, one.limit.late) for one in reviews.open_services(desk)]
    assert open_ones == [(quick, 5), (water, 4)]
    reviews.finish_service(desk, water, "2026-11-13")
    (first, second) = reviews.services_of(desk, id)
    assert (first.row.id, second.row.id, second.limit.late) == (quick, water, 0)
    assert second.row["title"] == "供水接入" and second.row["limit_days"] == 10
    with pytest.raises(InvalidRecord):
        reviews.finish_service(desk, quick, "2027-01-01")
    with pytest.raises(InvalidRecord):
        reviews.start_service(desk, id, "lift", {})
