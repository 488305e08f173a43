"""The lock files: made from the present dependencies, hashed throughout, free of any server's name."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dev

LOCKS = [dev.RUN_LOCK, dev.DEV_LOCK]


def pins(text: str) -> dict[str, str]:
    """Package name to version and marker, as written."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\\\n]+)", text, re.MULTILINE))


def test_locks_are_made_from_the_present_dependencies() -> None:
    assert dev.stale_locks() == [], "run: python3 dev.py lock"


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_hashes_and_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(blocks) > 40
    assert [block.split(" ")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?:|file:|--(extra-)?index-url|--find-links|@ ", text) == []


def test_tests_run_with_what_users_get() -> None:
    run, development = (pins(path.read_text(encoding="utf-8")) for path in LOCKS)
    assert {name: pin for name, pin in run.items() if development.get(name) != pin} == {}


@pytest.mark.parametrize(("version", "allowed"), [("6.11.3", True), ("6.12.0", False), ("6.7.3", False)])
def test_the_qt_that_loses_references_is_shut_out(version: str, allowed: bool) -> None:
    lines = dev.project_table()["dependencies"]
    qt = next(Requirement(line) for line in lines if line.startswith("pyside6-essentials"))
    assert qt.specifier.contains(version) is allowed
