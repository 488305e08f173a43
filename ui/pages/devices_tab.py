"""This laptop as headquarters knows it; and, for headquarters' own people, every laptop."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.registry import SCHEMA
from app.version import version
from sync.client.errors import RequestRefused
from sync.protocol.freshness import is_clock_wrong, light
from sync.protocol.messages import DevicesReply, DeviceState
from ui.components.plain_table import PlainTable
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Column, RowValues
from ui.theme.type_scale import Role
from ui.widgets.card import Banner, Card, Facts
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled

CLOCK_OFFSET, HELLO = "clock_offset", "hello"
LEAST_ROWS = 8


@dataclass(frozen=True)
class Own:
    """What this laptop knows of itself towards headquarters. ``offset`` in ms, None: never measured."""

    role: str = ""
    tenant: str = ""
    offset: int | None = None


class DevicesTab(QWidget):
    """The list of all laptops is asked for when the tab is opened, and only by people of headquarters."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__()
        self._ctx, self._monitor = ctx, monitor
        px = ctx.theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(12), px(20), px(20))
        column.setSpacing(px(12))
        self._notices = QVBoxLayout()
        nest(column, self._notices)
        card = Card(ctx.theme, ctx.tr("ui.devices.own"))
        self.facts = [Facts(ctx.theme, label_width=116) for _ in range(2)]
        sides = QHBoxLayout()
        sides.setSpacing(px(24))
        for side in self.facts:
            sides.addWidget(side, 1, Qt.AlignmentFlag.AlignTop)
        nest(card.body, sides)
        column.addWidget(card)
        self.all = Card(ctx.theme, ctx.tr("ui.devices.all"))
        self._words = Label("", Role.META, "text.2", wrap=True)
        self.all.body.addWidget(self._words)
        self.table = PlainTable(ctx, _columns(ctx), ctx.tr("ui.empty.devices"))
        self.table.setMinimumHeight(px(32 * (LEAST_ROWS + 1)))
        self.all.body.addWidget(self.table, 1)
        self.all.hide()
        column.addWidget(self.all, 1)
        column.addStretch(1)
        outer.addWidget(Scrolled(content))

    def refresh(self) -> None:
        """Read what is known here, then ask headquarters where the role allows it."""
        ctx = self._ctx
        ctx.read(lambda: _own(ctx), self._take, key=("own device", id(self)), owner=self)

    def _take(self, own: Own) -> None:
        ctx, monitor = self._ctx, self._monitor
        facts = self._facts(own)
        middle = (len(facts) + 1) // 2
        self.facts[0].set_facts(facts[:middle])
        self.facts[1].set_facts(facts[middle:])
        clear_layout(self._notices)
        if own.offset is not None and is_clock_wrong(own.offset):
            title, text = (
                ctx.tr("ui.devices.clock"),
                ctx.tr("ui.devices.clock.why", offset=_span(ctx, own.offset)),
            )
            self._notices.addWidget(Banner(ctx.theme, title, text, icon="clock"))
        asking = own.role == "hq" and monitor.enrolled is not None
        self.all.setVisible(asking)
        if asking:
            self._monitor.ask_devices(self._show, self._not_shown)

    def _facts(self, own: Own) -> list[tuple[str, str | QWidget]]:
        ctx, who = self._ctx, self._monitor.enrolled
        role = ctx.tr(f"ui.role.{own.role}") if ctx.words.has(f"ui.role.{own.role}") else own.role
        last = self._monitor.counts.last_sync
        facts: list[tuple[str, str | QWidget]] = [
            (ctx.tr("ui.devices.name"), platform.node()),
            (ctx.tr("ui.devices.user"), who.user if who is not None else ctx.desk.actor),
            (ctx.tr("ui.devices.unit"), who.unit if who is not None else ctx.tr("ui.alone")),
            (ctx.tr("ui.devices.role"), role),
            (
                ctx.tr("ui.devices.hq"),
                " · ".join(part for part in (own.tenant, who.url if who else "") if part),
            ),
            (ctx.tr("ui.devices.id"), who.device_id if who is not None else ""),
            (ctx.tr("ui.devices.version"), f"{version()} · {ctx.tr('ui.devices.schema', number=SCHEMA)}"),
            (ctx.tr("ui.devices.last"), ctx.formats.moment(last) if last else ctx.tr("ui.sync.never")),
            (ctx.tr("ui.devices.offset"), "" if own.offset is None else _span(ctx, own.offset)),
        ]
        return facts

    def _show(self, reply: DevicesReply) -> None:
        ctx = self._ctx
        self.all.header.set_count(str(len(reply.devices)))
        silent = sum(light(one, reply.time) != "green" for one in reply.devices)
        key = "ui.devices.silent" if silent else "ui.devices.well"
        self._words.setText(ctx.tr(key, count=silent))
        self.table.show_rows(device_rows(ctx, reply.devices, reply.time))

    def _not_shown(self, error: BaseException) -> None:
        """Out of reach or not allowed: said in the card, no toast."""
        ctx = self._ctx
        refused = isinstance(error, RequestRefused)
        self._words.setText(ctx.tr("error.not_allowed" if refused else "ui.devices.unreachable"))


