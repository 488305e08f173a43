"""Trips, promises and briefs from the command line: odd words, both languages, nothing half done."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.rules.clock import CHINA
from tests.ui.cli.conftest import Outpost

TODAY = datetime.now(CHINA).date()


def add(outpost: Outpost, kind: str, **values: Any) -> str:
    return str(outpost("add", kind, "--json", "-", given=values).answer["id"])


def trip(outpost: Outpost, **values: Any) -> str:
    return add(outpost, "trip", **{"title": "外出", "starts_on": TODAY.isoformat(), **values})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("trips", "show", "no-such-trip"), "record_not_found"),
        (("trips", "plan", "no-such-trip", "--company", "x"), "record_not_found"),
        (("trips", "count", "--by", "colour"), "parameter_unusable"),
        (("trips", "count", "--from", "前天吧大概"), "invalid_record"),
        (("trips", "squads", "--on", "2026-02-30"), "invalid_record"),
        (("trips", "export"), "parameter_missing"),
        (("trips", "fly"), "parameter_unusable"),
        (("promises", "close"), "parameter_missing"),
        (("promises", "reopen"), "parameter_missing"),
        (("promises", "close", "no-such-promise"), "record_not_found"),
        (("promises", "reopen", "no-such-promise"), "record_not_found"),
        (("promises", "close", "x", "--outcome", "forgotten"), "parameter_unusable"),
        (("promises", "close", "x", "--on", "明日复明日"), "invalid_record"),
        (("brief", "company", "no-such-firm", "out.pdf"), "record_not_found"),
        (("brief", "squad", "x", "out.pdf"), "parameter_unusable"),
        (("brief", "promise", "x", "out.pdf"), "parameter_unusable"),
        (("brief", "company", "x", "out.docx"), "parameter_unusable"),
    ],
)
def test_what_cannot_be_done_is_named_and_said(outpost: Outpost, words: tuple[str, ...], code: str) -> None:
    for language in ("zh_CN", "en"):
        outcome = outpost("--lang", language, *words)
        assert outcome.exit_code != 0 and outcome.error["code"] == code
        assert outcome.error["message"] and "{" not in outcome.error["message"]


def test_one_firm_that_is_not_there_plans_nothing_at_all(outpost: Outpost) -> None:
    id, firm = trip(outpost), add(outpost, "company", name="甲公司")
    refused = outpost("trips", "plan", id, "--company", firm, "--company", "no-such-firm")
    assert refused.error["code"] == "record_not_found"
    assert outpost("trips", "show", id).answer["visits"] == []


def test_planning_is_one_undo_and_twice_is_once(outpost: Outpost) -> None:
    id = trip(outpost)
    firms = [add(outpost, "company", name=name) for name in ("甲公司", "乙公司")]
    words = ("trips", "plan", id, "--company", firms[0], "--company", firms[1], "--company", firms[0])
    assert len(outpost(*words).answer["visits"]) == 2
    assert outpost(*words).answer["visits"] == []
    outpost("undo")
    assert outpost("trips", "show", id).answer["visits"] == []


def test_a_visit_is_planned_for_the_day_one_says(outpost: Outpost) -> None:
    id, firm = trip(outpost), add(outpost, "company", name="甲公司")
    day = (TODAY + timedelta(days=2)).isoformat()
    (visit,) = outpost("trips", "plan", id, "--company", firm, "--on", day).answer["visits"]
    assert visit["values"]["visited_on"] == day


def test_the_count_holds_the_days_it_says(outpost: Outpost) -> None:
    trip(outpost, leader="陈县长", starts_on="2026-03-01", ends_on="2026-03-05", host_unit="招商局")
    trip(outpost, leader="陈县长", starts_on="2026-03-04", ends_on="2026-03-08", leader_rank="principal")
    span = ("--from", "2026-03-02", "--to", "2026-03-06")
    answer = outpost("trips", "count", *span).answer
    assert (answer["from"], answer["to"], answer["by"]) == ("2026-03-02", "2026-03-06", "leader")
    (line,) = answer["counts"]
    assert (line["trips"], line["days"], line["principal_trips"]) == (2, 5, 1)
    units = outpost("trips", "count", "--by", "unit", *span).answer["counts"]
    assert [(one["name"], one["days"]) for one in units] == [("招商局", 4), ("", 3)]
    backwards = outpost("trips", "count", "--from", "2026-03-06", "--to", "2026-03-02").answer
    assert all(one["days"] == 0 for one in backwards["counts"])


def test_the_spreadsheet_speaks_english_and_keeps_names_as_text(outpost: Outpost, tmp_path: Path) -> None:
    trip(outpost, leader="=1+1", starts_on="2026-03-01", ends_on="2026-03-05")
    file = tmp_path / "count.xlsx"
    span = ("--from", "2026-01-01", "--to", "2026-06-30")
    outpost("--lang", "en", "trips", "export", "--file", str(file), *span)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Leader", "Unit"]
    rows = [[cell.value for cell in row] for row in book["Leader"].iter_rows()]
    assert rows[0][0] == "2026-01-01 to 2026-06-30"
    assert rows[1][:3] == ["Leader", "Trips", "Days out"]
    assert rows[2][:3] == ["=1+1", 1, 5] and book["Leader"]["A3"].data_type == "s"
    assert [cell.value for cell in book["Unit"]["A"]][2] == "(not given)"


def test_promises_are_in_the_order_they_are_due_with_their_lights(outpost: Outpost) -> None:
    for title, days in (("远", 30), ("迟", -1), ("近", 7), ("不急", None)):
        due = None if days is None else (TODAY + timedelta(days=days)).isoformat()
        add(outpost, "promise", title=title, side="ours", promised_on="2026-01-01", due_on=due)
    found = outpost("promises", "list").answer["promises"]
    assert [(one["record"]["values"]["title"], one["light"]) for one in found] == [
        ("迟", "red"),
        ("近", "yellow"),
        ("远", None),
        ("不急", None),
    ]


def test_a_promise_is_closed_on_its_day_and_the_closing_is_undone(outpost: Outpost) -> None:
    id = add(outpost, "promise", title="给方案", side="theirs", promised_on="2026-01-01")
    closed = outpost("promises", "close", id, "--on", "2026-02-03", "--outcome", "broken").answer["record"]
    assert (closed["values"]["closed_on"], closed["values"]["outcome"]) == ("2026-02-03", "broken")
    outpost("undo")
    (line,) = outpost("promises", "list").answer["promises"]
    assert line["record"]["id"] == id and line["record"]["values"].get("outcome") is None


def test_the_brief_of_a_trip_has_a_page_for_each_firm(outpost: Outpost, tmp_path: Path) -> None:
    id = trip(outpost, cities=["Suzhou", "Kunshan"])
    firms = [add(outpost, "company", name=name) for name in ("Acme", "Zeta & <Co>")]
    outpost("trips", "plan", id, *(word for firm in firms for word in ("--company", firm)))
    file = tmp_path / "new" / "trip.HTM"
    answer = outpost("--lang", "en", "brief", "trip", id, str(file)).answer
    assert answer["pages"] == ["外出", "Acme", "Zeta & <Co>"]
    text = file.read_text(encoding="utf-8")
    assert text.count("page-break-before") == 2 and "Suzhou, Kunshan" in text
    assert "Zeta &amp; &lt;Co&gt;" in text and "No state secrets" in text


def test_what_is_refused_leaves_no_file(outpost: Outpost, tmp_path: Path) -> None:
    firm = add(outpost, "company", name="甲公司")
    for name in ("brief.docx", "brief.txt"):
        refused = outpost("brief", "company", firm, str(tmp_path / "new" / name))
        assert ".pdf / .html" in refused.error["message"]
    assert not (tmp_path / "new").exists()
