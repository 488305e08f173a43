"""Every plain list of a pack can be tried: what follows, the rows that say so, why the others do not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import OutpostError
from app.i18n import LANGUAGES, Translator
from app.policy.cases import FactUnknown, FactUnusable
from app.policy.loading import load_texts
from app.policy.pack import NoSuchTable
from app.policy.shapes import SHAPES
from app.policy.shipped import shipped_names, shipped_pack
from app.policy.table import FactsMissing
from app.services.table_asks import ASKS, Sort, label
from app.services.table_trials import Listed, try_list

TALKS = "talks_without_progress"
DAYS = {"starts_on": "2026-01-01", "on": "2026-10-31"}
GOAL = {"period": "year", "target_amount": "50亿", "done_amount": "62.82亿", **DAYS}


def tried(table: str, case: dict[str, Any], pack: str = "default", language: str = "zh_CN") -> Listed:
    return try_list(shipped_pack(pack), table, case, Translator(language))


OWN = """
[pack]
name = { zh = "指标县", en = "Indicator county" }
version = 1
effective = 2026-01-01
base = "default"
[words.indicator]
funds = { zh = "到位资金", en = "Funds in place" }
count = { zh = "签约数", en = "Signings" }
[indicators]
cases = '''
| id    | measure        | method   | full | base | span | source  |
| funds | funds_in_place | efficacy | 40   | 60   | 40   | default |
| count | signed         | steps    | 10   | -    | -    | default |
'''
[indicator_steps]
cases = '''
| id   | indicator | from | points | source  |
| some | count     | 2    | 4      | default |
| many | count     | 5    | 10     | default |
'''
"""


@pytest.mark.parametrize(
    ("table", "case", "points", "rows"),
    [
        (
            "indicators",
            {"indicator": "funds", "own_figure": 2000, "figures": "1000 4000"},
            "29.3333",
            ["funds"],
        ),
        ("indicators", {"indicator": "funds", "own_figure": 2000}, "40", ["funds"]),
        ("indicator_steps", {"indicator": "count", "own_figure": 4}, "4", ["some"]),
        ("indicator_steps", {"indicator": "count", "own_figure": 1}, "0", []),
    ],
)
def test_indicators_of_a_pack_of_ones_own(
    table: str, case: dict[str, Any], points: str, rows: list[str]
) -> None:
    pack = load_texts("own", {"pack.toml": OWN}, shipped_pack)
    for language in LANGUAGES:
        found = try_list(pack, table, case, Translator(language))
        assert found.result["points"] == points and list(found.rows) == rows and found.says
        assert found.why_not.keys() == {row.id for row in pack.table(table).rows} - set(rows)


def test_every_table_is_tried_in_one_way_or_the_other() -> None:
    lists = {name for name, shape in SHAPES.items() if not shape.decides}
    assert lists == set(ASKS)


@pytest.mark.parametrize("name", shipped_names())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_its_words(name: str, language: str) -> None:
    pack, words = shipped_pack(name), Translator(language)
    for table, asks in ASKS.items():
        for ask in asks if table in pack.tables else ():
            assert label(ask, words)
            if ask.options is not None:
                assert all(ask.options(pack, words).values()), (table, ask.name)


# Worked out by hand from the tables of the default pack.
@pytest.mark.parametrize(
    ("table", "case", "result", "rows"),
    [
        ("lead_points", {"valuable": 5, "quota": 3}, {"points": "3"}, ["quota_met", "each_beyond"]),
        (
            "appraisal.rounds",
            {"marks": "90, 89 88、87 86 85 84", "own_mark": 80},
            {"rank": 8, "part": "bottom"},
            ["half"],
        ),
        ("appraisal.rounds", {"marks": "90 80.5", "own_mark": "81"}, {"rank": 2, "part": "top"}, ["half"]),
        ("appraisal.grades", {"grade": "fairly", "copies": 12}, {"mark": "80"}, ["fairly"]),
        ("lead_points", {"valuable": 3, "quota": 3}, {"points": "2"}, ["quota_met"]),
        ("lead_points", {"valuable": 2, "quota": 3}, {"points": "0"}, []),
        ("stages", {"from": "approved", "to": "signed"}, {"needs": ["approval", "contract"]}, ["signed"]),
        ("stages", {"from": "signed", "to": "negotiating"}, {"direction": "back"}, ["negotiating"]),
        ("conditions", {"requirement": "investor", "found": "x"}, {"met": True}, ["investor"]),
        ("conditions", {"requirement": "investor"}, {"met": False}, ["investor"]),
        ("conditions", {"requirement": "contact", "found": "0"}, {"met": False}, ["contact"]),
        ("conditions", {"requirement": "contact", "found": "1"}, {"met": True}, ["contact"]),
        ("conditions", {"requirement": "leader", "found": "leader"}, {"met": True}, ["leader"]),
        ("conditions", {"requirement": "leader", "found": "member"}, {"met": False}, ["leader"]),
        ("exit_reasons", {"exit_reason": "decision", "to": "paused"}, {"allowed": True}, ["decision"]),
        ("exit_reasons", {"exit_reason": "decision", "to": "lost"}, {"allowed": False}, ["decision"]),
        ("targets", GOAL, {"share": "125.64%", "ahead": "+42.31", "missing": "0"}, ["year"]),
        ("credits", {"carried": "points", "amount": 10}, {"landing": "10", "first_report": "0"}, ["landing"]),
        ("funds", {"fund": "guidance", "committed": 12_000, "amount": 8000}, {"left": "0"}, ["guidance"]),
        ("funds", {"fund": "guidance", "committed": 0, "amount": 10_000}, {"over_cap": False}, ["guidance"]),
        ("funds", {"fund": "guidance", "committed": 0, "amount": "1.01亿"}, {"over_cap": True}, ["guidance"]),
        ("sizes", {"investment": "9999.99"}, {"classes": []}, []),
        ("sizes", {"investment": "1亿"}, {"classes": ["from_1_yi"]}, ["from_1_yi"]),
        ("reviews", {"gate": "pre_review", "investment": 9999}, {"items": []}, []),
        ("services", {"service": "power", **DAYS}, {"due_on": "2026-01-15"}, ["power"]),
        ("alerts", {"alert": "node_overdue", "figure": 30}, {"level": "red"}, ["node_overdue"]),
        ("alerts", {"alert": TALKS, "figure": 1}, {"level": ""}, [TALKS]),
        ("alerts", {"alert": TALKS, "figure": 2}, {"level": "yellow"}, [TALKS]),
        ("alerts", {"alert": TALKS, "figure": 3}, {"level": "red"}, [TALKS]),
    ],
)
def test_what_follows_and_which_rows_say_so(
    table: str, case: dict[str, Any], result: dict[str, Any], rows: list[str]
) -> None:
    found = tried(table, case)
    assert result.items() <= found.result.items(), found.result
    assert list(found.rows) == rows
    known = {row.id for row in shipped_pack("default").tables[table].rows}
    assert set(found.rows) | set(found.why_not) == known and not set(found.rows) & set(found.why_not)


def test_rates_and_ranks_of_the_figures_that_are_told() -> None:
    found = tried("rates", {"signed": 247, "fulfilled": 244})
    assert "98.79%" in found.result.values() or "98.8%" in found.result.values()
    assert any("没有填写" in why for why in found.why_not.values())
    assert "填写两个" in tried("rates", {}).says[0]
    case = {"ranking": "funds_of_target", "funds_in_place": "42.22亿", "funds_in_place_target": "30亿"}
    assert tried("ranking", case).result["figure"] == "140.73%"
    assert tried("ranking", {"ranking": "contract_capital"}).result["figure"] == "—"
    assert tried("ranking", case | {"ranking": "funds_in_place"}).result["figure"] == "422200"


def test_a_plan_is_scheduled_backwards_on_working_days() -> None:
    plan = str(shipped_pack("default").tables["node_plan"].rows[0].results["plan"])
    found = tried("node_plan", {"plan": plan, "end": "2027-06-30"})
    days = [one["planned_on"] for one in found.result["nodes"]]
    assert days == sorted(days) and days[-1] == "2027-06-30" and len(days) == len(found.rows)


def test_pre_review_items_come_with_their_threshold() -> None:
    found = tried("reviews", {"gate": "pre_review", "investment": "1亿"})
    assert "feasibility" in found.rows and found.why_not["tax"] == "属于另一个环节"
    entry = tried("reviews", {"gate": "entry", "investment": 0}, language="en")
    assert "negative_list" in entry.rows and entry.why_not["feasibility"] == "Belongs to the other gate"


@pytest.mark.parametrize(
    ("table", "case", "error"),
    [
        ("alerts", {"alert": "node_overdue"}, FactsMissing),
        ("alerts", {"alert": "luck", "figure": 1}, FactUnusable),
        ("alerts", {"alert": "node_overdue", "figure": "soon"}, FactUnusable),
        ("alerts", {"alert": "node_overdue", "figure": 1, "colour": "red"}, FactUnknown),
        ("services", {"service": "power", "starts_on": "昨天", "on": "2026-01-02"}, FactUnusable),
        ("sizes", {"investment": "30亩"}, FactUnusable),
        ("reviews", {"gate": ["entry"], "investment": 1}, FactUnusable),
    ],
)
def test_cases_that_cannot_be_tried(table: str, case: dict[str, Any], error: type[OutpostError]) -> None:
    with pytest.raises(error) as raised:
        tried(table, case)
    for language in LANGUAGES:
        assert Translator(language).tr(raised.value.key, **raised.value.params)


def test_a_table_that_the_pack_does_not_have() -> None:
    found = [name for name in shipped_names() if "services" not in shipped_pack(name).tables]
    for name in found:
        with pytest.raises(NoSuchTable):
            tried("services", {"service": "power", **DAYS}, name)


FIGURE = st.one_of(st.integers(0, 10**7), st.sampled_from(["0.5", "3亿", "9999.99", "-1", "x", "", None]))
DAY = st.sampled_from(["2026-01-01", "2026-12-31", "2030-02-29", "2027-06-30", ""])


@given(table=st.sampled_from(sorted(ASKS.keys() & shipped_pack("default").tables)), data=st.data())
def test_whatever_is_told_is_answered_or_refused_in_words(table: str, data: st.DataObject) -> None:
    pack, words = shipped_pack("default"), Translator("en")
    case: dict[str, Any] = {}
    for ask in ASKS[table]:
        if ask.sort is Sort.NUMBER:
            case[ask.name] = data.draw(FIGURE)
        elif ask.sort is Sort.DAY:
            case[ask.name] = data.draw(DAY)
        else:
            case[ask.name] = data.draw(
                st.sampled_from([*(ask.options(pack, words) if ask.options else "1a"), ""])
            )
    try:
        found = try_list(pack, table, case, words)
    except OutpostError as error:
        assert words.tr(error.key, **error.params)
    else:
        rows = {row.id for row in pack.tables[table].rows}
        assert set(found.rows) | set(found.why_not) == rows and found.says
