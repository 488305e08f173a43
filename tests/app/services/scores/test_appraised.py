"""A half-year of the service appraisal: questionnaires read, kept, published and frozen (D5)."""

from datetime import date
from pathlib import Path

import pytest

from app.rules.appraisals import Part
from app.rules.blocks import read_block
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.headquarters import WrittenByHeadquarters
from app.services.records import delete_records
from app.services.scores.appraisal_sheet import CheckedSheet, check_marks, keep_marks
from app.services.scores.appraised import MARK, Round, marks_of, publish_round, round_of
from app.store.work import ROLE
from tests.fakes.stores import new_desk

FIRST, SECOND = date(2026, 1, 1), date(2026, 7, 1)
SHEET = "评议企业\t税务局\t住建局\t消防支队\n恒远\t95\t80分\t满意\n金泰\t93\t82\t70\n\t91\t很好\t72"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


def read(desk: Desk, starts_on: date, text: str) -> CheckedSheet:
    sheet = check_marks(desk, starts_on, read_block(text))
    keep_marks(desk, starts_on, sheet.lines)
    return sheet


def shown(found: Round) -> list[tuple[str, int | None, str]]:
    assert found.results is not None
    return [(one.unit, one.rank, found.results.mark_text(one.mark)) for one in found.results.lines]


def test_a_line_a_questionnaire(desk: Desk) -> None:
    sheet = read(desk, SECOND, SHEET)
    assert (sheet.layout, sheet.changing, sheet.refused) == ("by_rater", 8, 1)
    refused = next(one for one in sheet.lines if one.reason is not None)
    assert (refused.unit, refused.rater, refused.given) == ("住建局", "#3", "很好")
    assert refused.reason is not None and refused.reason.key == "appraisals.why.mark"
    assert {(row["name"], row["rater"], row["given"]) for row in marks_of(desk, SECOND)} >= {
        ("税务局", "恒远", "95"),
        ("住建局", "恒远", "80"),
        ("消防支队", "恒远", "满意"),
        ("税务局", "#3", "91"),
    }
    assert shown(round_of(desk, SECOND)) == [
        ("税务局", 1, "93.00"),
        ("消防支队", 2, "80.67"),
        ("住建局", None, "81.00"),
    ], "two questionnaires are too few for a place"
    assert not marks_of(desk, FIRST)


def test_a_sheet_read_twice_changes_nothing_and_a_corrected_one_replaces(desk: Desk) -> None:
    read(desk, SECOND, SHEET)
    count = len(desk.store.ids(MARK))
    assert read(desk, SECOND, SHEET).changing == 0
    again = read(desk, SECOND, SHEET.replace("93", "90"))
    assert again.changing == 1 and len(desk.store.ids(MARK)) == count
    desk.store.undo(actor=desk.actor)
    assert shown(round_of(desk, SECOND))[0] == ("税务局", 1, "93.00")


def test_a_tally_and_the_same_with_departments_down(desk: Desk) -> None:
    sheet = read(desk, SECOND, "单位\t满意\t基本满意\t不满意\n税务局\t8\t2份\t\n住建局\t2\t若干\t3\n")
    assert (sheet.layout, sheet.changing, sheet.refused) == ("tally", 4, 1)
    assert shown(round_of(desk, SECOND)) == [("税务局", 1, "92.00"), ("住建局", 2, "40.00")]
    assert read(desk, SECOND, "单位\t满意\n税务局\t9\n").changing == 1
    assert shown(round_of(desk, SECOND))[0] == ("税务局", 1, "92.73")
    by_unit = read(desk, FIRST, "部门\t恒远\t金泰\t绿源\n税务局\t90\t91\t92\n")
    assert {(one.unit, one.rater) for one in by_unit.lines} == {
        ("税务局", name) for name in ("恒远", "金泰", "绿源")
    }


