"""Photos as cameras write them: day, hour, camera and place in the picture."""

import io
from typing import Any

from PIL import Image

GPS, SHOT = 0x8825, 0x8769


def photo(
    kind: str = "JPEG",
    *,
    taken: str = "2026:11:20 14:05:20",
    place: tuple[Any, ...] | None = ("N", (31.0, 18.0, 0.0), "E", (120.0, 34.0, 48.0)),
    **options: Any,
) -> bytes:
    """A small picture; ``place``: the tags 1 to 4 of a place."""
    note = Image.Exif()
    note[0x010F], note[0x0110], note[0x0112] = "HUAWEI", "HUAWEI Mate 60", 6
    if taken:
        note.get_ifd(SHOT)[0x9003] = taken
    if place is not None:
        note.get_ifd(GPS).update(dict(enumerate(place, start=1)))
    out = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(out, kind, exif=note, **options)
    return out.getvalue()
