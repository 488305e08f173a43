"""Moving projects on a laptop: on a real store, with what hangs on them."""

from datetime import date

import pytest

from app.rules.stages import Stage
from app.services import life, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord, NothingToUndo, WrittenOnce
from app.services.moving import children_of
from app.services.policy import pack_of
from app.store.errors import RecordNotFound
from app.store.work import PACK

TODAY = date(2026, 11, 20)


def project(desk: Desk, stage: str = "lead", **values: object) -> str:
    return records.create_record(desk, "project", {"name": "储能项目", "stage": stage, **values})[0]


def refused(error: InvalidRecord) -> dict[str, str]:
    return {problem.field: problem.reason.key for problem in error.problems}


def test_the_next_step_of_a_lead_is_a_talk_and_its_investor(desk: Desk) -> None:
    id = project(desk)
    row = records.required_row(desk, "project", id)
    found = life.missing_for_next(desk, row)
    assert found is not None and found[0] is Stage.NEGOTIATING
    assert [line.requirement.id for line in found[1].missing] == ["investor", "contact"]
    firm = records.create_record(desk, "company", {"name": "恒力"})[0]
    records.change_record(desk, "project", id, {"investor_id": firm})
    visit = {"visited_on": TODAY, "subject": "首访", "project_id": id}
    made, _ = records.log_visit(desk, visit)
    row = records.required_row(desk, "project", id)
    found = life.missing_for_next(desk, row)
    assert found is not None and found[1].move.allowed
    records.delete_records(desk, [("visit", made)])
    found = life.missing_for_next(desk, row)
    assert found is not None and not found[1].move.allowed, "a deleted talk is none"


def test_a_move_fills_what_was_missing_and_is_kept(desk: Desk) -> None:
    id = project(desk, "signed", contract_on=TODAY)
    made = life.move_stage(desk, id, Stage.LANDED, on="11月18日", facts={"obligation_on": "2026-11-17"})
    row = records.required_row(desk, "project", id)
    assert (row["stage"], row["stage_on"], row["obligation_on"]) == (
        "landed",
        date(2026, 11, 18),
        date(2026, 11, 17),
    )
    kept = records.required_row(desk, "stage_move", made.id)
    assert (kept["before"], kept["after"], kept["moved_on"]) == ("signed", "landed", date(2026, 11, 18))
    assert kept["created_by"] == "周敏" and made.changes.ids == {("project", id), ("stage_move", made.id)}
    assert [item.operation.kind for item in desk.store.outbox()] == ["project", "project", "stage_move"]


def test_nothing_is_written_where_anything_is_missing(desk: Desk) -> None:
    id = project(desk, "signed")
    with pytest.raises(InvalidRecord) as error:
        life.move_stage(desk, id, Stage.LANDED)
    assert refused(error.value) == {
        "contract_on": "rules.life.missing",
        "obligation_on": "rules.life.missing",
    }
    assert records.required_row(desk, "project", id)["stage"] == "signed"
    assert desk.store.ids("stage_move") == []


@pytest.mark.parametrize(
    ("after", "given", "problems"),
    [
        (Stage.SIGNED, {}, {"stage": "rules.life.same_stage"}),
        (Stage.NEGOTIATING, {}, {"stage_reason": "rules.life.reason"}),
        (Stage.PAUSED, {}, {"exit_reason": "rules.life.exit_reason"}),
        (Stage.PAUSED, {"exit_reason": "elsewhere"}, {"exit_reason": "rules.life.exit_unknown"}),
        (Stage.NEGOTIATING, {"on": "2026-11-21", "reason": "x"}, {"stage_on": "rules.life.future"}),
        (Stage.NEGOTIATING, {"on": "13月40日", "reason": "x"}, {"stage_on": "rules.date.impossible_month"}),
    ],
)
def test_refusals_name_the_field(
    desk: Desk, after: Stage, given: dict[str, str], problems: dict[str, str]
) -> None:
    id = project(desk, "signed")
    with pytest.raises(InvalidRecord) as error:
        life.move_stage(desk, id, after, **given)  # type: ignore[arg-type]
    assert refused(error.value) == problems


