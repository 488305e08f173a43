"""Money on the page of today: in place against the clock, by month, what is missing, news of headquarters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from app.model.registry import KINDS
from app.reports.wording import half_words
from app.rules.rounding import half_up, percent
from app.services.news import News, What
from app.services.year_so_far import YearSoFar
from ui.components.search_actions import EARLIER
from ui.components.today_cards import Entry, EntryRow, FigureCard
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.plots.bars import Bar, BarPlot
from ui.widgets.progress_strip import ProgressBar

PLOT_HEIGHT = 104
FUNDS_PAGE, SCORES_PAGE, GOALS_TAB, LOCKS_TAB = "funds", "scores", "goals", "locks"
SETTINGS_PAGE = "settings"
_POINTS = 1  # decimals of shares and points: looks.md Type


@dataclass(frozen=True, slots=True)
class Money:
    """What the cards show, read on the database thread."""

    year: YearSoFar
    news: tuple[News, ...]


class MoneyCard(FigureCard):
    """What is in place of the year's target, a bar with the time gone, and how far ahead or behind."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, ctx.tr("ui.today.money"))
        self.bar = ProgressBar(ctx.theme)
        kept = self.bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the card keeps its height
        self.bar.setSizePolicy(kept)
        self.body.insertWidget(self.body.count() - 1, self.bar)
        self.bar.hide()

    def show_year(self, year: YearSoFar) -> None:
        """Say it."""
        ctx, aim, formats = self._ctx, year.aim, self._ctx.formats
        whose = year.unit or (ctx.tr("ui.today.money.all") if year.aimed > 1 else "")
        label = ctx.tr("ui.today.money")
        self.show_label(ctx.tr("ui.dot").join((label, whose)) if whose else label)
        self.bar.setVisible(aim is not None)
        if aim is None:
            self.show_figure(formats.amount(year.done), formats.unit_name, ctx.tr("ui.today.money.no_target"))
            return
        unit = ctx.tr("ui.today.money.of", target=formats.amount_with_unit(aim.target.amount))
        self.bar.set_share(float(aim.share or 0), float(aim.gone))
        behind = aim.ahead is not None and aim.ahead < 0
        points = half_up(abs(aim.ahead or Fraction(0)) * 100, _POINTS)
        key = "behind" if behind else "ahead" if points else "level"
        words = ctx.tr(f"ui.today.money.{key}", share=percent(aim.share, _POINTS), points=f"{points:f}")
        self.show_figure(formats.amount(year.done), unit, words, "warn" if behind else "success")


class MonthsCard(Card):
    """What came in month by month; a bar opens the sheet of its month."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.today.months"), link=ctx.tr("ui.today.open_funds"))
        self._ctx = ctx
        self.header.link_clicked.connect(lambda: ctx.page_asked.emit(FUNDS_PAGE, ""))
        self.plot = BarPlot(ctx.theme, height=PLOT_HEIGHT)
        self.plot.opened.connect(lambda month: ctx.page_asked.emit(FUNDS_PAGE, month))
        self.body.addWidget(self.plot)

    def show_year(self, year: YearSoFar) -> None:
        """Draw the months; no bars where nothing came in."""
        ctx, formats = self._ctx, self._ctx.formats
        self.header.set_count(formats.unit_name)
        bars = []
        for at, (month, amount) in enumerate(year.months, start=1):
            words = ctx.tr(
                "ui.today.month.words", month=f"{month:%Y-%m}", amount=formats.amount_with_unit(amount)
            )
            tick = ctx.tr(f"ui.month.{month.month}")
            fen = int(amount.scaleb(6))
            last = at == len(year.months)
            bars.append(Bar(f"{month:%Y-%m}", tick, fen, words, last, formats.amount(amount)))
        self.plot.set_bars(bars)


class EntriesCard(Card):
    """A few lines that lead somewhere, or one sentence."""

    def __init__(self, ctx: Context, title: str, link: str) -> None:
        super().__init__(ctx.theme, title, link=link)
        self._ctx = ctx
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        nest(self.body, self._rows)
        self.rows: list[EntryRow] = []

    def show_entries(self, entries: Iterable[tuple[Entry, Callable[[], object]]], empty: str) -> None:
        """Tell these lines; rows that look the same take the new words, so that the keyboard stays."""
        found = list(entries)
        if found and len(found) == len(self.rows):
            both = list(zip(self.rows, found, strict=True))
            if all(row.takes(entry) for row, (entry, _) in both):
                for row, (entry, opens) in both:
                    row.say(entry)
                    row.opened.disconnect()
                    row.opened.connect(opens)
                return
        self._make(found, empty)

    def _make(self, found: Sequence[tuple[Entry, Callable[[], object]]], empty: str) -> None:
        place = next((at for at, row in enumerate(self.rows) if row.hasFocus()), -1)
        if place >= 0:
            self.setFocus()  # else another card would get the keyboard as the row goes
        clear_layout(self._rows)
        self.rows = []
        for entry, opens in found:
            row = EntryRow(self._ctx, entry)
            row.opened.connect(opens)
            self.rows.append(row)
            self._rows.addWidget(row)
        if not found:
            self._rows.addWidget(Label(empty, Role.BODY, "text.2", wrap=True))
        if place >= 0 and self.rows:
            here = self.rows[min(place, len(self.rows) - 1)]
            here.show()  # what is not shown yet does not take the keyboard
            here.setFocus()


class GapCard(EntriesCard):
    """差多少: to the target and the clock, to the next place or who is furthest behind; what is due next."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, ctx.tr("ui.today.gap"), ctx.tr("ui.page.scores"))
        self.header.link_clicked.connect(lambda: ctx.page_asked.emit(SCORES_PAGE, ""))

    def show_year(self, year: YearSoFar) -> None:
        """Say it; without a target only what comes in next."""
        self.show_entries(self._entries(year), self._ctx.tr("ui.today.gap.none"))

    def _entries(self, year: YearSoFar) -> Iterable[tuple[Entry, Callable[[], object]]]:
        ctx, told = self._ctx, self._ctx.formats.amount_with_unit
        go = ctx.page_asked.emit
        if year.aim is None:
            yield _entry(ctx, "target", "no_target"), partial(go, SCORES_PAGE, GOALS_TAB)
        else:
            opens = partial(go, SCORES_PAGE, year.unit)
            right = told(year.aim.missing) if year.aim.missing else ctx.tr("ui.today.gap.met")
            yield _entry(ctx, "target", "target", right), opens
            if year.behind:
                yield _entry(ctx, "clock", "clock", told(year.behind), tone="warn"), opens
        if year.late:
            first = year.late[0]
            count = ctx.tr("ui.today.gap.late.count", count=len(year.late), of=year.aimed)
            yield _entry(ctx, "bar-chart", "late", count), partial(go, SCORES_PAGE, "unit")
            words = _entry(ctx, "flag", "last", told(first.missing), tone="warn", unit=first.unit)
            yield words, partial(go, SCORES_PAGE, first.unit)
        if (place := year.place) is not None:
            day = ctx.formats.short_day(place.as_of)
            if place.ahead:
                who = ctx.formats.listed([*place.ahead][:2])
                entry = _entry(
                    ctx, "bar-chart", "place", told(place.missing), next=place.next, who=who, day=day
                )
            else:
                first_place = ctx.tr("ui.today.gap.first")
                entry = _entry(ctx, "bar-chart", "rank", first_place, day=day)
            yield entry, partial(go, SCORES_PAGE, year.unit)
        if year.due is not None:
            row, project = year.due
            name, day = str(project["name"] or row["title"]), ctx.formats.short_day(row["due_on"])
            entry = _entry(ctx, "banknote", "due", told(row["amount"]), name=name, day=day)
            yield entry, partial(ctx.record_asked.emit, "project", project.id)


