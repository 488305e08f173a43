"""``profile.json``: what of a profile must be known before its store is open; nothing personal."""

import contextlib
from pathlib import Path

import msgspec

from app.store.errors import ReadOnlyStore

NAME = "profile.json"


class ProfileSettings(msgspec.Struct, frozen=True):
    """``language``: zh_CN, en, or "" for Chinese; ``theme``: light, dark or system."""

    format: int = 1
    language: str = ""
    theme: str = "system"


def read_settings(folder: Path) -> ProfileSettings:
    """The settings of the profile in ``folder``, or the product's own where none can be read.

    They are wishes about looks: no reason to keep anyone from the data.
    """
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=ProfileSettings)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ProfileSettings()


def write_settings(folder: Path, settings: ProfileSettings) -> None:
    """Replace the settings whole or not at all.

    Raises:
        ReadOnlyStore: the folder cannot be written.
    """
    path = folder / NAME
    temporary = folder / f"{NAME}.new"
    try:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise ReadOnlyStore(path=str(path)) from error
