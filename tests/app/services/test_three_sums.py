"""Any ledger of funds added up three ways is the same to the last fen: by line, by month, by unit."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rules.attribution import Credit
from app.rules.fund_ledger import Component, Source, figures
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import book_figure, correct
from app.services.fund_records import entries
from app.services.fund_standards import share_credit
from app.services.funds import month_sheet
from app.services.month_locks import lock_month, recomputed
from app.services.records import change_record
from tests.app.services.plain_amounts import by_unit, city_total, recognised_amounts
from tests.app.services.test_funds import project
from tests.fakes.plain_sums import ledger_sum
from tests.fakes.stores import new_desk

MONTHS = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1))
COMPONENTS, UNIT = (Component.LAND, Component.FIXED), Source.UNIT
UNITS = ("甲局", "乙局", "丙局")
AMOUNTS = st.decimals("-9999999", "9999999", places=6)
Step = tuple[str, int, int, Component, Decimal, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("book", "book", "book", "correct", "lock", "share", "hand over")),
        st.integers(0, 2),
        st.integers(0, 3),
        st.sampled_from(COMPONENTS),
        AMOUNTS,
        st.integers(0, 100),
    ),
    max_size=14,
)


def take(desk: Desk, projects: list[str], step: Step) -> None:
    """One step; what cannot be done is refused and leaves everything as it was."""
    what, which, at, component, amount, percent = step
    id, month = projects[which], MONTHS[at]
    with suppress(InvalidRecord):  # a published month, the same figure again, nothing to put right
        if what == "book":
            book_figure(desk, id, month, UNIT, component, f"{amount:f}")
        elif what == "correct":
            correct(desk, id, month, UNIT, component, f"{amount:f}")
        elif what == "lock":
            lock_month(desk, month)
        elif what == "share":
            share_credit(desk, id, Credit.LANDING, {UNITS[0]: str(percent), UNITS[1]: str(100 - percent)})
        else:
            change_record(desk, "project", id, {"responsible_unit": UNITS[percent % 3]})


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_ledger_added_up_three_ways_is_the_same_to_the_last_fen(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        desk = new_desk(Path(folder))
        projects = [project(desk, f"项目{at}", counted_kind="manufacturing") for at in range(3)]
        for step in steps:
            take(desk, projects, step)
        lines = entries(desk)
        by_line = ledger_sum(lines, UNIT)
        by_month = sum((month.total for month in figures(lines).values()), Decimal(0))
        sheets = sum((month_sheet(desk, month).sums.total for month in MONTHS), Decimal(0))
        amounts = recognised_amounts(desk, MONTHS[0], MONTHS[-1])
        units = sum((one.in_place for one in amounts), Decimal(0))
        assert by_line == by_month == sheets == units
        assert sum(by_unit(amounts).values(), Decimal(0)) == city_total(amounts) == by_line
        assert all(one.same for one in recomputed(desk))
        desk.store.close()
