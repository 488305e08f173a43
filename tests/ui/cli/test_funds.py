"""Funds in place through the command line."""

from pathlib import Path
from typing import Any

from tests.ui.cli.conftest import Outpost


def project(outpost: Outpost, name: str, **values: Any) -> str:
    given = {"name": name, "stage": "signed", "contract_amount": "1亿", "responsible_unit": "甲局", **values}
    return str(outpost("add", "project", "--json", "-", given=given).answer["id"])


def test_from_a_pasted_file_to_a_correction(outpost: Outpost, tmp_path: Path) -> None:
    first, second = project(outpost, "甲项目"), project(outpost, "乙项目")
    file = tmp_path / "paste.txt"
    file.write_text("甲项目\t1,200.5\n乙项目\t0.3亿\n丙项目\t5\n", encoding="utf-8")
    asked = ("--month", "2026-03", "--file", str(file))
    dry = outpost("funds", "paste", *asked, "--dry-run").answer
    assert (dry["booked"], dry["refused"]) == (0, 1)
    assert outpost("funds", "sheet", "--month", "2026-03").answer["sums"]["total"] == "0"
    done = outpost("funds", "paste", *asked).answer
    assert (done["booked"], done["lines"][2]["project"]) == (2, None) and done["lines"][2]["why_not"]
    sheet = outpost("funds", "sheet", "--month", "2026-03").answer
    assert (sheet["sums"]["total"], sheet["sums"]["unknown"]) == ("4200.5", 2)
    outpost("funds", "enter", first, "--month", "2026-03", "--source", "department", "--amount", "1200")
    differing = outpost("funds", "reconcile", "--month", "2026-03").answer["lines"]
    assert {line["name"]: (line["standing"], line["difference"]) for line in differing} == {
        "甲项目": ("differs", "0.5"),
        "乙项目": ("reported", None),
    }
    (lock,) = outpost("funds", "lock", "--month", "2026-03").answer["locks"]
    assert lock["same"] and lock["published"]["total"] == "4200"
    refused = outpost("funds", "enter", first, "--month", "2026-03", "--amount", "1")
    assert refused.error["code"] == "month_locked"
    made = outpost("funds", "correct", second, "--month", "2026-03", "--amount", "2900").answer
    assert made["record"]["values"]["amount"] == "-100"
    shown = outpost("funds", "show", second).answer
    assert (shown["total"], len(shown["entries"])) == ("2900", 2)


def test_what_a_project_is_counted_as(outpost: Outpost) -> None:
    id = project(outpost, "甲项目")
    outpost("funds", "enter", id, "--month", "2026-03", "--amount", "100")
    assert outpost("funds", "show", id).answer["recognised"] == "0"
    given = {"counted_kind": "manufacturing"}
    shown = outpost("funds", "count-as", id, "--json", "-", given=given).answer
    assert (shown["recognised"], shown["months"]) == (
        "100",
        [{"month": "2026-03", "total": "100", "standing": "reported"}],
    )
    wrong = outpost("funds", "count-as", id, "--json", "-", given={"counted_kind": "x"})
    assert wrong.exit_code == 3 and "counted_kind" not in wrong.err, "fields are told by their names"
    assert wrong.error["problems"][0]["label"] == "计入类别"


def test_who_has_the_credits_is_agreed_on(outpost: Outpost) -> None:
    id = project(outpost, "甲项目")
    assert outpost("funds", "show", id).answer["credits"]["shares"] == {}
    given = {"landing": {"甲局": 60, "乙局": "40%"}, "first_report": {"乙局": "100"}}
    shown = outpost("funds", "credit", id, "--json", "-", given=given).answer["credits"]
    shares = {"landing": {"甲局": "60", "乙局": "40"}, "first_report": {"乙局": "100"}}
    assert (shown["shares"], shown["ruled"], shown["why"]) == (shares, [], [])
    wrong: dict[str, Any] = {"landing": {}, "first_report": {"甲局": "99"}}
    refused: list[dict[str, Any]] = [wrong, {"landing": {}, "nonsense": {}}, {"landing": 5}]
    for one in refused:
        assert outpost("funds", "credit", id, "--json", "-", given=one).exit_code == 3
    assert outpost("funds", "show", id).answer["credits"]["shares"] == shares  # all of it or nothing
    shown = outpost("funds", "credit", id, "--json", "-", given={"landing": {}}).answer["credits"]
    assert shown["shares"] == {"first_report": {"乙局": "100"}}


def test_balances_tax_and_sizes(outpost: Outpost) -> None:
    facts = {"investment": "7亿", "counted_kind": "manufacturing", "verified_on": "2026-03-01"}
    id = project(outpost, "甲项目", pre_registered_on="2026-02-01")
    outpost("set", "project", id, "--json", "-", given={"investment": "7亿", "verified_on": "2026-03-01"})
    outpost("funds", "count-as", id, "--json", "-", given={"counted_kind": facts["counted_kind"]})
    stake = {"project_id": id, "fund": "industry", "stake": "equity", "amount": "1.2亿"}
    outpost("add", "fund_commitment", "--json", "-", given={**stake, "committed_on": "2026-03-01"})
    outpost("add", "tax_return", "--json", "-", given={"project_id": id, "year": "2026", "amount": "30"})
    found = outpost("funds", "overview").answer
    funds = {one["fund"]: one for one in found["funds"]}
    assert (funds["industry"]["left"], len(funds["industry"]["over"])) == ("8000", 1)
    assert found["tax"] == [{"year": 2026, "amount": "30", "payers": 1}]
    sizes = {one["size"]: one["verified"]["count"] for one in found["sizes"]}
    assert sizes["large_manufacturing"] == sizes["from_5_yi"] == 1 and sizes["from_10_yi"] == 0


def test_the_sheet_as_a_file(outpost: Outpost, tmp_path: Path) -> None:
    project(outpost, "甲项目")
    file = tmp_path / "台账.xlsx"
    assert outpost("funds", "export", "--month", "2026-03", "--file", str(file)).answer["lines"] == 1
    assert file.read_bytes().startswith(b"PK")
    missing = outpost("funds", "export", "--month", "2026-03")
    assert missing.error["code"] == "parameter_missing"


def test_a_month_is_opened_again_with_its_reason(outpost: Outpost) -> None:
    id = project(outpost, "甲项目")
    outpost("funds", "enter", id, "--month", "2026-03", "--amount", "100")
    outpost("funds", "lock", "--month", "2026-03")
    assert outpost("funds", "reopen", "--month", "2026-03").error["code"] == "parameter_missing"
    (lock,) = outpost("funds", "reopen", "--month", "2026-03", "--reason", "改口径").answer["locks"]
    assert lock["reopened"]["values"]["reason"] == "改口径"
    sheet = outpost("funds", "sheet", "--month", "2026-03").answer
    assert not sheet["locked"] and "改口径" in sheet["reopened"]
    outpost("funds", "enter", id, "--month", "2026-03", "--amount", "30")
    assert outpost("funds", "show", id).answer["total"] == "130"
