"""服务测评通报: a half-year's round as a Word document (systems.md D5)."""

from datetime import date
from pathlib import Path

from docx.document import Document as Doc

from app.i18n import Translator
from app.reports.word import add_heading, add_table, add_text, add_title, new_document, save
from app.reports.wording import day, half_words
from app.rules.appraisal_results import Results
from app.rules.appraisals import Part

_WIDTHS = (14, 50, 20, 20, 52)  # mm


def write_notice(
    starts_on: date, results: Results, published: date | None, target: Path, words: Translator
) -> None:
    """Write the round of a half-year to ``target``; ``published``: the day at its foot, if any.

    Raises:
        DocumentNotWritten: ``target`` cannot be written.
    """
    save(notice(starts_on, results, published, words), target)


def notice(starts_on: date, results: Results, published: date | None, words: Translator) -> Doc:
    """The round as a document: who is praised, who is named and what follows, then every place."""
    document, tr = new_document(), words.tr
    half = half_words(starts_on, words)
    add_title(document, tr("document.appraisal.title", half=half))
    ranked = sum(one.rank is not None for one in results.lines)
    copies = sum(one.copies for one in results.lines)
    add_text(document, tr("document.appraisal.held", half=half, copies=copies, count=ranked))
    for at, part in enumerate((Part.TOP, Part.BOTTOM), 1):
        add_heading(document, tr(f"document.appraisal.{part}", number=tr(f"document.appraisal.number.{at}")))
        add_text(document, _listed(results, part, words))
    for one in results.of(Part.BOTTOM):
        if one.running > 1:
            told = {"unit": one.unit, "count": one.running, "verdict": _verdict(one.zh, one.en, words)}
            add_text(document, tr("document.appraisal.running", **told))
    number = tr("document.appraisal.number.3")
    add_heading(document, tr("document.appraisal.places", number=number))
    head = [tr(f"ui.appraisals.{name}") for name in ("rank", "unit", "mark", "copies", "follows")]
    rows = [
        [
            "—" if one.rank is None else str(one.rank),
            *(one.unit, results.mark_text(one.mark), str(one.copies)),
            _follows(results, one.rank, one.zh, one.en, words),
        ]
        for one in results.lines
    ]
    add_table(document, _WIDTHS, [head, *rows], head=True)
    if published is not None:
        add_text(document, day(published, words))
    return document


def _follows(results: Results, rank: int | None, zh: str, en: str, words: Translator) -> str:
    return words.tr("ui.appraisals.few", least=results.least) if rank is None else _verdict(zh, en, words)


def _verdict(zh: str, en: str, words: Translator) -> str:
    return en if words.language == "en" else zh


def _listed(results: Results, part: Part, words: Translator) -> str:
    names = [one.unit for one in results.of(part)]
    return (
        words.tr("ui.list_separator").join(names) + words.tr("document.appraisal.stop")
        if names
        else words.tr("document.appraisal.none")
    )
