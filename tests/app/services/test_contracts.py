"""合同台账: what a contract tells its project, how instalments stand, what is refused (feature 32)."""

from datetime import date
from decimal import Decimal

import pytest

from app.i18n import LANGUAGES, Translator
from app.rules.instalments import Due
from app.services.alerts import alerts
from app.services.contracts import Deeds, deeds_of, instalment_paid, overdue_instalments
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import enter
from app.services.life import missing_for_next
from app.services.records import change_record, create_record, delete_records, required_row, undo

D = Decimal


def add(desk: Desk, kind: str, **values: object) -> str:
    return create_record(desk, kind, values)[0]


def project(desk: Desk, **values: object) -> str:
    return add(
        desk, "project", **{"name": "储能", "stage": "approved", "approved_on": "2026-05-01", **values}
    )


def contract(desk: Desk, of: str, **values: object) -> str:
    given = {"title": "投资合同", "deed": "contract", "signed_on": "2026-06-01", "amount": "1亿", **values}
    return add(desk, "contract", project_id=of, **given)


def instalment(desk: Desk, of: str, under: str, due: str, amount: str, **values: object) -> str:
    given = {"title": "第1期", "due_on": due, "amount": amount, **values}
    return add(desk, "instalment", project_id=of, contract_id=under, **given)


def told(desk: Desk, id: str) -> tuple[object, object]:
    row = required_row(desk, "project", id)
    day = row["contract_on"]
    return (day.isoformat() if day else None, row["contract_amount"])


def deeds(desk: Desk, id: str) -> Deeds:
    return deeds_of(desk, required_row(desk, "project", id))


def refused(error: InvalidRecord) -> tuple[str, str]:
    (problem,) = error.problems
    return problem.field, problem.reason.key


def test_a_contract_signs_its_project_and_undo_takes_both_back(desk: Desk) -> None:
    id = project(desk)
    missing = missing_for_next(desk, required_row(desk, "project", id))
    assert missing is not None and [line.requirement.id for line in missing[1].missing] == ["contract"]
    contract(desk, id)
    assert told(desk, id) == ("2026-06-01", D(10000))
    ready = missing_for_next(desk, required_row(desk, "project", id))
    assert ready is not None and not ready[1].missing
    undo(desk)
    assert told(desk, id) == (None, None) and not deeds(desk, id).contracts


@pytest.mark.parametrize("deed", ["intent", "framework", "supplement"])
def test_other_deeds_sign_nothing(desk: Desk, deed: str) -> None:
    id = project(desk)
    contract(desk, id, deed=deed)
    assert told(desk, id) == (None, None)
    assert len(deeds(desk, id).contracts) == 1


def test_what_people_wrote_stays_and_what_the_contract_wrote_follows_it(desk: Desk) -> None:
    id = project(desk, contract_amount="8000")
    deed = contract(desk, id)
    assert told(desk, id) == ("2026-06-01", D(8000))
    change_record(desk, "contract", deed, {"signed_on": "2026-06-09", "amount": "1.2亿"})
    assert told(desk, id) == ("2026-06-09", D(8000))


def test_a_framework_that_becomes_the_contract_signs(desk: Desk) -> None:
    id = project(desk)
    deed = contract(desk, id, deed="framework")
    change_record(desk, "contract", deed, {"deed": "contract"})
    assert told(desk, id) == ("2026-06-01", D(10000))


def test_instalments_against_the_ledger(desk: Desk) -> None:
    id = project(desk)
    deed = contract(desk, id)
    for title, due, amount in (("首期", "2026-07-01", "2000"), ("二期", "2026-11-01", "3000")):
        instalment(desk, id, deed, due, amount, title=title)
    instalment(desk, id, deed, "2027-06-01", "5000", title="三期")
    assert [one.state for one in deeds(desk, id).instalments] == [Due.OVERDUE, Due.OVERDUE, Due.AHEAD]
    enter(desk, {"project_id": id, "month": "2026-08", "amount": "2500"})
    found = deeds(desk, id)
    assert [one.state for one in found.instalments] == [Due.COVERED, Due.OVERDUE, Due.AHEAD]
    assert (found.due, found.missing, found.in_place) == (D(5000), D(2500), D(2500))
    assert [row["title"] for row, _ in overdue_instalments(desk)] == ["二期"]


