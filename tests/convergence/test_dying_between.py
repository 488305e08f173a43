"""Laptops that die while their scope changes, and find it as it was when they are back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client import engine
from tests.fakes.laptops import Laptop
from tests.fakes.offices import Offices, opened_offices


class Died(Exception):
    """The process is gone."""


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with opened_offices(tmp_path) as opened:
        yield opened


def dies_once_units_are_off(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What left is off this laptop, and the rows and the place are not yet in."""

    def die(*_: object) -> bool:
        raise Died

    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr(engine, "went_back", die)
        laptop.sync()


def died_without(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> tuple[Laptop, Laptop, str]:
    """The laptop that saw the south's company for a while and died as it went, the south's, the company."""
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    company = south.create("company", name="恒力集团")
    south.synced()
    offices.grant("张三", "南方处")
    north.synced()
    offices.revoke_grant("张三", "南方处")
    dies_once_units_are_off(north, monkeypatch)
    return north, south, company


def test_a_unit_taken_away_and_given_back_around_a_death_is_here_again(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    north, _, company = died_without(offices, monkeypatch)
    assert north.store.get("company", company) is None

    offices.grant("张三", "南方处")
    north.synced()

    assert north.value("company", company, "name") == "恒力集团"
    beginnings = len(north.gateway.requests)  # type: ignore[attr-defined]
    north.synced()
    assert len(north.gateway.requests) == beginnings + 1  # type: ignore[attr-defined]
    assert north.gateway.requests[-1].cursor != ""  # type: ignore[attr-defined]


def test_a_unit_that_stays_away_after_a_death_is_off_and_what_waited_goes_up(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    north, south, theirs = died_without(offices, monkeypatch)
    own = north.create("company", name="晶澳科技")

    north.synced()

    assert north.store.get("company", theirs) is None
    assert not north.store.outbox(state="pending")
    offices.grant("赵六", "北方处")
    south.synced()
    assert south.value("company", own, "name") == "晶澳科技"
    assert south.value("company", theirs, "name") == "恒力集团"
