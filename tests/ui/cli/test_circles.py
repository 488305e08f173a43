"""Phone books, and figures of people, targets, agents and chains, through the command line."""

from pathlib import Path
from typing import Any

from tests.app.services.test_phone_book import BOOK
from tests.ui.cli.conftest import Outpost


def add(outpost: Outpost, made: str, /, **values: Any) -> str:
    return str(outpost("add", made, "--json", "-", given=values).answer["id"])


def test_a_phone_book_in_and_out(outpost: Outpost, tmp_path: Path) -> None:
    book = tmp_path / "book.vcf"
    book.write_bytes(BOOK)
    people = outpost("import-cards", str(book), "--dry-run").answer["people"]
    assert [one["name"] for one in people] == ["徐慧琴", "宋启明"]
    assert len(outpost("import-cards", str(book)).answer["made"]) == 2
    again = outpost("import-cards", str(book)).answer
    assert again["made"] == [] and len(again["left_out"]) == 2
    out = tmp_path / "out.vcf"
    assert outpost("export-cards", str(out)).answer["records"] == 2
    assert out.read_bytes().count(b"BEGIN:VCARD") == 2
    refused = outpost("import-cards", str(Path(__file__)))
    assert (refused.exit_code, refused.error["code"]) == (3, "not_a_card")


def test_the_days_ahead_as_a_calendar(outpost: Outpost, tmp_path: Path) -> None:
    add(outpost, "next_step", title="送方案", due_on="2099-01-01")
    add(outpost, "trip", title="长三角", starts_on="2098-01-01")
    out = tmp_path / "ahead.ics"
    assert outpost("export-calendar", str(out)).answer["entries"] == 1, "a year ahead, and every trip"
    assert "SUMMARY:长三角" in out.read_text(encoding="utf-8")


def test_figures(outpost: Outpost) -> None:
    friend = add(outpost, "contact", name="徐慧琴", circle="native", kept_by="陈立")
    boss = add(outpost, "contact", name="单志远")
    add(outpost, "relation", tie="classmate", contact_id=friend, to_contact_id=boss)
    target = add(outpost, "target", name="锐锂", standing="not_yet")
    add(outpost, "organisation", name="启程咨询", kind="agent_body", commissioned_by="高新区")
    add(outpost, "returnee", name="徐小河", intent_amount="30万")
    add(outpost, "chain_node", name="电芯", chain="电池")
    directory = outpost("circles", "directory").answer
    assert (directory["people"], directory["share"]) == (1, "0.0%") and friend in directory["lacking"]
    coverage = outpost("circles", "coverage").answer
    assert (coverage["targets"], coverage["share"], coverage["waiting"]) == (1, "0.0%", [target])
    assert outpost("circles", "agents").answer["units"] == [{"unit": "高新区", "agents": 1, "enough": False}]
    assert outpost("circles", "fairs").answer["intent_amount"] == "30"
    assert outpost("circles", "chains").answer["chains"][0]["gaps"] == ["电芯"]
    ways = outpost("circles", "reach", boss).answer["ways"]
    assert ways == [{"over": ["徐慧琴", "单志远"], "by": ["classmate"]}]
    assert outpost("circles", "reach").error["code"] == "parameter_missing"
