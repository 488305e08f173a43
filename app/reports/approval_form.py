"""招商引资项目落地审批表: the form of an application as a Word document (systems.md B5, features.md 34)."""

from pathlib import Path

from docx.document import Document as Doc

from app.i18n import Translator
from app.model.registry import KINDS
from app.model.row import Row
from app.reports.word import BODY, HEADING, add_row, add_table, add_title, fill, new_document, save
from app.reports.wording import day, land, money
from app.rules.approvals import RouteSaid
from app.store.reading import Filter
from app.store.store import Store

_WIDTHS = (39, 42, 28, 47)  # mm


def write_approval_form(store: Store, id: str, route: RouteSaid, target: Path, words: Translator) -> None:
    """Write the form of the application ``id`` to ``target``; steps to come have room for a signature.

    Raises:
        DocumentNotWritten: ``target`` cannot be written.
    """
    save(approval_form(store, id, route, words), target)


def approval_form(store: Store, id: str, route: RouteSaid, words: Translator) -> Doc:
    """The form as a document. The application must exist."""
    row = store.get("approval", id)
    assert row is not None
    project = store.get("project", row["project_id"])
    document = new_document(form=True)
    add_title(document, words.tr("document.form.title"))
    table = add_table(document, _WIDTHS, (), head=False)
    for facts in _facts(store, row, project, route, words):
        for at, (cell, text) in enumerate(zip(add_row(table).cells, facts, strict=True)):
            fill(cell, text, BODY if at % 2 else HEADING, centred=not at % 2)
    for label, text in _wide(store, row, project, route, words):
        cells = add_row(table).cells
        fill(cells[0], label, HEADING, centred=True)
        fill(cells[1].merge(cells[3]), text)
    return document


def _facts(
    store: Store, row: Row, project: Row | None, route: RouteSaid, words: Translator
) -> list[list[str]]:
    tr = words.tr
    investor = store.get("company", project["investor_id"]) if project and project["investor_id"] else None
    industry = str(project["industry"] or "") if project else ""
    special = tr("policy.yes") if row["special"] else tr("policy.no")
    return [
        [
            tr("document.form.project"),
            str(row["title"] or ""),
            tr("document.form.applicant"),
            row["applicant"] or "",
        ],
        [
            tr("document.form.investor"),
            str(investor["name"] or "") if investor else "",
            tr("document.form.industry"),
            industry,
        ],
        [
            tr("document.form.investment"),
            money(row["investment"], words),
            tr("document.form.land"),
            land(row["land"], words),
        ],
        [tr("document.form.category"), route.categories, tr("document.form.special"), special],
    ]


def _wide(
    store: Store, row: Row, project: Row | None, route: RouteSaid, words: Translator
) -> list[tuple[str, str]]:
    """The lines over the whole width: what it is, what was found, the route, then each step."""
    tr = words.tr
    found = [(tr("document.form.summary"), str(project["summary"] or "") if project else "")]
    if row["special"] or row["special_terms"]:
        found.append((tr("document.form.special_terms"), str(row["special_terms"] or "")))
    found.append((tr("document.form.site_visit"), _visited(store, row["project_id"], words)))
    found.append((tr("document.form.assessment"), _assessed(store, row["project_id"], words)))
    why = tr("document.form.why", route=route.name, why=route.why, source=route.source)
    found.append((tr("document.form.route"), why))
    steps = store.rows(
        "approval_step", store.ids("approval_step", filters=[Filter("approval_id", "eq", row.id)])
    )
    taken = {step["number"]: step for step in steps}
    for number, name in enumerate(route.steps, start=1):
        found.append((name, _said(taken[number], words) if number in taken else tr("document.form.sign")))
    return found


def _said(step: Row, words: Translator) -> str:
    outcome = words.tr(KINDS["approval_step"].fields["outcome"].choice_key(step["outcome"] or "passed"))
    said = "\n".join(part for part in (outcome, step["opinion"]) if part)
    signed = words.tr("document.form.signed", who=step["who"] or "", day=day(step["decided_on"], words))
    return f"{said}\n{signed}"


def _assessed(store: Store, project: str, words: Translator) -> str:
    """What meetings made of the project, a line each, the first one first."""
    rows = store.rows("agenda_item", store.ids("agenda_item", filters=[Filter("project_id", "eq", project)]))
    fields, lines = KINDS["agenda_item"].fields, []
    for row in sorted(rows, key=lambda row: (str(row["held_on"] or ""), row.id)):
        if row["outcome"] is None:
            continue
        body = words.tr(fields["body"].choice_key(row["body"])) if row["body"] else ""
        outcome = words.tr(fields["outcome"].choice_key(row["outcome"]))
        parts = (day(row["held_on"], words), body, outcome, row["opinion"])
        lines.append("  ".join(part for part in parts if part))
    return "\n".join(lines) or words.tr("document.form.not_assessed")


def _visited(store: Store, project: str, words: Translator) -> str:
    """考察联审意见: what each body said at the joint site visit, a line each; room to sign where none did."""
    of = [Filter("project_id", "eq", project), Filter("gate", "eq", "site_visit")]
    fields, lines = KINDS["review"].fields, []
    rows = store.rows("review", store.ids("review", filters=of))
    for row in sorted(rows, key=lambda row: (str(row["reviewed_on"] or ""), row.id)):
        verdict = words.tr(fields["verdict"].choice_key(row["verdict"])) if row["verdict"] else ""
        said = "  ".join(part for part in (str(row["title"] or ""), verdict, row["reason"]) if part)
        signed = (row["reviewer"], day(row["reviewed_on"], words) if row["reviewed_on"] else "")
        lines.append("  ".join(part for part in (said, *signed) if part))
    return "\n".join(lines) or words.tr("document.form.sign")
