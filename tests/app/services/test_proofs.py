"""Photos of visits as proof: of that day or another, near the firm or not, in lists, counts (feature 24)."""

from datetime import date

import pytest

from app.i18n import Translator
from app.rules.photo_proof import doubts, level_of, proof_words
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.services.proofs import only_proved, proofs_of, proved
from app.services.records import create_record
from app.services.trips import outing_tallies
from tests.fakes.photos import photo

DAY = date(2026, 11, 20)


def visit(desk: Desk, **more: object) -> str:
    told = {"visited_on": DAY, "kind": "outward", "subject": "看厂房", "state": "made", **more}
    return create_record(desk, "visit", told)[0]


def hang(desk: Desk, id: str, *, keep: bool = True, name: str = "a.jpg", **told: object) -> None:
    attach_bytes(desk, "visit", id, iter([photo(**told)]), name=name, keep_place=keep)  # type: ignore[arg-type]


def told(desk: Desk, id: str, language: str = "zh_CN") -> list[str]:
    row = desk.store.get("visit", id)
    assert row is not None
    found = proofs_of(desk, row)
    tr = Translator(language)
    return [*(proof_words(one, tr) for one in found), *doubts(found, tr)]


def test_each_photo_says_its_day_its_place_and_how_far(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "星澜", "coordinates": "31.3108, 120.58"})
    id = visit(desk, company_id=firm)
    hang(desk, id, keep=False, name="b.jpg")
    hang(desk, id)
    hang(desk, id, taken="2026:11:17 09:30:00", place=None, name="旧.jpg")
    hang(desk, id, taken="", place=None)
    attach_bytes(desk, "visit", id, iter([b"x"]), name="x.txt")
    assert told(desk, id) == [
        "当日 14:05 拍摄，北纬 31.3000° 东经 120.5800°，距企业 1.2 km",
        "当日 14:05 拍摄，位置在保存前已去掉",
        "2026年11月17日 09:30 拍摄，不是走访当日，照片里没有位置",
        "照片里没有拍摄时间，照片里没有位置",
        "“旧.jpg”与走访日期相差 3 天",
    ]
    assert told(desk, id, "en")[0] == "photo of 14:05 that day, 31.3000° N 120.5800° E, 1.2 km from the firm"


def test_a_photo_taken_far_away_is_doubted(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "星澜", "coordinates": "39.9, 116.4"})
    id = visit(desk, company_id=firm)
    hang(desk, id)
    assert told(desk, id)[-1].startswith("“a.jpg”拍摄处距企业 1,0")


def test_lists_and_counts_tell_what_is_proved(desk: Desk) -> None:
    trip, _ = create_record(desk, "trip", {"title": "长三角", "starts_on": DAY, "leader": "陈县长"})
    placed, bare, other, none = (visit(desk, trip_id=trip) for _ in range(4))
    planned = visit(desk, state="planned", trip_id=trip)
    hang(desk, placed)
    hang(desk, bare, keep=False)
    hang(desk, other, taken="2026:11:19 10:00:00")
    ids = [none, placed, other, planned, bare]
    assert only_proved(desk, ids, "proved") == [placed, bare]
    assert only_proved(desk, ids, "placed") == [placed] and only_proved(desk, ids, "other_day") == [other]
    assert only_proved(desk, ids, "without") == [none, other]
    assert proved(desk, desk.store.rows("visit", ids)) == {placed, bare}
    (line,) = outing_tallies(desk, "leader", date(2026, 1, 1), date(2026, 12, 31))
    assert (line.visits, line.proved) == (4, 2)
    assert level_of([]) == ""


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_stored_holds_a_place_only_where_it_was_to_stay(desk: Desk, keep: bool) -> None:
    id = visit(desk)
    hang(desk, id, keep=keep)
    (row,) = desk.store.rows("attachment", desk.store.ids("attachment"))
    stored = b"".join(desk.store.files.read(row["sha256"]))
    assert (stored == photo()) is keep and row["size"] == len(stored)
    assert row["coordinates"] == ("31.30000,120.58000" if keep else None)
