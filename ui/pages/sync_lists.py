"""What the lists of the sync centre show: their columns, and their rows read on the database thread."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from app.model.registry import KINDS
from app.store.reading import Filter
from app.store.store import OutboxItem
from sync.client.holding_back import is_held_back, newest_served, read_hello
from sync.client.place import HELLO
from ui.components.operation_words import named_by, operation_words
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.context.headquarters import FILES_PAUSED
from ui.models.columns import Cell, CellKind, Column, RowValues
from ui.theme.tokens import Token

Rows = Sequence[Mapping[str, object]]
_WIDTHS = {"when": 132, "kind_name": 88, "action": 96, "size": 96, "took": 88, "count": 76}
RUNS = 200


def _column(
    ctx: Context, key: str, *, kind: CellKind = CellKind.TEXT, width: int = 160, priority: int = 0
) -> Column:
    def show(row: RowValues) -> Cell:
        text = str(row.get(key, ""))
        plain: Token = "text.1" if kind is CellKind.NAME else "text.2"
        tone = row.get(f"{key}.tone", plain)
        return Cell(text, tone=tone, tooltip=text if len(text) > 12 else "")  # type: ignore[arg-type]

    return Column(key, ctx.tr(f"ui.sync.column.{key}"), show, _WIDTHS.get(key, width), kind, priority)


def _pending_columns(ctx: Context) -> list[Column]:
    return [
        _column(ctx, "title", width=220),
        _column(ctx, "kind_name", priority=1),
        _column(ctx, "words", kind=CellKind.NAME, width=320),
        _column(ctx, "state", width=200),
        _column(ctx, "when", priority=1),
    ]


def _file_columns(ctx: Context) -> list[Column]:
    return [
        _column(ctx, "file", width=300),
        _column(ctx, "owner", width=220, priority=1),
        _column(ctx, "state", kind=CellKind.NAME, width=320),  # why a file was sent back stands whole
        _column(ctx, "size", kind=CellKind.AMOUNT),
    ]


def _run_columns(ctx: Context) -> list[Column]:
    counts = ("sent", "received", "conflicts", "refused")
    return [
        _column(ctx, "when"),
        _column(ctx, "outcome", kind=CellKind.NAME, width=260),
        *(_count_column(ctx, key) for key in counts),
        _column(ctx, "traffic", width=130, priority=2),
        _column(ctx, "took"),
    ]


def _count_column(ctx: Context, key: str) -> Column:
    def show(row: RowValues) -> Cell:
        count = row.get(key, 0)
        return Cell(str(count), tone="text.1" if count else "text.3")

    return Column(key, ctx.tr(f"ui.sync.column.{key}"), show, 76, CellKind.AMOUNT, 1)


COLUMNS: Mapping[str, Callable[[Context], list[Column]]] = {
    "pending": _pending_columns,
    "files": _file_columns,
    "runs": _run_columns,
}


# ---- what waits
def _pending(ctx: Context, monitor: SyncMonitor) -> Rows:
    items = ctx.desk.store.outbox()
    held = {(item.operation.kind, item.operation.id) for item in ctx.desk.store.outbox(state="refused")}
    names = ctx.names(named_by(item.operation for item in items))
    newest = newest_served(read_hello(ctx.desk.store.remembered(HELLO)))
    found = []
    for item in items:
        key, line = (item.operation.kind, item.operation.id), _operation(ctx, item, names)
        if monitor.enrolled and key not in held and is_held_back(key[0], item.operation.fields, newest):
            line["state"] = ctx.tr("ui.sync.waits.upgrade")
        else:
            line["state"] = _why(ctx, monitor, item, behind=key in held)
        found.append(line)
        held.add(key)
    return found


def _operation(ctx: Context, item: OutboxItem, names: Mapping[str, str]) -> dict[str, object]:
    one = item.operation
    return {
        "id": one.op_id,
        "kind": one.kind,
        "record": one.id,
        "title": names.get(one.id) or ctx.tr("ui.gone"),
        "kind_name": ctx.formats.kind(one.kind) if one.kind in KINDS else one.kind,
        "words": operation_words(ctx, one, names),
        "when": ctx.formats.moment(datetime.fromtimestamp(one.at / 1000, tz=UTC)),
    }


def _why(ctx: Context, monitor: SyncMonitor, item: OutboxItem, *, behind: bool) -> str:
    """Why it still waits."""
    if monitor.enrolled is None:
        return ctx.tr("ui.sync.waits.alone")
    if behind:
        return ctx.tr("ui.sync.waits.behind")
    if monitor.syncing:
        return ctx.tr("ui.sync.waits.now")
    if not monitor.online:
        return ctx.tr("ui.sync.waits.offline")
    last = monitor.counts.last_sync
    asked = last is not None and item.operation.at < last.timestamp() * 1000
    if asked and item.reason:
        return ctx.formats.stored_reason(item.reason)
    return ctx.tr("ui.sync.waits.later" if asked else "ui.sync.waits.next")


# ---- files
def _files(ctx: Context, monitor: SyncMonitor) -> Rows:
    store = ctx.desk.store
    waiting = [(file.sha256, file.size, None) for file in store.files.waiting()]
    refused = store.file_cache.refused()
    wanted = tuple(file[0] for file in (*waiting, *refused))
    rows = store.rows("attachment", store.ids("attachment", filters=[Filter("sha256", "in", wanted)]))
    small = store.ids("attachment", filters=[Filter("thumbnail_sha256", "in", wanted)])
    by_themselves = {row["thumbnail_sha256"] for row in store.rows("attachment", small)}
    owners = ctx.names(
        [(row["parent_kind"], row["parent_id"]) for row in rows if row["parent_kind"] in KINDS]
    )
    by_hash = {row["sha256"]: row for row in rows}
    state = _files_state(ctx, monitor)
    found: list[dict[str, object]] = []
    for sha256, size, reason in (*refused, *waiting):
        row = by_hash.get(sha256)
        if row is None and sha256 in by_themselves:
            continue  # a small picture is part of its file to people
        line: dict[str, object] = {"id": sha256, "file": ctx.tr("ui.sync.imported_file"), "owner": ""}
        if row is not None:
            line |= {"file": row["name"], "owner": owners.get(row["parent_id"], "")}
            line |= {"kind": row["parent_kind"], "record": row["parent_id"]}
        line |= {"size": ctx.formats.size(size), "state": _moving(ctx, monitor, sha256) or state}
        if reason is not None or (sha256, size, reason) in refused:
            line |= {"state": ctx.formats.stored_reason(reason), "state.tone": "danger", "refused": True}
        found.append(line)
    return found


def _files_state(ctx: Context, monitor: SyncMonitor) -> str:
    if ctx.settings.get(FILES_PAUSED, False):
        return ctx.tr("ui.sync.waits.paused")
    if monitor.enrolled is None:
        return ctx.tr("ui.sync.waits.alone")
    return ctx.tr("ui.sync.waits.next" if monitor.online or monitor.syncing else "ui.sync.waits.offline")


def _moving(ctx: Context, monitor: SyncMonitor, sha256: str) -> str:
    """“正在上传 45%” of the file that is on its way right now."""
    moving = monitor.watch.file
    if not monitor.syncing or moving is None or moving.sha256 != sha256 or not moving.size:
        return ""
    return ctx.tr("ui.sync.waits.moving", percent=100 * moving.done // moving.size)


# ---- runs
def _runs(ctx: Context, monitor: SyncMonitor) -> Rows:
    return [_run(ctx, number, run) for number, run in enumerate(ctx.desk.store.sync_runs(RUNS))]


def _run(ctx: Context, number: int, run: Mapping[str, Any]) -> dict[str, object]:
    traffic = f"{ctx.formats.size(int(run.get('up', 0)))} / {ctx.formats.size(int(run.get('down', 0)))}"
    counts = {key: run.get(key, 0) for key in ("sent", "received", "conflicts", "refused")}
    return {
        "id": str(number),
        "when": ctx.formats.moment(run["started_at"]),
        "outcome": run_outcome(ctx, run),
        "traffic": traffic,
        "took": ctx.tr("ui.sync.seconds", seconds=f"{float(run.get('seconds', 0)):.1f}"),
        "run": dict(run),
        **counts,
    }


def run_outcome(ctx: Context, run: Mapping[str, Any]) -> str:
    """How a run ended, with what to do where it failed."""
    code = str(run.get("error") or "")
    if not code:
        return ctx.tr("ui.sync.done")
    words = f"ui.sync.error.{code}"
    return ctx.tr(words) if ctx.words.has(words) else ctx.tr("ui.sync.failed.code", code=code)


READERS: Mapping[str, Callable[[Context, SyncMonitor], Rows]] = {
    "pending": _pending,
    "files": _files,
    "runs": _runs,
}