def test_reasons_belong_to_the_last_move(desk: Desk) -> None:
    id = project(desk, "signed", approved_on=TODAY, contract_on=TODAY)
    life.move_stage(desk, id, Stage.PAUSED, exit_reason="funding", reason="等银行放款")
    row = records.required_row(desk, "project", id)
    assert (row["exit_reason"], row["stage_reason"]) == ("funding", "等银行放款")
    life.move_stage(desk, id, Stage.SIGNED)
    row = records.required_row(desk, "project", id)
    assert (row["exit_reason"], row["stage_reason"]) == (None, None)
    assert [move["exit_reason"] for move in life.moves_of(desk.store, id)] == ["funding", None]


def test_a_move_is_not_undone_but_moved_back(desk: Desk) -> None:
    id = project(desk, "signed", contract_on=TODAY, obligation_on=TODAY)
    life.move_stage(desk, id, Stage.LANDED)
    undone = records.undo(desk)  # the creation, for undo passes over the move
    assert (undone.label, undone.lasting) == ("create.project", ("move.project",)), "and says so"
    with pytest.raises(NothingToUndo):
        records.undo(desk)
    records.restore_records(desk, [("project", id)])
    life.move_stage(desk, id, Stage.SIGNED, reason="点错了")
    assert len(life.moves_of(desk.store, id)) == 2
    with pytest.raises(WrittenOnce):
        records.delete_records(desk, [("stage_move", life.moves_of(desk.store, id)[0].id)])


def test_a_stage_changed_in_a_form_is_a_move_too(desk: Desk) -> None:
    id = project(desk, "signed", contract_on=TODAY)
    with pytest.raises(InvalidRecord) as error:
        records.change_record(desk, "project", id, {"stage": "landed", "name": "二期"})
    assert refused(error.value) == {"obligation_on": "rules.life.missing"}
    assert records.required_row(desk, "project", id)["name"] == "储能项目"
    filled = {"stage": "落地", "name": "二期", "obligation_on": TODAY}
    records.change_record(desk, "project", id, filled)
    row = records.required_row(desk, "project", id)
    assert (row["stage"], row["name"], row["stage_on"]) == ("landed", "二期", TODAY)
    assert [move["after"] for move in life.moves_of(desk.store, id)] == ["landed"]


def test_in_which_stage_it_was_on_any_day(desk: Desk) -> None:
    id = project(desk, "negotiating", reported_on="2026-03-01", investment=5000)
    firm = records.create_record(desk, "company", {"name": "恒力"})[0]
    facts = {"investor_id": firm, "assessed_on": "2026-06-01"}
    life.move_stage(desk, id, Stage.ASSESSED, on="2026-06-01", facts=facts)
    life.move_stage(desk, id, Stage.APPROVED, on="2026-07-01", facts={"approved_on": "2026-07-01"})
    days = ("2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01", "2026-11-20")
    assert [life.stage_on_day(desk, id, date.fromisoformat(day)) for day in days] == [
        *(None, Stage.NEGOTIATING, Stage.NEGOTIATING, Stage.ASSESSED),
        *(Stage.ASSESSED, Stage.APPROVED, Stage.APPROVED),
    ]


def test_the_end_of_the_life_has_no_next_step(desk: Desk) -> None:
    for stage in ("on_books", "paused", "lost"):
        row = records.required_row(desk, "project", project(desk, stage))
        assert life.missing_for_next(desk, row) is None
    with pytest.raises(RecordNotFound):
        life.check_move(desk, "0", Stage.SIGNED)


def test_what_is_typed_counts_before_it_is_kept(desk: Desk) -> None:
    id = project(desk, "signed", contract_on=TODAY)
    assert not life.check_move(desk, id, Stage.LANDED).move.allowed
    assert life.check_move(desk, id, Stage.LANDED, {"obligation_on": "昨天"}).move.allowed
    assert life.check_move(desk, id, Stage.PAUSED, {"exit_reason": "funding"}).move.allowed
    assert set(children_of(desk.store, id, ["visit", "attachment"])) == {"visit", "attachment"}


def test_the_pack_is_headquarters_as_far_as_it_is_known_here(desk: Desk) -> None:
    assert pack_of(desk).id == "default"
    with desk.store.replica() as replica:
        replica.set(PACK, "pingyang")
    assert pack_of(desk).id == "pingyang"
    with desk.store.replica() as replica:
        replica.set(PACK, "atlantis")
    assert pack_of(desk).id == "default"
