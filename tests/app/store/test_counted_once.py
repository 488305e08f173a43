"""What SQL says of thousands of continued projects is what the rules say of each."""

from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.model.records import ADDED, CONTINUES
from app.model.registry import KINDS
from app.policy.shipped import shipped_pack
from app.rules.continuations import TABLE, continued, counted_values
from app.store.counted_once import counted_amount, is_counted, ruled
from tests.app.rules.test_continuations import own_pack
from tests.app.store.test_deciding import decided
from tests.fakes.stores import new_desk

D = Decimal
_P = KINDS["project"].table.c
AMOUNTS = (None, D(0), D("2999.999999"), D(10_000))


def samples() -> list[dict[str, Any]]:
    sorts = (None, "of_a_newer_version", *CONTINUES)
    return [
        {
            "name": "甲",
            "continues": sort,
            "investment": amount,
            "contract_amount": amount,
            "foreign_investment": amount,
            "added_amount": added,
            "added_foreign": added,
        }
        for sort, amount, added in product(sorts, AMOUNTS, AMOUNTS)
    ]


def test_both_ways_count_alike(tmp_path: Path) -> None:
    store = new_desk(tmp_path).store
    with store.write(actor="x", label="x") as work:
        given = {work.create("project", values): values for values in samples()}
    for pack in (shipped_pack("default"), own_pack()):
        table = pack.tables[TABLE]
        columns = [counted_amount(name, table) for name in ADDED]
        score = ruled(pack.tables["scores"], table)
        with store._read() as connection:
            told = connection.execute(select(_P.id, is_counted(table), score, *columns)).all()
        assert len(told) == len(given)
        for id, counts, row, *amounts in told:
            values = given[id]
            rule = continued(pack, values)
            new = counted_values(rule, values)
            assert bool(counts) == rule.counts, values
            wanted = [None if new[name] is None else int(new[name].scaleb(6)) for name in ADDED]
            assert amounts == wanted, values
            assert row == decided(pack, "scores", dict(new)), values
    store.close()


def test_without_the_table_everything_counts_as_it_is(tmp_path: Path) -> None:
    store = new_desk(tmp_path).store
    with store.write(actor="x", label="x") as work:
        work.create("project", {"name": "甲", "continues": "owner", "investment": D(5)})
    with store._read() as connection:
        score = ruled(shipped_pack("default").tables["scores"], None)
        (told,) = connection.execute(
            select(is_counted(None), counted_amount("investment", None), score)
        ).all()
    assert (bool(told[0]), *told[1:]) == (True, 5_000_000, "small")
    store.close()


@pytest.mark.parametrize("name", sorted(ADDED))
def test_an_amount_that_is_not_told_stays_so(tmp_path: Path, name: str) -> None:
    store, table = new_desk(tmp_path).store, shipped_pack("default").tables[TABLE]
    with store.write(actor="x", label="x") as work:
        work.create("project", {"name": "甲", "continues": "owner", "added_amount": D(5)})
    with store._read() as connection:
        assert connection.execute(select(counted_amount(name, table))).scalar_one() is None
    store.close()
