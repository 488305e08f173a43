"""Finding packs: those that are shipped, by name, and those in a folder of a city's own."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from app.policy.faults import PackMissing
from app.policy.loading import load_folder
from app.policy.pack import Pack


def folder_of_packs() -> Path:
    """Where the shipped packs are."""
    return Path(str(files("resources").joinpath("policies")))


@cache
def shipped_names() -> tuple[str, ...]:
    """The names of the shipped packs."""
    folders = (path for path in folder_of_packs().iterdir() if path.is_dir())
    return tuple(sorted(path.name for path in folders if any(path.glob("*.toml"))))


@cache
def shipped_pack(name: str) -> Pack:
    """The shipped pack called ``name``.

    Raises:
        PackMissing: no such pack.
    """
    if name not in shipped_names():
        raise PackMissing(name=name, known=", ".join(shipped_names()))
    return load_folder(folder_of_packs() / name, shipped_pack)


def load_pack(named: str) -> Pack:
    """A pack by the name of a shipped one or by the path of its folder; a folder wins.

    Raises:
        PackMissing: neither a folder nor the name of a pack.
        PackEmpty: a folder without a file of a pack.
        PackRefused: with everything that is wrong in it.
    """
    folder = Path(named)
    if folder.is_dir() and (any(folder.glob("*.toml")) or named not in shipped_names()):
        return load_folder(folder.resolve(), shipped_pack)
    return shipped_pack(named)
