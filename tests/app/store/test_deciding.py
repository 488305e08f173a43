"""Tables of packs decided by SQL answer as ``Table.decide`` does, on both sides of every edge."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.model.registry import KINDS
from app.policy.cases import read_case
from app.policy.shipped import shipped_names, shipped_pack
from app.policy.table import FactsMissing
from app.rules.project_facts import facts_of
from app.store.deciding import row_of
from tests.fakes.stores import new_desk

TABLES = ("scores", "coefficients", "placement", "merit.projects")
EDGES = (0, 3000, 10_000, 30_000, 50_000, 70_000, 100_000)
STEP = Decimal("0.000001")


def samples(pack: Any) -> list[dict[str, Any]]:
    amounts = [None, *(Decimal(edge) + step for edge in EDGES for step in (-STEP, Decimal(0), STEP))]
    kinds = [None, *pack.words["kind"]]
    places = [None, *pack.words["place"]]
    found = []
    for at, amount in enumerate(one for one in amounts if one is None or one >= 0):
        for kind in kinds:
            found.append(
                {
                    "investment": amount,
                    "counted_kind": kind,
                    "landed_at": places[at % len(places)],
                    "brought_by": next(iter(pack.words["brought_by"])) if at % 2 else None,
                    "rented_factory": (None, True, False)[at % 3],
                    "guaranteed_return": (None, True, False, False)[at % 4],
                    "legal_person": (True, None)[at % 2],
                    "consent": (True, None, False)[at % 3],
                    "floor_area": (None, 9999, 10_000)[at % 3],
                    "stars": (None, 3, 4)[at % 3],
                }
            )
    return found


def decided(pack: Any, table: str, values: dict[str, Any]) -> str | None:
    try:
        case = read_case(pack, facts_of(pack, values, table), [table])
        return str(pack.table(table).decide(case.values).row.id)
    except FactsMissing:
        return None


@pytest.mark.parametrize("name", shipped_names())
def test_both_ways_answer_alike(tmp_path: Path, name: str) -> None:
    pack, store = shipped_pack(name), new_desk(tmp_path).store
    given = {}
    with store.write(actor="x", label="x") as work:
        for values in samples(pack):
            given[work.create("project", {"name": "样本", "stage": "signed", **values})] = values
    project = KINDS["project"].table
    for table in (one for one in TABLES if one in pack.tables):
        query = select(project.c.id, row_of(pack.table(table)))
        with store._read() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        assert found == {id: decided(pack, table, values) for id, values in given.items()}
        assert len(set(found.values())) > 1, "every sample is answered alike: the test shows nothing"
    store.close()
