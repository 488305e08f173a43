"""What we ship may be shipped: its packages are permissive or LGPL, and what we bundle has its text."""

import re
from importlib.metadata import Distribution, distribution

import pytest
from packaging.markers import Marker

import dev
from tests.architecture.source_tree import ROOT

FOLDER = ROOT / "resources" / "licenses"
FREE = re.compile(
    r"\b(MIT|MIT-0|BSD|Apache|ISC|MPL|Mozilla Public|PSF|LGPL|zlib|Unlicense|0BSD)\b", re.IGNORECASE
)
# Packages whose metadata says nothing; the text in their wheel was read.
READ = {"sqlcipher3": "zlib/libpng License"}


def shipped() -> list[Distribution]:
    """The packages of the lock that belong on this system."""
    pins = re.findall(
        r"^([a-z0-9._-]+)==\S+(?: ; ([^\\]+))?", dev.RUN_LOCK.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [distribution(name) for name, marker in pins if not marker or Marker(marker.strip()).evaluate()]


def stated(package: Distribution) -> str:
    """What a package's metadata says of its licence, in whichever of the three places."""
    metadata = package.metadata
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License")]
    fields = [metadata[key].split("\n", 1)[0] for key in ("License-Expression", "License") if key in metadata]
    return " ".join([READ.get(metadata["Name"], ""), *fields, *classifiers])


def test_every_shipped_package_is_permissive_or_lgpl() -> None:
    statements = {package.metadata["Name"]: stated(package) for package in shipped()}
    assert len(statements) > 40
    assert {name: text for name, text in statements.items() if not FREE.search(text)} == {}


@pytest.mark.parametrize("name", ["pyside6-essentials", "psycopg"])
def test_copyleft_libraries_are_lgpl_and_their_text_is_there(name: str) -> None:
    assert "LGPL-3.0" in stated(distribution(name))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (FOLDER / "LGPL-3.0.txt").read_text(encoding="utf-8")


def test_every_text_is_named_and_every_name_has_a_text() -> None:
    named = set(re.findall(r"`([\w.-]+\.txt)`", (FOLDER / "README.md").read_text(encoding="utf-8")))
    assert named == {path.name for path in FOLDER.glob("*.txt")}
