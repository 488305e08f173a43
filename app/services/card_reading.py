"""A photographed business card: its lines read in a child process, sorted into fields, kept as a contact.

The reader of pictures is an extra (``outpost[ocr]``). Without it the picture is kept, the fields are typed.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from app.errors import OutpostError
from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.business_cards import BusinessCard, CardLine, read_business_card
from app.rules.validation import read_values
from app.services.attaching import kept_file
from app.services.desk import Desk
from app.services.duplicates import likely_same
from app.services.errors import FileTooLarge, FileUnreadable
from app.services.ledger.child import Task, in_child
from app.services.ledger.errors import LedgerError
from app.services.phone_book import firm_called
from app.services.records import add_record

LIBRARY = "rapidocr"
MEMORY = 2 << 30  # of the reader and its networks; 0.4 GB were measured
SECONDS = 60.0
LARGEST = 30 << 20
PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
_OWN = ("name", "title", "email", "wechat")
_TO_NOTE = ("company_en", "address", "website")


class CardReaderMissing(OutpostError):
    """The extra that reads pictures is not installed."""

    code = "card_reader_missing"


class CardUnreadable(OutpostError):
    """The reader gave up on the picture, or took too long."""

    code = "card_unreadable"


@dataclass(frozen=True, slots=True)
class CardPlan:
    """What a card would become: values of a contact, its firm, how sure each is, and who is here already."""

    values: Mapping[str, Any]
    company: str
    confidence: Mapping[str, float]
    rest: tuple[str, ...]
    same: tuple[Row, ...]


def reader_there() -> bool:
    """Whether pictures can be read on this laptop."""
    return importlib.util.find_spec(LIBRARY) is not None


def picture_of(path: Path) -> bytes:
    """The bytes of a picture.

    Raises:
        FileUnreadable, FileTooLarge: as they say.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise FileTooLarge(path=str(path), limit=LARGEST >> 20)
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error


def read_picture(content: bytes, *, task: Task | None = None, seconds: float = SECONDS) -> list[CardLine]:
    """The lines of a picture, top to bottom; ``task`` reads in the child instead of the library.

    Raises:
        CardReaderMissing, CardUnreadable: as they say.
    """
    if task is None and not reader_there():
        raise CardReaderMissing()
    try:
        answer = in_child(task or recognise, content, name="", memory=MEMORY, seconds=seconds)
        found = msgspec.msgpack.decode(answer, type=list[tuple[str, float]])
    except (LedgerError, msgspec.DecodeError) as error:
        raise CardUnreadable() from error
    return [CardLine(text, max(0.0, min(1.0, sure))) for text, sure in found]


def recognise(content: bytes) -> bytes:
    """In the child: (line, confidence) pairs of a picture."""
    from rapidocr import RapidOCR

    found: Any = RapidOCR()(upright(content))
    texts, scores = list(found.txts or ()), list(found.scores or ())
    boxes = [[(float(x), float(y)) for x, y in box] for box in (found.boxes if texts else ())]
    return msgspec.msgpack.encode(in_lines(boxes, texts, scores))


def upright(content: bytes) -> bytes:
    """A photograph turned as its own note says: telephones keep it as the sensor lay, readers ignore that."""
    from PIL import ExifTags, Image, ImageOps

    try:
        with Image.open(BytesIO(content)) as image:
            if image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
                return content
            turned = BytesIO()
            ImageOps.exif_transpose(image).convert("RGB").save(turned, "PNG")
    except (OSError, ValueError, Image.DecompressionBombError):
        return content  # the reader says whether it is a picture at all
    return turned.getvalue()


def in_lines(
    boxes: Sequence[Sequence[tuple[float, float]]], texts: Sequence[str], scores: Sequence[float]
) -> list[tuple[str, float]]:
    """Pieces at the corners ``boxes`` as whole lines, top to bottom, each as sure as its least sure piece.

    Of a card photographed sideways most pieces are taller than wide: they are put together as they lie.
    """
    if 2 * sum(_is_tall(box) for box in boxes) > len(boxes):
        boxes = [[(-y, x) for x, y in box] for box in boxes]
    pieces = []
    for box, text, score in zip(boxes, texts, scores, strict=True):
        rows, columns = [y for _, y in box], [x for x, _ in box]
        pieces.append(((min(rows) + max(rows)) / 2, max(rows) - min(rows), min(columns), text, float(score)))
    lines: list[list[tuple[float, float, float, str, float]]] = []
    for piece in sorted(pieces):
        last = lines[-1][0] if lines else None
        if last is not None and abs(piece[0] - last[0]) < min(piece[1], last[1]) / 2:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [
        (" ".join(one[3] for one in sorted(line, key=lambda one: one[2])), min(one[4] for one in line))
        for line in lines
    ]


def _is_tall(box: Sequence[tuple[float, float]]) -> bool:
    columns, rows = [x for x, _ in box], [y for _, y in box]
    return max(rows) - min(rows) > 1.5 * (max(columns) - min(columns))


def plan_card(desk: Desk, lines: Sequence[CardLine]) -> CardPlan:
    """What the lines of a card would become; nothing is written."""
    return _plan(desk, read_business_card(lines))


def _plan(desk: Desk, card: BusinessCard) -> CardPlan:
    told = card.values()
    raw: dict[str, Any] = {name: told[name] for name in _OWN if name in told}
    raw |= {"phones": [part.text for part in card.phones]} if card.phones else {}
    values, problems = read_values(KINDS["contact"], raw, today=desk.today())
    bad = [str(raw[problem.field]) for problem in problems]
    company = told.get("company") or told.get("company_en", "")
    further = [told[name] for name in _TO_NOTE if name in told and told[name] != company]
    note = "\n".join([*further, *bad, *card.rest])
    confidence = {name: part.confidence for name, part in card.parts.items()}
    confidence |= {"phones": min(part.confidence for part in card.phones)} if card.phones else {}
    same = tuple(row for row, _ in likely_same(desk, "contact", values)) if values.get("name") else ()
    found = {**values, **({"note": note} if note else {})}
    return CardPlan(found, company, confidence, tuple(card.rest), same)


def keep_card(
    desk: Desk,
    content: bytes,
    *,
    file_name: str,
    values: Mapping[str, Any],
    company: str = "",
    unnamed: str = "",
) -> tuple[str, ChangeSet]:
    """Make a contact with the picture hanging on it, as one step of undo; ``unnamed``: its name else.

    Raises:
        InvalidRecord: a value is refused; nothing was written but the picture's bytes, which are never sent.
    """
    kept = kept_file(desk, iter([content]), name=file_name)
    told = {name: value for name, value in values.items() if value}
    with desk.store.write(actor=desk.actor, label="import_card") as work:
        if company.strip():
            told["company_id"] = firm_called(desk, work, company.strip(), {})
        id = add_record(desk, work, "contact", {"name": unnamed, **told})
        add_record(desk, work, "attachment", {"parent_kind": "contact", "parent_id": id, **kept})
    return id, work.changes
