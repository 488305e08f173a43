"""What cameras write into pictures is read, and their place is gone where it is to be (feature 24)."""

import io
import struct

import pytest
from PIL import Image

from app.services.photo_notes import KEPT, NONE, REMOVED, UNREAD, noted, read_notes, settled
from tests.fakes.photos import GPS, photo

XMP = b'<x:xmpmeta><rdf:Description exif:GPSLatitude="31,18.0N" exif:GPSLongitude="120,34.8E"/></x:xmpmeta>'


def pixels(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).convert("RGB").tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_day_hour_camera_and_place_are_read_and_the_place_goes(kind: str) -> None:
    content = photo(kind)
    bare, told, found = settled(content, keep_place=False)
    assert (str(found.taken_on), found.taken_at, found.camera) == ("2026-11-20", "14:05:20", "HUAWEI Mate 60")
    assert told == REMOVED and found.coordinates is None
    assert not Image.open(io.BytesIO(bare)).getexif().get_ifd(GPS)
    again = read_notes(bare)
    assert again is not None and (again.taken_on, again.taken_at) == (found.taken_on, found.taken_at)
    assert pixels(bare) == pixels(content) and Image.open(io.BytesIO(bare)).getexif()[0x0112] == 6
    kept, told, found = settled(content, keep_place=True)
    assert kept == content and told == KEPT and found.coordinates is not None
    assert found.coordinates.stored == "31.30000,120.58000"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_without_a_place_stays_as_it_is(kind: str) -> None:
    content = photo(kind, place=None)
    assert settled(content, keep_place=False)[:2] == (content, NONE)


def test_a_place_in_words_beside_the_note_goes_as_well() -> None:
    segment = b"http://ns.adobe.com/xap/1.0/\0" + XMP
    whole = photo(place=None)
    content = whole[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + whole[2:]
    bare, told, _ = settled(content, keep_place=False)
    assert told == REMOVED and b"GPS" not in bare and pixels(bare) == pixels(whole)
    assert settled(content, keep_place=True)[1] == UNREAD


def test_nothing_behind_the_picture_goes_along() -> None:
    behind = photo(place=("N", (12.0, 0.0, 0.0), "E", (34.0, 0.0, 0.0)))
    for kind in ("JPEG", "PNG", "WEBP"):
        content = photo(kind)
        bare, told, _ = settled(content + behind + b"film", keep_place=False)
        assert told == REMOVED and b"film" not in bare and pixels(bare) == pixels(content)


def test_a_progressive_picture_keeps_all_its_scans() -> None:
    content = photo(progressive=True, quality=95)
    assert pixels(settled(content, keep_place=False)[0]) == pixels(content)


@pytest.mark.parametrize(
    "place", [("N", (0, 0, 0), "E", (0, 0, 0)), ("N", (200.0, 0.0, 0.0), "E", (1.0, 1, 1))]
)
def test_a_camera_that_knew_no_place_told_none(place: tuple[object, ...]) -> None:
    found = read_notes(photo(place=place))
    assert found is not None and found.coordinates is None


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "1970:01:01 00:00:00", "2026:13:40 99:99:99", "x"])
def test_a_clock_that_was_never_set_tells_no_day(taken: str) -> None:
    found = read_notes(photo(taken=taken))
    assert found is not None and found.taken_on is None


def test_broken_pictures_never_break_anything() -> None:
    content = photo()
    for cut in range(2, len(content), 37):
        stored, told, _ = settled(content[:cut], keep_place=False)
        assert told in (NONE, REMOVED, UNREAD) and (told != NONE or b"\x88\x25" not in stored)
    for at in range(20, 400, 3):
        broken = content[:at] + b"\xff" + content[at + 1 :]
        stored, told, _ = settled(broken, keep_place=False)
        again = read_notes(stored)
        assert told == UNREAD or again is None or again.coordinates is None
    for start in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"):
        assert settled(start + b"\xe1\xff", keep_place=False)[1] == UNREAD


def test_only_pictures_are_looked_at_whatever_they_are_called() -> None:
    pieces, values = noted(iter([b"MZ", b"rest"]), keep_place=False)
    assert (b"".join(pieces), values) == (b"MZrest", {})
    for other in (b"\0\0\0\x18ftypheic", b"II*\0", b"MM\0*"):
        assert noted(iter([other]), keep_place=False)[1] == {"place_told": UNREAD}
    content = photo()
    halves = [content[:5], content[5:]]
    stored, values = noted(iter(halves), keep_place=True)
    assert b"".join(stored) == content and values["coordinates"] == "31.30000,120.58000"
    assert values["taken_on"] == "2026-11-20" and values["taken_time"] == "14:05"
