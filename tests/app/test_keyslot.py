"""The key slot: opens with the right passphrase or keyring, with nothing else, and never gets lost."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import credentials, keyslot
from app.profile_settings import SLOT_NAME
from app.store.errors import DiskTrouble
from tests.conftest import DEAR_GUESS_KIB
from tests.fakes.keyrings import MemoryKeyring, none_there, using

PASSPHRASE = "江南好风景旧曾谙日出江花红胜火"


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    ring = MemoryKeyring()
    with using(ring):
        yield ring


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A key and the slot that a passphrase opens."""
    folder = tmp_path_factory.mktemp("sealed")
    key = keyslot.create_key(folder, PASSPHRASE)
    return key, (folder / SLOT_NAME).read_bytes()


@pytest.fixture
def profile(tmp_path: Path, sealed: tuple[bytes, bytes]) -> Path:
    """A profile whose slot is opened by the passphrase."""
    (tmp_path / SLOT_NAME).write_bytes(sealed[1])
    return tmp_path


def test_by_keyring(tmp_path: Path, ring: MemoryKeyring) -> None:
    key = keyslot.create_key(tmp_path / "new" / "profile")

    assert len(key) == 32
    assert keyslot.load_key(tmp_path / "new" / "profile") == key
    assert keyslot.slot_mode(tmp_path / "new" / "profile") == "keyring"
    assert len(ring.secrets) == 1


def test_by_passphrase(profile: Path, sealed: tuple[bytes, bytes]) -> None:
    assert keyslot.load_key(profile, PASSPHRASE) == sealed[0]
    assert keyslot.slot_mode(profile) == "passphrase"


