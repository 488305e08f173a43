"""A reading in words: a row for each chip, what it shows, how it is typed over, and where it is from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.capture.corrections import Mark, typed_step
from app.rules.capture.promised import promised_day, promising_side
from app.rules.capture.slots import Chip, NextStep, Slot
from app.rules.phones import display_phone
from app.services.foreseen import Foreseen
from ui.components.capture_reader import Reading
from ui.context.context import Context
from ui.theme.tokens import Token

PROJECT = "project"
ORDER = (
    *(Slot.KIND, Slot.DATE, Slot.PLACE, Slot.COMPANY, Slot.PERSON, Slot.PHONE, Slot.AMOUNT, Slot.FOREIGN),
    *(Slot.LAND, Slot.CHANNEL, Slot.SUBJECT, Slot.PROMISE, Slot.OURS, Slot.STEP),
)
_FIELDS: Mapping[Slot, tuple[str, str]] = {Slot.KIND: ("visit", "kind"), Slot.CHANNEL: ("project", "channel")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One row. ``what`` is the slot's name or ``project``; ``origin`` stands at the right, in ``tone``."""

    what: str
    mark: Mark | None
    label: str
    value: str
    typed: str
    origin: str = ""
    tone: Token = "text.2"
    icon: str = ""


def shown_rows(ctx: Context, reading: Reading) -> list[Shown]:
    """The rows of a reading, in the order of the form it becomes."""
    rows: list[Shown] = []
    foreseen = reading.foreseen
    for slot in ORDER:
        chips = [chip for chip in reading.capture.chips if chip.slot is slot]
        if not chips and foreseen is not None and foreseen.visit and slot in (Slot.KIND, Slot.DATE):
            rows.append(_assumed(ctx, slot, foreseen))
        rows += [_row(ctx, chip, reading) for chip in chips]
    return rows + list(_project(ctx, foreseen))


def saved_as(ctx: Context, reading: Reading) -> str:
    """What the line becomes above all: 走访, 下一步, 承诺, 企业; "" while it is nothing yet."""
    foreseen = reading.foreseen
    if foreseen is None or not foreseen.worth:
        return ""
    if foreseen.visit:
        return ctx.formats.kind("visit")
    slots = {chip.slot for chip in reading.capture.chips}
    kinds = {Slot.STEP: "next_step", Slot.PROMISE: "promise"}
    return ctx.formats.kind(next((kind for slot, kind in kinds.items() if slot in slots), "company"))


def said_of(ctx: Context, reading: Reading) -> str:
    """Whom and what a saved line was about, for the toast."""
    capture = reading.capture
    names = [*capture.values(Slot.COMPANY)[:1], *capture.values(Slot.PERSON)[:1]]
    return " · ".join(str(name) for name in names) or capture.line.strip().split("\n")[0][:20]


# ---- one chip ------------------------------------------------------------------------------------------


def _assumed(ctx: Context, slot: Slot, foreseen: Foreseen) -> Shown:
    """The way and the day nobody wrote: what people mean by leaving them out."""
    if slot is Slot.KIND:
        value = ctx.formats.choice(KINDS["visit"].fields["kind"], "outward")
        from_trip = foreseen.trip is not None
        origin = ctx.tr("ui.capture.from_trip" if from_trip else "ui.capture.assumed")
        return Shown(slot, (slot, ""), ctx.tr(f"capture.slot.{slot}"), value, value, origin)
    today = ctx.today()
    day, origin = long_day(ctx, today), ctx.tr("ui.capture.assumed")
    return Shown(slot, (slot, ""), ctx.tr(f"capture.slot.{slot}"), day, today.isoformat(), origin)


def _row(ctx: Context, chip: Chip, reading: Reading) -> Shown:
    value, typed = _values(ctx, chip, reading)
    origin, tone, icon = _origin(ctx, chip, reading)
    mark = _mark(chip, reading)
    return Shown(chip.slot, mark, ctx.tr(f"ui.capture.slot.{chip.slot}"), value, typed, origin, tone, icon)


def _mark(chip: Chip, reading: Reading) -> Mark:
    """What the chip was before it was set right: an amount may have become a foreign one."""
    words = reading.capture.line[chip.start : chip.end]
    if chip.slot is Slot.FOREIGN and reading.corrections.of((Slot.AMOUNT, words)) is not None:
        return Slot.AMOUNT, words
    return chip.slot, words


def _values(ctx: Context, chip: Chip, reading: Reading) -> tuple[str, str]:
    """What the chip shows, and how it is typed."""
    value = chip.value
    match chip.slot:
        case Slot.DATE:
            return _with_time(ctx, value, reading), value.isoformat()
        case Slot.KIND | Slot.CHANNEL:
            kind, name = _FIELDS[chip.slot]
            word = ctx.formats.choice(KINDS[kind].fields[name], value)
            return word, word
        case Slot.PERSON:
            title = chip.text.removeprefix(value)
            return (f"{value} · {title}", f"{value} {title}") if title else (value, value)
        case Slot.PHONE:
            return display_phone(value), display_phone(value)
        case Slot.AMOUNT:
            return ctx.formats.amount_with_unit(value), chip.text
        case Slot.FOREIGN:
            return chip.text, chip.text
        case Slot.LAND:
            return ctx.formats.land(value), f"{value:f}"
        case Slot.STEP:
            return _step(ctx, value), typed_step(value)
    return str(value), str(value)


