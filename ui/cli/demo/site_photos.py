"""Files for the demo's grid of attachments: photos of sites, drawn here, each in another place and state."""

import io
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from app.i18n import Translator
from app.reasons import Reason
from app.rules.visits import took_place
from app.services import carrying
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.services.records import change_record

if TYPE_CHECKING:
    from PIL import Image

SKIES = ((118, 160, 206), (222, 178, 132), (150, 170, 178), (92, 122, 168))
FULL = Reason("error.unit_files_full", {"used": 2040, "limit": 2048})


def hang_files(desk: Desk, translator: Translator) -> None:
    """Hang photos and papers on one project: here, taken along, only at headquarters, refused."""
    ids = [id for id in desk.store.ids("project") if not _is_over(desk, id)]
    for name in ("contract", "survey"):
        paper = translator.tr(f"demo.file.{name}").encode() * 4000
        title = translator.tr(f"demo.file.{name}")
        made, _ = attach_bytes(desk, "project", ids[0], iter([paper]), name=title)
        _settle(desk, made, name)
    for number, name in enumerate(("gate", "hall", "road", "night")):
        title = translator.tr(f"demo.file.{name}")
        made, _ = attach_bytes(desk, "project", ids[0], iter([_photo(number)]), name=title)
        _settle(desk, made, name)


def picture_offers(desk: Desk, translator: Translator) -> None:
    """An album for the first project on offer."""
    for id in desk.store.ids("offer", sort=(("investment", True),))[:1]:
        for number, name in enumerate(("gate", "road")):
            attach_bytes(desk, "offer", id, iter([_photo(number)]), name=translator.tr(f"demo.file.{name}"))


def photograph_visits(desk: Desk, translator: Translator) -> None:
    """Photos of the newest visit that was made: that day near the firm, and of the day before, no place."""
    made = [
        row
        for row in desk.store.rows("visit", desk.store.ids("visit", sort=(("visited_on", True),)))
        if took_place(row.values) and row["company_id"]
    ]
    for visit in made[:1]:
        change_record(desk, "company", visit["company_id"], {"coordinates": "31.3010,120.5810"})
        shots = (("visit", 0, "14:05:20", (31.30951, 120.57302)), ("visit_gate", 1, "16:40:00", None))
        for number, (name, before, hour, place) in enumerate(shots):
            day = visit["visited_on"] - timedelta(days=before)
            photo = _photo(number, exif=_note(f"{day:%Y:%m:%d} {hour}", place))
            title = translator.tr(f"demo.file.{name}")
            attach_bytes(desk, "visit", visit.id, iter([photo]), name=title, keep_place=True)


def _note(taken: str, place: tuple[float, float] | None) -> "Image.Exif":
    from PIL import Image

    note = Image.Exif()
    note[0x010F], note[0x0110] = "Outpost", "Outpost demo camera"
    note.get_ifd(0x8769)[0x9003] = taken
    if place is not None:
        told = note.get_ifd(0x8825)
        told[1], told[2], told[3], told[4] = "N", _parts(place[0]), "E", _parts(place[1])
    return note


def _parts(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return whole, minutes, round(rest * 60, 2)


def _is_over(desk: Desk, id: str) -> bool:
    row = desk.store.get("project", id)
    return row is None or row["stage"] in ("lost", "paused")


def _settle(desk: Desk, attachment: str, name: str) -> None:
    values: Mapping[str, str] = desk.store.rows("attachment", [attachment])[0].values
    files, sha256 = desk.store.files, values["sha256"]
    if values["thumbnail_sha256"]:
        files.mark_sent(values["thumbnail_sha256"])
    if name == "survey":
        files.mark_refused(sha256, FULL)
        return
    files.mark_sent(sha256)
    if name == "hall":
        carrying.take_along(desk, "attachment", attachment)
    if name in ("road", "contract"):
        carrying.drop_copy(desk, attachment)


def _photo(number: int, exif: "Image.Exif | None" = None) -> bytes:
    """A hall on a field under one of four skies, 1200 × 800, JPEG."""
    from PIL import Image, ImageDraw, ImageFilter

    chance = random.Random(number)
    sky = SKIES[number % len(SKIES)]
    image = Image.linear_gradient("L").resize((1200, 800))
    image = Image.composite(
        Image.new("RGB", image.size, (236, 238, 240)), Image.new("RGB", image.size, sky), image
    )
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, 1200, 800), fill=(112 + 12 * number, 124, 92))
    draw.polygon([(480, 800), (600, 560), (640, 560), (900, 800)], fill=(150, 148, 144))
    for left in range(60, 1100, 260):
        top, width = chance.randrange(300, 440), chance.randrange(180, 240)
        wall = tuple(chance.randrange(150, 220) for _ in range(3))
        draw.rectangle((left, top, left + width, 570), fill=wall, outline=(90, 94, 100), width=3)
        for x in range(left + 16, left + width - 24, 36):
            for y in range(top + 20, 540, 48):
                draw.rectangle((x, y, x + 20, y + 26), fill=(70, 96, 128))
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=88, exif=exif or Image.Exif())
    return out.getvalue()
