"""One year from end to end: made up, driven, and held against the second opinion, on two laptops."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from app.services.desk import Desk
from tests.fakes.offices import opened_offices
from tests.year.compared import Compared, compare_board, compare_locks, compare_months, compare_others
from tests.year.deeds import Year
from tests.year.driver import Driver
from tests.year.generator import year
from tests.year.history import History

END = date(2026, 12, 31)
# Boards looked at while the year goes on, and at its end for days that are long gone.
LIVE = (date(2026, 3, 31), date(2026, 6, 30))
LATER = (date(2026, 2, 28), date(2026, 6, 30), date(2026, 9, 30), date(2026, 10, 15), END)


@dataclass
class Lived:
    """A year that was driven, with what was seen on its way."""

    driver: Driver
    year: Year
    compared: Compared

    def at_the_end(self, desk: Desk) -> Compared:
        """Hold everything that a laptop shows at the end of the year against the second opinion."""
        found, history, ids = Compared(), History(self.year, END), self.driver.ids
        for on in LATER:
            compare_board(found, desk, history, "unit", "year", on)
        for owner, kind in (("unit", "half"), ("office", "year"), ("person", "year"), ("leader", "year")):
            compare_board(found, desk, history, owner, kind, END)
        compare_months(found, desk, history, ids)
        compare_locks(found, desk)
        compare_others(found, desk, history, ids, END)
        return found


@contextmanager
def lived(seed: int, *, projects: int, units: int, live: tuple[date, ...] = LIVE) -> Iterator[Lived]:
    """Drive a year; boards are compared on the days ``live`` as they come."""
    made = year(seed, projects=projects, units=units)
    with TemporaryDirectory() as folder, opened_offices(Path(folder)) as offices:
        driver, seen = Driver(offices, made), Compared()
        waiting = list(live)

        def look(day: date, following: date) -> None:
            while waiting and waiting[0] < following:
                history = History(made, waiting[0])
                driver.stand_on(waiting[0])
                compare_board(seen, driver.desk, history, "unit", "year", waiting[0])
                compare_locks(seen, driver.desk)
                waiting.pop(0)

        driver.run(look)
        yield Lived(driver, made, seen)
