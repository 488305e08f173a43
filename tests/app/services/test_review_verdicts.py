"""预审与准入: verdicts given, corrected, undone, and what is asked as the investment changes (B3, B12)."""

from datetime import date
from decimal import Decimal

import pytest

from app.i18n import LANGUAGES, Translator
from app.model.approvals import GATES
from app.policy.shipped import shipped_pack
from app.services import records, reviews
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.store.errors import RecordNotFound

# systems.md B12 and B3, in the words of the pack; the pre-review begins at 1 亿.
ENTRY = ["negative_list", "intensity", "tax", "energy", "pollution", "technology", "bundling"]
SITE_VISIT = [
    *("landing_opinion", "industry_opinion", "land_opinion", "environment_opinion", "safety_opinion"),
]
PRE_REVIEW = [
    "feasibility",
    "energy_review",
    "environment_review",
    "safety_review",
    "intensity_review",
    "tax_review",
]


def project(desk: Desk, investment: str = "2亿") -> str:
    values = {"name": "储能", "stage": "lead", "investment": investment}
    return records.create_record(desk, "project", values)[0]


def asked(desk: Desk, id: str, gate: str) -> list[reviews.Asked]:
    return reviews.review_items(desk, records.required_row(desk, "project", id), gate)


def key(error: InvalidRecord) -> tuple[str, str]:
    return error.problems[0].field, error.problems[0].reason.key


@pytest.mark.parametrize("name", ["default", "panan"])
def test_the_pack_asks_what_the_customer_asks(name: str) -> None:
    pack = shipped_pack(name)
    rows = pack.tables["reviews"].rows
    gates = {gate: [row.id for row in rows if row.results["gate"] == gate] for gate in GATES}
    assert gates == {"entry": ENTRY, "pre_review": PRE_REVIEW, "site_visit": SITE_VISIT}
    for row in rows:
        if row.id in SITE_VISIT:
            assert row.source == "002 §2(4)" and pack.word("review", row.id).zh.endswith("意见")
            continue
        item, threshold = pack.word("review", row.id), pack.word("threshold", str(row.results["threshold"]))
        assert all((item.zh, item.en, threshold.zh, threshold.en))
        assert pack.source_text(row.source, "zh_CN") != row.source, "the document is named, not its number"
        assert row.results.get("from") == (Decimal(10_000) if row.id in PRE_REVIEW else None)


@pytest.mark.parametrize(
    ("investment", "count"),
    [("9999.999999万", 0), ("1亿", 6), ("10000.000001万", 6), ("0", 0), ("", 6)],
)
def test_the_pre_review_begins_at_one_yi(desk: Desk, investment: str, count: int) -> None:
    id = project(desk, investment)
    assert len(asked(desk, id, "pre_review")) == count
    assert [one.item for one in asked(desk, id, "entry")] == ENTRY, "the gate is asked of everybody"


def test_what_was_said_stays_when_the_investment_falls_below(desk: Desk) -> None:
    id = project(desk, "1亿")
    reviews.give_verdict(desk, id, "safety_review", {"verdict": "met"})
    records.change_record(desk, "project", id, {"investment": "9000万"})
    (kept,) = asked(desk, id, "pre_review")
    assert kept.item == "safety_review" and kept.rule is not None and kept.row is not None
    assert kept.row["verdict"] == "met"


@pytest.mark.parametrize(
    ("raw", "field", "reason"),
    [
        ({"verdict": ""}, "verdict", "rules.value.required"),
        ({}, "verdict", "rules.value.required"),
        ({"verdict": "perhaps"}, "verdict", "rules.value.choice"),
        ({"verdict": "not_met"}, "reason", "approval.reason"),
        ({"verdict": "not_met", "reason": "  \n "}, "reason", "approval.reason"),
        ({"verdict": "met", "reviewed_on": "昨天的昨天"}, "reviewed_on", "rules.date"),
        ({"verdict": "met", "found": "x\x07"}, "found", "rules.text.control"),
    ],
)
def test_a_verdict_that_cannot_be(desk: Desk, raw: dict[str, str], field: str, reason: str) -> None:
    id = project(desk)
    with pytest.raises(InvalidRecord) as refused:
        reviews.give_verdict(desk, id, "tax", raw)
    said = key(refused.value)
    assert said[0] == field and said[1].startswith(reason)
    assert all(one.row is None for one in asked(desk, id, "entry")), "nothing was kept"
    told = refused.value.problems[0].reason
    words = [Translator(language).tr(told.key, **told.params) for language in LANGUAGES]
    assert all(words) and words[0] != words[1]


