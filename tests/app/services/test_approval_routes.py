"""Routes by the customer's table (systems.md B5), filed on a laptop: edges and the smallest step past."""

from collections.abc import Iterator

import pytest

from app.i18n import Translator
from app.services import approvals, records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.policy import pack_of
from app.services.route_words import preview, route_said
from app.store.work import PACK
from tests.fakes.stores import new_desk

CONSENT = ["county_head_consents", "deputy_approves"]
OFFICE = ["deputy_reviews", "office_meeting", "county_head_approves"]
STANDING = ["deputy_reviews", "office_meeting", "standing_committee", "county_head_approves"]
ZONE = ["assessment_group", "leading_group", "zone_approves"]
ZONE_STANDING = ["assessment_group", "leading_group", "standing_committee", "county_head_approves"]

# category, land as typed, special support, of the zone: the steps by the customer's table
PANAN = [
    ("A", "", False, False, CONSENT),
    ("I", "0", False, False, CONSENT),
    ("A", "0.01", False, False, CONSENT),
    ("A", "20", False, False, CONSENT),
    ("A", "20.01", False, False, OFFICE),
    ("A", "50", False, False, OFFICE),
    ("A", "50.01", False, False, STANDING),
    ("I", "20.01", False, False, CONSENT),
    ("I", "30亩", False, False, CONSENT),
    ("I", "30.01亩", False, False, OFFICE),
    ("I", "50", False, False, OFFICE),
    ("I", "50.01", False, False, STANDING),
    ("I", "1000", False, False, STANDING),
    # one level higher with special support; the top stays the top
    ("A", "", True, False, OFFICE),
    ("A", "20", True, False, OFFICE),
    ("I", "30", True, False, OFFICE),
    ("A", "20.01", True, False, STANDING),
    ("I", "50", True, False, STANDING),
    ("I", "50.01", True, False, STANDING),
    # the Jinpan zone approves by itself up to 50 mu, whatever the category
    ("A", "", False, True, ZONE),
    ("I", "50", False, True, ZONE),
    ("I", "50.01", False, True, ZONE_STANDING),
    ("A", "50.01", False, True, ZONE_STANDING),
    ("I", "50", True, True, ZONE_STANDING),
    ("A", "50.01", True, True, ZONE_STANDING),
]
# The pack for those without a table of their own: three bands of land, no categories.
DEFAULT = [
    ("", False, ["department", "deputy_approves"]),
    ("30", False, ["department", "deputy_approves"]),
    ("30.01", False, ["deputy_reviews", "office_meeting", "head_approves"]),
    ("50", False, ["deputy_reviews", "office_meeting", "head_approves"]),
    ("50.01", False, ["deputy_reviews", "office_meeting", "standing_committee", "head_approves"]),
    ("30", True, ["deputy_reviews", "office_meeting", "head_approves"]),
    ("30.01", True, ["deputy_reviews", "office_meeting", "standing_committee", "head_approves"]),
    ("50.01", True, ["deputy_reviews", "office_meeting", "standing_committee", "head_approves"]),
]


@pytest.fixture(scope="module")
def panan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = new_desk(tmp_path_factory.mktemp("panan"))
    with made.store.replica() as replica:
        replica.set(PACK, "panan")
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = new_desk(tmp_path_factory.mktemp("default"))
    yield made
    made.store.close()


def project(desk: Desk, **values: object) -> str:
    return records.create_record(desk, "project", {"name": "储能项目", **values})[0]


def steps(desk: Desk, raw: dict[str, object]) -> list[str]:
    id, _ = approvals.file_approval(desk, project(desk), raw)
    kept: list[str] = records.required_row(desk, "approval", id)["steps"]
    return kept


@pytest.mark.parametrize(("category", "land", "special", "zone", "expected"), PANAN)
def test_the_customers_table(
    panan: Desk, category: str, land: str, special: bool, zone: bool, expected: list[str]
) -> None:
    raw = {"categories": [category], "land": land, "special": special, "zone": zone}
    assert steps(panan, raw) == expected


@pytest.mark.parametrize(("land", "special", "expected"), DEFAULT)
def test_the_table_of_everybody_else(default: Desk, land: str, special: bool, expected: list[str]) -> None:
    assert steps(default, {"land": land, "special": special}) == expected


