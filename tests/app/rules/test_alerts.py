"""Every light at the edges of the pack's thresholds."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.policy.shapes import ALERTS
from app.policy.shipped import shipped_pack
from app.rules.alerts import (
    Lit,
    OpenNode,
    Watched,
    approval_alert,
    due_alert,
    instalment_alert,
    laptop_alert,
    level_of,
    project_alerts,
    silence_alert,
    squad_alert,
)
from app.rules.stages import Stage
from app.rules.working_days import working_days

PACK = shipped_pack("default")
TODAY = date(2026, 11, 20)  # a Friday
DAYS = working_days()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def lit(stage: Stage = Stage.LANDED, today: date = TODAY, **values: Any) -> dict[str, str]:
    """Levels by light of a project that was touched today."""
    project = Watched("p", stage, **{"touched_on": today, **values})
    return {one.light: one.level for one in project_alerts(PACK, project, today, DAYS)}


def level(found: Any) -> str:
    return next((one.level for one in found), "")


@pytest.mark.parametrize(("late", "wanted"), [(-1, ""), (0, ""), (1, "yellow"), (29, "yellow"), (30, "red")])
def test_a_node_is_late_from_the_day_after_its_date(late: int, wanted: str) -> None:
    assert lit(nodes=[OpenNode("n", "开工", ago(late))]).get("node_overdue", "") == wanted


@pytest.mark.parametrize(("days", "wanted"), [(59, ""), (60, "yellow"), (119, "yellow"), (120, "red")])
def test_signed_and_not_landed(days: int, wanted: str) -> None:
    for field in ("contract_on", "stage_on"):
        assert lit(Stage.SIGNED, **{field: ago(days)}).get("signed_not_landed", "") == wanted
    assert "signed_not_landed" not in lit(Stage.LANDED, contract_on=ago(days))


@pytest.mark.parametrize(("days", "wanted"), [(29, ""), (30, "yellow"), (59, "yellow"), (60, "red")])
def test_started_and_not_on_the_books(days: int, wanted: str) -> None:
    assert lit(started_on=ago(days)).get("started_not_on_books", "") == wanted
    assert lit(started_on=ago(days), on_books_on=TODAY) == {}


@pytest.mark.parametrize(("days", "wanted"), [(59, ""), (60, "yellow"), (89, "yellow"), (90, "red")])
def test_talks_without_dated_progress(days: int, wanted: str) -> None:
    assert lit(Stage.NEGOTIATING, heard_on=ago(days)).get("talks_without_progress", "") == wanted
    assert lit(Stage.NEGOTIATING, heard_on=ago(days), stage_on=TODAY) == {}
    assert lit(Stage.NEGOTIATING) == {}, "nothing is known of it"


@pytest.mark.parametrize(
    ("days", "wanted"), [(13, ""), (14, "yellow"), (27, "yellow"), (28, "red"), (59, "red"), (60, "")]
)
def test_talks_are_reported_on_every_two_weeks(days: int, wanted: str) -> None:
    """Until they are without progress for longer than that, which is told instead."""
    found = lit(Stage.NEGOTIATING, heard_on=ago(days))
    assert found.get("talks_not_reported", "") == wanted and len(found) == (days >= 14)
    for stage in (Stage.LEAD, Stage.SIGNED, Stage.PAUSED):
        assert "talks_not_reported" not in lit(stage, heard_on=ago(days))


@pytest.mark.parametrize(
    ("known", "done", "wanted"),
    [
        (date(2026, 11, 20), {}, {}),
        (date(2026, 11, 19), {}, {"lead_not_answered": "yellow"}),
        (date(2026, 11, 18), {}, {"lead_not_answered": "red"}),
        (date(2026, 11, 17), {"answered": True}, {"lead_not_screened": "yellow"}),
        (date(2026, 11, 18), {"answered": True}, {}),
        (date(2026, 11, 12), {"answered": True}, {"lead_not_screened": "red"}),
        (date(2026, 11, 13), {"answered": True, "judged": True}, {"lead_not_fed_back": "yellow"}),
        (date(2026, 11, 6), {"answered": True, "judged": True}, {"lead_not_fed_back": "red"}),
    ],
)
def test_a_lead_is_owed_one_thing_after_the_other(known: date, done: Any, wanted: dict[str, str]) -> None:
    assert lit(Stage.LEAD, known_on=known, **done) == wanted


def test_days_off_do_not_count() -> None:
    """Before the National Day holiday of 2026 to after it: one working day."""
    assert lit(Stage.LEAD, date(2026, 10, 8), known_on=date(2026, 9, 30)) == {"lead_not_answered": "yellow"}
    assert lit(Stage.LEAD, date(2031, 10, 6), known_on=date(2031, 9, 30)), "no table of that year, no failure"


@pytest.mark.parametrize(
    ("in_place", "wanted"), [(40, ""), ("30.01", ""), (30, "yellow"), ("10.01", "yellow"), (10, "red")]
)
def test_investment_behind_the_plan(in_place: Any, wanted: str) -> None:
    """40 of 100 days have gone."""
    values: dict[str, Any] = {
        "contract_on": ago(40),
        "plan_end": TODAY + timedelta(days=60),
        "capital": Decimal(100),
    }
    found = lit(in_place=Decimal(in_place), **values)
    assert found.get("investment_behind_plan", "") == wanted
    assert "investment_behind_plan" not in lit(**values | {"plan_end": None})
    assert "investment_behind_plan" not in lit(**values | {"capital": Decimal(0)})


@pytest.mark.parametrize(
    ("touched", "today", "wanted"),
    [
        (date(2026, 10, 31), date(2026, 11, 22), ""),
        (date(2026, 10, 31), date(2026, 11, 23), "yellow"),
        (date(2026, 10, 1), date(2026, 11, 30), "yellow"),
        (date(2026, 9, 30), date(2026, 11, 1), "red"),
        (date(2026, 11, 1), date(2026, 11, 30), ""),
        (date(2025, 12, 31), date(2026, 1, 25), "yellow"),
        (date(2025, 11, 30), date(2026, 1, 1), "red"),
    ],
)
def test_not_updated_before_the_months_tally(touched: date, today: date, wanted: str) -> None:
    assert lit(Stage.LANDED, today, touched_on=touched).get("project_not_updated", "") == wanted
    assert "project_not_updated" not in lit(Stage.NEGOTIATING, today, touched_on=touched)


@pytest.mark.parametrize(("weeks", "wanted"), [(0, ""), (1, "yellow"), (2, "red")])
def test_a_leader_who_does_not_come(weeks: int, wanted: str) -> None:
    assert lit(owed_weeks=[weeks]).get("leader_not_on_site", "") == wanted


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.LOST])
def test_what_has_left_its_life_is_not_late(stage: Stage) -> None:
    node = OpenNode("n", "开工", ago(90))
    assert lit(stage, started_on=ago(400), nodes=[node], owed_weeks=[9], touched_on=ago(400)) == {}


@pytest.mark.parametrize(
    ("due", "wanted"),
    [
        (date(2026, 11, 26), ""),
        (date(2026, 11, 25), "yellow"),
        (date(2026, 11, 20), "yellow"),
        (date(2026, 11, 19), "red"),
    ],
)
def test_assignments_by_working_days(due: date, wanted: str) -> None:
    assert level(due_alert(PACK, "assignment_due", ("next_step", "s"), due, TODAY, DAYS)) == wanted


@pytest.mark.parametrize(("days", "wanted"), [(8, ""), (7, "yellow"), (0, "yellow"), (-1, "red")])
def test_promises_by_days(days: int, wanted: str) -> None:
    assert level(due_alert(PACK, "promise_due", ("promise", "p"), ago(-days), TODAY, DAYS)) == wanted


@pytest.mark.parametrize(("days", "wanted"), [(29, ""), (30, "yellow"), (44, "yellow"), (45, "red")])
def test_silence_by_its_cadence(days: int, wanted: str) -> None:
    assert level(silence_alert(PACK, "c", ago(days), 30, TODAY)) == wanted
    assert level(silence_alert(PACK, "c", None, 30, TODAY)) == "yellow"
    assert level(silence_alert(PACK, "c", ago(days), 0, TODAY)) == ""


@pytest.mark.parametrize(("out", "wanted"), [(61, ""), (60, "yellow"), (43, "yellow"), (42, "red")])
def test_squads_by_a_third_of_the_days(out: int, wanted: str) -> None:
    """61 of 182 days is a third (golden case 5); 70 % of a third is 42.47 days."""
    assert level(squad_alert(PACK, "s", out, 182)) == wanted


@pytest.mark.parametrize(("waited", "wanted"), [(0, ""), (2, ""), (3, "yellow"), (4, "yellow"), (5, "red")])
def test_a_step_that_waits_too_long(waited: int, wanted: str) -> None:
    """In working days, as the pack's table says: yellow from three, red from five."""
    assert level(approval_alert(PACK, "a", ago(waited), waited)) == wanted


