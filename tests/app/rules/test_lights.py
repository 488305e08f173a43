"""The light of a project, at the edges of the pack's thresholds."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.i18n import LANGUAGES, Translator
from app.policy.shipped import shipped_pack
from app.rules.lights import GREEN, Light, project_light

PACK = shipped_pack("default")
TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def lit(
    values: dict[str, Any], nodes: tuple[tuple[str, date], ...] = (), weeks: tuple[int, ...] = ()
) -> Light:
    return project_light(PACK, {"stage": "landed", **values}, nodes, weeks, TODAY)


@pytest.mark.parametrize(
    ("late", "level"), [(-1, "green"), (0, "green"), (1, "yellow"), (29, "yellow"), (30, "red")]
)
def test_a_node_is_late_from_the_day_after_its_date(late: int, level: str) -> None:
    assert lit({}, (("开工", ago(late)),)).level == level


@pytest.mark.parametrize(("days", "level"), [(59, "green"), (60, "yellow"), (119, "yellow"), (120, "red")])
def test_signed_and_not_landed(days: int, level: str) -> None:
    assert lit({"stage": "signed", "contract_on": ago(days)}).level == level
    assert lit({"stage": "signed", "stage_on": ago(days)}).level == level
    assert lit({"stage": "landed", "contract_on": ago(days)}) == GREEN


@pytest.mark.parametrize(("days", "level"), [(29, "green"), (30, "yellow"), (59, "yellow"), (60, "red")])
def test_started_and_not_on_the_books(days: int, level: str) -> None:
    assert lit({"started_on": ago(days)}).level == level
    assert lit({"started_on": ago(days), "on_books_on": TODAY}) == GREEN


@pytest.mark.parametrize(("weeks", "level"), [(0, "green"), (1, "yellow"), (2, "red")])
def test_a_leader_who_does_not_come(weeks: int, level: str) -> None:
    assert lit({}, weeks=(weeks,)).level == level


@pytest.mark.parametrize("stage", ["paused", "lost"])
def test_what_has_left_its_life_is_not_late(stage: str) -> None:
    assert lit({"stage": stage, "started_on": ago(400)}, (("开工", ago(90)),), (9,)) == GREEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gravest_reason_comes_first_and_each_is_a_sentence(language: str) -> None:
    values = {"stage": "signed", "contract_on": ago(200), "started_on": ago(40)}
    light = lit(values, (("交地", ago(3)), ("开工", ago(60))), (1,))
    assert light.level == "red" and len(light.why) == 5
    said = [Translator(language).tr(why.key, **why.params) for why in light.why]
    assert "开工" in said[0] and any("200" in one for one in said[:2]) and "1" in said[-1]