@pytest.mark.parametrize(
    ("land", "expected"), [("20", CONSENT), ("20.01", OFFICE), ("30", OFFICE), ("50.01", STANDING)]
)
def test_land_of_mixed_use_goes_the_stricter_way(panan: Desk, land: str, expected: list[str]) -> None:
    assert steps(panan, {"categories": ["I", "A"], "land": land}) == expected
    assert steps(panan, {"categories": ["A", "I"], "land": land}) == expected, "whichever was ticked first"


def test_what_is_typed_counts_before_what_the_project_has(panan: Desk) -> None:
    id = project(panan, land="60亩")
    as_it_is = approvals.route_of(panan, id, {"categories": ["I"]})
    typed = approvals.route_of(panan, id, {"categories": ["I"], "land": "1公顷"})
    assert (as_it_is.way.id, typed.way.id) == ("standing", "deputy"), "a hectare is 15 mu"
    emptied = approvals.route_of(panan, id, {"categories": ["I"], "land": ""})
    assert emptied.way.id == "deputy"
    assert records.required_row(panan, "project", id)["land"] == 60, "the project itself stays as it was"


@pytest.mark.parametrize(
    ("raw", "field", "key"),
    [
        ({"categories": ["I"], "land": "-1"}, "land", "rules.land.out_of_range"),
        ({"categories": ["I"], "special": "maybe"}, "special", "rules.value.not_boolean"),
        ({"categories": ["I"], "filed_on": "2026-11-21"}, "filed_on", "approval.future"),
        ({"categories": ["Z"], "land": "3"}, "categories", "error.fact_unusable"),
        ({"categories": [], "land": "3"}, "categories", "error.facts_missing"),
    ],
)
def test_a_case_that_cannot_be_filed_leaves_nothing(
    panan: Desk, raw: dict[str, object], field: str, key: str
) -> None:
    id = project(panan)
    with pytest.raises(InvalidRecord) as refused:
        approvals.file_approval(panan, id, raw)
    (problem,) = refused.value.problems
    assert (problem.field, problem.reason.key) == (field, key)
    assert approvals.approvals_of(panan, id) == []


@pytest.mark.parametrize(
    ("raw", "chinese", "english"),
    [
        ({"land": "30"}, "供地 0 < x ≤ 30 亩", "0 < x ≤ 30 mu"),
        ({"land": "50.01"}, "供地 > 50 亩", "> 50 mu"),
        ({"land": "50", "zone": True}, "供地 ≤ 50 亩", "≤ 50 mu"),
        ({"land": "30", "special": True}, "分管副县长审批", "The deputy county head approves"),
    ],
)
def test_why_it_is_this_route_is_said_in_both_languages(
    panan: Desk, raw: dict[str, object], chinese: str, english: str
) -> None:
    id, _ = approvals.file_approval(panan, project(panan), {"categories": ["I"], **raw})
    row = records.required_row(panan, "approval", id)
    in_chinese = route_said(row.values, Translator("zh_CN"), pack_of(panan))
    in_english = route_said(row.values, Translator("en"), pack_of(panan))
    assert chinese in in_chinese.why
    assert english in in_english.why
    assert len(in_chinese.steps) == len(in_english.steps) == len(row["steps"])
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in "".join(in_english.steps) + in_english.why)


def test_what_is_told_while_typing_is_what_is_filed(panan: Desk) -> None:
    id = project(panan, land="25")
    for raw in ({"categories": ["A"]}, {"categories": ["I"], "special": True}, {"categories": ["A", "I"]}):
        row = records.required_row(panan, "project", id)
        seen = preview(pack_of(panan), approvals.case_values(panan, row, raw), Translator("zh_CN"))
        filed, _ = approvals.file_approval(panan, id, raw)
        kept = records.required_row(panan, "approval", filed)
        assert seen == route_said(kept.values, Translator("zh_CN"), pack_of(panan))
        approvals.withdraw_approval(panan, filed)


def test_a_route_that_was_filed_stays_when_the_pack_changes(panan: Desk) -> None:
    id = project(panan)
    filed, _ = approvals.file_approval(panan, id, {"categories": ["I"], "land": "40"})
    approvals.record_step(panan, filed, {"outcome": "passed"})
    with panan.store.replica() as replica:
        replica.set(PACK, "default")
    try:
        (one,) = approvals.approvals_of(panan, id)
        assert (one.standing.number, one.standing.step) == (2, "office_meeting")
        said = route_said(one.row.values, Translator("zh_CN"), pack_of(panan))
        assert (said.steps[-1], said.version) == ("县长审批", "磐安县 v1"), "in the words it was filed under"
    finally:
        with panan.store.replica() as replica:
            replica.set(PACK, "panan")
