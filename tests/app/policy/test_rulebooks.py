"""Published packs: signed, told genuine from forged, in force from their day on."""

import base64
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.policy.faults import PackRefused
from app.policy.rulebooks import Book, in_force
from app.policy.shipped import folder_of_packs, shipped_pack

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
PANAN = {path.name: path.read_text("utf-8") for path in (folder_of_packs() / "panan").glob("*.toml")}
BOOK = Book.of("pack", "panan", 1, PANAN)


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def test_a_signed_book_is_genuine_and_holds_the_pack() -> None:
    assert BOOK.is_genuine(BOOK.signed(KEY), public(KEY))
    shipped = shipped_pack("panan")
    assert (BOOK.pack.name, BOOK.pack.version, BOOK.pack.routes) == (shipped.name, 1, shipped.routes)
    assert BOOK.pack.tables.keys() == shipped.tables.keys() and BOOK.pack is BOOK.pack, "built once"
    assert Book.of("pack", "panan", 1, dict(reversed(PANAN.items()))) == BOOK, "the order of files is nothing"


@pytest.mark.parametrize(
    "book",
    [
        replace(BOOK, version=2),
        replace(BOOK, name="town"),
        replace(BOOK, about="holidays"),
        replace(BOOK, files=(*BOOK.files, ("more.toml", ""))),
        replace(BOOK, files=tuple((name, text.replace("30", "31")) for name, text in BOOK.files)),
    ],
)
def test_whatever_is_altered_is_forged(book: Book) -> None:
    assert not book.is_genuine(BOOK.signed(KEY), public(KEY))


@pytest.mark.parametrize(
    ("signature", "key"), [(BOOK.signed(OTHER), public(KEY)), ("", public(KEY)), ("*", ""), ("QQ==", "QQ==")]
)
def test_nobody_else_signs(signature: str, key: str) -> None:
    assert not BOOK.is_genuine(signature, key)


def test_a_book_that_this_version_cannot_read_is_refused_with_its_line() -> None:
    with pytest.raises(PackRefused) as refused:
        _ = Book.of("pack", "neu", 1, {"pack.toml": PANAN["pack.toml"], "new.toml": "[new]\nx = 1\n"}).pack
    assert refused.value.faults[0].place.file == "neu/new.toml"


def test_the_pack_of_its_own_time_is_in_force() -> None:
    first = replace(shipped_pack("panan"), effective=date(2026, 1, 1), until=date(2026, 6, 30))
    second = replace(first, id="town", version=2, effective=date(2026, 5, 1), until=date(2026, 8, 31))
    packs = [second, first]

    def on(*day: int) -> str:
        return in_force(packs, date(*day), otherwise="chuzhou").id

    assert on(2025, 12, 31) == "chuzhou", "before anything was published"
    assert (on(2026, 1, 1), on(2026, 4, 30), on(2026, 5, 1), on(2026, 8, 31)) == (
        "panan",
        "panan",
        "town",
        "town",
    )
    assert on(2026, 9, 1) == "town", "rules hold until others take their place"
    assert in_force([], date(2026, 1, 1), otherwise="atlantis").id == "default"
