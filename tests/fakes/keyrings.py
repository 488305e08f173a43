"""Keyrings: in this process one that keeps, one that is locked, one that forgets; one for processes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps secrets as long as it lives."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.secrets:
            raise PasswordDeleteError(username)
        del self.secrets[service, username]


class FileKeyring(KeyringBackend):
    """Keeps secrets in files of a folder, so that processes can share it."""

    priority = 5.0
    FOLDER = "KEYRING_OF_TESTS"  # the variable of the environment that names the folder

    @property
    def _folder(self) -> Path:
        return Path(os.environ[self.FOLDER])

    def get_password(self, service: str, username: str) -> str | None:
        file = self._folder / service / username
        return file.read_text(encoding="utf-8") if file.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        (self._folder / service).mkdir(parents=True, exist_ok=True)
        (self._folder / service / username).write_text(password, encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        try:
            (self._folder / service / username).unlink()
        except FileNotFoundError as error:
            raise PasswordDeleteError(username) from error


class LockedKeyring(MemoryKeyring):
    """Its owner does not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(service)


class ForgetfulKeyring(MemoryKeyring):
    """Says it has kept a secret and has not."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return None


class ChainedKeyring(MemoryKeyring):
    """Several keyrings in one, as the library makes them where it finds more than one."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = list(backends)


def none_there() -> KeyringBackend:
    """What a bare computer has."""
    return FailKeyring()  # type: ignore[no-untyped-call]


def switched_off() -> KeyringBackend:
    """What an administrator may have set."""
    return NullKeyring()  # type: ignore[no-untyped-call]


@contextmanager
def using(backend: KeyringBackend) -> Iterator[None]:
    """``backend`` is the system's keyring within the block."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)