def device_rows(ctx: Context, devices: Sequence[DeviceState], now: int) -> list[dict[str, object]]:
    """The laptops as rows, those longest without a sync first, as headquarters orders them."""
    return [_device_row(ctx, one, now) for one in devices]


def _device_row(ctx: Context, one: DeviceState, now: int) -> dict[str, object]:
    level = light(one, now)
    trouble = f"ui.sync.error.{one.trouble}"
    said = ctx.tr(trouble) if one.trouble and ctx.words.has(trouble) else one.trouble
    failures = ctx.tr("ui.devices.failures", count=one.failures, why=said) if one.failures else ""
    return {
        "id": one.id,
        "level": "" if one.revoked_at else level,
        "state": ctx.tr("ui.devices.revoked" if one.revoked_at else f"ui.devices.light.{level}"),
        "user": one.user,
        "unit": one.unit,
        "name": one.name,
        "synced": ctx.formats.moment(_moment(one.synced_at)) if one.synced_at else ctx.tr("ui.sync.never"),
        "waiting": one.waiting,
        "failures": failures,
        "version": one.version,
        "offset": _span(ctx, one.clock_offset) if is_clock_wrong(one.clock_offset) else "",
    }


def _columns(ctx: Context) -> list[Column]:
    def state(row: RowValues) -> Cell:
        level: Any = row.get("level") or None
        return Cell(str(row.get("state", "")), light=level, tone="text.1" if level else "text.3")

    def text(key: str) -> Any:
        return lambda row: Cell(str(row.get(key, "")), tone="text.2", tooltip=str(row.get(key, "")))

    def column(key: str, width: int, kind: CellKind = CellKind.TEXT, priority: int = 0) -> Column:
        return Column(key, ctx.tr(f"ui.devices.column.{key}"), text(key), width, kind, priority)

    return [
        Column("state", ctx.tr("ui.devices.column.state"), state, 120, CellKind.LIGHT),
        column("user", 100),
        column("unit", 150, priority=1),
        column("name", 150, CellKind.NAME),
        column("synced", 120),
        column("waiting", 76, CellKind.AMOUNT),
        column("failures", 200, priority=2),
        column("version", 96, priority=3),
        column("offset", 150, priority=4),
    ]


def _own(ctx: Context) -> Own:
    import msgspec

    from sync.protocol.messages import Hello

    with ctx.desk.store.replica() as replica:
        offset, text = replica.get(CLOCK_OFFSET), replica.get(HELLO)
    hello = msgspec.json.decode(text, type=Hello) if text else None
    measured = int(offset) if offset.lstrip("-").isdigit() else None
    return Own(hello.role if hello else "", hello.tenant if hello else "", measured)


def _span(ctx: Context, offset: int) -> str:
    """How far this clock is off headquarters': what must be added says which way."""
    seconds = round(abs(offset) / 1000)
    if seconds < 1:
        return ctx.tr("ui.devices.exact")
    key = "slow" if offset > 0 else "fast"
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return ctx.tr(f"ui.devices.{key}.seconds", seconds=rest)
    return ctx.tr(f"ui.devices.{key}", minutes=minutes, seconds=rest)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, tz=UTC)
