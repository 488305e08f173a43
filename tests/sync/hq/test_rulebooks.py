"""Headquarters publishes rules on the administrator's command line, once for each version."""

import json
from pathlib import Path

import pytest

from app.i18n import Translator
from app.policy.shipped import folder_of_packs
from tests.sync.hq.office import open_office
from tests.sync.hq.test_cli import Administrator

YEAR = {"years": {"2027": {"off": ["02-05..02-13"], "work": ["02-20"]}}}


@pytest.fixture
def admin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Administrator:
    open_office(tmp_path / "hq", "").store.close()
    return Administrator(tmp_path / "hq", capsys)


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    folder = tmp_path / "harbour"
    folder.mkdir()
    head = (
        'name = { zh = "临港新区", en = "Harbour" }\nversion = 1\neffective = 2026-01-01\nbase = "default"\n'
    )
    (folder / "pack.toml").write_text(f"[pack]\n{head}", "utf-8")
    return folder


def test_a_pack_is_published_and_in_force(admin: Administrator, harbour: Path) -> None:
    assert admin.run("rules", "list") == {"in_force": {"name": "default", "version": 1}, "published": []}
    told = admin.run("rules", "publish", str(harbour), "--by", "陈主任")
    assert told["in_force"] == {"name": "harbour", "version": 1}
    (one,) = told["published"]
    assert (one["title"], one["effective_on"], one["created_by"]) == ("临港新区", "2026-01-01", "陈主任")
    assert admin.run("rules", "publish", str(harbour)) == told, "the very same again changes nothing"
    assert len(admin.run("rules", "publish", "panan")["published"]) == 2


def test_a_version_stays_as_it_was_published(admin: Administrator, harbour: Path) -> None:
    admin.run("rules", "publish", str(harbour))
    file = harbour / "pack.toml"
    file.write_text(file.read_text("utf-8").replace("临港新区", "临港"), "utf-8")
    admin.run("rules", "publish", str(harbour), code=1)
    assert admin.said == Translator("zh_CN").tr("error.rules_published", name="harbour", version=1) + "\n"
    file.write_text(file.read_text("utf-8").replace("version = 1", "version = 2"), "utf-8")
    assert admin.run("rules", "publish", str(harbour))["in_force"]["version"] == 2


def test_a_faulty_pack_is_refused_with_every_line(admin: Administrator, harbour: Path) -> None:
    (harbour / "more.toml").write_text("[sorces]\n[rout]\n", "utf-8")
    admin.run("rules", "publish", str(harbour), code=1)
    assert "harbour/more.toml:1:" in admin.said and "harbour/more.toml:2:" in admin.said
    admin.run("rules", "publish", "atlantis", code=1)
    assert folder_of_packs().joinpath("panan").is_dir() and "panan" in admin.said
    assert admin.run("rules", "list")["published"] == []


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"years": {"2027": {"off": ["13-01"], "work": []}}}', b"\xff"]
)
def test_holidays_that_cannot_be_read_are_refused(
    admin: Administrator, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "holidays.json"
    file.write_bytes(content)
    admin.run("rules", "holidays", str(file), "--version", "1", code=1)
    assert "holidays.json" in admin.said


def test_holidays_are_published(admin: Administrator, tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(YEAR), "utf-8")
    (one,) = admin.run("rules", "holidays", str(file), "--version", "1")["published"]
    assert (one["about"], one["title"], one["effective_on"]) == ("holidays", "2027", "2027-01-01")
