"""Two offices claim one enterprise without a network: real laptops, a real headquarters, a case, a ruling."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.model.row import Row
from app.rules.claims import GAP, broken_links
from app.services import claims
from app.services.claims import check_claim, claim, claims_on
from app.services.clashes import Case, cases_on, clash_cases, rule_clash
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.merging import merge_records
from app.services.records import create_record, log_visit, undo
from sync.client.place import UNREPAIRED
from sync.hq.backup import backup, restore
from tests.conftest import ExpectedLogs
from tests.fakes.laptops import Laptop
from tests.fakes.offices import Offices, opened_offices

NAME, OTHER_WAY = "合肥华清光学科技有限公司", "华清光学科技（合肥）股份有限公司"


@dataclass
class Officer:
    """Somebody at a laptop."""

    laptop: Laptop
    desk: Desk

    def company(self, name: str = NAME) -> str:
        return create_record(self.desk, "company", {"name": name})[0]

    def claims(self) -> list[Row]:
        store = self.desk.store
        return store.rows("claim", store.ids("claim"))

    def case(self) -> Case:
        (only,) = clash_cases(self.desk)
        return only


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with opened_offices(tmp_path) as opened:
        yield opened


@pytest.fixture
def either(tmp_path: Path, database: str) -> Iterator[Offices]:
    """The same on SQLite and on PostgreSQL."""
    with opened_offices(tmp_path, database) as opened:
        yield opened


def officer(offices: Offices, name: str, unit: str = "", *, role: str = "officer") -> Officer:
    laptop = offices.laptop(name, unit, role=role)
    laptop.synced()
    return Officer(laptop, Desk(laptop.store, name))


@pytest.fixture
def north(offices: Offices) -> Officer:
    return officer(offices, "张三", "北方处")


@pytest.fixture
def south(offices: Offices) -> Officer:
    return officer(offices, "李四", "南方处")


@pytest.fixture
def ruler(offices: Offices) -> Officer:
    return officer(offices, "陈主任", role="hq")


def in_step(offices: Offices) -> None:
    """Nobody had to read everything again because digests differed, and every store is sound."""
    for laptop in offices.laptops.values():
        with laptop.store.replica() as replica:
            assert not replica.get(UNREPAIRED)
        assert laptop.store.integrity() == []
        assert laptop.store.counts().refused == 0


def test_two_laptops_offline_one_case_one_ruling(either: Offices) -> None:
    """The acceptance of A14: recorded and claimed apart, ruled 60/40, seen by both."""
    offices = either
    north, south = officer(offices, "张三", "北方处"), officer(offices, "李四", "南方处")
    ruler = officer(offices, "陈主任", role="hq")
    first, second = north.company(), south.company(OTHER_WAY)
    claim(north.desk, "company", first, {"evidence": "进博会上交换名片"})
    visit = {"visited_on": "2026-03-01", "kind": "outward", "subject": "到厂", "company_id": second}
    log_visit(south.desk, visit)
    claim(south.desk, "company", second)
    assert check_claim(north.desk, NAME).verdict == check_claim(south.desk, NAME).verdict == "own"
    north.laptop.synced()
    south.laptop.synced()
    offices.settle()

    for one in (north, south, ruler):
        case = one.case()
        assert case.is_open and [party.unit for party in case.parties] == ["北方处", "南方处"]
        assert [party.claimants for party in case.parties] == [("张三",), ("李四",)]
        assert [told.what for told in case.parties[1].timeline] == ["visit", "claim"]
    assert check_claim(south.desk, NAME).state == "clash"

    shares = {party.unit_id: share for party, share in zip(ruler.case().parties, (60, 40), strict=True)}
    with pytest.raises(InvalidRecord):
        rule_clash(ruler.desk, ruler.case().id, ruling="shared", shares=shares, reason=" ")
    rule_clash(ruler.desk, ruler.case().id, ruling="shared", shares=shares, reason="北方先报，南方先到厂")
    assert not ruler.case().is_open and north.case().is_open
    offices.settle()

    for one, record, share in ((north, first, 60), (south, second, 40)):
        (case,) = cases_on(one.desk, "company", record)
        assert not case.is_open and [party.share for party in case.parties] == [60, 40]
        assert (case.row["reason"], case.row["ruled_by"]) == ("北方先报，南方先到厂", "陈主任")
        (own,) = claims_on(one.desk, "company", record)
        assert (own["state"], own["share"]) == ("ruled", share)
    in_step(offices)


def test_who_synced_first_was_first_whatever_the_clocks_say(
    offices: Offices, north: Officer, south: Officer
) -> None:
    claim(north.desk, "company", north.company())
    south.laptop.clock.advance(3600)
    claim(south.desk, "company", south.company())
    south.laptop.synced()
    north.laptop.synced()
    offices.settle()
    assert [party.unit for party in north.case().parties] == ["南方处", "北方处"]


def test_what_another_unit_has_is_known_offline_after_a_sync(
    offices: Offices, north: Officer, south: Officer
) -> None:
    claim(north.desk, "company", north.company())
    offices.settle()
    found = check_claim(south.desk, OTHER_WAY)
    assert (found.verdict, found.units, found.until is not None) == ("taken", ("北方处",), True)
    assert check_claim(south.desk, "从未听说的公司").verdict == "free"
    in_step(offices)


def test_a_case_is_told_anew_when_a_party_goes_on_working(
    offices: Offices, north: Officer, south: Officer
) -> None:
    first = north.company()
    claim(north.desk, "company", first)
    claim(south.desk, "company", south.company())
    offices.settle()
    before = len(south.case().parties[0].timeline)
    visit = {"visited_on": "2026-03-02", "kind": "call", "subject": "约时间", "company_id": first}
    log_visit(north.desk, visit)
    offices.settle()
    assert len(south.case().parties[0].timeline) == before + 1
    in_step(offices)


def test_a_laptop_knows_its_chain_and_headquarters_too(offices: Offices, north: Officer) -> None:
    for number in range(4):
        claim(north.desk, "company", north.company(f"第{number}家精密仪器公司"))
        if number == 1:
            offices.settle()
    offices.settle()
    chain = claims.chain(north.desk.store)
    assert broken_links([row.values for row in chain]) == []
    assert [row["number"] for row in chain] == [1, 2, 3, 4]
    assert all(row["flags"] is None for row in chain)
    assert chain[-1]["hq_seen_at"] is not None and chain[0]["hq_seen_at"] is None


def test_a_claim_that_never_arrived_leaves_a_gap(offices: Offices, north: Officer) -> None:
    claim(north.desk, "company", north.company("甲精密仪器公司"))
    with north.desk.store.replica() as replica:
        replica.settle([one.op_id for one in replica.outgoing(9, 10**6) if one.kind == "claim"], {})
    claim(north.desk, "company", north.company("乙精密仪器公司"))
    north.laptop.synced()
    assert [row["flags"] for row in north.claims() if row["number"]] == [[GAP]]


def test_a_ruling_taken_back_before_the_sync_never_happened(
    offices: Offices, north: Officer, south: Officer, ruler: Officer
) -> None:
    claim(north.desk, "company", north.company())
    claim(south.desk, "company", south.company())
    offices.settle()
    shares = {party.unit_id: share for party, share in zip(ruler.case().parties, (100, 0), strict=True)}
    rule_clash(ruler.desk, ruler.case().id, ruling="one", shares=shares, reason="先报")
    undo(ruler.desk)
    offices.settle()
    assert north.case().is_open and ruler.case().is_open
    assert {row["state"] for row in [*north.claims(), *south.claims()]} == {"clash"}
    in_step(offices)


def test_an_officer_who_rules_all_the_same_gets_it_back(
    offices: Offices, north: Officer, south: Officer
) -> None:
    claim(north.desk, "company", north.company())
    claim(south.desk, "company", south.company())
    offices.settle()
    shares = {party.unit_id: share for party, share in zip(north.case().parties, (100, 0), strict=True)}
    rule_clash(north.desk, north.case().id, ruling="one", shares=shares, reason="我先报的")
    offices.settle()
    assert south.case().is_open
    (refused,) = north.desk.store.outbox(state="refused")
    assert (refused.reason or {})["key"] == "hq.refused.ruling_role"


def test_claims_and_rulings_survive_a_backup_put_back(
    offices: Offices,
    north: Officer,
    south: Officer,
    ruler: Officer,
    tmp_path: Path,
    expected_logs: ExpectedLogs,
) -> None:
    """What came after the backup comes again from the laptops: claims, the case, and the ruling on it."""
    claim(north.desk, "company", north.company())
    offices.settle()
    copy = tmp_path / "copy.zip"
    backup(offices.store, copy, now=offices.now)
    claim(south.desk, "company", south.company())
    offices.settle()
    shares = {party.unit_id: share for party, share in zip(ruler.case().parties, (60, 40), strict=True)}
    rule_clash(ruler.desk, ruler.case().id, ruling="shared", shares=shares, reason="先报")
    offices.settle()
    restore(offices.store, copy, now=offices.now, randomness=offices.randomness)
    offices.settle()
    offices.settle()
    for one in (north, south):
        assert [party.share for party in one.case().parties] == [60, 40]
        assert {row["state"] for row in one.claims()} == {"ruled"}
    in_step(offices)
    expected_logs.take("headquarters was restored")
    expected_logs.take("headquarters lost")


def test_a_claim_follows_its_firm_into_a_merger_and_stays_as_it_was_written(
    offices: Offices, north: Officer
) -> None:
    twice, kept = north.company(), north.company("华清光学科技")
    claim(north.desk, "company", twice)
    offices.settle()
    merge_records(north.desk, "company", kept, twice)
    offices.settle()
    (only,) = north.claims()
    assert only["company_id"] == kept and [row.id for row in claims_on(north.desk, "company", kept)] == [
        only.id
    ]
    assert broken_links([only.values]) == [] and only["state"] == "protected"
    visit = {"visited_on": "2026-03-02", "kind": "call", "subject": "约时间", "company_id": kept}
    offices.clock.advance(5 * 86400)
    log_visit(north.desk, visit)
    offices.settle()
    assert north.claims()[0]["protected_until"] > only["protected_until"], (
        "progress on it counts where it hangs now"
    )
    undo(north.desk)
    undo(north.desk)
    offices.settle()
    assert north.claims()[0]["company_id"] == twice
    in_step(offices)