def _entry(
    ctx: Context, icon: str, key: str, right: str = "", *, tone: Token = "text.1", **names: object
) -> Entry:
    return Entry(icon, ctx.tr(f"ui.today.gap.{key}", **names), right, tone, strong=bool(right))


_ICONS = {
    What.BULLETIN: "file-text",
    What.APPRAISAL: "star",
    What.MONTH: "lock",
    What.REOPENED: "history",
    What.CLAIM: "flag",
    What.RULED: "handshake",
    What.RULES: "shield",
}


class NewsCard(EntriesCard):
    """总部动态: what headquarters published and decided, the latest first; each line leads to it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, ctx.tr("ui.today.news"), ctx.tr("ui.today.news.all"))
        self.header.link_clicked.connect(lambda: ctx.page_asked.emit(SCORES_PAGE, EARLIER))

    def show_news(self, news: Sequence[News]) -> None:
        """Replace the lines."""
        ctx = self._ctx
        lines = (
            (
                Entry(_ICONS[one.what], news_words(ctx, one), ctx.formats.clock(one.at)),
                partial(self._open, one),
            )
            for one in news
        )
        self.show_entries(lines, ctx.tr("ui.today.news.none"))

    def _open(self, one: News) -> None:
        go, told = self._ctx.page_asked.emit, one.told
        match one.what:
            case What.BULLETIN:
                go(SCORES_PAGE, "")
            case What.APPRAISAL:
                go(SCORES_PAGE, "appraisal")
            case What.MONTH | What.REOPENED:
                go(FUNDS_PAGE, LOCKS_TAB)
            case What.RULED:
                go("clashes", "")
            case What.RULES:
                go(SETTINGS_PAGE, "")
            case What.CLAIM:
                kind = "company" if told["company_id"] else "project"
                self._ctx.record_asked.emit(kind, str(told["company_id"] or told["project_id"] or ""))


def news_words(ctx: Context, one: News) -> str:
    """One line of news."""
    told = {name: value for name, value in one.told.items() if isinstance(value, str | int)}
    for name in ("as_of", "month"):
        if (day := one.told.get(name)) is not None:
            told[name] = f"{day:%Y-%m}" if name == "month" else ctx.formats.short_day(day)
    if one.what is What.APPRAISAL:
        told["half"] = half_words(one.told["starts_on"], ctx.words)
    if one.what is What.CLAIM:
        told["state"] = ctx.formats.choice(KINDS["claim"].fields["state"], one.told["state"])
    return ctx.tr(f"ui.today.news.{one.what}", **told)
