"""代办: services against the pack's limits through New Year, holidays and days worked in exchange."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from app.i18n import LANGUAGES, Translator
from app.policy.shipped import shipped_pack
from app.rules.service_items import MOST_DAYS, limit_of
from app.rules.working_days import working_days
from app.services import records, reviews
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.store.errors import RecordNotFound
from tests.fakes.stores import new_desk

DAYS = working_days()
TODAY = date(2026, 11, 20)  # a Friday
# The pack's limits in working days.
LIMITS = {
    "registration": 3,
    "filing": 5,
    "land_permit": 10,
    "building_permit": 10,
    "environment_permit": 20,
    "water": 10,
    "power": 10,
    "gas": 10,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = new_desk(tmp_path_factory.mktemp("services"))
    yield made
    made.store.close()


def project(desk: Desk, **values: object) -> str:
    return records.create_record(desk, "project", {"name": "储能项目", **values})[0]


def key(error: InvalidRecord) -> tuple[str, str]:
    (problem,) = error.problems
    return problem.field, problem.reason.key


# ---- the rule
@pytest.mark.parametrize(
    ("started", "limit", "due"),
    [
        ("2026-11-19", 0, "2026-11-19"),
        ("2026-11-19", 1, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),  # over a weekend
        ("2026-11-21", 1, "2026-11-23"),  # taken on on a Saturday
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-20", 6, "2026-11-30"),
        ("2026-09-30", 1, "2026-10-08"),  # 国庆, 1 to 7 October
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-09-30", 3, "2026-10-10"),  # a Saturday worked in exchange
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-11-20", -4, "2026-11-20"),
    ],
)
def test_the_last_day_in_time(started: str, limit: int, due: str) -> None:
    start = date.fromisoformat(started)
    assert limit_of(start, limit, None, start, DAYS).due_on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("today", "left", "late"),
    [
        ("2026-11-18", 2, 0),
        ("2026-11-19", 1, 0),
        ("2026-11-20", 0, 0),  # the last day is still in time
        ("2026-11-21", 0, 0),  # a Saturday is no working day late
        ("2026-11-22", 0, 0),
        ("2026-11-23", -1, 1),
        ("2026-11-24", -2, 2),
    ],
)
def test_days_left_and_late_around_the_limit(today: str, left: int, late: int) -> None:
    open_one = limit_of(date(2026, 11, 17), 3, None, date.fromisoformat(today), DAYS)
    done = limit_of(date(2026, 11, 17), 3, date.fromisoformat(today), date(2027, 6, 1), DAYS)
    assert open_one.due_on == TODAY
    assert (open_one.left, open_one.late, open_one.done) == (left, late, False)
    assert (done.left, done.late, done.done) == (left, late, True), "what is done no longer moves"


def test_a_limit_without_measure_is_a_long_one_and_never_runs_past_the_calendar() -> None:
    start = date(2026, 11, 20)
    longest = limit_of(start, MOST_DAYS, None, start, DAYS)
    assert limit_of(start, 2**53 - 1, None, start, DAYS) == longest
    assert 2060 < longest.due_on.year < 2070
    assert limit_of(date.max, 5, None, date.max, DAYS).due_on == date.max


# ---- the pack
@pytest.mark.parametrize("name", ["default", "panan"])
def test_the_pack_names_every_service_and_its_limit(name: str) -> None:
    pack = shipped_pack(name)
    told = {row.id: row.results["limit"] for row in pack.tables["services"].rows}
    assert told == {item: Decimal(limit) for item, limit in LIMITS.items()}
    for item in told:
        word = pack.word("service", item)
        assert word.zh and word.en and word.zh != word.en


@pytest.mark.parametrize(("item", "limit"), LIMITS.items())
def test_a_service_begins_with_the_packs_limit(desk: Desk, item: str, limit: int) -> None:
    of = project(desk)
    id, _ = reviews.start_service(desk, of, item, {"started_on": "2026-11-19"})
    row = records.required_row(desk, "service_item", id)
    assert (row["limit_days"], row["owner"], row["item"]) == (limit, "周敏", item)
    (one,) = reviews.services_of(desk, of)
    assert one.limit.left == limit - 1


# ---- on a laptop
@pytest.mark.parametrize(
    ("raw", "field", "reason"),
    [
        ({"limit_days": "-1"}, "limit_days", "rules.value.integer_range"),
        ({"limit_days": "十天左右"}, "limit_days", "rules.value.not_integer"),
        ({"limit_days": ""}, "limit_days", "rules.value.required"),
        ({"started_on": ""}, "started_on", "rules.value.required"),
    ],
)
def test_a_service_that_cannot_be(desk: Desk, raw: dict[str, str], field: str, reason: str) -> None:
    of = project(desk)
    with pytest.raises(InvalidRecord) as refused:
        reviews.start_service(desk, of, "water", raw)
    assert key(refused.value) == (field, reason)
    assert reviews.services_of(desk, of) == []


def test_a_limit_far_too_long_does_not_keep_the_others_from_being_shown(desk: Desk) -> None:
    of = project(desk)
    endless, _ = reviews.start_service(desk, of, "gas", {"limit_days": "99999999"})
    water, _ = reviews.start_service(desk, of, "water", {})
    assert [one.row.id for one in reviews.services_of(desk, of)] == [water, endless]
    assert endless in [one.row.id for one in reviews.open_services(desk)]


def test_what_is_typed_never_moves_a_service_to_another_project(desk: Desk) -> None:
    mine, other = project(desk), project(desk)
    raw = {"project_id": other, "item": "gas", "title": "园区供水"}
    id, _ = reviews.start_service(desk, mine, "water", raw)
    row = records.required_row(desk, "service_item", id)
    assert (row["project_id"], row["item"], row["title"]) == (mine, "water", "园区供水")
    assert reviews.services_of(desk, other) == []


def test_a_service_ends_between_its_first_day_and_today(desk: Desk) -> None:
    of = project(desk)
    id, _ = reviews.start_service(desk, of, "registration", {"started_on": "2026-11-16"})
    for on, reason in (("2026-11-15", "approval.before_start"), ("2026-11-21", "approval.future")):
        with pytest.raises(InvalidRecord) as refused:
            reviews.finish_service(desk, id, on)
        assert key(refused.value) == ("done_on", reason)
        said = dict.fromkeys(LANGUAGES, refused.value.problems[0].reason)
        words = {language: Translator(language).tr(one.key, **one.params) for language, one in said.items()}
        assert words["zh_CN"] != words["en"]
    reviews.finish_service(desk, id, "2026-11-16")
    (one,) = reviews.services_of(desk, of)
    assert (one.limit.done, one.limit.left) == (True, 3), "done on the very day it was taken on"
    records.undo(desk)
    (one,) = reviews.services_of(desk, of)
    assert (one.limit.done, one.row["done_on"]) == (False, None)
    records.redo(desk)
    assert reviews.services_of(desk, of)[0].limit.done


def test_services_stand_by_how_pressing_they_are_and_done_ones_last(desk: Desk) -> None:
    of = project(desk)
    made = {
        item: reviews.start_service(desk, of, item, {"started_on": on})[0]
        for item, on in (("environment_permit", "2026-11-02"), ("water", "2026-11-02"), ("gas", "2026-11-18"))
    }
    quick, _ = reviews.start_service(desk, of, "registration", {"started_on": "2026-11-02"})
    reviews.finish_service(desk, quick, "2026-11-05")
    order = [one.row.id for one in reviews.services_of(desk, of)]
    assert order == [made["water"], made["environment_permit"], made["gas"], quick]
    late = {one.row.id: one.limit.late for one in reviews.open_services(desk)}
    assert (late[made["water"]], late[made["environment_permit"]]) == (4, 0)
    assert quick not in late


def test_nothing_is_taken_on_for_a_project_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(RecordNotFound):
        reviews.start_service(desk, "no such project", "water", {})
    with pytest.raises(RecordNotFound):
        reviews.finish_service(desk, "no such service")
    with pytest.raises(InvalidRecord) as unknown:
        reviews.start_service(desk, project(desk), "lift", {})
    assert str(unknown.value.problems[0].reason.params["known"]).split(", ") == list(LIMITS)
