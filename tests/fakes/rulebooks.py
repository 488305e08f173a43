"""Published rules as headquarters sends them, put into a laptop's store."""

import base64
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import resources
from app.model.rulebooks import PACK
from app.policy.rulebooks import Book
from app.policy.shipped import folder_of_packs
from app.store.store import Store
from app.store.work import RULES_KEY

HEADQUARTERS, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))


def trust(store: Store) -> None:
    """Let the laptop know headquarters' key, as every sync does."""
    public = base64.b64encode(HEADQUARTERS.public_key().public_bytes_raw()).decode()
    with store.replica() as replica:
        replica.set(RULES_KEY, public)


def pack_files(name: str) -> dict[str, str]:
    """The files of a shipped pack."""
    return {path.name: path.read_text("utf-8") for path in (folder_of_packs() / name).glob("*.toml")}


def rule_by_the_demo(store: Store) -> None:
    """Have headquarters publish the rules of the demo's city, which grade projects."""
    trust(store)
    folder = Path(resources.__file__).parent / "samples" / "yunxi"
    arrive(store, PACK, "yunxi", {path.name: path.read_text("utf-8") for path in folder.glob("*.toml")})


def arrive(
    store: Store,
    about: str,
    name: str,
    files: Mapping[str, str],
    *,
    version: int = 1,
    effective: date = date(2026, 1, 1),
    key: Ed25519PrivateKey = HEADQUARTERS,
) -> str:
    """Have a version published by the holder of ``key``; returns the record's id."""
    values = {
        "title": name,
        "about": about,
        "name": name,
        "version": version,
        "effective_on": effective,
        "files": dict(files),
        "signature": Book.of(about, name, version, files).signed(key),
    }
    with store.write(actor="总部", label="sync") as work:
        return work.create("rulebook", values)