@pytest.mark.parametrize(("days", "wanted"), [(2, ""), (3, "yellow"), (6, "yellow"), (7, "red")])
def test_a_laptop_that_does_not_sync(days: int, wanted: str) -> None:
    assert level(laptop_alert(PACK, ago(days), 3, TODAY)) == wanted
    assert level(laptop_alert(PACK, ago(days), 0, TODAY)) == ""
    assert level(laptop_alert(PACK, None, 3, TODAY)) == "", "it works alone"


@given(st.sampled_from(ALERTS), st.fractions(-500, 500), st.fractions(0, 500))
def test_worse_never_lights_less(alert: str, figure: Fraction, more: Fraction) -> None:
    grades = ["", "yellow", "red"]
    falling = alert in ("squad_days_behind", "project_not_updated", "assignment_due", "promise_due")
    worse = figure - more if falling else figure + more
    assert grades.index(level_of(PACK, alert, worse)) >= grades.index(level_of(PACK, alert, figure))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_light_is_a_sentence(language: str) -> None:
    tr = Translator(language).tr
    long_ago = {"known_on": ago(90), "heard_on": ago(200), "contract_on": ago(300), "started_on": ago(90)}
    whole: dict[str, Any] = {
        **long_ago,
        "plan_end": TODAY,
        "capital": Decimal(9),
        "owed_weeks": [3],
        "touched_on": ago(90),
        "nodes": [OpenNode("n", "开工", ago(90))],
    }
    found: list[Lit] = []
    for stage in Stage:
        for done in ({}, {"answered": True}, {"answered": True, "judged": True}, {"heard_on": ago(20)}):
            found += project_alerts(PACK, Watched("p", stage, **whole | done), TODAY, DAYS)
    for days in (3, -3):
        found += due_alert(PACK, "assignment_due", ("next_step", "s"), ago(days), TODAY, DAYS)
        found += due_alert(PACK, "promise_due", ("promise", "p"), ago(days), TODAY, DAYS)
    found += [*silence_alert(PACK, "c", None, 3, TODAY), *silence_alert(PACK, "c", ago(9), 3, TODAY)]
    found += approval_alert(PACK, "a", ago(9), 7)
    found += instalment_alert(PACK, "i", "首期", ago(9), TODAY)
    found += [*squad_alert(PACK, "s", 1, 100), *laptop_alert(PACK, ago(9), 2, TODAY)]
    assert {one.light for one in found} == set(ALERTS)
    for one in found:
        assert tr(one.why.key, **one.why.params) and "{" not in tr(one.why.key, **one.why.params)
        assert tr(f"alert.{one.light}")


def test_lights_that_say_the_same_share_it() -> None:
    """Tens of thousands of them are kept at a time."""
    one, another = (next(silence_alert(PACK, id, ago(90), 30, TODAY)) for id in "ab")
    later = next(silence_alert(PACK, "a", ago(91), 30, TODAY))
    assert one.on != another.on and one.why is another.why
    assert later.why.params == {"days": 91, "every": 30} != one.why.params
