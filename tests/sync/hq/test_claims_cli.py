"""Claims and cases on the administrator's command line."""

from pathlib import Path
from typing import Any

import pytest

from tests.fakes.claim_chains import ClaimChain
from tests.sync.hq.office import Office, open_office
from tests.sync.hq.test_cli import Administrator

NAME = "合肥华清光学科技有限公司"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path / "hq", "")


@pytest.fixture
def admin(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Administrator:
    for user, unit in (("北一", office.north), ("南一", office.south)):
        laptop = office.laptop(user, unit=unit)
        laptop.create(ClaimChain(user).wire(NAME, claimant=user), kind="claim")
    office.store.close()
    return Administrator(tmp_path / "hq", capsys)


def test_claims_and_cases_are_listed(admin: Administrator) -> None:
    claims = admin.run("claims", "list")
    assert [(one["number"], one["state"]) for one in claims] == [(1, "clash"), (2, "clash")]
    (case,) = admin.run("clash", "list")
    assert (case["title"], case["status"], case["units"]) == (NAME, "open", ["北方处", "南方处"])
    shown = admin.run("clash", "show", case["case_id"])
    assert [party["claims"][0]["claimant"] for party in shown["parties"]] == ["北一", "南一"]


def ruled(admin: Administrator, *words: str, code: int = 0) -> Any:
    case = admin.run("clash", "list")[0]["case_id"]
    return admin.run("clash", "rule", case, "--by", "陈主任", *words, code=code)


def test_ruling_by_percent(admin: Administrator) -> None:
    shares = ("--share", "北方处=60", "--share", "南方处=40")
    done = ruled(admin, "--ruling", "shared", *shares, "--reason", "北方先报")
    assert (done["status"], done["ruled_by"], done["reason"]) == ("ruled", "陈主任", "北方先报")
    assert [(one["state"], one["share"]) for one in admin.run("claims", "list")] == [
        ("ruled", 60),
        ("ruled", 40),
    ]
    assert admin.run("clash", "list")[0]["ruling"] == "shared"


def test_a_ruling_that_does_not_add_up_is_refused_with_its_reason(admin: Administrator) -> None:
    shares = ("--share", "北方处=60", "--share", "南方处=30")
    ruled(admin, "--ruling", "shared", *shares, "--reason", "北方先报", code=1)
    assert "各方比例之和是 90%" in admin.said
    admin.run("clash", "show", "nowhere", code=1)
    assert "nowhere" in admin.said


def test_expiring_says_how_many(admin: Administrator) -> None:
    assert admin.run("claims", "expire") == {"expired": 0}
