"""``outpost proof`` and ``outpost attach --place`` (feature 24)."""

from pathlib import Path

from tests.fakes.photos import photo
from tests.ui.cli.conftest import Outpost


def test_photos_of_a_visit_are_told_and_their_place_stays_only_where_asked(
    outpost: Outpost, tmp_path: Path
) -> None:
    told = {"visited_on": "2026-11-20", "kind": "outward", "subject": "看厂房", "state": "made"}
    id = outpost("add", "visit", "--json", "-", given=told).answer["id"]
    (tmp_path / "a.jpg").write_bytes(photo())
    bare = outpost("attach", "visit", id, str(tmp_path / "a.jpg")).answer["record"]["values"]
    assert "coordinates" not in bare and bare["place_told"] == "removed"
    outpost("attach", "visit", id, str(tmp_path / "a.jpg"), "--place", "keep")
    answer = outpost("proof", id).answer
    assert answer["level"] == "placed" and len(answer["photos"]) == 2
    assert answer["photos"][0]["says"].startswith("当日 14:05 拍摄，北纬 31.3000°")
    assert [one["id"] for one in outpost("proof", "--only", "placed").answer["visits"]] == [id]
    assert outpost("proof", "--only", "without").answer["visits"] == []
