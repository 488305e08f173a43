"""会议纪要: the minutes of a meeting as a Word document (systems.md B4, D4; features.md 36)."""

from pathlib import Path

from docx.document import Document as Doc

from app.i18n import Translator
from app.model.registry import KINDS
from app.model.row import Row
from app.reports.word import add_heading, add_table, add_text, add_title, new_document, save
from app.reports.wording import day, money
from app.store.reading import Filter
from app.store.store import Store

_NUMERALS = "一二三四五六七八九十"
_WIDTHS = (14, 52, 30, 20, 40)  # mm


def write_minutes(store: Store, id: str, target: Path, words: Translator) -> None:
    """Write the minutes of the meeting ``id`` to ``target``.

    Raises:
        DocumentNotWritten: ``target`` cannot be written.
    """
    save(minutes(store, id, words), target)


def minutes(store: Store, id: str, words: Translator) -> Doc:
    """The minutes as a document. The meeting must exist."""
    row, tr = store.get("meeting", id), words.tr
    assert row is not None
    document = new_document()
    add_title(document, str(row["title"] or ""))
    add_title(document, tr("document.minutes.title"))
    people = tr("ui.list_separator").join(row["attendees"] or ())
    for key, text in (
        ("held_on", day(row["held_on"], words)),
        ("place", row["place"] or ""),
        ("chair", row["chair"] or ""),
        ("attendees", people),
    ):
        if text:
            add_text(document, text, lead=tr(f"document.minutes.{key}"))
    items = _in_order(store, "agenda_item", "meeting_id", id)
    add_text(document, tr("document.minutes.heard", count=len(items)))
    for number, item in enumerate(items, start=1):
        _add_item(document, store, number, item, words)
    _add_assignments(document, store, items, words)
    if row["note"]:
        add_text(document, row["note"])
    return document


def _add_item(document: Doc, store: Store, number: int, item: Row, words: Translator) -> None:
    tr = words.tr
    project = store.get("project", item["project_id"])
    add_heading(
        document, tr("document.minutes.item", number=_numeral(number, words), title=item["title"] or "")
    )
    if project is not None:
        facts = [project["responsible_unit"] or "", money(project["investment"], words)]
        if said := tr("policy.and").join(one for one in facts if one):
            add_text(document, said, lead=tr("document.minutes.project"))
    if item["argument"]:
        add_text(document, item["argument"], lead=tr("document.minutes.argument"))
    field = KINDS["agenda_item"].fields["outcome"]
    outcome = tr(field.choice_key(item["outcome"])) if item["outcome"] else tr("document.minutes.undecided")
    opinion = tr("document.minutes.said", outcome=outcome, opinion=item["opinion"] or "").rstrip()
    add_text(document, opinion, lead=tr("document.minutes.decision"))


def _add_assignments(document: Doc, store: Store, items: list[Row], words: Translator) -> None:
    """What was assigned, as a table; nothing where nothing was."""
    assigned = [row for item in items for row in _in_order(store, "next_step", "agenda_item_id", item.id)]
    if not assigned:
        return
    add_heading(document, words.tr("document.minutes.assignments"))
    head = [words.tr(f"document.minutes.{name}") for name in ("number", "what", "unit", "who", "due")]
    rows = [
        [
            str(number),
            *(row[name] or "" for name in ("title", "owner_unit", "owner")),
            day(row["due_on"], words),
        ]
        for number, row in enumerate(assigned, start=1)
    ]
    add_table(document, _WIDTHS, [head, *rows], head=True)


def _numeral(number: int, words: Translator) -> str:
    """一 to 十, digits beyond and in English."""
    return _NUMERALS[number - 1] if words.language == "zh_CN" and number <= len(_NUMERALS) else str(number)


def _in_order(store: Store, kind: str, field: str, id: str) -> list[Row]:
    rows = store.rows(kind, store.ids(kind, filters=[Filter(field, "eq", id)]))
    return sorted(rows, key=lambda row: ((row["position"] or 9999) if kind == "agenda_item" else 0, row.id))
