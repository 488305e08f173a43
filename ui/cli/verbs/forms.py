"""The command that fills the forms of other offices."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.i18n import Translator
from app.model.registry import KINDS
from app.reasons import Reason
from app.services.desk import Desk
from app.services.fill.filling import beside, fill_form
from app.services.fill.plan import FillPlan, plan_fill, samples, why_not, with_sources
from app.services.fill.sources import sources_of
from app.services.fill.values import Column
from app.services.ledger.grid import column_letter
from app.services.ledger.reading import read_ledger
from app.services.views import ViewState, views_of
from app.store.reading import Filter
from app.store.work import known_kind
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterUnusable
from ui.cli.session import Session

# The lists of the desktop that show a kind, and what their first part holds (``ui.pages.list_page``).
_PAGES = {"project": ("projects", "leads"), "company": ("companies",)}
_EARLY = ("lead", "negotiating")


def fill(session: Session, arguments: Arguments) -> Answer:
    """Write a filled copy of a form; with ``dry_run`` only tell what its columns would take in.

    ``mapping`` corrects that: ``{column letter: source}``, sources as the dry run lists them, "" for none.
    """
    desk, kind, template = session.desk, known_kind(arguments["fill_kind"]).name, Path(arguments["file"])
    plan = plan_fill(desk, read_ledger(template), kind, key=arguments["table"] or "")
    plan = with_sources(plan, _corrections(plan, arguments["mapping"] or {}))
    ids = _ids(desk, kind, arguments)
    if arguments["dry_run"]:
        return _preview(desk, plan, ids, session.translator)
    path = arguments["filled_file"] or beside(template, desk, session.translator)
    done = fill_form(desk, plan, ids, path)
    say = _words(session.translator)
    return {
        "file": str(done.path),
        "records": done.rows,
        "cells": done.cells,
        "columns_left": [{**_column(one), "why": say(why)} for one, why in done.columns],
        "gaps": [
            {"title": gap.title, "row": gap.row, **_column(gap.column), "why": say(gap.reason)}
            for gap in done.gaps
        ],
        "notes": [say(one) for one in done.notes],
        "no_room": list(done.left),
        "replaced": [{"row": row, "text": text} for row, text in done.replaced],
    }


def _preview(desk: Desk, plan: FillPlan, ids: Sequence[str], translator: Translator) -> Answer:
    shown, say = samples(desk, plan, ids), _words(translator)
    columns = [
        {
            **_column(one),
            "source": one.source,
            "samples": list(shown.get(one.number, ())),
            "why_not": say(why) if (why := why_not(one)) is not None else "",
        }
        for one in plan.columns
    ]
    return {
        "table": plan.form.key,
        "tables": [form.key for form in plan.forms],
        "kind": plan.kind,
        "records": len(ids),
        "lines": plan.form.last - plan.form.first + 1,
        "remembered": plan.recalled,
        "columns": columns,
        "sources": list(sources_of(plan.kind)),
    }


def _column(one: Column) -> dict[str, str]:
    return {"column": column_letter(one.number), "label": one.label}


def _words(translator: Translator) -> Any:
    def say(reason: Reason) -> str:
        return translator.tr(reason.key, **reason.params)

    return say


def _corrections(plan: FillPlan, given: Mapping[str, Any]) -> dict[int, str]:
    letters = {column_letter(one.number): one.number for one in plan.columns}
    known = ("", *sources_of(plan.kind))
    for letter, source in given.items():
        if letter not in letters:
            raise _unusable(letter, ", ".join(letters))
        if source not in known:
            raise _unusable(str(source)[:40], ", ".join(known[1:]))
    return {letters[letter]: str(source) for letter, source in given.items()}


def _ids(desk: Desk, kind: str, arguments: Arguments) -> list[str]:
    """The records asked for: some by id, those of a saved view, or all of the kind."""
    if arguments["records"]:
        return list(arguments["records"])
    name = arguments["view"]
    if not name:
        return desk.store.ids(kind)
    found = {
        view.name: (page, view.state)
        for page in reversed(_PAGES.get(kind, (f"{kind}s",)))
        for view in views_of(desk, page, kind)
    }
    if name not in found:
        raise ParameterUnusable(
            field="view", command="fill", name="--view", wanted=", ".join(sorted(found)) or "-"
        )
    page, state = found[name]
    filters = [*state.filters, *_part(page, state)]
    return desk.store.ids(
        kind, find=state.find, filters=filters, sort=state.order, deleted=state.scope == "deleted"
    )


def _part(page: str, state: ViewState) -> list[Filter]:
    """Leads are the early projects; the page of projects shows the others unless asked for all."""
    if page == "leads":
        return [Filter("stage", "in", _EARLY)]
    later = tuple(one for one in KINDS["project"].fields["stage"].choices if one not in _EARLY)
    return [Filter("stage", "in", later)] if page == "projects" and state.scope != "all" else []


def _unusable(name: str, wanted: str) -> ParameterUnusable:
    return ParameterUnusable(field="mapping", command="fill", name=f"--mapping {name}", wanted=wanted)
