"""What hangs on records: files."""

from datetime import date

from app.model.columns import Declared, choice, day, integer, long_text, text
from app.model.field import Format
from app.model.record import Record

# What a picture says of where it was taken: nothing; it is kept; it was taken out before the file was stored;
# the file cannot be read here, what is in it stays.
PLACES_TOLD = ("none", "kept", "removed", "unread")


class Attachment(Record):
    """附件: what a file is and where it hangs; its bytes travel in their own queue, by hash.

    ``taken_on`` to ``coordinates``: what the camera wrote into a picture, read by the laptop that added it
    (feature 24); ``place_told``: what became of the place that was in it. Whoever adds a picture says whether
    its place stays.
    """

    __tablename__ = "attachment"

    parent_kind: Declared[str | None] = text(30, required=True, own=True)
    parent_id: Declared[str | None] = text(36, required=True, own=True)
    name: Declared[str | None] = text(255, required=True, column=1, form=1, search=True)
    sha256: Declared[str | None] = text(64, format=Format.SHA256, required=True, own=True)
    size: Declared[int | None] = integer(required=True, column=1)
    media_type: Declared[str | None] = text(100, column=2)
    note: Declared[str | None] = long_text(form=2, search=True)
    # A small picture of the picture, made where it was added; it travels before the file itself.
    thumbnail_sha256: Declared[str | None] = text(64, format=Format.SHA256, schema=2, own=True)
    thumbnail_size: Declared[int | None] = integer(schema=2, own=True)
    taken_on: Declared[date | None] = day(column=2, schema=3)
    taken_time: Declared[str | None] = text(20, column=3, schema=3)
    camera: Declared[str | None] = text(100, column=4, schema=3)
    coordinates: Declared[str | None] = text(
        40, format=Format.COORDINATES, column=3, personal=True, masked=True, schema=3
    )
    place_told: Declared[str | None] = choice(*PLACES_TOLD, column=4, schema=3)
