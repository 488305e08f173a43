"""``outpost grade`` and ``outpost pack try PACK grade`` (feature 5)."""

from pathlib import Path

import resources
from tests.ui.cli.conftest import Outpost

YUNXI = str(Path(resources.__file__).parent / "samples" / "yunxi")


def test_a_case_is_graded_with_each_rule_and_its_line(outpost: Outpost) -> None:
    case = {"name": "电镀园", "investment": "2亿", "land": "100", "output": "29999.99", "rd_share": "3"}
    answer = outpost("pack", "try", YUNXI, "grade", "--json", "-", given=case).answer
    result = answer["result"]
    assert (result["grade"], result["best"], result["high"], result["unknown"]) == ("second", "first", 2, 1)
    assert result["barred"] == ["polluting"] and len(answer["says"]) == 2
    assert {one["id"]: one["holds"] for one in answer["lines"]}["output"] is False
    assert all(one["rule"]["file"] == "yunxi/pack.toml" for one in answer["lines"])
    refused = outpost("pack", "try", YUNXI, "grade", "--json", "-", given={"land": "words"})
    assert refused.error["code"] == "invalid_record"
    assert (
        outpost("pack", "try", "default", "grade", "--json", "-", given={}).error["code"] == "no_such_table"
    )


def test_the_two_lists_are_tried_by_themselves(outpost: Outpost) -> None:
    told = {"high": "technology", "own_figure": "2.9"}
    high = outpost("pack", "try", YUNXI, "four_highs", "--json", "-", given=told).answer
    assert high["says"] == ["科技含量 2.9，不到 3"] and high["result"] == {"holds": False}
    for about, lines in (("印染厂", ["polluting"]), ("食品厂", [])):
        found = outpost("pack", "try", YUNXI, "negative_list", "--json", "-", given={"about": about}).answer
        assert found["result"] == {"lines": lines} and len(found["says"]) == 1


def test_rules_without_thresholds_say_so(outpost: Outpost) -> None:
    assert outpost("grade").error["code"] == "no_such_table"
