"""The demo's figures: an officer reports two months, headquarters publishes the first of them."""

from pathlib import Path

import pytest

from app.rules.fund_ledger import month_of
from app.rules.periods import months_later
from app.services.desk import Desk
from app.services.fund_records import locks
from app.services.funds import month_sheet
from app.services.headquarters import WrittenByHeadquarters
from app.store.work import ROLE
from tests.fakes.desks import sample_desk
from tests.fakes.stores import new_desk
from ui.cli.demo.funds import book_samples, publish_last_month


def become(desk: Desk, role: str) -> None:
    with desk.store.replica() as replica:
        replica.set(ROLE, role)


def test_an_officer_books_and_headquarters_publishes(tmp_path: Path) -> None:
    desk = sample_desk(tmp_path)
    become(desk, "officer")
    book_samples(desk)
    with pytest.raises(WrittenByHeadquarters):
        publish_last_month(desk)
    become(desk, "hq")
    publish_last_month(desk)
    last = months_later(month_of(desk.today()), -1)
    assert {row["month"] for row in locks(desk)} == {last}
    assert all(line.locked for line in month_sheet(desk, last).lines)
    assert any(line.month.own for line in month_sheet(desk, month_of(desk.today())).lines)
    desk.store.close()


def test_where_nothing_is_signed_nothing_is_published(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    book_samples(desk)
    publish_last_month(desk)
    assert not locks(desk)
    desk.store.close()
