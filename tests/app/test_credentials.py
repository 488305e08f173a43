"""The keyring keeps the secret or says that it does not; there is no third way."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from keyring.backend import KeyringBackend

from app import credentials
from tests.fakes.keyrings import (
    ChainedKeyring,
    ForgetfulKeyring,
    LockedKeyring,
    MemoryKeyring,
    none_there,
    switched_off,
    using,
)

SECRET = bytes(range(32))


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    ring = MemoryKeyring()
    with using(ring):
        yield ring


def test_a_secret_is_kept_per_profile(ring: MemoryKeyring) -> None:
    credentials.store("one", SECRET)
    credentials.store("two", SECRET[::-1])

    assert credentials.available()
    assert (credentials.load("one"), credentials.load("two")) == (SECRET, SECRET[::-1])


def test_a_forgotten_secret_is_missing(ring: MemoryKeyring) -> None:
    credentials.store("one", SECRET)
    credentials.delete("one")
    credentials.delete("one")

    with pytest.raises(credentials.SecretMissing):
        credentials.load("one")


@pytest.mark.parametrize("text", ["", "not base64 !", "c2hvcnQ=", "x" * 44])
def test_what_is_no_secret_of_ours_is_missing(ring: MemoryKeyring, text: str) -> None:
    ring.secrets[credentials.SERVICE, "one"] = text
    with pytest.raises(credentials.SecretMissing):
        credentials.load("one")


class PlaintextKeyring(MemoryKeyring):
    """Looks like the add-on that writes passwords to a plain file."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


@pytest.mark.parametrize(
    "backend",
    [none_there(), switched_off(), PlaintextKeyring(), LockedKeyring(), ForgetfulKeyring()],
    ids=["fail", "null", "plaintext", "locked", "forgetful"],
)
def test_without_a_keyring_that_keeps_secrets_nothing_is_stored(backend: KeyringBackend) -> None:
    with using(backend), pytest.raises(credentials.NoKeyring):
        credentials.store("one", SECRET)
    assert not getattr(backend, "secrets", {})


@pytest.mark.parametrize("backend", [none_there(), switched_off(), PlaintextKeyring()])
def test_an_untrusted_keyring_is_not_available_and_reads_nothing(backend: KeyringBackend) -> None:
    with using(backend):
        assert not credentials.available()
        with pytest.raises(credentials.NoKeyring):
            credentials.load("one")
        with pytest.raises(credentials.NoKeyring):
            credentials.delete("one")


def test_of_a_chain_only_the_trusted_part_is_used() -> None:
    plain, good = PlaintextKeyring(), MemoryKeyring()
    with using(ChainedKeyring(plain, good)):
        credentials.store("one", SECRET)
        assert credentials.load("one") == SECRET
    assert plain.secrets == {}
    assert len(good.secrets) == 1


def test_a_chain_of_untrusted_parts_is_no_keyring() -> None:
    with using(ChainedKeyring(PlaintextKeyring(), switched_off())):
        assert not credentials.available()


def test_the_library_is_loaded_only_when_it_is_needed() -> None:
    code = "import sys; import app.credentials, app.keyslot; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_secret_of_another_length_is_a_mistake_of_ours(ring: MemoryKeyring) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        credentials.store("one", b"short")
