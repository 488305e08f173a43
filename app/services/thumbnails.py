"""Small pictures of pictures: what a colleague on a bad link sees before the photo itself has come.

Made by the laptop that adds the photo. They carry no camera data: no place, no time, no name. Kinds that
Pillow cannot read without further libraries (HEIC, PDF) have none and are shown by an icon.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 320  # pixels of the longer side
MOST_BYTES = 30 * 1024
LARGEST_SIDE = 2 * SIDE  # of what claims to be a small picture; more is not opened
MEDIA_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
LARGEST_SOURCE = 60 * 1024 * 1024  # bytes that are looked at
MOST_PIXELS = 80_000_000  # what a camera takes; more is a bomb

# The rarer ways in which a damaged picture shows itself, whichever decoder meets it.
DAMAGE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, ArithmeticError)


def thumbnail(source: bytes) -> bytes | None:
    """A JPEG of at most 320 pixels and 30 KB; None for what is no picture we can read."""
    from PIL import Image, ImageOps

    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(source), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG is read at a fraction of its size
            upright = ImageOps.exif_transpose(opened)
            return _smallest(_on_white(upright))
    except (*DAMAGE, *bombs):
        return None


@dataclass(frozen=True, slots=True)
class Pixels:
    """An opened small picture; ``rgb`` has three bytes for each pixel, row by row."""

    width: int
    height: int
    rgb: bytes


def pixels(small: bytes) -> Pixels | None:
    """Open a small picture that came from another laptop; None for what is no small JPEG."""
    from PIL import Image

    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(small), formats=("JPEG",)) as opened:
            if max(opened.size) > LARGEST_SIDE:
                return None
            plain = opened.convert("RGB")
            return Pixels(plain.width, plain.height, plain.tobytes())
    except (*DAMAGE, *bombs):
        return None


def _on_white(image: "Image") -> "Image":
    from PIL import Image

    image.thumbnail((SIDE, SIDE))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        behind = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(behind, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")


def _smallest(image: "Image") -> bytes | None:
    for encoded in _encoded(image):
        if len(encoded) <= MOST_BYTES:
            return encoded
    return None


def _encoded(image: "Image") -> Iterator[bytes]:
    """The picture, each time smaller."""
    for side, quality in ((SIDE, 82), (SIDE, 65), (SIDE, 45), (240, 45), (160, 40)):
        image.thumbnail((side, side))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True)
        yield out.getvalue()
