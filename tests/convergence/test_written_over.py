"""Edits over what headquarters never had, a mask or what it refused: both ends come to the same at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open
from tests.fakes.offices import Offices, opened_offices

TOO_LONG = "字" * 10_000


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with opened_offices(tmp_path) as opened:
        yield opened


def never_repaired(laptop: Laptop) -> bool:
    return not any(request.buckets for request in laptop.gateway.requests)  # type: ignore[attr-defined]


def test_a_number_written_over_its_mask_while_the_unit_is_opened(offices: Offices) -> None:
    """It goes up when the true number is here already, of the very revision that it was shown masked at."""
    north, south = offices.laptop("张三", "北方处"), offices.laptop("赵六", "南方处")
    leader = offices.laptop("王局", role="leader")
    north.create("company", name="恒力集团")
    contact = south.create("contact", name="陈总", phones=["+8613800138000"])
    offices.grant("王局", "北方处")
    offices.settle()
    assert leader.value("contact", contact, "phones") == ["138****8000"]
    offices.grant("王局", "南方处")

    _while_it_asks(leader, lambda: leader.update("contact", contact, phones=["+8613900139000"]))
    offices.settle()

    for laptop in (leader, south):
        assert laptop.value("contact", contact, "phones") == ["+8613900139000"]
        assert never_repaired(laptop) and laptop.store.integrity() == []


def _while_it_asks(laptop: Laptop, save: Any) -> None:
    """One sync; its person saves when the first request is on its way."""
    gateway: Any = laptop.gateway
    real = gateway.exchange

    def exchange(request: Any) -> Any:
        gateway.exchange = real
        save()
        return real(request)

    gateway.exchange = exchange
    laptop.synced()


def test_a_set_put_right_after_one_of_its_members_was_refused(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    company = zhang.create("company", name="恒力集团")
    zhang.synced()
    zhang.update("company", company, tags=[TOO_LONG])
    assert zhang.sync().tally.refused == 1
    zhang.update("company", company, tags=[TOO_LONG, "化工"])
    assert zhang.sync().tally.refused == 1

    zhang.update("company", company, tags=["化工"])
    zhang.synced()
    li.synced()

    for laptop in (zhang, li):
        assert laptop.value("company", company, "tags") == ["化工"]
        assert laptop.store.content_hash() == hq_digest(headquarters)
        assert never_repaired(laptop)
