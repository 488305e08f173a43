"""Claims at headquarters: receipts, protections, cases that open by themselves, the registry, rulings."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.rules import claims as rules
from app.rules.enterprise import enterprise_keys, registry_id
from sync.hq import claims
from sync.hq.transfer import transfer
from tests.fakes.claim_chains import ClaimChain
from tests.sync.hq.office import Laptop, Office, open_office

NAME = "合肥华清光学科技有限公司"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path / "hq", "")
    yield opened
    opened.store.close()


class Officer:
    """Somebody with a laptop and its chain of claims."""

    def __init__(self, office: Office, name: str, *, role: str = "officer", unit: str = "") -> None:
        self.laptop: Laptop = office.laptop(name, role=role, unit=unit)
        self.office, self.chain = office, ClaimChain(f"laptop of {name}")

    def claim(self, title: str = NAME, **values: Any) -> str:
        values = {"claimed_at": self.office.clock(), **values}
        return self.laptop.create(self.chain.wire(title, **values), kind="claim")

    def own(self, claim: str) -> dict[str, Any]:
        self.laptop.pull()
        return self.laptop.doc(claim, "claim")

    def cases(self) -> list[dict[str, Any]]:
        self.laptop.pull()
        return [doc for (kind, _), (_, _, doc) in self.laptop.held.items() if kind == "clash"]

    def entry(self, title: str = NAME) -> dict[str, Any]:
        self.laptop.pull()
        return self.laptop.doc(registry_id(enterprise_keys(title)[0]), "registry")


@pytest.fixture
def north(office: Office) -> Officer:
    return Officer(office, "北一")


@pytest.fixture
def south(office: Office) -> Officer:
    return Officer(office, "南一", unit=office.south)


@pytest.fixture
def ruler(office: Office) -> Officer:
    return Officer(office, "总部", role="hq")


def rule(ruler: Officer, **values: Any) -> str:
    """Rule on the one case through the ruler's laptop; the verdict's reason."""
    ruler.laptop.pull()
    id = next(id for kind, id in ruler.laptop.held if kind == "clash")
    fields = {name: (None, value) for name, value in values.items()} | {"status": ("open", "ruled")}
    verdict = ruler.laptop.say("update", id, fields, kind="clash")
    return verdict.reason if verdict.status == "refused" else verdict.status


def share(office: Office, north: int, south: int) -> list[dict[str, Any]]:
    return [{"unit_id": office.north, "percent": north}, {"unit_id": office.south, "percent": south}]


# --- receipts and the registry ------------------------------------------------------------------------------


def test_a_claim_gets_a_receipt_and_a_protection(office: Office, north: Officer) -> None:
    doc = north.own(north.claim())
    assert (doc["number"], doc["state"], "flags" in doc) == (1, "protected", False)
    assert doc["protected_until"] == rules.protected_until(claims.today(office.now)).isoformat()
    assert doc["received_at"].startswith(office.clock().date().isoformat())


def test_a_laptop_writes_no_receipt_for_itself(north: Officer) -> None:
    forged: dict[str, Any] = {"number": 99, "state": "ruled", "share": 100, "case_id": "x", "flags": ["x"]}
    doc = north.own(north.claim(**forged, protected_until=datetime(2099, 1, 1, tzinfo=UTC).date()))
    assert (doc["number"], doc["state"]) == (1, "protected")
    assert not {"share", "case_id", "flags"} & doc.keys() and doc["protected_until"] < "2099"


def test_everybody_gets_the_registry_and_nobody_in_it_is_a_person(
    office: Office, north: Officer, south: Officer
) -> None:
    north.claim(claimant="王五", evidence="电话 13800138000")
    entry = south.entry("华清光学科技")
    assert entry == {
        "title": "华清光学科技",
        "key": "name:华清光学科技",
        "state": "protected",
        "holder_ids": [office.north],
        "holders": ["北方处"],
        "until": rules.protected_until(claims.today(office.now)).isoformat(),
        "unit_id": "*",
    }
    for laptop in (north.laptop, south.laptop):
        assert laptop.last is not None and laptop.last.check == laptop.check()
        office.assert_digests_hold(laptop)


def test_a_second_claim_of_the_same_unit_stands_behind_the_first(office: Office, north: Officer) -> None:
    first = north.claim()
    colleague = Officer(office, "北二")
    second = colleague.own(colleague.claim("华清光学科技"))
    assert (second["number"], second["state"]) == (2, "received")
    assert second["protected_until"] == north.own(first)["protected_until"]
    assert colleague.cases() == []


def test_claims_of_one_batch_are_received_in_their_order(north: Officer) -> None:
    laptop, ids = north.laptop, [north.laptop.new_id() for _ in range(3)]
    pushed = [
        laptop.operation("create", "claim", id, north.chain.wire(f"企业{n}")) for n, id in enumerate(ids)
    ]
    laptop.exchange(*pushed)
    assert [north.own(id)["number"] for id in ids] == [1, 2, 3]
    assert all("flags" not in north.own(id) for id in ids)


def test_what_is_odd_about_a_claim_is_noted_and_not_refused(office: Office, north: Officer) -> None:
    north.chain.claim("没有送到的")
    gap = north.own(north.claim("乙"))
    seen = office.clock() + timedelta(days=1)
    turned_back = north.own(north.claim("丙", hq_seen_at=seen))
    document = north.chain.wire("丁") | {"evidence": "后来添的"}
    broken = north.own(north.laptop.create(document, kind="claim"))
    noted = [doc["flags"] for doc in (gap, turned_back, broken)]
    assert noted == [[rules.GAP], [rules.CLOCK_BACK], [rules.BROKEN]]


def test_a_claim_is_kept_as_it_was_written_but_may_hang_elsewhere(north: Officer) -> None:
    claim = north.claim()
    refused = north.laptop.say("update", claim, {"evidence": "后来添的"}, kind="claim")
    assert (refused.status, refused.reason) == ("refused", "hq.refused.append_only")
    moved = north.laptop.say("update", claim, {"company_id": "c-2"}, kind="claim")
    assert moved.status == "applied" and north.own(claim)["company_id"] == "c-2"
    assert north.laptop.say("delete", claim, kind="claim").reason == "hq.refused.append_only"


# --- cases --------------------------------------------------------------------------------------------------


def test_a_case_opens_by_itself_and_both_parties_hold_it(
    office: Office, north: Officer, south: Officer, ruler: Officer
) -> None:
    first = north.claim()
    office.clock.advance(60)
    second = south.claim("华清光学科技（合肥）", claimed_at=office.clock() - timedelta(days=9))
    (mine,), (theirs,) = north.cases(), south.cases()
    assert mine["case_id"] == theirs["case_id"] and mine["parties"] == theirs["parties"]
    assert [party["unit"] for party in mine["parties"]] == ["北方处", "南方处"], "by receipt, not by clocks"
    assert mine["status"] == "open" and mine["unit_id"] == office.north
    assert north.own(first)["state"] == south.own(second)["state"] == "clash"
    assert north.entry()["state"] == "clash" and north.entry()["holders"] == ["北方处", "南方处"]
    assert len(ruler.cases()) == 2, "one row for each party"
    for one in (north, south, ruler):
        one.laptop.pull()
        assert one.laptop.last is not None and one.laptop.last.check == one.laptop.check()
        office.assert_digests_hold(one.laptop)


def test_a_third_party_joins_the_open_case(office: Office, north: Officer, south: Officer) -> None:
    north.claim()
    south.claim()
    leader = Officer(office, "带队领导", role="leader")
    leader.claim()
    (case,) = north.cases()
    assert [party["unit_id"] for party in case["parties"]] == [office.north, office.south, ""]
    assert len({doc["case_id"] for doc in leader.cases()}) == 1


def test_different_credit_codes_are_different_enterprises(north: Officer, south: Officer) -> None:
    north.claim(credit_code="91350100M000100Y43")
    other = south.own(south.claim(credit_code="91110108551385082Q"))
    assert other["state"] == "protected" and south.cases() == []


def test_a_case_shows_what_headquarters_knows_of_both_and_none_of_their_words(
    office: Office, north: Officer, south: Officer
) -> None:
    company = north.laptop.create({"name": NAME}, kind="company")
    project = north.laptop.create({"name": "光学项目", "stage": "lead", "investor_id": company})
    visit = {"visited_on": "2026-02-01", "kind": "outward", "subject": "见王总", "company_id": company}
    north.laptop.create(visit, kind="visit")
    north.claim(company_id=company)
    south.claim()
    north.laptop.say("update", project, {"stage": ("lead", "negotiating")})
    (case,) = south.cases()
    told = [(entry["what"], entry["detail"]) for entry in case["parties"][0]["timeline"]]
    assert told == [("visit", "outward"), ("stage", "lead"), ("stage", "negotiating")]
    assert case["parties"][1]["timeline"] == [] and "王总" not in str(case)


# --- rulings ------------------------------------------------------------------------------------------------


def test_a_ruling_reaches_both_and_shares_the_credit(
    office: Office, north: Officer, south: Officer, ruler: Officer
) -> None:
    first, second = north.claim(), south.claim()
    given = share(office, 60, 40)
    assert rule(ruler, ruling="shared", shares=given, reason="北方先报，南方先谈") == "applied"
    for officer in (north, south):
        (case,) = officer.cases()
        assert (case["status"], case["ruling"], case["shares"]) == ("ruled", "shared", given)
        assert (case["reason"], case["ruled_by"]) == ("北方先报，南方先谈", "总部")
    claimed = [north.own(first), south.own(second)]
    assert [(doc["state"], doc["share"]) for doc in claimed] == [("ruled", 60), ("ruled", 40)]
    assert south.entry()["state"] == "ruled" and south.entry()["holders"] == ["北方处", "南方处"]
    for one in (north, south, ruler):
        one.laptop.pull()
        assert one.laptop.last is not None and one.laptop.last.check == one.laptop.check()


def test_the_loser_is_ruled_too_and_keeps_nothing(
    office: Office, north: Officer, south: Officer, ruler: Officer
) -> None:
    first, second = north.claim(), south.claim()
    assert rule(ruler, ruling="other", shares=share(office, 0, 100), reason="南方签约在先") == "applied"
    lost, won = north.own(first), south.own(second)
    assert (lost["state"], lost.get("share"), lost.get("protected_until")) == ("ruled", None, None)
    assert (won["state"], won["share"]) == ("ruled", 100) and won["protected_until"]
    assert north.entry()["holders"] == ["南方处"]


def test_only_headquarters_rules_and_only_rulings_that_add_up(
    office: Office, north: Officer, south: Officer, ruler: Officer
) -> None:
    north.claim()
    south.claim()
    good = {"ruling": "shared", "shares": share(office, 60, 40), "reason": "先到"}
    assert rule(north, **good) == "hq.refused.ruling_role"
    assert rule(ruler, **good | {"shares": share(office, 60, 30)}) == "rules.ruling.sum"
    assert rule(ruler, **good | {"reason": " "}) == "rules.ruling.reason"
    assert [case["status"] for case in north.cases()] == ["open"]


def test_a_second_ruling_made_apart_waits_for_its_author(
    office: Office, north: Officer, south: Officer, ruler: Officer
) -> None:
    north.claim()
    south.claim()
    other = Officer(office, "总部二", role="hq")
    other.laptop.pull()
    held = dict(other.laptop.held)
    assert rule(ruler, ruling="one", shares=share(office, 100, 0), reason="先到") == "applied"
    id = next(id for kind, id in held if kind == "clash")
    late = {"ruling": "other", "shares": share(office, 0, 100), "reason": "不同意", "status": "ruled"}
    operation = other.laptop.operation("update", "clash", id, late, base=held["clash", id][0])
    assert other.laptop.exchange(operation).verdicts[0].reason == "hq.refused.already_ruled"
    assert north.cases()[0]["ruling"] == "one"


def test_a_case_can_be_reopened(office: Office, north: Officer, south: Officer, ruler: Officer) -> None:
    first = north.claim()
    south.claim()
    assert rule(ruler, ruling="one", shares=share(office, 100, 0), reason="先到") == "applied"
    ruler.laptop.pull()
    id = next(id for kind, id in ruler.laptop.held if kind == "clash")
    assert ruler.laptop.say("update", id, {"status": ("ruled", "open")}, kind="clash").status == "applied"
    (case,) = south.cases()
    assert case["status"] == "open" and not {"ruling", "shares", "reason"} & case.keys()
    assert north.own(first)["state"] == "clash"


# --- protection and its end ---------------------------------------------------------------------------------


def test_progress_of_the_claiming_unit_renews_and_time_ends(
    office: Office, north: Officer, south: Officer
) -> None:
    company = north.laptop.create({"name": NAME}, kind="company")
    claim = north.claim(company_id=company)
    began = north.own(claim)["protected_until"]
    office.clock.advance(25 * 86400)
    visit = {"visited_on": "2026-03-20", "kind": "outward", "subject": "到厂", "company_id": company}
    south.laptop.create(visit, kind="visit")
    assert north.own(claim)["protected_until"] == began, "others' visits renew nothing"
    north.laptop.create(visit, kind="visit")
    renewed = north.own(claim)["protected_until"]
    assert renewed == rules.protected_until(claims.today(office.now)).isoformat() > began
    office.clock.advance(31 * 86400)
    with office.store.write() as connection:
        assert claims.expire(connection, office.store.tenant, now=office.now) == 1
        assert claims.expire(connection, office.store.tenant, now=office.now) == 0
    assert north.own(claim)["state"] == "expired"
    assert south.entry()["state"] == "pool" and "holders" not in south.entry()
    office.assert_digests_hold(south.laptop)
    taken = south.own(south.claim())
    assert taken["state"] == "protected" and south.cases() == []


def test_a_visit_renews_once_it_was_made_and_not_while_it_is_planned(office: Office, north: Officer) -> None:
    company = north.laptop.create({"name": NAME}, kind="company")
    claim = north.claim(company_id=company)
    began = north.own(claim)["protected_until"]
    office.clock.advance(20 * 86400)
    visit = {"visited_on": "2026-04-20", "kind": "outward", "subject": "到厂", "company_id": company}
    planned = north.laptop.create({**visit, "state": "planned"}, kind="visit")
    assert north.own(claim)["protected_until"] == began
    north.laptop.say("update", planned, {"state": ("planned", "made")}, kind="visit")
    assert north.own(claim)["protected_until"] > began


def test_a_stage_change_of_the_project_renews_and_a_visit_through_the_project_too(
    office: Office, north: Officer
) -> None:
    company = north.laptop.create({"name": NAME}, kind="company")
    project = north.laptop.create({"name": "光学项目", "stage": "lead", "investor_id": company})
    claim = north.claim(company_id=company)
    for day, progress in enumerate(("stage", "visit"), start=1):
        office.clock.advance(86400)
        if progress == "stage":
            north.laptop.say("update", project, {"stage": ("lead", "negotiating")})
        else:
            visit = {"visited_on": "2026-03-20", "kind": "call", "subject": "电话", "project_id": project}
            north.laptop.create(visit, kind="visit")
        until = rules.protected_until(claims.today(office.now)).isoformat()
        assert north.own(claim)["protected_until"] == until, (day, progress)


def test_any_push_after_the_end_gives_it_back(office: Office, north: Officer) -> None:
    claim = north.claim()
    office.clock.advance(40 * 86400)
    north.laptop.create()
    assert north.own(claim)["state"] == "expired"


# --- transfer -----------------------------------------------------------------------------------------------


def test_a_claim_goes_with_its_project_to_the_office_that_takes_it(
    office: Office, north: Officer, south: Officer
) -> None:
    company = north.laptop.create({"name": NAME}, kind="company")
    project = north.laptop.create({"name": "光学项目", "stage": "lead", "investor_id": company})
    claim = north.claim(company_id=company, project_id=project)
    until = north.own(claim)["protected_until"]
    moved = transfer(office.store, "project", project, "南方处", now=office.now)
    assert ("claim", claim) in moved.moved
    taken = south.own(claim)
    assert (taken["state"], taken["protected_until"]) == ("transferred", until)
    assert south.entry()["holders"] == ["南方处"] and south.entry()["state"] == "protected"
    office.assert_digests_hold(south.laptop)
    again = south.own(south.claim())
    assert again["state"] == "received" and south.cases() == [], "it is the unit's own now"
    rival = north.own(north.claim())
    assert rival["state"] == "clash"


def test_a_claim_in_an_open_case_stays_with_its_unit(office: Office, north: Officer, south: Officer) -> None:
    company = north.laptop.create({"name": NAME}, kind="company")
    claim = north.claim(company_id=company)
    south.claim()
    transfer(office.store, "company", company, "南方处", now=office.now)
    assert north.own(claim)["state"] == "clash" and len(north.cases()) == 1
