"""``profile.json``: what of a profile must be known before its store is open; nothing personal."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.store.errors import ReadOnlyStore

NAME = "profile.json"
SLOT_NAME = "keyslot.json"


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """``language``: zh_CN, en, or "" for Chinese; ``theme``: light, dark or system; ``text_size`` in percent;
    ``rail_folded``; ``place``: where the window was, as Qt notes it down, in base64.
    """

    format: int = 1
    language: str = ""
    theme: str = "system"
    text_size: int = 100
    rail_folded: bool = False
    place: str = ""


def read_settings(folder: Path) -> ProfileSettings:
    """The settings of the profile in ``folder``, or the product's own where none can be read.

    They are wishes about looks: no reason to keep anyone from the data.
    """
    own = asdict(ProfileSettings())
    found = {name: value for name, value in _read(folder / NAME).items() if name in own}
    if any(type(value) is not type(own[name]) for name, value in found.items()):
        return ProfileSettings()
    return ProfileSettings(**found)


def write_settings(folder: Path, settings: ProfileSettings) -> None:
    """Replace the settings whole or not at all.

    Raises:
        ReadOnlyStore: the folder cannot be written.
    """
    path = folder / NAME
    temporary = folder / f"{NAME}.new"
    try:
        temporary.write_text(json.dumps(asdict(settings), indent=2), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise ReadOnlyStore(path=str(path)) from error


def opens_by_itself(folder: Path) -> bool:
    """Whether the key slot in ``folder`` says that the keyring has its key; it is read whole when opened."""
    return _read(folder / SLOT_NAME).get("mode") == "keyring"


def _read(path: Path) -> Mapping[str, Any]:
    """What a file says; nothing where it says nothing sound."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
