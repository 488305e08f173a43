"""Trips, promises and briefs through the command line."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.rules.clock import CHINA
from tests.ui.cli.conftest import Outpost


def add(outpost: Outpost, kind: str, **values: Any) -> str:
    return str(outpost("add", kind, "--json", "-", given=values).answer["id"])


def test_a_trip_is_planned_shown_counted_and_written_to_a_spreadsheet(
    outpost: Outpost, tmp_path: Path
) -> None:
    today = datetime.now(CHINA).date()
    firm = add(outpost, "company", name="甲公司")
    trip = add(outpost, "trip", title="外出", starts_on=today.isoformat(), leader="陈县长")
    (visit,) = outpost("trips", "plan", trip, "--company", firm).answer["visits"]
    assert visit["values"]["state"] == "planned"
    shown = outpost("trips", "show", trip).answer
    assert (len(shown["visits"]), shown["made"], shown["planned"]) == (1, 0, 1)
    (line,) = outpost("trips", "count", "--from", (today - timedelta(days=3)).isoformat()).answer["counts"]
    assert (line["name"], line["trips"], line["days"]) == ("陈县长", 1, 1)
    file = tmp_path / "外出统计.xlsx"
    assert outpost("trips", "export", "--file", str(file)).answer["lines"] == {"leader": 1, "unit": 1}
    assert file.read_bytes()[:2] == b"PK"
    refused = outpost("trips", "export", "--file", str(tmp_path / "no" / "such.xlsx"))
    assert refused.error["code"] == "file_unreadable"
    assert outpost("trips", "plan", trip).error["code"] == "parameter_missing"
    assert outpost("trips", "show").error["code"] == "parameter_missing"


def test_squads_are_judged_by_the_pack(outpost: Outpost) -> None:
    add(outpost, "squad", name="一分队", leader="王芳")
    answer = outpost("trips", "squads", "--on", "2026-07-01").answer
    (line,) = answer["squads"]
    assert (answer["on"], line["elapsed"], line["days"]) == ("2026-07-01", 182, 0)
    assert line["verdicts"]["squad.composition"] == "too_few" and "小分队人数不足" in line["says"]


def test_promises_are_listed_closed_and_opened_again(outpost: Outpost) -> None:
    id = add(outpost, "promise", title="给方案", side="ours", promised_on="2026-01-01", due_on="2026-01-10")
    (line,) = outpost("promises", "list").answer["promises"]
    assert (line["record"]["id"], line["light"]) == (id, "red")
    closed = outpost("promises", "close", id, "--outcome", "released", "--note", "对方不要了").answer
    assert closed["record"]["values"]["outcome"] == "released"
    assert outpost("promises", "list").answer["promises"] == []
    outpost("promises", "reopen", id)
    assert len(outpost("promises", "list").answer["promises"]) == 1


def test_a_brief_is_a_pdf_or_a_page(outpost: Outpost, tmp_path: Path) -> None:
    firm = add(outpost, "company", name="甲公司")
    pdf, page = tmp_path / "briefs" / "甲.pdf", tmp_path / "甲.html"
    assert outpost("brief", "company", firm, str(pdf)).answer["pages"] == ["甲公司"]
    assert pdf.read_bytes().startswith(b"%PDF") and pdf.stat().st_size > 2000
    outpost("brief", "company", firm, str(page))
    assert "甲公司" in page.read_text(encoding="utf-8")
    assert outpost("brief", "company", firm, str(tmp_path)).error["code"] == "file_unreadable"
