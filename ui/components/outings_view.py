"""外出统计: how squads stand against the pack, who was out how much, when, and where."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.reports.outing_sheet import COLUMNS, outing_workbook
from app.rules.dates import week_of
from app.rules.outings import Tally, delegations
from app.rules.provinces import by_province, tiles
from app.rules.visits import took_place
from app.services.errors import FileUnreadable
from app.services.policy import pack_of
from app.services.trips import Meter, outing_tallies, outings, squad_meters, trips_between
from ui.components.record_cards import Columns
from ui.components.saving import ask_where
from ui.context.context import Context
from ui.models.columns import Level
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light
from ui.widgets.nesting import nest
from ui.widgets.plots.bars import Bar, BarPlot
from ui.widgets.plots.tile_map import Square, TileMap
from ui.widgets.progress_strip import ProgressBar
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import SegmentedControl

WEEKS = 12
SPANS = ("year", "half", "quarter")
_SATISFIED = ("satisfied", "encouraged", "in_time")


@dataclass(frozen=True)
class Counted:
    """What the view shows, read on the database thread. ``weeks``: Monday → visits made; ``provinces``:
    code → trips that led there, each once.
    """

    first: date
    last: date
    meters: tuple[Meter, ...]
    tallies: Mapping[str, tuple[Tally, ...]]
    quarters: Mapping[int, int]
    weeks: Mapping[date, int]
    provinces: Mapping[str, int]


def span_of(today: date, name: str) -> tuple[date, date]:
    """The first half ends on 30 June even when it is over: that is the count the office asks for (A8)."""
    if name == "half":
        return date(today.year, 1, 1), date(today.year, 6, 30)
    if name == "quarter":
        return date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today
    return date(today.year, 1, 1), today


def load_counts(ctx: Context, name: str) -> Counted:
    """Count the trips of a span."""
    desk, today = ctx.desk, ctx.today()
    first, last = span_of(today, name)
    counts = {by: outing_tallies(desk, by, first, last) for by in ("leader", "unit")}
    monday = week_of(today)[0]
    begin = monday - timedelta(weeks=WEEKS - 1)
    visits = desk.store.rows("visit", desk.store.agenda.visited(begin, today))
    weeks = {begin + timedelta(weeks=n): 0 for n in range(WEEKS)}
    for row in visits:
        if took_place(row.values):
            weeks[week_of(row["visited_on"])[0]] += 1
    been = trips_between(desk, first, min(last, today))
    provinces = Counter(code for trip in been for code in by_province(trip["cities"] or ()))
    year = outings(desk, date(today.year, 1, 1), date(today.year, 12, 31))
    return Counted(
        first,
        last,
        tuple(squad_meters(desk)),
        counts,
        delegations(year, today.year),
        weeks,
        provinces,
    )


class OutingsView(Scrolled):
    """Figures with their sentence, plots that lead to the lists they count."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        content = QWidget()
        px = ctx.theme.px
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(4), px(20), px(12))
        column.setSpacing(px(12))
        super().__init__(content)
        self.counted: Counted | None = None
        nest(column, self._head())
        self.columns = Columns(ctx)
        column.addWidget(self.columns)
        column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        ctx = self._ctx
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(12))
        self.span = SegmentedControl(ctx.theme, [(key, ctx.tr(f"ui.trips.span.{key}")) for key in SPANS])
        self.span.changed.connect(lambda _key: self.refresh())
        self.days = Label("", Role.META, "text.3")
        export = Button(ctx.theme, ctx.tr("ui.trips.export"), ButtonKind.QUIET, icon="download")
        export.clicked.connect(self.export)
        row.addWidget(self.span)
        row.addWidget(self.days)
        row.addStretch(1)
        row.addWidget(export)
        return row

    def refresh(self) -> None:
        """Count again."""
        ctx, name = self._ctx, self.span.current()
        ctx.read(lambda: load_counts(ctx, name), self._take, key=("outings", id(self)), owner=self)

    # ---- export
    def export(self) -> None:
        """Ask where to, and write both counts as a spreadsheet."""
        ctx = self._ctx
        name = f"{ctx.tr('ui.trips.counts')} {ctx.today().isoformat()}.xlsx"
        filters = (f"{ctx.tr('ui.export.xlsx')} (*.xlsx)",)
        ask_where(self, ctx.tr("ui.trips.export"), name, self.write, filters)

    def write(self, path: Path) -> None:
        """Write the counts that are shown."""
        ctx, counted = self._ctx, self.counted
        if counted is None:
            return

        def work() -> int:
            content = outing_workbook(counted.tallies, counted.first, counted.last, ctx.words)
            try:
                return path.write_bytes(content)
            except OSError as error:
                raise FileUnreadable(path=str(path)) from error

        said = ctx.tr("ui.trips.exported", name=path.name)
        ctx.read(work, lambda _size: ctx.say(said))

    # ---- showing
    def _take(self, counted: Counted) -> None:
        ctx, self.counted = self._ctx, counted
        first, last = ctx.formats.day(counted.first), ctx.formats.day(counted.last)
        self.days.setText(ctx.tr("trips.span", first=first, last=last))
        left: list[QWidget] = [self._squads(counted), self._table("leader", counted)]
        right: list[QWidget] = [self._weeks(counted), self._map(counted)]
        self.columns.set_columns([[*left, self._table("unit", counted), self._quarters(counted)], right])

    def _squads(self, counted: Counted) -> Card:
        ctx = self._ctx
        card = Card(ctx.theme, ctx.tr("ui.trips.meter"), link=ctx.tr("ui.trips.new_squad"))
        card.header.link_clicked.connect(lambda: ctx.new_asked.emit("squad", {}))
        for meter in counted.meters:
            card.body.addWidget(MeterRow(ctx, meter))
        if not counted.meters:
            card.body.addWidget(Label(ctx.tr("ui.trips.no_squads"), tone="text.3", wrap=True))
        return card

    def _table(self, by: str, counted: Counted) -> Card:
        ctx, px = self._ctx, self._ctx.theme.px
        lines = counted.tallies[by]
        card = Card(ctx.theme, ctx.tr(f"ui.trips.by.{by}"), count=str(len(lines)) if lines else "")
        if not lines:
            card.body.addWidget(Label(ctx.tr("ui.trips.no_trips"), tone="text.3", wrap=True))
            return card
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight
        for at, name in enumerate(COLUMNS, start=1):
            grid.addWidget(Label(ctx.tr(f"ui.trips.short.{name}"), Role.META, "text.3"), 0, at, right)
        for row, line in enumerate(lines, start=1):
            grid.addWidget(ElidedLabel(line.name or ctx.tr("trips.nobody")), row, 0)
            for at, name in enumerate(COLUMNS, start=1):
                grid.addWidget(Label(str(getattr(line, name))), row, at, right)
        nest(card.body, grid)
        return card

    def _quarters(self, counted: Counted) -> Card:
        ctx = self._ctx
        card = Card(ctx.theme, ctx.tr("ui.trips.delegations"))
        said = [ctx.tr("ui.trips.quarter", number=n, count=count) for n, count in counted.quarters.items()]
        card.body.addWidget(Label(ctx.tr("ui.dot").join(said), wrap=True))
        return card

    def _weeks(self, counted: Counted) -> Card:
        ctx, this_week = self._ctx, week_of(self._ctx.today())[0]
        card = Card(ctx.theme, ctx.tr("ui.trips.weeks"), unit=ctx.tr("ui.trips.unit.visits"))
        plot = BarPlot(ctx.theme)
        plot.set_bars(
            [
                Bar(
                    monday.isoformat(),
                    f"{monday.month}.{monday.day}",
                    count,
                    ctx.tr("ui.trips.week_of", day=ctx.formats.day(monday), count=count),
                    monday == this_week,
                )
                for monday, count in counted.weeks.items()
            ]
        )
        plot.opened.connect(lambda _week: ctx.page_asked.emit("visits", ""))
        card.body.addWidget(plot)
        return card

    def _map(self, counted: Counted) -> Card:
        ctx = self._ctx
        card = Card(ctx.theme, ctx.tr("ui.trips.map"), unit=ctx.tr("ui.trips.unit.trips"))
        plot = TileMap(ctx.theme)
        plot.set_squares(
            [
                Square(
                    one.code,
                    ctx.tr(f"province.sign.{one.code}"),
                    one.row,
                    one.column,
                    counted.provinces.get(one.code, 0),
                    ctx.tr(
                        "ui.trips.province",
                        name=ctx.tr(f"province.{one.code}"),
                        count=counted.provinces.get(one.code, 0),
                    ),
                )
                for one in tiles()
            ]
        )
        plot.opened.connect(lambda _province: ctx.page_asked.emit("trips", "open"))
        card.body.addWidget(plot)
        return card


