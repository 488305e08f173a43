"""A lead and its first report in one go: both or neither, and what undo takes back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.rules.claims import broken_links
from app.services.claims import chain, claims_on, record_and_claim
from app.services.desk import Desk
from app.services.errors import AlreadyClaimed, InvalidRecord
from app.services.records import create_record, undo
from app.store.work import UNIT_ID
from tests.fakes.stores import new_desk

NAME = "合肥华清光学科技有限公司"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path, "张三")
    with made.store.replica() as replica:
        replica.set(UNIT_ID, "unit-north")
    yield made
    made.store.close()


def counts(desk: Desk) -> tuple[int, ...]:
    return tuple(len(desk.store.ids(kind)) for kind in ("company", "project", "claim"))


def test_a_company_is_made_and_claimed(desk: Desk) -> None:
    id, changes = record_and_claim(desk, "company", {"name": NAME, "city": "合肥"})
    (claim,) = claims_on(desk, "company", id)
    assert claim["title"] == NAME and claim["claimant"] == "张三" and claim["seq"] == 1
    assert changes.ids == {("company", id), ("claim", claim.id)}


def test_a_lead_is_claimed_for_its_investor(desk: Desk) -> None:
    company, _ = create_record(desk, "company", {"name": NAME})
    values = {"name": "光学镜头基地", "investor_id": company, "investment": "3.5亿"}
    id, _ = record_and_claim(desk, "project", values)
    (claim,) = claims_on(desk, "project", id)
    assert (claim["title"], claim["project_id"], claim["company_id"]) == (NAME, id, company)
    row = desk.store.get("project", id)
    assert row is not None and row["stage"] == "lead" and row["investment"] == 35_000


def test_claims_of_one_laptop_stay_a_chain(desk: Desk) -> None:
    for name in ("甲光电有限公司", "乙光电有限公司", "丙光电有限公司"):
        record_and_claim(desk, "company", {"name": name})
    rows = chain(desk.store)
    assert [row["seq"] for row in rows] == [1, 2, 3]
    assert [row["previous"] for row in rows] == [None, rows[0]["hash"], rows[1]["hash"]]
    assert not list(broken_links([row.values for row in rows]))


def test_undo_takes_the_record_back_and_leaves_the_claim(desk: Desk) -> None:
    id, _ = record_and_claim(desk, "company", {"name": NAME})
    undone = undo(desk)
    assert undone.label == "create.company" and undone.lasting == ("create.claim",)
    row = desk.store.get("company", id)
    assert row is not None and row.deleted
    assert counts(desk) == (0, 0, 1)


@pytest.mark.parametrize("values", [{"name": "没有投资方"}, {"name": "查无此企业", "investor_id": "nobody"}])
def test_a_lead_without_its_enterprise_is_not_made(desk: Desk, values: dict[str, str]) -> None:
    with pytest.raises(InvalidRecord) as refused:
        record_and_claim(desk, "project", values)
    assert [one.field for one in refused.value.problems] == ["investor_id"]
    assert counts(desk) == (0, 0, 0)


def test_what_is_refused_or_claimed_already_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(InvalidRecord):
        record_and_claim(desk, "company", {"name": NAME, "credit_code": "91350100M000100Y44"})
    with pytest.raises(InvalidRecord):
        record_and_claim(desk, "company", {"name": "  "})
    assert counts(desk) == (0, 0, 0)
    record_and_claim(desk, "company", {"name": NAME})
    with pytest.raises(AlreadyClaimed) as again:
        record_and_claim(desk, "company", {"name": f" {NAME} "})
    told = again.value.params
    assert told["name"] == NAME and told["day"] == datetime(2026, 11, 20, tzinfo=UTC).date().isoformat()
    assert counts(desk) == (1, 0, 1)