def _step(ctx: Context, step: NextStep) -> str:
    return f"{step.title} · {long_day(ctx, date.fromisoformat(step.due))}" if step.due else step.title


def _with_time(ctx: Context, day: date, reading: Reading) -> str:
    time = reading.capture.first(Slot.TIME)
    return f"{long_day(ctx, day)} {time:%H:%M}" if time is not None else long_day(ctx, day)


def long_day(ctx: Context, day: date) -> str:
    """“11月20日 星期五”, with the year where it is not this one."""
    month = ctx.tr(f"ui.month.{day.month}")
    words = ctx.tr("ui.day.month_day", month=month, day=day.day)
    weekday = ctx.tr(f"ui.weekday.{day.isoweekday()}")
    year = "" if day.year == ctx.today().year else ctx.tr("ui.day.year", year=day.year)
    return ctx.tr("ui.day.long", year=year, day=words, weekday=weekday).strip()


# ---- where it is from ----------------------------------------------------------------------------------

Origin = tuple[str, Token, str]


def _origin(ctx: Context, chip: Chip, reading: Reading) -> Origin:
    said = reading.corrections.of(_mark(chip, reading))
    if said is not None and not said.record:
        return ctx.tr("ui.capture.corrected"), "text.2", "pencil"
    if chip.note is not None:
        return ctx.formats.reason(chip.note), "warn", "alert-triangle"
    match chip.slot:
        case Slot.DATE:
            return _how_far(ctx, chip.value), "text.2", ""
        case Slot.COMPANY:
            return _company(ctx, chip, reading.foreseen)
        case Slot.PERSON:
            return _person(ctx, chip, reading.foreseen)
        case Slot.AMOUNT:
            return ctx.tr("ui.capture.equals", figure=f"{chip.value:,f}"), "text.2", ""
        case Slot.PROMISE:
            return _promise(ctx, chip, reading)
        case Slot.STEP:
            key = "ui.capture.scheduled" if chip.value.due else "ui.capture.no_day"
            return ctx.tr(key), "success" if chip.value.due else "text.2", "check" if chip.value.due else ""
    return "", "text.2", ""


def _promise(ctx: Context, chip: Chip, reading: Reading) -> Origin:
    """Whose word it is, and by when it is owed."""
    field = KINDS["promise"].fields["side"]
    side = ctx.formats.choice(field, promising_side(reading.capture, chip))
    due = promised_day(str(chip.value), ctx.today())
    if due is None:
        return ctx.tr("ui.capture.to_promises", side=side), "success", "check"
    return ctx.tr("ui.capture.to_promises_by", side=side, day=ctx.formats.short_day(due)), "success", "check"


def _how_far(ctx: Context, day: date) -> str:
    days = (day - ctx.today()).days
    if days in (-2, -1, 0, 1, 2):
        return ctx.tr(f"ui.capture.day.{'before' if days < 0 else 'after'}_{abs(days)}")
    return ctx.tr("ui.capture.day.ago" if days < 0 else "ui.capture.day.in", count=abs(days))


def _company(ctx: Context, chip: Chip, foreseen: Foreseen | None) -> Origin:
    if foreseen is None or chip.value not in foreseen.companies:
        return "", "text.2", ""
    row = foreseen.companies[chip.value]
    if row is None:
        if like := foreseen.sounding.get(chip.value):
            return ctx.tr("ui.capture.sounding", name=like), "warn", "alert-triangle"
        return ctx.tr("ui.capture.new_company"), "text.2", "plus"
    alike = foreseen.alike.get(chip.value, 1)
    if alike > 1:
        return ctx.tr("ui.capture.alike", count=alike, name=row["name"] or ""), "warn", "alert-triangle"
    return _known(ctx, row, chip.value)


def _known(ctx: Context, row: Row, value: str) -> Origin:
    name = row["name"] or ""
    words = ctx.tr("ui.capture.known") if name == value else ctx.tr("ui.capture.known_as", name=name)
    return words, "success", "check"


def _person(ctx: Context, chip: Chip, foreseen: Foreseen | None) -> Origin:
    if foreseen is None or chip.value not in foreseen.people:
        return "", "text.2", ""
    row = foreseen.people[chip.value]
    if row is None:
        return ctx.tr("ui.capture.new_person"), "text.2", "plus"
    phones = row["phones"] or ()
    words = display_phone(phones[0]) if phones else ctx.tr("ui.capture.known")
    if row["name"] != chip.value:
        words = f"{row['name']}  {words}"
    return words, "text.2" if phones else "success", "phone" if phones else "check"


def _project(ctx: Context, foreseen: Foreseen | None) -> Iterator[Shown]:
    """Which project the figures go to."""
    if foreseen is None or not foreseen.meant:
        return
    row = foreseen.project
    label = ctx.formats.kind("project")
    if row is None:
        new = ctx.tr("ui.capture.new_project")
        yield Shown(PROJECT, None, label, new, new, "", "text.2", "")
    else:
        name = ctx.formats.title(row)
        yield Shown(PROJECT, None, label, name, name, ctx.tr("ui.capture.joins"), "success", "check")
