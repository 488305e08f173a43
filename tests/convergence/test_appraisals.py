"""The service appraisal over sync: marks stay with headquarters, what is published is everybody's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.rules.appraisals import half_of
from app.rules.blocks import read_block
from app.services import records
from app.services.desk import Desk
from app.services.scores.appraisal_sheet import check_marks, keep_marks
from app.services.scores.appraised import MARK, publish_round, round_of
from tests.fakes.laptops import Laptop
from tests.fakes.offices import Offices, opened_offices

TALLY = "单位\t满意\t不满意\n税务局\t9\t1\n住建局\t5\t5\n消防支队\t1\t9"


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with opened_offices(tmp_path) as made:
        yield made


def desk_of(laptop: Laptop) -> Desk:
    return Desk(laptop.store, laptop.name)


def test_marks_stay_with_headquarters_and_the_bulletin_reaches_everybody(offices: Offices) -> None:
    lin, sun = offices.laptop("林主任", "总部", role="hq"), offices.laptop("孙科", "总部", role="hq")
    zhang = offices.laptop("张三", "北方处")
    offices.settle()
    desk = desk_of(lin)
    half = half_of(desk.today())
    keep_marks(desk, half, check_marks(desk, half, read_block(TALLY)).lines)
    offices.settle()
    assert len(sun.store.ids(MARK)) == 6 and zhang.store.ids(MARK) == []
    assert round_of(desk_of(zhang), half).results is None
    publish_round(desk, half)
    offices.settle()
    told = [round_of(desk_of(one), half).results for one in (lin, sun, zhang)]
    assert told[0] is not None and told[0] == told[1] == told[2]
    assert [(one.unit, one.rank) for one in told[0].lines] == [("税务局", 1), ("住建局", 2), ("消防支队", 3)]
    assert not round_of(desk_of(zhang), half).live
    records.undo(desk)
    offices.settle()
    assert round_of(desk_of(zhang), half).results is None
    assert all(one.store.counts().refused == 0 and one.store.integrity() == [] for one in (lin, sun, zhang))