def test_a_line_a_mark_and_no_headings(desk: Desk) -> None:
    sheet = read(desk, SECOND, "测评单位\t得分\t份数\n税务局\t91.5\t40\n税务局\t91.5\t3\n住建局\t101\t9")
    assert (sheet.layout, sheet.changing) == ("lines", 1)
    assert [one.reason.key for one in sheet.lines if one.reason] == [
        "appraisals.why.twice",
        "appraisals.why.mark",
    ]
    assert read(desk, FIRST, "税务局\t90\n住建局\t80").layout == "lines"
    assert check_marks(desk, FIRST, read_block("什么")).lines == ()
    assert check_marks(desk, FIRST, []).layout == ""


TEN = [f"单位{at}" for at in range(10)]


def rate(desk: Desk, starts_on: date, last: str) -> None:
    """Ten departments, 90 down to 81; ``last`` gets 10."""
    given = [f"{unit}\t{10 if unit == last else 90 - at}\t3" for at, unit in enumerate(TEN)]
    read(desk, starts_on, "\n".join(["单位\t得分\t份数", *given]))


def test_three_rounds_running(desk: Desk) -> None:
    halves = [date(2025, 1, 1), date(2025, 7, 1), FIRST, SECOND]
    for at, half in enumerate(halves):
        rate(desk, half, "单位0" if at else "单位5")
        publish_round(desk, half)
    found = round_of(desk, SECOND)
    assert found.results is not None
    told = {one.unit: (one.part, one.running, one.rule) for one in found.results.lines}
    assert told["单位0"] == ("bottom", 3, "more")
    assert told["单位9"] == ("bottom", 4, "more") and told["单位5"] == ("top", 0, "praised")
    assert found.results.lines[-1].source_zh == "滁州市政府招商工作意见 §5.5"
    assert found.risen(found.results.lines[0]) == 0


def test_a_half_year_without_a_bulletin_breaks_the_run(desk: Desk) -> None:
    for half in (date(2025, 1, 1), FIRST, SECOND):
        rate(desk, half, "单位0")
    publish_round(desk, date(2025, 1, 1))
    publish_round(desk, FIRST)
    found = round_of(desk, SECOND)
    assert found.results is not None and found.results.lines[-1].running == 2


def test_what_was_published_stays(desk: Desk) -> None:
    rate(desk, FIRST, "单位0")
    id, _ = publish_round(desk, FIRST)
    kept = desk.store.get("appraisal", id)
    rate(desk, FIRST, "单位1")
    found = round_of(desk, FIRST)
    assert found.stale and found.published_on is None and found.published == kept
    rate(desk, SECOND, "单位0")
    assert next(one for one in round_of(desk, SECOND).results.lines if one.unit == "单位0").running == 2  # type: ignore[union-attr]
    newer, _ = publish_round(desk, FIRST)
    found = round_of(desk, FIRST)
    assert found.published is not None and (found.published.id, found.stale) == (newer, False)
    delete_records(desk, [("appraisal", newer)])
    assert round_of(desk, FIRST).published == kept


def test_others_read_what_was_published_and_write_nothing(desk: Desk) -> None:
    rate(desk, FIRST, "单位0")
    publish_round(desk, FIRST)
    rate(desk, FIRST, "单位1")
    rate(desk, SECOND, "单位1")
    sheet = check_marks(desk, SECOND, read_block(SHEET))
    with desk.store.replica() as replica:
        replica.set(ROLE, "officer")
    found = round_of(desk, FIRST)
    assert not found.live and found.results is not None and found.results.lines[-1].unit == "单位0"
    assert Part(found.results.lines[-1].part) is Part.BOTTOM
    assert round_of(desk, SECOND).results is None
    with pytest.raises(WrittenByHeadquarters):
        publish_round(desk, SECOND)
    with pytest.raises(WrittenByHeadquarters):
        keep_marks(desk, SECOND, sheet.lines)


def test_nothing_to_publish(desk: Desk) -> None:
    read(desk, SECOND, "税务局\t90")
    with pytest.raises(InvalidRecord) as few:
        publish_round(desk, SECOND)
    assert few.value.problems[0].reason.params == {"least": 3}
    with pytest.raises(InvalidRecord):
        publish_round(desk, date(2099, 1, 1))
    assert desk.store.ids("appraisal") == []
