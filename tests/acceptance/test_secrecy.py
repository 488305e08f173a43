"""What lies on the disk says nothing to somebody who has the laptop and not the key (trust.md S1, S2)."""

import shutil
from pathlib import Path

import pytest

from tests.fakes.shell import Shell, made

NAME, PHONE, WORDS = "金丝雀陈", "13912345678", "绝密的投资计划"
SPELLINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def _found(folder: Path) -> list[str]:
    """The files below ``folder`` in which a canary can be read, and how."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for canary in (NAME, PHONE, WORDS, "correct horse"):
            found += [f"{path.name}: {canary} {s}" for s in SPELLINGS if canary.encode(s) in content]
        found += [f"named {canary}" for canary in (NAME, PHONE, WORDS) if canary in path.name]
    return found


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Where the processes of a test put their temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def test_no_canary_anywhere(tmp_path: Path, temporary: Path) -> None:
    profile = tmp_path / "profile"
    shell = Shell(profile, extra={"TMPDIR": str(temporary), "TEMP": str(temporary)})
    paper = tmp_path / f"{NAME}.txt"
    paper.write_text(f"{NAME} {PHONE} {WORDS}\n" * 5000, encoding="utf-8")
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(f"姓名,手机,备注\n{NAME},{PHONE},{WORDS}\n", encoding="utf-8")
    assert _found(tmp_path) != []  # the search itself finds what is there
    shell.ok("init", "--name", NAME)
    with shell.talk() as talk:
        contact = talk("add", kind="contact", values={"name": NAME, "phones": [PHONE], "note": WORDS})["id"]
        talk("attach", kind="contact", id=contact, file=str(paper))
        talk("import", file=str(ledger))
        assert talk("find", text=NAME)["hits"]
        talk("set", kind="contact", id=contact, values={"note": WORDS * 2})
        talk("undo")
        for wrong in (
            {"command": "add", "kind": NAME, "values": {}},
            {
                "command": "add",
                "kind": "contact",
                "values": {"name": NAME, "phones": ["1391234567"], "x": PHONE},
            },
            {"command": "get", "kind": "contact", "id": PHONE},
            {"command": "export", "kind": "contact", "file": str(tmp_path / NAME / "x.xlsx")},
        ):
            assert not talk.ask(**wrong)["ok"]
        assert (profile / "outpost.db-wal").stat().st_size > 0
        assert _found(profile) == []  # while it is open and its log is full
        assert _found(temporary) == []
        talk.process.kill()
    assert _found(profile) == []  # as a crash leaves it
    assert _found(temporary) == []
    assert shell.ok("find", PHONE[-4:])["hits"]
    assert _found(profile) == []
    log = (profile / "logs" / "outpost.log").read_text(encoding="utf-8")
    assert "invalid_record" in log and "record_not_found" in log


def test_a_copy_without_its_key_does_not_open(tmp_path: Path) -> None:
    shell = made(tmp_path / "profile", "周敏")
    copy = tmp_path / "copy"
    shutil.copytree(shell.folder, copy)
    (copy / "keyslot.json").unlink()
    said = Shell(copy)("list", "contact")
    assert (said.exit_code, said.code) == (5, "slot_missing")
    made(tmp_path / "other", "李强")
    shutil.copy(tmp_path / "other" / "keyslot.json", copy)
    said = Shell(copy)("list", "contact")
    assert (said.exit_code, said.code) == (5, "wrong_key")
    assert not (copy / "outpost.db").read_bytes().startswith(b"SQLite format 3")
