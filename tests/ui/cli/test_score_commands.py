"""Scores, ranks and targets on the command line: sorts of owners, half-years, empty and broken input."""

from typing import Any

from tests.ui.cli.conftest import Outpost

ON = ("--on", "2024-10-31")


def signed(outpost: Outpost, name: str, unit: str, amount: str, on: str = "2024-03-01", **more: Any) -> None:
    given = {"name": name, "stage": "signed", "responsible_unit": unit, "contract_on": on}
    given |= {"investment": amount, "contract_amount": amount, **more}
    assert outpost("add", "project", "--json", "-", given=given).exit_code == 0


def set_target(outpost: Outpost, **more: Any) -> Any:
    given = {"name": "县功镇", "owner": "unit", "measure": "contract_capital", "amount": "2亿"}
    given |= {"period": "year", "starts_on": "2024-01-01"}
    return outpost("target", "set", "--json", "-", given={**given, **more})


def ranks(outpost: Outpost, ranking: str, *more: str) -> dict[str, Any]:
    (found,) = outpost("rank", "--ranking", ranking, *(more or ON)).answer["rankings"]
    return {one["owner"]: one for one in found["places"]}


def test_an_empty_profile_has_empty_answers(outpost: Outpost) -> None:
    answer = outpost("scores", *ON).answer
    assert (answer["lines"], answer["first"], answer["last"]) == ([], "2024-01-01", "2024-10-31")
    assert all(one["places"] == [] for one in outpost("rank", *ON).answer["rankings"])
    for what, name in (("list", "targets"), ("terms", "terms"), ("merit", "units"), ("last", "last")):
        assert outpost("target", what).answer[name] == []


def test_ties_share_a_place_and_movement_is_told(outpost: Outpost) -> None:
    signed(outpost, "甲厂", "县功镇", "3000")
    signed(outpost, "乙厂", "磻溪镇", "3000")
    signed(outpost, "丙厂", "开发区", "2000")
    signed(outpost, "丁厂", "开发区", "1500", "2024-10-01")
    found = ranks(outpost, "contract_capital")
    told = {name: (one["rank"], one["tied"], one["figure"]) for name, one in found.items()}
    assert told == {
        "开发区": (1, False, "3500"),
        "县功镇": (2, True, "3000"),
        "磻溪镇": (2, True, "3000"),
    }
    assert {name: one["risen"] for name, one in found.items()} == {"开发区": 2, "县功镇": -1, "磻溪镇": -1}
    january = ranks(outpost, "contract_capital", "--on", "2024-01-15")
    assert {one["risen"] for one in january.values()} == {None}, "the year has no month before it"
    assert ranks(outpost, "funds_of_target")["县功镇"]["rank"] is None, "it has no target"


def test_half_years_people_and_leaders(outpost: Outpost) -> None:
    signed(outpost, "甲厂", "县功镇", "3000", "2024-06-30", found_by="陈经理", leader="王县长")
    signed(outpost, "乙厂", "县功镇", "1亿", "2024-07-01", found_by="陈经理")
    half = outpost("scores", "--period", "half", *ON).answer
    assert half["first"] == "2024-07-01" and half["lines"][0]["points"] == "4"
    first = outpost("scores", "--period", "half", "--on", "2024-06-30").answer
    assert (first["first"], first["lines"][0]["points"]) == ("2024-01-01", "3")
    for by, name, points in (("person", "陈经理", "7"), ("leader", "王县长", "3")):
        lines = {one["owner"]: one["points"] for one in outpost("scores", "--by", by, *ON).answer["lines"]}
        assert lines[name] == points


def test_a_target_of_a_half_year_and_a_rank_of_the_pack(outpost: Outpost) -> None:
    signed(outpost, "甲厂", "县功镇", "3000", "2024-08-01")
    assert set_target(outpost, amount="6000", period="half", starts_on="2024-07-01").exit_code == 0
    (line,) = outpost("scores", "--period", "half", *ON).answer["lines"]
    (target,) = line["targets"]
    told = {name: target[name] for name in ("done", "share", "ahead", "missing", "forecast", "last")}
    assert told == {
        "done": "3000",
        "share": "50.00%",
        "ahead": "-16.67",
        "missing": "3000",
        "forecast": "4500",
        "last": "2024-12-31",
    }
    leads = {"name": "陈经理", "owner": "person", "measure": "valuable_leads", "amount": "", "unit": "县功镇"}
    assert set_target(outpost, **leads, rank="principal").exit_code == 0
    lines = outpost("scores", "--by", "person", *ON).answer["lines"]
    (quota,) = [quota for line in lines for quota in line["quotas"]]
    assert quota["owner"] == "陈经理"
    assert (quota["target"], quota["done"], quota["missing"]) == ("3", "0", "3")


REFUSED = [
    ({"amount": ""}, "amount"),
    ({"amount": "很多"}, "amount"),
    ({"name": ""}, "name"),
    ({"owner": "township"}, "owner"),
    ({"measure": "beauty"}, "measure"),
    ({"period": "decade"}, "period"),
    ({"starts_on": ""}, "starts_on"),
    ({"starts_on": "2024-13-01"}, "starts_on"),
    ({"amount": "", "rank": "principal"}, "amount"),
    ({"measure": "valuable_leads", "amount": "", "rank": "emperor"}, "rank"),
]


def test_targets_that_cannot_be_name_the_word(outpost: Outpost) -> None:
    for more, field in REFUSED:
        refused = set_target(outpost, **more)
        assert refused.exit_code == 3, more
        assert [one["field"] for one in refused.error["problems"]] == [field], more
        assert all(one["message"] for one in refused.error["problems"])
    assert outpost("target", "list").answer["targets"] == []


def test_a_target_is_taken_back(outpost: Outpost) -> None:
    set_target(outpost)
    assert len(outpost("target", "list").answer["targets"]) == 1
    outpost("undo")
    assert outpost("target", "list").answer["targets"] == []
    outpost("redo")
    (back,) = outpost("target", "list").answer["targets"]
    assert back["values"]["amount"] == "20000"


def test_what_cannot_be_read_is_refused(outpost: Outpost) -> None:
    signed(outpost, "甲厂", "县功镇", "3000")
    assert outpost("scores", "--on", "十月底吧").error["code"] == "invalid_record"
    broken = outpost("scores", *ON, "--owner", "县功镇", "--json", "-", given={"investment": "许多"})
    assert [one["field"] for one in broken.error["problems"]] == ["investment"]
    assert outpost("target", "decide").error["code"] == "parameter_missing"
    assert outpost("target", "last", "--ranking", "beauty").error["code"] == "no_such_table"
    assert outpost("scores", "--by", "moon").exit_code == 2


def test_english_names_what_chinese_does(outpost: Outpost) -> None:
    names = {
        lang: [one["name"] for one in outpost("--lang", lang, "rank", *ON).answer["rankings"]]
        for lang in ("zh_CN", "en")
    }
    assert names["zh_CN"][0] == "得分" and len(names["en"]) == len(names["zh_CN"])
    assert all(name.isascii() for name in names["en"]), names["en"]
