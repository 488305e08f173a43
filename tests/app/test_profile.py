"""A profile: made once, opened with its key alone, shared by processes, and nothing personal in the open."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import keyslot
from app.credentials import NoKeyring
from app.errors import OutpostError
from app.keyslot import exists
from app.profile import NameMissing, Profile, ProfileMissing, create_profile, open_profile
from app.rules.text import TextError
from app.services.records import create_record
from app.store.errors import ReadOnlyStore, StoreExists, StoreMissing
from tests.fakes.keyrings import MemoryKeyring, none_there, using

PASSPHRASE = "correct horse battery"


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    ring = MemoryKeyring()
    with using(ring):
        yield ring


@pytest.fixture
def profile(tmp_path: Path, ring: MemoryKeyring) -> Iterator[Profile]:
    made = create_profile(tmp_path / "profile", actor="周敏", passphrase=None, language="en")
    yield made
    made.close()


def never_asked() -> str | None:
    raise AssertionError("nobody is to be asked")


def test_made_and_opened_again(profile: Profile) -> None:
    id, _ = create_record(profile.desk, "contact", {"name": "仇总"})
    profile.close()
    again = open_profile(profile.paths.folder, passphrase_source=never_asked)
    found = again.store.get("contact", id)
    assert found is not None and (found["name"], found["created_by"]) == ("仇总", "周敏")
    assert again.desk.actor == "周敏"
    assert (again.settings.language, again.settings.theme) == ("en", "system")
    again.close()


def test_under_a_passphrase(tmp_path: Path) -> None:
    with using(none_there()):
        create_profile(tmp_path, actor="周敏", passphrase=PASSPHRASE).close()
        asked: list[str] = []

        def answer(passphrase: str | None) -> str | None:
            asked.append(str(passphrase))
            return passphrase

        with pytest.raises(keyslot.WrongPassphrase):
            open_profile(tmp_path, passphrase_source=lambda: answer("something else"))
        with pytest.raises(keyslot.PassphraseNeeded):
            open_profile(tmp_path, passphrase_source=lambda: answer(None))
        open_profile(tmp_path, passphrase_source=lambda: answer(PASSPHRASE)).close()
        assert len(asked) == 3


def test_the_name_lies_in_the_store_alone(profile: Profile) -> None:
    profile.close()
    for path in profile.paths.folder.rglob("*"):
        if path.is_file():
            assert "周敏".encode() not in path.read_bytes(), path


def test_only_its_owner_looks_into_it(profile: Profile) -> None:
    others = stat.S_IRWXG | stat.S_IRWXO if os.name == "posix" else 0  # Windows has no such modes
    assert profile.paths.folder.stat().st_mode & others == 0
    assert profile.paths.key_slot.stat().st_mode & others == 0


def test_settings_are_kept(profile: Profile) -> None:
    profile.change_settings(language="zh_CN", theme="dark")
    profile.rename_actor("  欧阳 若兰 ")
    profile.close()
    again = open_profile(profile.paths.folder, passphrase_source=never_asked)
    assert (again.settings.language, again.settings.theme) == ("zh_CN", "dark")
    assert again.desk.actor == "欧阳 若兰"
    again.close()


def test_never_over_another(profile: Profile) -> None:
    folder = profile.paths.folder
    slot = profile.paths.key_slot.read_bytes()
    with pytest.raises(StoreExists):
        create_profile(folder, actor="李强", passphrase=None)
    profile.close()
    profile.paths.database.unlink()
    with pytest.raises(keyslot.SlotExists):
        create_profile(folder, actor="李强", passphrase=None)
    assert profile.paths.key_slot.read_bytes() == slot
    with pytest.raises(StoreMissing):
        open_profile(folder, passphrase_source=never_asked)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileMissing):
        open_profile(tmp_path / "nowhere", passphrase_source=never_asked)
    assert not (tmp_path / "nowhere").exists()
    assert not exists(tmp_path)


@pytest.mark.parametrize(("name", "error"), [("", NameMissing), (" \n ", NameMissing), ("a\0b", TextError)])
def test_an_officer_has_a_name(
    tmp_path: Path, ring: MemoryKeyring, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        create_profile(tmp_path / "profile", actor=name, passphrase=None)
    assert not (tmp_path / "profile").exists()
    assert ring.secrets == {}


def test_no_keyring_and_no_passphrase_makes_nothing(tmp_path: Path) -> None:
    with using(none_there()), pytest.raises(NoKeyring):
        create_profile(tmp_path / "profile", actor="周敏", passphrase=None)
    assert not exists(tmp_path / "profile")


def test_a_file_where_the_folder_should_be(tmp_path: Path, ring: MemoryKeyring) -> None:
    (tmp_path / "profile").write_text("something else")
    with pytest.raises(ReadOnlyStore):
        create_profile(tmp_path / "profile", actor="周敏", passphrase=None)
    assert (tmp_path / "profile").read_text() == "something else"


def test_a_store_that_could_not_be_made_leaves_no_slot(tmp_path: Path, ring: MemoryKeyring) -> None:
    (tmp_path / "outpost.db-wal").mkdir()  # the store cannot make its log
    with pytest.raises(OutpostError):
        create_profile(tmp_path, actor="周敏", passphrase=None)
    assert not exists(tmp_path)


def test_two_openings_share_one_profile(profile: Profile) -> None:
    """As two processes do: reading is free, writing waits its turn, nothing is lost."""
    other = open_profile(profile.paths.folder, passphrase_source=never_asked)
    desks = profile.desk, other.desk

    def work(at: int) -> None:
        for number in range(20):
            create_record(desks[at], "contact", {"name": f"第{at}组第{number}人"})

    threads = [threading.Thread(target=work, args=(at,)) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(profile.store.ids("contact")) == len(other.store.ids("contact")) == 40
    assert profile.store.content_hash() == other.store.content_hash()
    assert profile.store.integrity() == []
    other.close()


def test_what_a_killed_desktop_showed_goes_when_the_profile_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    create_profile(folder, actor="周敏", passphrase=PASSPHRASE).close()
    left = folder / "opened" / "999999999-1.00" / "1" / "合同.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes("机密".encode())
    open_profile(folder, passphrase_source=lambda: PASSPHRASE).close()
    assert not (folder / "opened").exists()
