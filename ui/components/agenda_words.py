"""What is due, in words: what it is about, what is to be done, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.capture.promised import PROMISE
from app.rules.phones import display_phone
from app.services.today import Line, Today, Why
from ui.context.context import Context
from ui.models.columns import Level
from ui.theme.tokens import Token

_ABOUT = ("project_id", "company_id", "contact_id")
SOON = 2  # days; what is due within them is marked


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words; ``light`` (and its word) or ``badge`` stands at the right."""

    when: str
    tone: Token
    title: str
    detail: str
    badge: str = ""
    light: Level | None = None


def referred(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """(kind, id) of every record whose name the lines need."""
    found: list[tuple[str, str]] = []
    for line in lines:
        for field in KINDS[line.row.kind].references:
            value = line.row[field.name]
            ids = value[:2] if isinstance(value, list) else [value] if value else []
            found += [(field.target, id) for id in ids]
    return found


def told(ctx: Context, today: Today, line: Line, names: dict[str, str]) -> Told:
    """One line of the page."""
    days = (line.due - today.day).days
    when, tone = _when(ctx, line, days)
    title, detail = _about(ctx, line, names)
    if line.why in (Why.STEP, Why.NODE) and days <= SOON:
        level: Level = "red" if days < 0 else "yellow"
        key = "ui.today.overdue" if days < 0 else "ui.today.soon"
        return Told(when, tone, title, detail, ctx.tr(key), level)
    return Told(when, tone, title, detail, _badge(ctx, today, line))


def opens(line: Line) -> tuple[str, str]:
    """The record that Enter opens: a node's is its project."""
    if line.why is Why.NODE and line.row["project_id"]:
        return "project", line.row["project_id"]
    return line.row.kind, line.row.id


def logs(ctx: Context, line: Line, how: str) -> dict[str, Any]:
    """What the form of a call or visit begins with that settles a line."""
    row = line.row
    if row.kind == "contact":
        return {"kind": how, "contact_ids": [row.id], "company_id": row["company_id"]}
    begin: dict[str, Any] = {"kind": how}
    begin |= {name: row[name] for name in ("project_id", "company_id") if row.values.get(name)}
    if person := row.values.get("contact_id"):
        known = ctx.desk.store.get("contact", person)
        begin |= {"contact_ids": [person]}
        begin |= {"company_id": known["company_id"]} if known is not None and known["company_id"] else {}
    return begin


def _when(ctx: Context, line: Line, days: int) -> tuple[str, Token]:
    if line.why is Why.SILENT:
        return ctx.tr("ui.today.call"), "text.2"
    if line.why is Why.GREETING and line.row.kind == "contact":
        return ctx.tr("ui.today.greet"), "text.2"
    if days < 0:
        return ctx.tr("ui.today.late", days=-days), "danger"
    if days == 0:
        return ctx.tr("ui.capture.day.after_0"), "text.1"
    if days == 1:
        return ctx.tr("ui.capture.day.after_1"), "text.2"
    return ctx.tr(f"ui.today.weekday.{line.due.isoweekday()}"), "text.2"


def _badge(ctx: Context, today: Today, line: Line) -> str:
    if line.why is Why.VISIT:
        return ctx.formats.choice(KINDS["visit"].fields["kind"], line.row["kind"] or "")
    if line.why is Why.GREETING and line.row.kind == "contact" and today.festival is not None:
        return ctx.tr(f"ui.today.festival.{today.festival[0]}")
    return ctx.tr(f"ui.today.why.{line.why}")


def _about(ctx: Context, line: Line, names: dict[str, str]) -> tuple[str, str]:
    """Whom or what it is about, and what is to be done."""
    row = line.row
    if row.kind == "contact":
        return ctx.formats.title(row), _person(ctx, row, names)
    what = ctx.formats.title(row).removeprefix(PROMISE)
    fields = (
        ("project_id", "company_id", "contact_id") if row.kind != "visit" else ("company_id", "project_id")
    )
    about = next((names[id] for name in fields if (id := row.values.get(name)) in names), "")
    if row.kind == "visit":
        people = ctx.formats.listed([names[id] for id in row["contact_ids"] or () if id in names])
        return about or what, " · ".join(part for part in (people, what if about else "") if part)
    return (about, what) if about else (what, "")


def _person(ctx: Context, row: Row, names: dict[str, str]) -> str:
    """The firm, the telephone, and how long ago."""
    last = row["last_contact_on"]
    days = (ctx.today() - last).days if last is not None else 0
    ago = ctx.tr("ui.today.silent", days=days) if last is not None else ctx.tr("ui.today.never")
    phones = row["phones"] or ()
    firm = names.get(row["company_id"] or "", "")
    return " · ".join(part for part in (firm, display_phone(phones[0]) if phones else "", ago) if part)
