"""``outpost pack``: check, try, new, diff; none of them needs a profile."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from app.errors import OutpostError
from app.i18n import Translator
from app.policy.shipped import shipped_names, shipped_pack
from tests.ui.cli.conftest import Outpost
from ui.cli.verbs.pack_trials import TRIALS


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_packs_are_sound(bare: Outpost, name: str) -> None:
    answer = bare("pack", "check", name).answer
    assert (answer["ok"], answer["pack"], answer["tables"]["stages"]) == (True, name, 12)


YUNXI = str(Path(resources.__file__).parent / "samples" / "yunxi")  # the shipped ones grade nothing

# One golden case of each rule: pack, case, and part of the result.
GOLDEN: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "route": ("panan", {"category": "I", "land": 30.01}, {"route": "office"}),
    "coefficient": ("chuzhou", {"kind": "hotel", "stars": 4, "investment": 5000}, {"recognised": "3500"}),
    "score": ("town", {"valuable": 5, "rank": "principal"}, {"points": "3"}),
    "placement": (
        "chuzhou",
        {"brought_by": "city_unit", "kind": "farming", "place": "county", "consent": True, "funds": 4000},
        {"unit_funds": "4000", "county_funds": "2000"},
    ),
    "stage": ("default", {"from": "approved", "to": "signed", "has": ["contract"]}, {"allowed": False}),
    "rates": ("default", {"signed": 0, "started": 0}, {"start": "—"}),
    "squad": ("chuzhou", {"target": 2000, "trip_days": 60, "as_of": "2026-07-01"}, {"days": "behind"}),
    "quota": ("town", {"rank": "deputy", "done": 1}, {"due": "2", "left": "1"}),
    "grade": (YUNXI, {"investment": "2亿", "land": "100", "rd_share": "3"}, {"grade": "second", "high": 2}),
}


def test_every_rule_has_a_golden_case() -> None:
    assert set(GOLDEN) == set(TRIALS)


@pytest.mark.parametrize(
    ("about", "case", "result"),
    [
        ("merit.verdict", {"has_task": False, "large_landed": 1}, {"verdict": "excellent"}),
        ("merit.projects", {"kind": "manufacturing", "investment": "7亿"}, {"counts": True}),
        ("standing", {"periods_last": 2}, {"verdict": "accountable"}),
        ("office.staff", {"members": 2}, {"verdict": "understaffed"}),
        ("agents.kept", {"agents": 2}, {"verdict": "agents_kept"}),
        ("rewards", {"role": "finder", "before_signing": True}, {"paid": False, "why": "not_completed"}),
        (
            "continuations",
            {"continues": "owner"},
            {"counts": False, "added_only": True, "earlier_funds": False, "why": "same_project"},
        ),
        ("squad.days", {"day_share": "1/3"}, {"verdict": "satisfied"}),
        ("alerts", {"alert": "node_overdue", "figure": 0}, {"level": "yellow"}),
        ("services", {"service": "gas", "starts_on": "2026-01-01", "on": "2026-01-02"}, {"late": 0}),
    ],
)
def test_every_other_table_is_tried_by_its_name(
    bare: Outpost, about: str, case: dict[str, Any], result: dict[str, Any]
) -> None:
    answer = bare("pack", "try", "default", about, "--json", "-", given=case).answer
    assert result.items() <= answer["result"].items() and answer["says"]
    for rule in answer.get("rules", [answer.get("rule")]):
        assert rule["source"] and rule["document"] and rule["line"] > 1
    assert answer["others"] and all(other["why_not"] for other in answer["others"])


def test_every_table_of_every_pack_is_known_to_the_command(bare: Outpost) -> None:
    for name in shipped_names():
        for table in shipped_pack(name).tables:
            outcome = bare("pack", "try", name, table, "--json", "-", given={"luck": 1})
            assert outcome.error["code"] == "fact_unknown", table


@pytest.mark.parametrize("about", GOLDEN)
def test_a_case_is_answered_with_its_rule_and_source(bare: Outpost, about: str) -> None:
    name, case, result = GOLDEN[about]
    answer = bare("pack", "try", name, about, "--json", "-", given=case).answer
    assert result.items() <= answer["result"].items()
    told = [line for line in answer.get("lines", [answer]) if "missing" not in line]
    assert told
    for line in told:
        rule = line["rule"]
        assert rule["source"] and rule["document"] and rule["line"] > 1 and rule["file"].endswith(".toml")


def test_the_others_say_why_they_do_not_answer(bare: Outpost) -> None:
    case = {"category": "I", "land": "30.01"}
    answer = bare("--lang", "en", "pack", "try", "panan", "route", "--json", "-", given=case).answer
    why = {other["id"]: other["why_not"] for other in answer["others"]}
    assert why["i_small"] == ["asks for “Land 0 < x ≤ 30 mu”, but it is 30.01 mu"]
    assert answer["rule"]["id"] == "i_middle" and all(why.values())
    assert answer["notes"] == [
        "Not told, taken as no: Reported by the development zone and Special terms (one case, one discussion)"
    ]


def test_special_terms_say_that_they_raise(bare: Outpost) -> None:
    case = {"category": "I", "land": 0, "special": True, "zone": False}
    answer = bare("pack", "try", "panan", "route", "--json", "-", given=case).answer
    assert answer["notes"] == ["“一事一议”，由“分管副县长审批”提高一级"]
    case["land"] = 60
    answer = bare("pack", "try", "panan", "route", "--json", "-", given=case).answer
    assert answer["notes"] == ["“一事一议”，已在最高一级"]


def test_what_is_missing_for_a_stage_is_named(bare: Outpost) -> None:
    case = {"from": "lead", "to": "signed", "has": ["contract"]}
    result = bare("pack", "try", "default", "stage", "--json", "-", given=case).answer["result"]
    assert [one["id"] for one in result["missing"]] == ["approval"]
    assert (result["direction"], result["reason_missing"]) == ("skipping", True)
    assert len(result["skipped"]) == 3


@pytest.mark.parametrize(
    ("about", "case", "code"),
    [
        ("route", {"land": 25}, "facts_missing"),
        ("route", {"lnad": 25}, "fact_unknown"),
        ("route", {"land": "25公顷", "category": "I"}, "fact_unusable"),
        ("stage", {"from": "lead", "to": "moon"}, "fact_unusable"),
        ("stage", {"to": "signed"}, "facts_missing"),
        ("stage", {"from": "lead", "to": "signed", "has": ["luck"]}, "fact_unusable"),
        ("stage", {"from": "lead", "to": "signed", "has": [["contract"]]}, "fact_unusable"),
        ("stage", {"from": "lead", "until": "signed"}, "fact_unknown"),
        ("score", {"projects": 3}, "fact_unusable"),
    ],
)
def test_cases_that_cannot_be_judged(bare: Outpost, about: str, case: dict[str, Any], code: str) -> None:
    outcome = bare("pack", "try", "panan", about, "--json", "-", given=case)
    assert (outcome.error["code"], outcome.exit_code) == (code, 3)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("try", "panan"), "parameter_unusable"),
        (("try", "panan", "luck"), "parameter_unusable"),
        (("try", "panan", "route"), "parameter_missing"),
        (("diff", "panan"), "parameter_missing"),
        (("check", "panan", "town"), "parameter_unusable"),
        (("check", "atlantis"), "pack_missing"),
    ],
)
def test_commands_that_are_not_written_as_they_must_be(
    bare: Outpost, arguments: tuple[str, ...], code: str
) -> None:
    assert bare("pack", *arguments).error["code"] == code


def test_a_new_pack_is_sound_and_nothing_is_overwritten(bare: Outpost, tmp_path: Path) -> None:
    folder = str(tmp_path / "county")
    (written,) = bare("pack", "new", folder).answer["files"]
    assert bare("pack", "check", folder).answer["pack"] == "county"
    Path(written).write_text("mine", encoding="utf-8")
    assert bare("pack", "new", folder).error["code"] == "pack_exists"
    assert Path(written).read_text(encoding="utf-8") == "mine"
    assert bare("pack", "new", f"{written}/below").error["code"] == "pack_not_written"


def test_a_broken_pack_is_refused_line_by_line(bare: Outpost, tmp_path: Path) -> None:
    folder = tmp_path / "county"
    bare("pack", "new", str(folder))
    path = folder / "pack.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("| deputy    | 2 ", "| chief     | x "), encoding="utf-8"
    )
    outcome = bare("pack", "check", str(folder))
    assert outcome.exit_code == 10 and outcome.error["code"] == "pack_refused"
    faults = outcome.answer["faults"]
    assert [one["code"] for one in faults] == ["unknown_word", "not_a_number"]
    line = path.read_text(encoding="utf-8").splitlines()[faults[0]["line"] - 1]
    assert "chief" in line and all(one["message"] in outcome.err for one in faults)


def test_two_packs_are_compared(bare: Outpost) -> None:
    answer = bare("pack", "diff", "default", "town").answer
    assert answer["tables"]["placement"]["changed"] == {"elsewhere": {"source": ["default", "004 2 §3.3"]}}
    assert answer["words"]["rank"]["changed"]["deputy"]["en"] == ["Deputy leaders", "Deputy township leaders"]


JUNK = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.text(max_size=6), st.just([]), st.just({"a": [1]})),
    st.sampled_from(["0.5", "1亿", "30亩", "I", "yes", "是", "1/3", "2026-07-01", "signed", ["A", "I"]]),
)


@given(about=st.sampled_from(sorted(GOLDEN)), data=st.data())
def test_whatever_a_case_says_is_answered_or_refused(about: str, data: st.DataObject) -> None:
    name, case, _ = GOLDEN[about]
    changed = data.draw(st.dictionaries(st.sampled_from([*case, "investment", "landed", "projects"]), JUNK))
    try:
        told = TRIALS[about](shipped_pack(name), {**case, **changed}, Translator("en"))
    except OutpostError as error:
        assert Translator("en").tr(error.key, **error.params)
    else:
        assert told["result"] is not None
