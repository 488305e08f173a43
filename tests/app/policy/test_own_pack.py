"""A locality that the sources do not contain writes its own pack by the guide, in under 100 lines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.policy.comparing import compare
from app.policy.faults import PackEmpty
from app.policy.pack import NoPackInForce, NoSuchTable, Pack, pack_in_force
from app.policy.shipped import folder_of_packs, load_pack, shipped_names, shipped_pack
from app.rules.counting import count, place
from app.rules.indicators import marked, totals
from app.rules.routing import route
from app.rules.scoring import score

HARBOUR = """\
# 临港新区：港口物流为主，按岸线和总投资分档。
[pack]
name = { zh = "临港新区", en = "Harbour district" }
version = 3
effective = 2026-03-01
until = 2027-12-31
base = "default"

[sources]
lg = { zh = "临港新区招商引资办法", en = "Harbour district, measures on investment promotion" }

[facts.shoreline]
kind = "number"
zh = "占用岸线（米）"
en = "Shoreline (m)"

[facts.dangerous]
kind = "yes/no"
zh = "危险货物"
en = "Dangerous goods"

[words.kind]
terminal = { zh = "码头", en = "Terminal" }
cold_chain = { zh = "冷链物流", en = "Cold chain" }
ship_repair = { zh = "修造船", en = "Shipyard" }
other = { zh = "其他", en = "Anything else" }

[words.step]
port_office = { zh = "港航局审核", en = "The port office reviews" }
district_meeting = { zh = "管委会办公会审议", en = "The district's meeting deliberates" }
city_reports = { zh = "报市政府批准", en = "The city government approves" }

[words.why]
too_small = { zh = "不足五千万元", en = "Under 50 million yuan" }
no_dangerous = { zh = "危险货物不计", en = "Dangerous goods do not count" }

[routes]
raised_by = "special"
ladders = [["office", "meeting", "city"]]
cases = '''
| id        | dangerous | shoreline      | investment | route   | source |
| dangerous | 是        | *              | *          | city    | lg §4  |
| dry       | 否        | 0              | *          | office  | lg §4  |
| short     | 否        | 0 < x < 200    | < 5亿      | office  | lg §4  |
| short_big | 否        | 0 < x < 200    | ≥ 5亿      | meeting | lg §4  |
| long      | 否        | 200 ≤ x < 1000 | *          | meeting | lg §4  |
| longest   | 否        | ≥ 1000         | *          | city    | lg §4  |
'''

[routes.ways.office]
zh = "港航局审批"
en = "The port office approves"
steps = ["port_office"]

[routes.ways.meeting]
zh = "管委会审议"
en = "The district's meeting"
steps = ["port_office", "district_meeting"]

[routes.ways.city]
zh = "报市批准"
en = "The city approves"
steps = ["port_office", "district_meeting", "city_reports"]

[coefficients]
cases = '''
| id        | kind                 | dangerous | investment | coefficient | basis  | why          | source |
| dangerous | *                    | yes       | *          | -           | -      | no_dangerous | lg §6  |
| terminal  | terminal             | no        | >= 5000万  | 100%        | actual | -            | lg §6  |
| cold      | cold_chain           | no        | >= 5000万  | 100%        | actual | -            | lg §6  |
| yard      | ship_repair, other   | no        | >= 5000万  | 60%         | actual | -            | lg §6  |
| small     | *                    | no        | < 5000万   | -           | -      | too_small    | lg §6  |
'''
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "pack.toml").write_text(HARBOUR, encoding="utf-8")
    return folder


def test_it_is_short() -> None:
    assert len(HARBOUR.splitlines()) < 100


@pytest.mark.parametrize(
    ("case", "way"),
    [
        ({"shoreline": 0}, "office"),
        ({"shoreline": "199.99", "investment": 49_999}, "office"),
        ({"shoreline": "199.99", "investment": "5亿"}, "meeting"),
        ({"shoreline": 200}, "meeting"),
        ({"shoreline": 1000, "special": True}, "city"),
        ({"shoreline": 0, "special": True}, "meeting"),
        ({"dangerous": True}, "city"),
    ],
)
def test_its_routes(harbour: Path, case: dict[str, object], way: str) -> None:
    assert route(load_pack(str(harbour)), case).way.id == way


def test_its_coefficients_and_what_it_has_from_its_base(harbour: Path) -> None:
    pack = load_pack(str(harbour))
    assert count(pack, {"kind": "ship_repair", "investment": 5_000}).recognised == Decimal(3_000)
    assert count(pack, {"kind": "terminal", "investment": "4999.99"}).decision.row.id == "small"
    assert score(pack, {"investment": "10亿"}).total == 15
    assert place(pack, {"place": "here", "investment": 1, "funds": 7}).unit_funds == 7


