"""The description is true: schemathesis calls every route with what it allows and with what it does not."""

from pathlib import Path

import msgspec

from sync.hq.web.openapi import described
from tests.conftest import ExpectedLogs
from tests.sync.hq.fuzz import fuzz
from tests.sync.hq.office import Office
from tests.sync.hq.served import Caller, served


def test_every_answer_is_described(lite: Office, tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    """No server error, no undocumented status or body, nothing accepted that breaks the schema."""
    run = fuzz(lite, tmp_path, "officer", examples=10)
    assert run.ok, run.report
    expected_logs.take("Invalid HTTP request received")  # it also tries what is no HTTP
    assert "8 selected / 8 total" in run.report and run.cases > 150


def test_the_description_is_served_to_anybody(lite: Office) -> None:
    with served(lite) as up:
        answer = Caller(up.port).send("GET", "/openapi.json")
    assert answer.status == 200 and answer.body == described()


def test_every_reference_leads_somewhere() -> None:
    document = msgspec.json.decode(described())
    text = described().decode()
    names = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert names <= set(document["components"]["schemas"])
    assert {"Request", "Reply", "Operation", "Verdict", "Problem"} <= names