@pytest.mark.parametrize("verdict", ["met", "not_asked"])
def test_only_a_no_needs_its_reason(desk: Desk, verdict: str) -> None:
    id = project(desk)
    reviews.give_verdict(desk, id, "bundling", {"verdict": verdict})
    given = {one.item: one.row for one in asked(desk, id, "entry") if one.row}
    assert list(given) == ["bundling"]
    assert given["bundling"]["verdict"] == verdict


def test_better_to_leave_the_land_empty_is_a_verdict_that_stays(desk: Desk) -> None:
    id = project(desk)
    reason = "投资强度不够，宁可让地空着"
    given = {"verdict": "not_met", "found": "80 万元/亩", "reason": reason}
    reviews.give_verdict(desk, id, "intensity", given)
    (row,) = [one.row for one in asked(desk, id, "entry") if one.row]
    assert (row["reason"], row["found"], row["reviewed_on"]) == (reason, "80 万元/亩", date(2026, 11, 20))
    assert desk.store.ids("review", find="让地空着") == [row.id], "and is found again"


def test_a_verdict_stands_once_and_undo_gives_the_one_before(desk: Desk) -> None:
    id = project(desk)
    reviews.give_verdict(desk, id, "tax", {"verdict": "met", "found": "12 万元/亩"})
    reviews.give_verdict(desk, id, "tax", {"verdict": "not_met", "reason": "核减后不足"})
    assert len(desk.store.ids("review")) == 1
    records.undo(desk)
    (row,) = [one.row for one in asked(desk, id, "entry") if one.row]
    assert (row["verdict"], row["found"], row["reason"]) == ("met", "12 万元/亩", None)
    records.undo(desk)
    assert [one.row for one in asked(desk, id, "entry") if one.row] == []
    records.redo(desk)
    assert len(desk.store.ids("review")) == 1


def test_what_is_typed_never_moves_a_verdict_to_another_item_gate_or_project(desk: Desk) -> None:
    mine, other = project(desk), project(desk)
    raw = {"verdict": "met", "project_id": other, "gate": "pre_review", "item": "energy"}
    reviews.give_verdict(desk, mine, "tax", raw)
    (row,) = [one.row for one in asked(desk, mine, "entry") if one.row]
    assert (row["project_id"], row["gate"], row["item"]) == (mine, "entry", "tax")
    assert not [one for gate in ("entry", "pre_review") for one in asked(desk, other, gate) if one.row]


def test_of_two_verdicts_made_apart_the_later_day_is_shown(desk: Desk) -> None:
    id = project(desk)
    for on, verdict in (("2026-11-10", "met"), ("2026-11-03", "not_asked")):
        values = {"title": "亩均税收", "project_id": id, "gate": "entry", "item": "tax"}
        records.create_record(desk, "review", {**values, "verdict": verdict, "reviewed_on": on})
    (row,) = [one.row for one in asked(desk, id, "entry") if one.row]
    assert (row["verdict"], row["reviewed_on"]) == ("met", date(2026, 11, 10))


def test_a_verdict_on_what_the_pack_no_longer_asks_stands_at_the_end(desk: Desk) -> None:
    id = project(desk)
    old = {"title": "水耗", "project_id": id, "gate": "entry", "item": "water_use", "verdict": "met"}
    records.create_record(desk, "review", old)
    found = asked(desk, id, "entry")
    assert [one.item for one in found[:-1]] == ENTRY
    assert found[-1].rule is None and found[-1].row is not None and found[-1].row["title"] == "水耗"


@pytest.mark.parametrize(("language", "title"), [("zh_CN", "亩均税收"), ("en", "Tax per mu")])
def test_a_verdict_keeps_the_name_in_the_language_of_who_gave_it(
    desk: Desk, language: str, title: str
) -> None:
    id = project(desk)
    reviews.give_verdict(desk, id, "tax", {"verdict": "met"}, language=language)
    (row,) = [one.row for one in asked(desk, id, "entry") if one.row]
    assert row["title"] == title
    assert row["threshold"]


def test_no_verdict_without_a_project(desk: Desk) -> None:
    with pytest.raises(RecordNotFound):
        reviews.give_verdict(desk, "no such project", "tax", {"verdict": "met"})
    assert desk.store.ids("review") == []
