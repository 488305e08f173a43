"""Making a profile, its passphrase from every source, and changing it."""

from pathlib import Path

import pytest

from app import keyslot
from app.i18n import Translator
from tests.fakes.keyrings import MemoryKeyring, none_there, using
from tests.ui.cli.conftest import Outpost
from ui.cli.errors import PassphrasesDiffer
from ui.cli.passphrases import VARIABLE, Passphrases

FIRST, SECOND = "correct horse battery", "江南好风景旧曾谙日出江花红胜火"


def test_bound_to_the_keyring(bare: Outpost, folder: Path, ring: MemoryKeyring) -> None:
    made = bare("init", "--name", "周敏").answer
    assert (made["name"], made["profile"]) == ("周敏", str(folder))
    assert keyslot.slot_mode(folder) == "keyring"
    assert len(ring.secrets) == 1
    assert bare("list", "project").answer["total"] == 0
    again = bare("init", "--name", "李强")
    assert (again.exit_code, again.error["code"]) == (5, "store_exists")


def test_without_a_keyring_a_passphrase_is_needed(bare: Outpost, folder: Path) -> None:
    with using(none_there()):
        refused = bare("init", "--name", "周敏")
        assert (refused.exit_code, refused.error["code"]) == (5, "no_keyring")
    assert not folder.exists() or not list(folder.iterdir())


def test_a_name_is_needed(bare: Outpost, folder: Path) -> None:
    assert bare("init").error["code"] == "parameter_missing"
    assert bare("init", "--name", "  ").error["code"] == "name_missing"
    assert not folder.exists()


def test_a_passphrase_and_another(
    bare: Outpost, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text(f"{FIRST}\n", encoding="utf-8")
    second.write_text(f"{SECOND}\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, "short")
    assert bare("init", "--name", "周敏").error["code"] == "passphrase_too_short"
    monkeypatch.setenv(VARIABLE, FIRST)
    bare("init", "--name", "周敏")
    assert keyslot.slot_mode(folder) == "passphrase"
    changed = bare("change-passphrase", "--new-passphrase-file", str(second))
    assert (changed.exit_code, changed.answer["mode"]) == (0, "passphrase")
    assert bare("undo").error["code"] == "wrong_passphrase"
    assert bare("undo", "--passphrase-file", str(second)).error["code"] == "nothing_to_undo"
    moved = bare("--passphrase-file", str(second), "change-passphrase", "--to-keyring")
    assert moved.answer["mode"] == "keyring"
    assert bare("undo").error["code"] == "nothing_to_undo"


def test_nobody_to_ask_for_the_new_one(outpost: Outpost) -> None:
    said = outpost("change-passphrase")
    assert (said.exit_code, said.error["code"]) == (5, "new_passphrase_needed")
    assert "--new-passphrase-file" in said.error["message"] and "--to-keyring" in said.error["message"]


def test_asking_at_a_terminal() -> None:
    asked: list[str] = []

    def answers(*given: str) -> Passphrases:
        left = list(given)

        def ask(question: str) -> str:
            asked.append(question)
            return left.pop(0)

        return Passphrases(Translator("zh_CN"), ask=ask)

    assert answers(FIRST).current() == FIRST
    assert answers(FIRST, FIRST).new() == FIRST
    with pytest.raises(PassphrasesDiffer):
        answers(FIRST, SECOND).new()
    assert asked[0] == "口令：" and "再输入一次" in asked[2]
    assert Passphrases(Translator("zh_CN")).new() is None


def test_version(bare: Outpost, folder: Path) -> None:
    told = bare("version").answer
    assert told["protocol"] >= 1 and told["schema"] >= 1 and told["version"]
    assert not folder.exists()
