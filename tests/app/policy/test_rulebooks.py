"""Published packs: signed, told genuine from forged, in force from their day on."""

import base64
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.data())
def test_no_character_can_be_changed_unnoticed(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PANAN)))
    at = data.draw(st.integers(0, len(PANAN[name]) - 1))
    other = data.draw(st.characters(exclude_characters=PANAN[name][at], exclude_categories=["Cs"]))
    altered = PANAN[name][:at] + other + PANAN[name][at + 1 :]
    book = Book.of("pack", "panan", 1, PANAN | {name: altered})
    assert not book.is_genuine(BOOK.signed(KEY), public(KEY))


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=4))
def test_two_books_never_sign_alike(files: list[tuple[str, str]]) -> None:
    book = Book.of("pack", "x", 1, dict(files))
    moved = Book.of("pack", "x", 1, {text: name for name, text in dict(files).items()})
    assert (book.content == moved.content) == (book == moved)


@given(st.lists(st.integers(1, 27), min_size=1, max_size=5, unique=True), st.integers(1, 28))
def test_of_several_versions_the_one_that_began_last_holds(days: list[int], asked: int) -> None:
    shipped = shipped_pack("town")
    packs = [replace(shipped, version=day, effective=date(2026, 5, day), until=None) for day in days]
    found = in_force(packs, date(2026, 5, asked), otherwise="default")
    begun = [day for day in days if day <= asked]
    assert (found.id, found.version) == (("town", max(begun)) if begun else ("default", found.version))
    assert begun or found is shipped_pack("default")
