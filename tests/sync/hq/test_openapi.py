"""The description is true: schemathesis calls every route with what it allows and with what it does not."""

import itertools
import subprocess
import sys
from pathlib import Path

import msgspec

from sync.hq.throttle import Throttle
from sync.hq.web.openapi import described
from tests.conftest import ExpectedLogs
from tests.sync.hq.office import Office
from tests.sync.hq.served import Caller, served

# JSON Schema takes 2.0 for an integer, the protocol does not: the schema alone cannot say what is valid.
# Another schema version is refused with 426, which the tool does not count as a refusal by itself.
CONFIG = """
[checks]
positive_data_acceptance.enabled = false
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 413, 415, 426, 429]
"""


def test_every_answer_is_described(lite: Office, tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    """No server error, no undocumented status or body, nothing accepted that breaks the schema."""
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    hours = itertools.count(0, 3600)  # every look at the clock is an hour later: limits never bite
    with served(lite, throttle=Throttle(lambda: float(next(hours)))) as up:
        command = [
            *(str(Path(sys.executable).with_name("st")), "run", f"http://127.0.0.1:{up.port}/openapi.json"),
            *("--header", f"Authorization: {up.caller().headers['Authorization']}"),
            *("--max-examples", "8", "--seed", "1", "--phases", "coverage,fuzzing", "--no-color"),
        ]
        ran = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True, timeout=110)
    assert ran.returncode == 0, ran.stdout
    expected_logs.take("Invalid HTTP request received")  # it also tries what is no HTTP
    assert "8 selected / 8 total" in ran.stdout


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