class MeterRow(QWidget):
    """A squad: days out of the days gone, as a bar with a sentence and a light for every check."""

    def __init__(self, ctx: Context, meter: Meter) -> None:
        super().__init__()
        px, tr = ctx.theme.px, ctx.tr
        pack, language = pack_of(ctx.desk), ctx.words.language
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, px(4))
        column.setSpacing(px(4))
        line = QHBoxLayout()
        name = Button(ctx.theme, ctx.formats.title(meter.squad), ButtonKind.LINK)
        name.clicked.connect(lambda: ctx.record_asked.emit("squad", meter.squad.id))
        line.addWidget(name)
        line.addStretch(1)
        share = meter.days / meter.elapsed
        days = tr("ui.trips.days", days=meter.days, elapsed=meter.elapsed, percent=f"{share * 100:.1f}")
        line.addWidget(Label(days, Role.META, "text.2"))
        nest(column, line)
        bar = ProgressBar(ctx.theme)
        bar.set_share(min(share * 3, 1.0))  # a third of the year is the whole of the bar
        bar.setAccessibleName(days)
        column.addWidget(bar)
        self.verdicts: list[str] = []
        for table, decision in meter.checks:
            if decision is None:
                continue
            word = meter.verdict(table)
            self.verdicts.append(word)
            said = pack.word("verdict", word).said(language)
            level: Level = "green" if word in _SATISFIED else "red" if word == "head_leads" else "yellow"
            row = QHBoxLayout()
            row.setSpacing(px(8))
            row.addWidget(Label(tr(f"ui.trips.check.{table.partition('.')[2]}"), Role.META, "text.3"))
            row.addWidget(Light(ctx.theme, level, said))
            row.addStretch(1)
            nest(column, row)
