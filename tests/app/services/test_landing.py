"""Where a lead should land: places ranked by the rules and by what is there; equal credit (feature 6)."""

import pytest

from app.i18n import Translator
from app.policy.shipped import shipped_pack
from app.rules.landing import platform_words, platforms, rule_words
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.landing import proposed, share_equally, take
from app.services.records import create_record
from tests.fakes.rulebooks import rule_by_the_demo

ZH, EN = Translator("zh_CN"), Translator("en")


def ranked(**values: object) -> list[tuple[str, str]]:
    return [(one.word, one.standing) for one in platforms(shipped_pack("chuzhou"), values, {})]


def test_chuzhou_ranks_its_places_with_what_needs_consent_behind() -> None:
    """000 §6.2(1): the zone, with consent the two districts, a county for farms and the like alone."""
    assert ranked(brought_by="city_unit", counted_kind="manufacturing") == [
        ("city_zone", "free"),
        *(("langya", "by_consent"), ("nanqiao", "by_consent")),
        *(("county", "out"), ("elsewhere", "out")),
    ]
    farm = ranked(brought_by="city_unit", counted_kind="farming")
    assert farm[3] == ("county", "by_consent") and farm[4] == ("elsewhere", "out")
    assert ("county", "out") in ranked(brought_by="stationed_office", counted_kind="farming")
    unknown = platforms(shipped_pack("chuzhou"), {}, {})
    assert {one.standing for one in unknown} == {"unknown"} and "brought_by" in unknown[0].missing


def test_each_place_says_why_and_by_which_rule() -> None:
    pack = shipped_pack("chuzhou")
    values = {"brought_by": "city_unit", "counted_kind": "farming"}
    by_word = {one.word: one for one in platforms(pack, values, {})}
    assert platform_words(pack, by_word["county"], ZH) == [
        "经同意后计入考核",
        "按50%扣减有关县（市）该项目到位资金数",
    ]
    assert platform_words(pack, by_word["elsewhere"], EN) == [
        "Does not count",
        "Landed where it does not count",
    ]
    assert "§6.2(1)" in rule_words(pack, by_word["county"], ZH)


def test_a_lead_is_told_neighbours_and_sites_and_is_taken_to_one(desk: Desk) -> None:
    rule_by_the_demo(desk.store)
    for stage in ("landed", "lost"):
        told = {"name": stage, "stage": stage, "landed_at": "chengbei", "industry": "装备制造"}
        create_record(desk, "project", told)
    site = {"name": "城北一号地", "place": "城北工业园", "land": "100"}
    create_record(desk, "offer", site)
    create_record(desk, "offer", {**site, "name": "小地块", "land": "10"})
    lead = {"name": "轴承", "industry": "装备制造", "investment": "2亿", "land": "85"}
    id, _ = create_record(desk, "project", {**lead, "responsible_unit": "招商局", "landing_unit": "城北园"})
    found = proposed(desk, desk.store.rows("project", [id])[0])
    assert found is not None and found.equal is not None and not found.shared
    assert [one.word for one in found.platforms] == ["gaoxin", "here", "chengbei", "elsewhere"]
    (chengbei,) = (one for one in found.platforms if one.word == "chengbei")
    assert platform_words(found.pack, chengbei, ZH)[-2:] == [
        "同行业已落地 1 个",
        "储备里有 1 处合适：城北一号地",
    ]
    here = next(one for one in found.platforms if one.word == "here")
    assert "引进单位计 50%" in platform_words(found.pack, here, ZH)
    with pytest.raises(InvalidRecord):
        take(desk, id, "nowhere")
    take(desk, id, "chengbei")
    share_equally(desk, id)
    row = desk.store.rows("project", [id])[0]
    assert row["landed_at"] == "chengbei"
    assert row["credits"] == {"first_report": {"招商局": "100"}, "landing": {"城北园": "100"}}
    again = proposed(desk, row)
    assert again is not None and again.shared


@pytest.mark.parametrize(
    "units", [{}, {"responsible_unit": "甲"}, {"responsible_unit": "甲", "landing_unit": "甲"}]
)
def test_equal_credit_needs_two_units(desk: Desk, units: dict[str, str]) -> None:
    id, _ = create_record(desk, "project", {"name": "轴承", **units})
    with pytest.raises(InvalidRecord):
        share_equally(desk, id)


def test_nothing_is_proposed_of_what_landed_or_is_over(desk: Desk) -> None:
    rule_by_the_demo(desk.store)
    for stage in ("landed", "lost", "on_books"):
        id, _ = create_record(desk, "project", {"name": "轴承", "stage": stage})
        assert proposed(desk, desk.store.rows("project", [id])[0]) is None