def test_a_guess_is_dear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the slots the product makes: the other tests make cheap ones."""
    monkeypatch.setattr(keyslot, "MEMORY_KIB", DEAR_GUESS_KIB)
    key = keyslot.create_key(tmp_path, PASSPHRASE)
    started = time.process_time()  # of all cores: how many there are is not what makes a guess dear
    assert keyslot.load_key(tmp_path, PASSPHRASE) == key
    assert time.process_time() - started >= 0.2, "a guess must cost time (trust.md S1)"


def test_the_wrong_passphrase_changes_nothing(profile: Path, sealed: tuple[bytes, bytes]) -> None:
    with pytest.raises(keyslot.WrongPassphrase):
        keyslot.load_key(profile, PASSPHRASE + " ")
    assert (profile / SLOT_NAME).read_bytes() == sealed[1]


def test_no_passphrase_is_asked_for(profile: Path) -> None:
    with pytest.raises(keyslot.PassphraseNeeded):
        keyslot.load_key(profile)


@pytest.mark.parametrize("passphrase", ["", "短", "elevenchars"])
def test_a_short_passphrase_is_refused_and_nothing_written(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(keyslot.PassphraseTooShort) as refusal:
        keyslot.create_key(tmp_path, passphrase)
    assert refusal.value.params == {"shortest": 12, "length": len(passphrase)}
    assert list(tmp_path.iterdir()) == []


def test_without_a_keyring_nothing_is_written(tmp_path: Path) -> None:
    with using(none_there()), pytest.raises(credentials.NoKeyring):
        keyslot.create_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_slot_is_never_overwritten(tmp_path: Path, ring: MemoryKeyring) -> None:
    key = keyslot.create_key(tmp_path)
    with pytest.raises(keyslot.SlotExists):
        keyslot.create_key(tmp_path)
    assert keyslot.load_key(tmp_path) == key


def test_a_copy_without_its_keyring_opens_nothing(tmp_path: Path, ring: MemoryKeyring) -> None:
    keyslot.create_key(tmp_path)
    with using(MemoryKeyring()), pytest.raises(credentials.SecretMissing):
        keyslot.load_key(tmp_path)


def test_the_slot_file_holds_neither_key_nor_passphrase(sealed: tuple[bytes, bytes]) -> None:
    key, raw = sealed
    for secret in (key, key.hex().encode(), PASSPHRASE.encode(), PASSPHRASE.encode("utf-16-le")):
        assert secret not in raw


def test_only_its_owner_may_read_the_slot(tmp_path: Path, ring: MemoryKeyring) -> None:
    keyslot.create_key(tmp_path)
    assert (tmp_path / SLOT_NAME).stat().st_mode & 0o077 == 0


def test_no_slot(tmp_path: Path) -> None:
    with pytest.raises(keyslot.SlotMissing):
        keyslot.load_key(tmp_path, PASSPHRASE)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"\xff\xfe", b"{}", b'{"profile_id": 1}', b"SQLite format 3\x00"]
)
def test_a_file_that_is_no_slot(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / SLOT_NAME).write_bytes(raw)
    with pytest.raises(keyslot.SlotDamaged):
        keyslot.load_key(tmp_path, PASSPHRASE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("suite", "rot13"),
        ("nonce", "AAAA"),
        ("nonce", "not base64 !"),
        ("salt", ""),
        ("memory_kib", 0),
        ("memory_kib", 1 << 40),
        ("memory_kib", -1),
        ("passes", 0),
        ("lanes", 0),
        ("sealed", ""),
    ],
)
def test_an_altered_slot_is_damaged(profile: Path, name: str, value: object) -> None:
    alter(profile, name, value)
    with pytest.raises(keyslot.SlotDamaged):
        keyslot.load_key(profile, PASSPHRASE)


def test_the_header_is_part_of_the_seal(profile: Path) -> None:
    alter(profile, "profile_id", "another")
    with pytest.raises(keyslot.WrongPassphrase):
        keyslot.load_key(profile, PASSPHRASE)


def test_an_altered_seal_under_a_keyring_is_damage(tmp_path: Path, ring: MemoryKeyring) -> None:
    keyslot.create_key(tmp_path)
    alter(tmp_path, "sealed", "A" * 64)
    with pytest.raises(keyslot.SlotDamaged):
        keyslot.load_key(tmp_path)


def alter(profile: Path, name: str, value: object) -> None:
    path = profile / SLOT_NAME
    path.write_text(json.dumps({**json.loads(path.read_bytes()), name: value}))


def test_changing_the_passphrase_keeps_the_key(profile: Path, sealed: tuple[bytes, bytes]) -> None:
    new = "a sentence of one's own"
    keyslot.change_passphrase(profile, PASSPHRASE, new)

    assert keyslot.load_key(profile, new) == sealed[0]
    with pytest.raises(keyslot.WrongPassphrase):
        keyslot.load_key(profile, PASSPHRASE)


def test_the_wrong_old_or_a_short_new_passphrase_changes_nothing(
    profile: Path, sealed: tuple[bytes, bytes]
) -> None:
    with pytest.raises(keyslot.WrongPassphrase):
        keyslot.change_passphrase(profile, "wrong wrong wrong", "a sentence of one's own")
    with pytest.raises(keyslot.PassphraseTooShort):
        keyslot.change_passphrase(profile, PASSPHRASE, "short")
    assert (profile / SLOT_NAME).read_bytes() == sealed[1]


def test_from_passphrase_to_keyring_and_back(
    profile: Path, sealed: tuple[bytes, bytes], ring: MemoryKeyring
) -> None:
    keyslot.change_passphrase(profile, PASSPHRASE, None)
    assert keyslot.load_key(profile) == sealed[0]

    keyslot.change_passphrase(profile, None, PASSPHRASE)
    assert keyslot.load_key(profile, PASSPHRASE) == sealed[0]
    assert ring.secrets == {}


def test_a_write_that_fails_leaves_the_old_slot(
    profile: Path, sealed: tuple[bytes, bytes], ring: MemoryKeyring
) -> None:
    (profile / f"{SLOT_NAME}.new").mkdir()  # the new slot cannot be written there

    with pytest.raises(DiskTrouble):
        keyslot.change_passphrase(profile, PASSPHRASE, None)

    assert (profile / SLOT_NAME).read_bytes() == sealed[1]
    assert keyslot.load_key(profile, PASSPHRASE) == sealed[0]