def test_it_holds_for_its_days(harbour: Path) -> None:
    pack = load_pack(str(harbour))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2027, 12, 31), date(2028, 1, 1)]
    assert [pack.in_force(day) for day in days] == [False, True, True, False]
    assert replace(pack, until=None).in_force(date(2050, 1, 1))


def test_a_day_long_past_has_the_pack_of_its_time(harbour: Path) -> None:
    third = load_pack(str(harbour))
    fourth = replace(third, version=4, effective=date(2026, 9, 1))
    corrected = replace(fourth, version=5)
    packs = [fourth, corrected, third]
    assert pack_in_force(packs, date(2026, 8, 31)).version == 3
    assert pack_in_force(packs, date(2026, 9, 1)).version == 5
    with pytest.raises(NoPackInForce):
        pack_in_force(packs, date(2026, 2, 28))


def test_every_row_stands_where_it_says(harbour: Path) -> None:
    lines = HARBOUR.splitlines()
    for table in ("routes", "coefficients"):
        for row in load_pack(str(harbour)).table(table).rows:
            assert lines[row.place.line - 1].startswith(f"| {row.id} ")
    assert load_pack(str(harbour)).table("scores").rows[0].place.file == "default/counting.toml"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(harbour: Path) -> None:
    path = harbour / "pack.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HARBOUR.replace("\n", "\r\n").encode())
    assert load_pack(str(harbour)).table("routes").row("dry") is not None


def test_a_pack_without_base_has_only_what_it_writes(harbour: Path) -> None:
    path = harbour / "pack.toml"
    path.write_text(HARBOUR.replace('base = "default"\n', ""), encoding="utf-8")
    with pytest.raises(NoSuchTable):
        score(load_pack(str(harbour)), {"investment": 1})


def test_comparing_tells_cell_by_cell(harbour: Path) -> None:
    before = load_pack(str(harbour))
    path = harbour / "pack.toml"
    text = (
        HARBOUR.replace("version = 3", "version = 4")
        .replace("x < 200 ", "x < 250 ")
        .replace("200 ≤", "250 ≤")
    )
    path.write_text(text, encoding="utf-8")
    found = compare(before, load_pack(str(harbour)))
    assert found.head == {"version": ("3", "4")}
    assert found.tables["routes"].changed == {
        "short": {"shoreline": ("0 < x < 200", "0 < x < 250")},
        "short_big": {"shoreline": ("0 < x < 200", "0 < x < 250")},
        "long": {"shoreline": ("200 ≤ x < 1000", "250 ≤ x < 1000")},
    }
    assert not found.ways and not found.words and list(found.tables) == ["routes"]


def test_a_pack_compared_with_itself_differs_in_nothing() -> None:
    for name in shipped_names():
        found = compare(shipped_pack(name), shipped_pack(name))
        assert not (found.head or found.words or found.ways or found.tables)


def test_comparing_two_localities_names_rows_and_words() -> None:
    found = compare(shipped_pack("default"), shipped_pack("panan"))
    assert "i_small" in found.tables["routes"].added and "small" in found.tables["routes"].removed
    assert "zone_approves" in found.words["step"].added
    assert found.ways.added == ("zone", "zone_standing")


GUIDE = (folder_of_packs() / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def guide(tmp_path: Path) -> Pack:
    """Every example of the guide, put together."""
    lines = [line[4:] for line in GUIDE.splitlines() if line.startswith("    ")]
    lines = [line for line in lines if not line.startswith(("outpost ", "outpost-hq "))]
    (tmp_path / "pack.toml").write_text("\n".join(lines), encoding="utf-8")
    return load_pack(str(tmp_path))


def test_the_composite_score_of_the_guide_is_what_it_says(guide: Pack) -> None:
    """The figures printed in the guide's last table go in, its points and sums come out (feature 56)."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in GUIDE.splitlines() if "| 城" in line]
    told, printed = {}, {}
    for unit, funds, first, share, second, signed, third, started, fourth, whole in rows:
        told[unit] = {
            "funds_in_place": Decimal(funds),
            "contract_capital": Decimal(share.removesuffix(" %")),
            "contract_capital_target": Decimal(100),
            "signed": Decimal(signed.partition(",")[0]),
            "started": Decimal(started),
        }
        printed[unit] = [Decimal(one) for one in (first, second, third, fourth, whole)]
    assert len(rows) == 3
    found = {unit: [one.points for one in marks] for unit, marks in marked(guide, told).items()}
    assert {unit: [*points, totals(guide, told)[unit]] for unit, points in found.items()} == printed


def test_the_examples_of_the_guide_are_a_pack(guide: Pack) -> None:
    pack = guide
    assert route(pack, {"category": "I", "land": 30}).way.id == "deputy"
    assert route(pack, {"category": "I", "land": 30, "special": True}).way.id == "office"
    assert "noise" in pack.facts
    assert {"large", "visited", "investor"} <= pack.requirements.keys()


def test_an_empty_folder_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackEmpty):
        load_pack(str(tmp_path))
