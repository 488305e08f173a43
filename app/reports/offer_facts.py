"""What is told of a project that is offered to investors 推介项目, wherever it is told."""

from collections.abc import Iterator

from app.i18n import Translator
from app.model.registry import KINDS
from app.model.row import Row
from app.reports.wording import land, money
from app.rules.phones import display_phone
from app.store.errors import StoreError
from app.store.reading import Filter
from app.store.store import Store

KIND = "offer"
FACTS = (
    *("industry", "investment", "cooperation", "place", "carrier", "site", "land", "floor_area"),
    *("provider", "contact", "phones"),
)
TEXTS = ("content", "grounds", "benefits", "terms")
PICTURES = 4  # on one sheet


def fact(row: Row, name: str, words: Translator) -> str:
    """A short field in words; "" where it is not told."""
    value = row[name]
    if value is None or value == []:
        return ""
    match name:
        case "investment":
            return money(value, words)
        case "land":
            return land(value, words)
        case "floor_area":
            return words.tr("document.offer.floor_area", figure=f"{value:,}")
        case "cooperation" | "carrier":
            return words.tr(KINDS[KIND].fields[name].choice_key(value))
        case "phones":
            return words.tr("ui.list_separator").join(display_phone(one) for one in value)
    return str(value)


def pictures_of(store: Store, id: str) -> Iterator[bytes]:
    """The pictures of a project that are on this laptop, in the order they were added."""
    filters = [Filter("parent_kind", "eq", KIND), Filter("parent_id", "eq", id)]
    for row in store.rows("attachment", store.ids("attachment", filters=filters)):
        if str(row["media_type"] or "").startswith("image/") and store.files.has(row["sha256"]):
            try:
                yield b"".join(store.files.read(row["sha256"]))
            except StoreError:
                continue  # damaged: the file's own page says so
