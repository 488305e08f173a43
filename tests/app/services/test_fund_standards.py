"""What a project is counted as, in the words of the pack, and who has its credits."""

import pytest

from app.rules.attribution import Credit
from app.services import records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_standards import asked_facts, set_standards, share_credit
from app.services.records import required_row
from tests.app.services.test_funds import project


def test_the_pack_says_what_is_asked(desk: Desk) -> None:
    assert asked_facts(desk) == ("counted_kind", "landed_at", "guaranteed_return", "landing_unit")


def test_words_are_those_of_the_pack_and_undo_takes_them_back(desk: Desk) -> None:
    id = project(desk, "甲项目")
    set_standards(desk, id, {"counted_kind": "services", "landed_at": "here", "guaranteed_return": False})
    assert required_row(desk, "project", id)["counted_kind"] == "services"
    with pytest.raises(InvalidRecord) as caught:
        set_standards(desk, id, {"counted_kind": "dreams"})
    (problem,) = caught.value.problems
    assert problem.field == "counted_kind" and "manufacturing" in str(problem.reason.params["known"])
    records.undo(desk)
    assert required_row(desk, "project", id)["counted_kind"] is None


def test_credits_make_a_whole(desk: Desk) -> None:
    id = project(desk, "甲项目")
    share_credit(desk, id, Credit.LANDING, {"甲局": "60", "乙局": "40%"})
    share_credit(desk, id, Credit.FIRST_REPORT, {"乙局": "100"})
    assert required_row(desk, "project", id)["credits"] == {
        "landing": {"甲局": "60", "乙局": "40"},
        "first_report": {"乙局": "100"},
    }
    share_credit(desk, id, Credit.LANDING, {})
    assert required_row(desk, "project", id)["credits"] == {"first_report": {"乙局": "100"}}


@pytest.mark.parametrize(
    "shares", [{"甲局": "60"}, {"甲局": "-10", "乙局": "110"}, {"甲局": "一半"}, {" ": "100"}]
)
def test_credits_that_do_not_are_refused(desk: Desk, shares: dict[str, str]) -> None:
    id = project(desk, "甲项目")
    with pytest.raises(InvalidRecord) as caught:
        share_credit(desk, id, Credit.LANDING, shares)
    assert caught.value.problems[0].reason.key == "funds.why.shares"
    assert required_row(desk, "project", id)["credits"] is None
