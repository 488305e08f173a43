"""Rates of the projects signed in a period, by unit, quarter and year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.policy.shipped import shipped_names, shipped_pack
from app.rules.fulfilment import Cut, SignedProject, fulfilment, fulfilment_by
from app.rules.periods import Period
from app.rules.rounding import percent

DAY = date(2026, 3, 31)
PROJECTS = st.lists(
    st.builds(
        SignedProject,
        st.sampled_from("甲乙丙"),
        st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        *(st.booleans() for _ in range(4)),
        *(st.decimals(0, 10**6, places=2) for _ in range(2)),
    )
)


def test_the_published_set() -> None:
    projects = [SignedProject("甲", DAY, fulfilled=at < 244, started=at < 222) for at in range(247)]
    for name in shipped_names():
        found = fulfilment(shipped_pack(name), projects)
        shown = [percent(found[rate].value, 1) for rate in ("fulfilment", "start")]
        assert shown == ["98.8%", "89.9%"]  # the published 90 % is the second one in whole percent
        assert percent(found["start"].value, 0) == "90%"
    funds = SignedProject("甲", DAY, contract_capital=Decimal(1077), funds_in_place=Decimal(370))
    assert percent(fulfilment(shipped_pack("default"), [funds])["funds"].value, 0) == "34%"


def test_nothing_signed_is_a_dash_everywhere() -> None:
    for name in shipped_names():
        found = fulfilment(shipped_pack(name), [])
        asked = ("fulfilment", "start", "production", "landing", "funds")
        assert [found[rate].text for rate in asked] == ["—"] * 5


def test_a_period_and_a_quarter_end_with_their_last_day() -> None:
    pack, before = shipped_pack("default"), SignedProject("甲", DAY, started=True)
    after = replace(before, signed_on=date(2026, 4, 1), started=False)
    found = fulfilment_by(pack, [before, after], Cut.UNIT, Cut.QUARTER)
    assert {key: rates["start"].text for key, rates in found.items()} == {
        ("甲", (2026, 1)): "100.00%",
        ("甲", (2026, 2)): "0.00%",
    }
    (within,) = fulfilment_by(pack, [before, after], Cut.YEAR, within=Period(date(2026, 4, 1), 3)).items()
    assert (within[0], within[1]["start"].value) == ((2026,), Fraction(0))


@given(PROJECTS)
def test_the_groups_weigh_up_to_the_whole(projects: list[SignedProject]) -> None:
    pack = shipped_pack("default")
    groups = fulfilment_by(pack, projects, Cut.UNIT, Cut.YEAR)
    sizes = {key: sum((one.unit, one.signed_on.year) == key for one in projects) for key in groups}
    started = sum((rates["start"].value or Fraction(0)) * sizes[key] for key, rates in groups.items())
    assert started == sum(one.started for one in projects)
    assert sum(sizes.values()) == len(projects)
