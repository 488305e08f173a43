"""What the calendar says beside a day's number, in the reader's language."""

from datetime import date

from app.rules.almanac import DayNote, note_of
from app.rules.lunar import LunarDay
from app.rules.working_days import WorkingDays
from ui.context.context import Context
from ui.widgets.month_calendar import DayWords


def day_words(ctx: Context, day: date, days: WorkingDays) -> DayWords:
    """The festival, else the lunar day (its month on the first); 休 and 班 by ``days``."""
    note = note_of(day, days)
    festival = ctx.tr(f"ui.calendar.festival.{note.festival}") if note.festival else ""
    rest = ctx.tr(f"ui.calendar.{'off' if note.off else 'worked'}") if note.off is not None else ""
    return DayWords(festival or _lunar(ctx, note), bool(festival), rest, bool(note.off), told_of(ctx, note))


def told_of(ctx: Context, note: DayNote) -> str:
    """Everything: 农历八月十五 中秋节 休."""
    parts = []
    if note.lunar is not None:
        parts.append(ctx.tr("ui.calendar.lunar", **_parts(ctx, note.lunar)))
    if note.festival:
        parts.append(ctx.tr(f"ui.calendar.festival.{note.festival}"))
    if note.off is not None:
        parts.append(ctx.tr(f"ui.calendar.{'day_off' if note.off else 'day_worked'}"))
    return " ".join(parts)


def _lunar(ctx: Context, note: DayNote) -> str:
    if note.lunar is None:
        return ""
    if note.lunar.day == 1:
        return ctx.tr("ui.calendar.month_begins", month=_parts(ctx, note.lunar)["month"])
    # A number beside the day's number says nothing to who does not live by this calendar.
    return note.lunar.day_words if _chinese(ctx) else ""


def _parts(ctx: Context, lunar: LunarDay) -> dict[str, object]:
    if _chinese(ctx):
        return {"month": lunar.month_words, "day": lunar.day_words}
    return {"month": f"{lunar.month}{'+' if lunar.leap else ''}", "day": lunar.day}


def _chinese(ctx: Context) -> bool:
    return ctx.words.language == "zh_CN"
