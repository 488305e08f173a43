"""Applications on a laptop: filed, gone through step by step, and what a pack's stage makes of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, Translator
from app.rules.stages import Stage
from app.services import approvals, life, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.policy import pack_of
from app.services.route_words import facts_asked, preview, route_said
from app.store.work import PACK
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)
CASE = {"categories": ["I"], "land": "40亩", "special": True, "special_terms": "设备补助"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    with made.store.replica() as replica:
        replica.set(PACK, "panan")
    yield made
    made.store.close()


@pytest.fixture
def project(desk: Desk) -> str:
    firm = records.create_record(desk, "company", {"name": "恒力"})[0]
    values = {
        "name": "储能项目",
        "stage": "assessed",
        "investor_id": firm,
        "investment": "3亿",
        "land": "25亩",
    }
    return records.create_record(desk, "project", values)[0]


def filed(desk: Desk, project: str, **more: object) -> str:
    return approvals.file_approval(desk, project, {**CASE, **more, "filed_on": "2026-11-02"})[0]


def reason(error: InvalidRecord) -> tuple[str, str]:
    return error.problems[0].field, error.problems[0].reason.key


def test_an_application_takes_over_what_the_project_has_and_keeps_its_route(desk: Desk, project: str) -> None:
    id = approvals.file_approval(desk, project, {"categories": ["I"]})[0]
    row = records.required_row(desk, "approval", id)
    assert (row["title"], row["land"], row["investment"]) == ("储能项目", Decimal(25), Decimal(30000))
    assert (row["route"], row["filed_on"], row["basis"]["row"]) == ("deputy", TODAY, "i_small")
    (found,) = approvals.open_approvals(desk)
    assert (found.standing.step, found.waited) == ("county_head_consents", 0)


def test_the_whole_route_ends_in_a_decision_and_fills_the_projects_date(desk: Desk, project: str) -> None:
    id = filed(desk, project)
    for on, step in enumerate(("deputy_reviews", "office_meeting", "standing_committee"), start=3):
        (one,) = approvals.open_approvals(desk)
        assert one.standing.step == step
        approvals.record_step(desk, id, {"outcome": "conditional", "decided_on": f"2026-11-{on:02}"})
    approvals.record_step(
        desk, id, {"outcome": "passed", "who": "县长", "decided_on": "2026-11-10"}, language="zh_CN"
    )
    row = records.required_row(desk, "approval", id)
    assert (row["outcome"], row["decided_on"]) == ("passed", date(2026, 11, 10))
    assert records.required_row(desk, "project", project)["approved_on"] == date(2026, 11, 10)
    last = approvals.steps_of(desk, id)[-1]
    assert (last["number"], last["title"], last["who"]) == (4, "县长审批", "县长")
    assert approvals.open_approvals(desk) == []
    with pytest.raises(InvalidRecord) as again:
        approvals.record_step(desk, id, {"outcome": "passed"})
    assert reason(again.value) == ("outcome", "approval.closed")
    records.undo(desk)
    row = records.required_row(desk, "approval", id)
    assert row["outcome"] is None and len(approvals.steps_of(desk, id)) == 3
    assert records.required_row(desk, "project", project)["approved_on"] is None


def test_how_long_it_has_waited_is_told_in_working_days(desk: Desk, project: str) -> None:
    id = filed(desk, project)
    approvals.record_step(desk, id, {"outcome": "passed", "decided_on": "2026-11-13"})
    (one,) = approvals.open_approvals(desk)
    assert (one.standing.since, one.waited) == (date(2026, 11, 13), 5)


@pytest.mark.parametrize(
    ("raw", "field", "key"),
    [
        ({"outcome": "passed", "decided_on": "2026-11-21"}, "decided_on", "approval.future"),
        ({"outcome": "passed", "decided_on": "2026-11-01"}, "decided_on", "rules.approval.before"),
        ({"outcome": ""}, "outcome", "rules.value.required"),
        ({"outcome": "maybe"}, "outcome", "rules.value.choice"),
    ],
)
def test_a_step_that_cannot_be(desk: Desk, project: str, raw: dict[str, str], field: str, key: str) -> None:
    id = filed(desk, project)
    with pytest.raises(InvalidRecord) as refused:
        approvals.record_step(desk, id, raw)
    assert reason(refused.value) == (field, key)
    assert approvals.steps_of(desk, id) == []


def test_after_a_refusal_or_a_withdrawal_another_may_be_filed(desk: Desk, project: str) -> None:
    first = filed(desk, project)
    with pytest.raises(InvalidRecord) as second:
        filed(desk, project)
    assert reason(second.value) == ("project_id", "rules.approval.other_open")
    approvals.record_step(
        desk, first, {"outcome": "sent_back", "opinion": "补充环评", "decided_on": "2026-11-05"}
    )
    assert records.required_row(desk, "approval", first)["outcome"] == "sent_back"
    again = filed(desk, project)
    approvals.withdraw_approval(desk, again, "另行申报")
    row = records.required_row(desk, "approval", again)
    assert (row["outcome"], row["note"]) == ("withdrawn", "另行申报")
    with pytest.raises(InvalidRecord):
        approvals.withdraw_approval(desk, again)
    filed(desk, project)
    states = [one.standing.state for one in approvals.approvals_of(desk, project)]
    assert sorted(states) == ["open", "sent_back", "withdrawn"]
    assert records.required_row(desk, "project", project)["approved_on"] is None


def test_a_case_that_no_row_answers_names_the_field(desk: Desk, project: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        approvals.file_approval(desk, project, {"land": "3"})
    assert reason(refused.value) == ("categories", "error.facts_missing")
    with pytest.raises(InvalidRecord) as unknown:
        approvals.file_approval(desk, project, {"categories": ["Z"]})
    assert reason(unknown.value)[1] == "error.fact_unusable"


def test_where_it_may_land_is_told_or_what_is_missing_for_it(desk: Desk, project: str) -> None:
    row = records.required_row(desk, "project", project)
    asked = approvals.placement_of(desk, row)
    assert asked.placed is None and asked.trouble is not None and asked.trouble.code == "facts_missing"
    with desk.store.write(actor="周敏", label="change.project") as work:
        work.update("project", project, {"landed_at": "here"})
    placed = approvals.placement_of(desk, records.required_row(desk, "project", project)).placed
    assert placed is not None and placed.counts and placed.site == "park_proposes"


def test_no_signing_without_an_approval(desk: Desk, project: str) -> None:
    """The pack of Pan'an looks at the records themselves, not at a date that anybody may type."""
    records.change_record(
        desk, "project", project, {"approved_on": "2026-11-01", "assessed_on": "2026-10-01"}
    )
    checked = life.check_move(desk, project, Stage.APPROVED)
    assert [line.requirement.id for line in checked.missing] == ["assessment", "approval"]
    meeting = records.create_record(
        desk, "meeting", {"title": "研判会", "body": "assessment_group", "held_on": "2026-10-20"}
    )[0]
    item = {"title": "储能", "meeting_id": meeting, "project_id": project, "outcome": "conditional"}
    records.create_record(desk, "agenda_item", item)
    id = filed(desk, project, land="1", special=False)
    for on in ("2026-11-03", "2026-11-04"):
        assert not life.check_move(desk, project, Stage.APPROVED).move.allowed
        approvals.record_step(desk, id, {"outcome": "passed", "decided_on": on})
    assert life.check_move(desk, project, Stage.APPROVED).move.allowed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_route_says_its_name_its_steps_why_and_by_which_document(
    desk: Desk, project: str, language: str
) -> None:
    row, tr = records.required_row(desk, "approval", filed(desk, project)), Translator(language)
    said = route_said(row.values, tr, pack_of(desk))
    if language == "zh_CN":
        assert (said.name, said.steps[-1]) == ("县委常委会审议", "县长审批")
        assert "30 < x ≤ 50 亩" in said.why and "一事一议" in said.why
        assert "002" not in said.source and "§2(5)" in said.source
        assert said.version == "磐安县 v1"
    else:
        assert said.steps[0] == "Deputy county head in charge reviews"
    seen = preview(pack_of(desk), row.values, tr)
    assert seen == said
    assert facts_asked(pack_of(desk)) == ("zone", "category", "land", "special")


def test_a_route_of_a_pack_that_is_not_here_is_told_in_its_own_words(desk: Desk) -> None:
    values = {
        "route": "deputy",
        "steps": ["a", "b"],
        "basis": {"pack": "elsewhere", "version": 3, "source": "文 1"},
    }
    said = route_said(values, Translator("zh_CN"), pack_of(desk))
    assert (said.name, said.steps, said.source, said.version) == ("deputy", ("a", "b"), "文 1", "elsewhere 3")
