"""A profile: one folder with an officer's encrypted store, the slot of its key, settings and logs.

``profile.json`` is not encrypted, so it holds only what must be known before the store is open; the officer's
name lies inside the store.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app import keyslot
from app.errors import OutpostError
from app.profile_settings import NAME as SETTINGS_NAME
from app.profile_settings import SLOT_NAME, ProfileSettings, read_settings, write_settings
from app.rules.text import check_text, one_line
from app.services.desk import Desk
from app.services.indexing import ChineseIndexing
from app.services.opened_files import sweep
from app.store.errors import ReadOnlyStore, StoreExists
from app.store.raw import DATABASE_NAME
from app.store.store import Store

ACTOR = "actor"  # the name under which the store's settings keep the officer's name
LONGEST_NAME = 100

PassphraseSource = Callable[[], str | None]
"""Asked for the passphrase when the slot wants one; None where nobody can be asked."""


class ProfileMissing(OutpostError):
    """There is no profile in the folder; nothing was made."""

    code = "profile_missing"


class NameMissing(OutpostError):
    """A profile needs its officer's name: history says who did what."""

    code = "name_missing"


@dataclass(frozen=True, slots=True)
class ProfilePaths:
    """What is what inside one profile's ``folder``."""

    folder: Path

    @property
    def database(self) -> Path:
        """The encrypted store."""
        return self.folder / DATABASE_NAME

    @property
    def key_slot(self) -> Path:
        """The store's key, wrapped."""
        return self.folder / SLOT_NAME

    @property
    def settings(self) -> Path:
        """What must be known before the store is open: the language and the theme."""
        return self.folder / SETTINGS_NAME

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.folder / "logs"


@dataclass
class Profile:
    """An opened profile; ``close`` it."""

    paths: ProfilePaths
    store: Store
    settings: ProfileSettings

    @property
    def desk(self) -> Desk:
        """Who works here, on what."""
        return Desk(self.store, str(self.store.settings.get(ACTOR, "")))

    def rename_actor(self, name: str) -> None:
        """Write another name into history from now on; headquarters tells it at enrolment.

        Raises:
            NameMissing: there is nothing in it.
        """
        self.store.settings.set(ACTOR, checked_name(name))

    def change_settings(self, **changes: Any) -> None:
        """Change some of the settings, also on disk.

        Raises:
            ReadOnlyStore: the folder cannot be written.
        """
        self.settings = replace(self.settings, **changes)
        write_settings(self.paths.folder, self.settings)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def create_profile(folder: Path, *, actor: str, passphrase: str | None, language: str = "") -> Profile:
    """Make a profile for the officer called ``actor`` and open it.

    Without a ``passphrase`` the key is bound to the operating system's keyring.

    Raises:
        NameMissing, StoreExists, SlotExists, PassphraseTooShort, NoKeyring, ReadOnlyStore, DiskFull: as they
        say; what was there before is as it was.
    """
    name = checked_name(actor)
    paths = ProfilePaths(folder)
    if paths.database.exists():
        raise StoreExists(path=str(paths.database))
    _make_folder(folder)
    key = keyslot.create_key(folder, passphrase)
    try:
        store = Store.create(
            paths.database, key, clock=_clock, randomness=random.SystemRandom(), indexing=ChineseIndexing()
        )
    except BaseException:
        paths.key_slot.unlink()  # it opens nothing, and would stand in the way of the next try
        raise
    profile = Profile(paths, store, ProfileSettings(language=language))
    try:
        profile.rename_actor(name)
        write_settings(folder, profile.settings)
    except BaseException:
        profile.close()
        raise
    return profile


def open_profile(folder: Path, *, passphrase_source: PassphraseSource) -> Profile:
    """Open the profile in ``folder``.

    Raises:
        ProfileMissing, SlotMissing, SlotDamaged, WrongPassphrase, PassphraseNeeded, NoKeyring, SecretMissing,
        StoreMissing, NotADatabase, WrongKey, NewerDatabase, ReadOnlyStore, DiskFull, DamagedStore: as they
        say; nothing on disk is changed then.
    """
    if not keyslot.exists(folder):
        raise ProfileMissing(path=str(folder))
    passphrase = passphrase_source() if keyslot.slot_mode(folder) == "passphrase" else None
    return open_with_key(folder, keyslot.load_key(folder, passphrase))


def open_with_key(folder: Path, key: bytes) -> Profile:
    """Open the profile in ``folder`` whose store has this ``key``, 32 bytes.

    Raises:
        StoreMissing, NotADatabase, WrongKey, NewerDatabase, ReadOnlyStore, DiskFull, DamagedStore: as they
        say; nothing on disk is changed then.
    """
    paths = ProfilePaths(folder)
    sweep(folder)
    store = Store.open(
        paths.database, key, clock=_clock, randomness=random.SystemRandom(), indexing=ChineseIndexing()
    )
    return Profile(paths, store, read_settings(folder))


def checked_name(name: str) -> str:
    """An officer's name as history shows it.

    Raises:
        NameMissing: there is nothing in it.
        TextError: it holds what no text may, or is too long.
    """
    shown = one_line(check_text(name, LONGEST_NAME))
    if not shown:
        raise NameMissing(field="name")
    return shown


def _make_folder(folder: Path) -> None:
    """Only its owner looks into a profile's folder, as far as the system knows owners."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)
    except OSError as error:
        raise ReadOnlyStore(path=str(folder)) from error


def _clock() -> datetime:
    return datetime.now(UTC)
