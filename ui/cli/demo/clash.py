"""Two units report the same firms without knowing of each other; headquarters rules on one of the cases."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ui.cli.demo.headquarters import Headquarters
from ui.cli.demo.laptop import Laptop


def report_both(first: Laptop, second: Laptop, evidence: Sequence[str]) -> list[str]:
    """Both report the two oldest firms of ``first``, offline; returns the firms' names."""
    firms = sorted(first.desk.store.ids("company"))[:2]
    names = [str(row["name"]) for row in first.desk.store.rows("company", firms)]
    for id, name in zip(firms, names, strict=True):
        first.do("claim", kind="company", id=id, evidence=evidence[0])
        second.do("claim", kind="company", id=second.add("company", name=name), evidence=evidence[1])
    return names


def rule_on(headquarters: Headquarters, title: str, story: Mapping[str, Any]) -> dict[str, Any]:
    """The administrator rules on the case about ``title`` by the percents of the story; returns the case."""
    cases = msgspec.json.decode(headquarters.command("clash", "list"))
    case = next(one for one in cases if one["title"] == title)
    shares = [
        f"--share={unit}={percent}" for unit, percent in zip(case["units"], story["shares"], strict=True)
    ]
    words = ["--ruling", "shared", *shares, "--reason", story["reason"], "--by", story["ruler"]]
    ruled: dict[str, Any] = msgspec.json.decode(
        headquarters.command("clash", "rule", case["case_id"], *words)
    )
    return ruled
