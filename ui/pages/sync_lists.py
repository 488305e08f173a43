"""What the tabs of the sync centre list: their columns, and their rows read on the database thread."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from app.model.registry import KINDS
from app.store.reading import Filter
from app.store.store import OutboxItem
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Column, RowValues

Rows = Sequence[Mapping[str, object]]
_WIDTHS = {"when": 132, "kind_name": 88, "action": 96, "size": 96, "took": 88, "count": 76}
RUNS = 100


def _column(
    ctx: Context, key: str, *, kind: CellKind = CellKind.TEXT, width: int = 160, priority: int = 0
) -> Column:
    def show(row: RowValues) -> Cell:
        text = str(row.get(key, ""))
        return Cell(
            text, tone="text.1" if kind is CellKind.NAME else "text.2", tooltip=text if len(text) > 16 else ""
        )

    return Column(key, ctx.tr(f"ui.sync.column.{key}"), show, _WIDTHS.get(key, width), kind, priority)


def _pending_columns(ctx: Context) -> list[Column]:
    return [
        _column(ctx, "title", kind=CellKind.NAME, width=220),
        _column(ctx, "kind_name"),
        _column(ctx, "action"),
        _column(ctx, "fields", width=300, priority=1),
        _column(ctx, "when"),
    ]


def _refused_columns(ctx: Context) -> list[Column]:
    return [
        _column(ctx, "title", width=220),
        _column(ctx, "kind_name"),
        _column(ctx, "action", priority=2),
        _column(ctx, "reason", kind=CellKind.NAME, width=360),
        _column(ctx, "when", priority=1),
    ]


def _file_columns(ctx: Context) -> list[Column]:
    return [
        _column(ctx, "title", kind=CellKind.NAME, width=260),
        _column(ctx, "owner", width=260, priority=1),
        _column(ctx, "size", kind=CellKind.AMOUNT),
    ]


def _run_columns(ctx: Context) -> list[Column]:
    counts = ("sent", "received", "conflicts", "refused")
    return [
        _column(ctx, "when"),
        _column(ctx, "outcome", kind=CellKind.NAME, width=260),
        *(
            Column(
                key,
                ctx.tr(f"ui.sync.column.{key}"),
                lambda row, key=key: Cell(str(row[key])),  # type: ignore[misc]
                84,
                CellKind.AMOUNT,
                1,
            )
            for key in counts
        ),
        _column(ctx, "traffic", width=110, priority=2),
        _column(ctx, "took"),
    ]


COLUMNS: Mapping[str, Callable[[Context], list[Column]]] = {
    "pending": _pending_columns,
    "files": _file_columns,
    "refused": _refused_columns,
    "runs": _run_columns,
}


def _operations(ctx: Context, state: str) -> Rows:
    items = ctx.desk.store.outbox(state=state)
    names = ctx.names(
        [(item.operation.kind, item.operation.id) for item in items if item.operation.kind in KINDS]
    )
    return [_operation(ctx, item, names) for item in items]


def _operation(ctx: Context, item: OutboxItem, names: Mapping[str, str]) -> dict[str, object]:
    one = item.operation
    fields = KINDS[one.kind].fields
    labels = [ctx.formats.label(fields[name]) for name in one.fields if name in fields and fields[name].form]
    return {
        "id": one.op_id,
        "kind": one.kind,
        "record": one.id,
        "title": names.get(one.id) or ctx.tr("ui.gone"),
        "kind_name": ctx.formats.kind(one.kind),
        "action": ctx.tr(f"ui.sync.action.{one.action}"),
        "fields": ctx.formats.listed(labels),
        "when": ctx.formats.moment(datetime.fromtimestamp(one.at / 1000, tz=UTC)),
        "reason": ctx.formats.stored_reason(item.reason),
    }


def _files(ctx: Context) -> Rows:
    store = ctx.desk.store
    waiting = store.files.waiting()
    wanted = tuple(file.sha256 for file in waiting)
    rows = store.rows("attachment", store.ids("attachment", filters=[Filter("sha256", "in", wanted)]))
    owners = ctx.names(
        [(row["parent_kind"], row["parent_id"]) for row in rows if row["parent_kind"] in KINDS]
    )
    by_hash = {row["sha256"]: row for row in rows}
    found: list[dict[str, object]] = []
    for file in waiting:
        row = by_hash.get(file.sha256)
        line: dict[str, object] = {"id": file.sha256, "title": ctx.tr("ui.sync.imported_file"), "owner": ""}
        if row is not None:
            line |= {"title": row["name"], "owner": owners.get(row["parent_id"], "")}
            line |= {"kind": row["parent_kind"], "record": row["parent_id"]}
        found.append(line | {"size": ctx.formats.size(file.size)})
    return found


def _runs(ctx: Context) -> Rows:
    return [_run(ctx, number, run) for number, run in enumerate(ctx.desk.store.sync_runs(RUNS))]


def _run(ctx: Context, number: int, run: Mapping[str, Any]) -> dict[str, object]:
    code = str(run.get("error") or "")
    words = f"ui.sync.error.{code}"
    outcome = (
        ctx.tr("ui.sync.done")
        if not code
        else ctx.tr(words)
        if ctx.words.has(words)
        else ctx.tr("ui.sync.failed")
    )
    traffic = f"{ctx.formats.size(int(run.get('up', 0)))} / {ctx.formats.size(int(run.get('down', 0)))}"
    counts = {key: run.get(key, 0) for key in ("sent", "received", "conflicts", "refused")}
    return {
        "id": str(number),
        "when": ctx.formats.moment(run["started_at"]),
        "outcome": outcome,
        "traffic": traffic,
        "took": ctx.tr("ui.sync.seconds", seconds=f"{float(run.get('seconds', 0)):.1f}"),
        **counts,
    }


READERS: Mapping[str, Callable[[Context], Rows]] = {
    "pending": lambda ctx: _operations(ctx, "pending"),
    "refused": lambda ctx: _operations(ctx, "refused"),
    "files": _files,
    "runs": _runs,
}
