"""Small pictures: small, upright, without camera data, and nothing else for anything else."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from app.services.thumbnails import LARGEST_SIDE, MOST_BYTES, SIDE, Pixels, pixels, thumbnail

ORIENTATION, GPS = 0x0112, 0x8825


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """The hardest picture to make small."""
    return Image.frombytes(mode, (width, height), random.Random(1).randbytes(width * height * len(mode)))


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(small: bytes | None) -> Image.Image:
    assert small is not None and len(small) <= MOST_BYTES
    image = Image.open(io.BytesIO(small))
    assert image.format == "JPEG" and max(image.size) <= SIDE
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(1600, 1200), (1200, 1600), (40, 30), (1, 1), (3000, 10)])
def test_every_picture_becomes_small(kind: str, size: tuple[int, int]) -> None:
    image = opened(thumbnail(encoded(noise(*size), kind)))
    width, height = size
    assert (image.width >= image.height) is (width >= height)


def test_it_stands_upright_and_tells_nothing_of_the_camera() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held upright: turn it
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "机密相机"
    small = thumbnail(encoded(Image.new("RGB", (800, 400), "red"), exif=exif))
    image = opened(small)
    assert image.height > image.width
    assert not image.getexif() and "机密".encode() not in (small or b"")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_what_has_no_plain_colours_is_shown_on_white(mode: str) -> None:
    clear = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    source = clear.convert(mode) if mode in ("RGBA", "LA") else Image.new("L", (200, 100), 255).convert(mode)
    corner = opened(
        thumbnail(encoded(source, "TIFF" if mode == "x" else "JPEG" if mode == "CMYK" else "PNG"))
    )
    assert min(corner.convert("RGB").getpixel((0, 0))) > 240  # type: ignore[arg-type]


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be ``side`` pixels wide and high."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(99)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [9_000, 12_000, 100_000])
def test_a_bomb_is_not_unpacked(side: int) -> None:
    assert thumbnail(bomb(side)) is None


@pytest.mark.parametrize(
    "body", [b"", b"%PDF-1.7", b"\xff\xd8\xff", b"GIF89a" + bytes(50), b"<svg/>", bytes(1000)]
)
def test_what_is_no_picture_has_none(body: bytes) -> None:
    assert thumbnail(body) is None


def test_damage_anywhere_raises_nothing() -> None:
    chance = random.Random(7)
    for kind in ("JPEG", "PNG", "WEBP"):
        sound = encoded(noise(120, 90), kind)
        for _ in range(60):
            broken = bytearray(sound[: chance.randrange(4, len(sound))])
            for _ in range(chance.randrange(4)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            small = thumbnail(bytes(broken))
            assert small is None or len(small) <= MOST_BYTES


def test_a_small_picture_is_opened() -> None:
    small = thumbnail(encoded(Image.new("RGB", (1200, 800), (200, 0, 0))))
    assert small is not None
    opened_one = pixels(small)
    assert isinstance(opened_one, Pixels) and (opened_one.width, opened_one.height) == (320, 213)
    assert len(opened_one.rgb) == 320 * 213 * 3 and opened_one.rgb[0] > 190 > 20 > opened_one.rgb[1]


@pytest.mark.parametrize(
    "content",
    [b"", b"text", encoded(noise(20, 20), "PNG"), encoded(noise(LARGEST_SIDE + 1, 4)), bomb(9000)],
    ids=["empty", "text", "png", "wide", "bomb"],
)
def test_what_only_claims_to_be_one_is_not_opened(content: bytes) -> None:
    assert pixels(content) is None


def test_a_damaged_one_raises_nothing() -> None:
    chance, sound = random.Random(3), encoded(noise(300, 200))
    for _ in range(100):
        broken = bytearray(sound[: chance.randrange(2, len(sound) + 1)])
        broken[chance.randrange(len(broken))] = chance.randrange(256)
        small = pixels(bytes(broken))
        assert small is None or max(small.width, small.height) <= LARGEST_SIDE
