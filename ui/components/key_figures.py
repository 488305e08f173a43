"""The figures under a record's title: what one is asked about first."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from ui.components.snapshot import Snapshot
from ui.context.context import Context
from ui.context.formats import EMPTY
from ui.theme.type_scale import Role
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest

Figure = tuple[str, str, str]
"""Label, value, unit."""


def figures_of(ctx: Context, snapshot: Snapshot) -> list[Figure]:
    """What stands under the title of this record."""
    match snapshot.row.kind:
        case "project":
            return _project(ctx, snapshot)
        case "company":
            return _company(ctx, snapshot)
        case "contact":
            return _of_fields(ctx, snapshot, ("phones", "company_id", "title", "last_contact_on"))
        case "visit":
            return _of_fields(ctx, snapshot, ("visited_on", "kind", "company_id", "project_id"))
        case "trip":
            return _of_fields(ctx, snapshot, ("starts_on", "ends_on", "leader", "cities"))
        case "next_step":
            return _of_fields(ctx, snapshot, ("due_on", "done_on", "owner", "project_id"))
    known = KINDS[snapshot.row.kind]
    shown = [field.name for field in known.list_fields if field.name != known.title_field]
    return _of_fields(ctx, snapshot, shown[:4])


def _project(ctx: Context, snapshot: Snapshot) -> list[Figure]:
    formats, row = ctx.formats, snapshot.row
    fields = KINDS["project"].fields
    money = [
        (formats.label(fields[name]), *_amount(ctx, row[name]))
        for name in ("investment", "foreign_investment")
    ]
    land = row["land"]
    mu = ctx.tr("ui.unit.mu")
    area = (
        (formats.label(fields["land"]), EMPTY, "")
        if land is None
        else (formats.label(fields["land"]), f"{land:,f}", mu)
    )
    return [
        *money,
        area,
        _intensity(ctx, row),
        *_of_fields(ctx, snapshot, ("responsible_unit", "investor_id")),
    ]


def _intensity(ctx: Context, row: Row) -> Figure:
    """Investment for each mu of land, in 万元."""
    label, unit = ctx.tr("ui.figure.intensity"), ctx.tr("ui.figure.intensity.unit")
    if not row["land"] or row["investment"] is None:
        return label, EMPTY, ""
    ratio = (row["investment"] / row["land"]).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return label, f"{ratio:,f}", unit


def _company(ctx: Context, snapshot: Snapshot) -> list[Figure]:
    projects = [row for row in snapshot.of_kind("project") if not row.deleted]
    total = sum((row["investment"] or Decimal(0) for row in projects), Decimal(0))
    visits = [row["visited_on"] for row in snapshot.of_kind("visit") if row["visited_on"]]
    people = snapshot.of_kind("contact")
    last = ctx.formats.day(max(visits)) if visits else EMPTY
    return [
        (ctx.tr("ui.figure.projects"), ctx.tr("ui.figure.count", count=len(projects)), ""),
        (ctx.tr("ui.figure.investment"), *_amount(ctx, total if projects else None)),
        (ctx.tr("ui.figure.people"), ctx.tr("ui.figure.persons", count=len(people)), ""),
        (ctx.tr("ui.figure.last_visit"), last, ""),
        *_of_fields(ctx, snapshot, ("city", "industry")),
    ]


def _of_fields(ctx: Context, snapshot: Snapshot, names: Sequence[str]) -> list[Figure]:
    row = snapshot.row
    fields = KINDS[row.kind].fields
    return [
        (
            ctx.formats.label(fields[name]),
            ctx.formats.value(fields[name], row[name], snapshot.names) or EMPTY,
            "",
        )
        for name in names
    ]


def _amount(ctx: Context, value: Decimal | None) -> tuple[str, str]:
    return ctx.formats.amount(value), "" if value is None else ctx.formats.unit_name


class KeyFigures(QWidget):
    """Label in meta over value in bold, unit small behind it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._figures: list[Figure] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(ctx.theme.px(36))

    def set_figures(self, figures: Sequence[Figure]) -> None:
        if list(figures) == self._figures:
            return
        self._figures = list(figures)
        clear_layout(self._row)
        for label, value, unit in figures:
            self._row.addWidget(self._figure(label, value, unit), 0, Qt.AlignmentFlag.AlignTop)
        self._row.addStretch(1)

    def _figure(self, label: str, value: str, unit: str) -> QWidget:
        figure = QWidget()
        column = QVBoxLayout(figure)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(label, Role.META, "text.3"))
        line = QHBoxLayout()
        line.setSpacing(self._ctx.theme.px(4))
        role = Role.TITLE if value != EMPTY else Role.BODY
        shown = ElidedLabel(value, role, "text.1" if value != EMPTY else "text.3")
        shown.setMaximumWidth(self._ctx.theme.px(220))
        # Days and figures stay whole where long names give way.
        whole = self._ctx.theme.metrics(role).horizontalAdvance(value) + 2
        shown.setMinimumWidth(min(whole, self._ctx.theme.px(96)))
        # What is unknown is written smaller and stands as high as what is known.
        shown.setMinimumHeight(self._ctx.theme.metrics(Role.TITLE).height())
        line.addWidget(shown, 0, Qt.AlignmentFlag.AlignBaseline)
        if unit:
            line.addWidget(Label(unit, Role.META, "text.2"), 0, Qt.AlignmentFlag.AlignBaseline)
        line.addStretch(1)
        nest(column, line)
        return figure
