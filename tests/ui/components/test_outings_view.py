"""The count of outings: spans, lights with their words, plots that lead somewhere."""

from datetime import date

import pytest

from app.services.records import create_record
from app.services.trips import plan_visits
from tests.fakes.desktops import Desktop, said_by
from ui.components.outings_view import WEEKS, OutingsView, load_counts, span_of
from ui.widgets.plots.bars import BarPlot
from ui.widgets.plots.tile_map import TileMap


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("year", date(2026, 1, 1), date(2026, 11, 20)),
        ("half", date(2026, 1, 1), date(2026, 6, 30)),
        ("quarter", date(2026, 10, 1), date(2026, 11, 20)),
    ],
)
def test_the_days_that_are_counted(name: str, first: date, last: date) -> None:
    assert span_of(date(2026, 11, 20), name) == (first, last)


@pytest.fixture
def view(desktop: Desktop) -> OutingsView:
    desk = desktop.desk
    squad = create_record(desk, "squad", {"name": "一分队", "leader": "陈县长", "members": ["周敏"]})[0]
    told = {"leader": "陈县长", "leader_rank": "principal", "host_unit": "招商局", "squad_id": squad}
    june = create_record(
        desk, "trip", {"title": "六月", "starts_on": "2026-06-29", "ends_on": "2026-07-03", **told}
    )[0]
    create_record(desk, "trip", {"title": "组团", "starts_on": "2026-10-08", "kind": "delegation", **told})
    create_record(desk, "trip", {"title": "取消", "starts_on": "2026-10-20", "called_off": True, **told})
    plan_visits(desk, june, [desktop.id("company", "正威")])
    made = OutingsView(desktop.window.ctx)
    desktop.bot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.refresh()
    desktop.settle()
    return made


def words(view: OutingsView) -> str:
    return "\n".join(text for _, text in said_by(view))


def chen(view: OutingsView) -> tuple[int, int, int, int]:
    assert view.counted is not None
    (line,) = [one for one in view.counted.tallies["leader"] if one.name == "陈县长"]
    return line.trips, line.days, line.principal_trips, line.delegations


def test_the_year_the_half_and_the_quarter(desktop: Desktop, view: OutingsView) -> None:
    assert chen(view) == (2, 6, 2, 1)
    for name, counted in (("half", (1, 2, 1, 0)), ("quarter", (1, 1, 1, 1))):
        view.span.set_current(name)
        view.refresh()
        desktop.settle()
        assert chen(view) == counted


def test_a_squad_is_told_with_its_days_and_a_light_for_each_check(view: OutingsView) -> None:
    said = words(view)
    assert "外出 6 天／已过 324 天，1.9%" in said
    assert "外出天数落后" in said and "三季度仍没有项目落地，主要负责人亲自带队" in said


def test_delegations_by_quarter(view: OutingsView) -> None:
    assert "4季度 1 次" in words(view) and "1季度 0 次" in words(view)


def test_weeks_are_as_many_as_shown_and_lead_to_the_visits(desktop: Desktop, view: OutingsView) -> None:
    assert view.counted is not None and len(view.counted.weeks) == WEEKS
    assert all(monday.weekday() == 0 for monday in view.counted.weeks)
    view.findChildren(BarPlot)[-1].opened.emit("2026-11-16")
    desktop.settle()
    assert desktop.window.page.name == "visits"


def test_a_province_leads_to_the_trips(desktop: Desktop, view: OutingsView) -> None:
    view.findChildren(TileMap)[-1].opened.emit("320000")
    desktop.settle()
    assert desktop.window.page.name == "trips"


def test_without_squads_and_trips_it_says_what_to_do(desktop: Desktop) -> None:
    for kind in ("trip", "squad"):
        with desktop.desk.store.write(actor="陈立", label="delete") as work:
            for id in desktop.desk.store.ids(kind):
                work.delete(kind, id)
    counted = load_counts(desktop.window.ctx, "year")
    assert counted.meters == () and counted.tallies == {"leader": (), "unit": ()}
    made = OutingsView(desktop.window.ctx)
    desktop.bot.addWidget(made)
    made.show()
    made.refresh()
    desktop.settle()
    assert "还没有小分队" in words(made) and "这段时间没有行程" in words(made)
