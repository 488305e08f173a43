"""A waiting or refused operation in words: “改了 电话：0755-1 → 0755-2”."""

from collections.abc import Iterable, Mapping

from app.model.field import Type
from app.model.registry import KINDS
from app.store.captured import Captured
from ui.context.context import Context

SHOWN = 3  # fields told with their values; the others by name
LONGEST = 40  # letters of one value


def operation_words(ctx: Context, one: Captured, names: Mapping[str, str]) -> str:
    """What was done, with values before and after where there were any."""
    if one.action in ("delete", "restore") or one.kind not in KINDS:
        return ctx.tr(f"ui.sync.action.{one.action}")
    fields = KINDS[one.kind].fields
    known = [name for name in one.fields if name in fields and (fields[name].form or fields[name].column)]
    if one.action == "create":
        labels = [ctx.formats.label(fields[name]) for name in known]
        return ctx.tr("ui.sync.made", fields=ctx.formats.listed(labels))
    changes = []
    for name in known[:SHOWN]:
        before, after = (
            _short(ctx.formats.wire_value(fields[name], side, names)) for side in one.fields[name]
        )
        changes.append(
            ctx.tr("ui.sync.change", field=ctx.formats.label(fields[name]), before=before, after=after)
        )
    changes += [ctx.formats.label(fields[name]) for name in known[SHOWN:]]
    said = ctx.tr("ui.sync.changed", changes=ctx.tr("ui.sync.and").join(changes))
    return said if changes else ctx.tr(f"ui.sync.action.{one.action}")


def named_by(operations: Iterable[Captured]) -> list[tuple[str, str]]:
    """(kind, id) of the records and of every record that a value points at."""
    found: list[tuple[str, str]] = []
    for one in operations:
        if one.kind not in KINDS:
            continue
        found.append((one.kind, one.id))
        for name, pair in one.fields.items():
            field = KINDS[one.kind].fields.get(name)
            if field is None or field.type not in (Type.REFERENCE, Type.REFERENCES):
                continue
            for value in pair:
                ids = [value] if isinstance(value, str) else value if isinstance(value, list) else []
                found += [(field.target, id) for id in ids]
    return found


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