def test_an_alert_until_the_money_is_there(desk: Desk) -> None:
    id = project(desk)
    late = instalment(desk, id, contract(desk, id), "2026-10-01", "2000", title="首期")

    def lit() -> list[tuple[str, str]]:
        return [(one.level, one.title) for one in alerts(desk) if one.light == "instalment_overdue"]

    assert lit() == [("red", "储能")]
    instalment_paid(desk, late, "2026-11-01")
    assert lit() == []
    undo(desk)
    assert lit() == [("red", "储能")]
    enter(desk, {"project_id": id, "month": "2026-11", "amount": "2000"})
    assert lit() == []
    delete_records(desk, [("project", id)])
    assert overdue_instalments(desk) == []


@pytest.mark.parametrize(("amount", "fits"), [("4000", True), ("4000.01", False)])
def test_instalments_come_to_no_more_than_the_contract(desk: Desk, amount: str, fits: bool) -> None:
    id = project(desk)
    deed = contract(desk, id)
    instalment(desk, id, deed, "2026-07-01", "6000")
    if fits:
        instalment(desk, id, deed, "2026-12-01", amount)
        return
    with pytest.raises(InvalidRecord) as caught:
        instalment(desk, id, deed, "2026-12-01", amount)
    assert refused(caught.value) == ("amount", "contract.too_much")
    for language in LANGUAGES:
        said = caught.value.problems[0].reason
        words = Translator(language).tr(said.key, **said.params)
        assert "10000.01" in words and "10000" in words
    assert len(deeds(desk, id).instalments) == 1


def test_a_changed_instalment_is_held_against_the_others(desk: Desk) -> None:
    id = project(desk)
    deed = contract(desk, id)
    first = instalment(desk, id, deed, "2026-07-01", "6000")
    change_record(desk, "instalment", first, {"amount": "1亿"})
    with pytest.raises(InvalidRecord):
        change_record(desk, "instalment", first, {"amount": "10001"})
    assert required_row(desk, "instalment", first)["amount"] == 10000


def test_a_contract_without_an_amount_limits_nothing(desk: Desk) -> None:
    id = project(desk)
    instalment(desk, id, contract(desk, id, amount=""), "2026-07-01", "90000")
    assert deeds(desk, id).due == 90000


def test_an_instalment_of_another_projects_contract_is_refused(desk: Desk) -> None:
    one, other = project(desk), project(desk, name="光伏")
    with pytest.raises(InvalidRecord) as caught:
        instalment(desk, one, contract(desk, other), "2026-07-01", "1")
    assert refused(caught.value) == ("contract_id", "contract.other_project")


def test_money_does_not_come_in_tomorrow(desk: Desk) -> None:
    id = project(desk)
    late = instalment(desk, id, contract(desk, id), "2026-10-01", "2000")
    with pytest.raises(InvalidRecord) as caught:
        instalment_paid(desk, late, "2099-01-01")
    assert refused(caught.value) == ("paid_on", "contract.future")


def test_what_two_laptops_added_together_is_said(desk: Desk) -> None:
    """Each fitted where it was typed in; sync keeps both, and nothing is refused."""
    id = project(desk)
    deed = contract(desk, id)
    instalment(desk, id, deed, "2026-07-01", "6000")
    row = required_row(desk, "contract", deed)
    assert deeds(desk, id).beyond(row) == 0
    with desk.store.write(actor="同事", label="sync") as work:
        given = {"title": "二期", "project_id": id, "contract_id": deed, "due_on": date(2026, 12, 1)}
        other = work.create("instalment", {**given, "amount": D("4000.5")})
    assert deeds(desk, id).beyond(row) == D("0.5")
    delete_records(desk, [("instalment", other)])
    assert deeds(desk, id).beyond(row) == 0
    with desk.store.write(actor="同事", label="sync") as work:
        work.update("contract", deed, {"amount": None})
    assert deeds(desk, id).beyond(required_row(desk, "contract", deed)) == 0
