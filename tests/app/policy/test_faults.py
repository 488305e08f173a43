"""Every kind of fault in a pack is refused with its file, its line and what to write instead."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator, catalogue
from app.model.life import STAGES
from app.policy.faults import PackMissing, PackRefused
from app.policy.shipped import load_pack
from tests.app.policy.trial import HEAD, HIGH, LOW, faults_of, only, routes, table, write


def indicators(*rows: str, more: str = "") -> str:
    """A pack that scores by indicators, each named."""
    words = '[words.indicator]\nfunds = { zh = "资金", en = "Funds" }\ncount = { zh = "数", en = "Count" }'
    head = "| id | measure | per | method | full | base | span | low | high | step | floor | cap | source |"
    return "\n".join([words, table("indicators", head, *rows), more])


def steps(*rows: str) -> str:
    """Steps of the indicator “count”, which goes by them."""
    count = "| count | signed | - | steps | 10 | - | - | - | - | - | - | - | doc |"
    return indicators(
        count, more=table("indicator_steps", "| id | indicator | from | points | source |", *rows)
    )


def conditions(row: str) -> str:
    return table("conditions", "| id | kind | field | test | value | source |", row)


NAMED = '= { zh = "名", en = "Name" }'
GRADES = "\n".join(
    [
        f"[words.lead_grade]\none {NAMED}",
        table("grade", "| id | highs | grade | source |", "| any | * | one | doc |"),
    ]
)
_BARRED = ("| dirty | 电镀 | doc |", "| bundled | 电镀 | doc |")
NEGATIVES = "\n".join(
    [
        f"[words.negative]\ndirty {NAMED}\nbundled {NAMED}",
        table(
            "negative_list",
            "| id | contains | source |",
            "| dirty | 电镀 | doc |",
            "| bundled | 电镀 | doc |",
        ),
    ]
)
SCORES = "| id | investment | points | source |"
COEFFICIENTS = "| id | coefficient | basis | source |"
ALERTS = "| id | unit | yellow | red | source |"
TARGETS = "| id | months | clock | forecast | places | source |"
OTHER_TARGETS = [f"| {kind} | 6 | days | pace | 2 | doc |" for kind in ("half", "term")]
RATES = "| id | over | under | places | source |"

PLAN = "| id | plan | node | fact | days | weight | source |"
STAGE_ROWS = [f"| {stage} | {'luck' if stage == 'assessed' else '-'} | doc |" for stage in STAGES]
LUCK = '[words.requirement]\nluck = { zh = "运气", en = "Luck" }\n'
BARE_STAGES = LUCK + table("stages", "| id | needs | source |", *STAGE_ROWS)

# What is wrong, the text of the pack below its head, and what the line at fault holds.
BROKEN: dict[str, tuple[str, str]] = {
    "not_toml": ("[routes\n", "[routes"),
    "wide_mark": ('[words.why]\nlate = { zh = "晚了"， en = "Late" }\n', "late"),
    "table_open": ("[quota]\ncases = '''\n| id | due | source |\n| a | 1 | doc |\n[sizes]\n", "cases"),
    "key_twice": (
        '[words.why]\nlate = { zh = "晚", en = "Late" }\nlate = { zh = "晚了", en = "Too late" }\n',
        "Too late",
    ),
    "unknown_section": ("[rutes]\n", "[rutes]"),
    "section_twice": ("", "[pack]"),
    "unknown_key": (
        "[quota]\ncases = '''\n| id | due | source |\n| a | 1 | doc |\n'''\ncolour = 1\n",
        "colour",
    ),
    "missing_key": ("[quota]\n", "[quota]"),
    "wrong_type": ("[quota]\ncases = 3\n", "cases = 3"),
    "missing_translation": ('[words.why]\nlate = { zh = "晚了" }\n', "late"),
    "unknown_words": ("[words.colour]\n", "[words.colour]"),
    "source_taken": ("", "002"),
    "fact_taken": ('[facts.land]\nkind = "number"\nzh = "地"\nen = "Land"\n', "[facts.land]"),
    "unknown_kind": ('[facts.noise]\nkind = "loud"\nzh = "噪声"\nen = "Noise"\n', "kind"),
    "unknown_fact": (routes(LOW, HIGH).replace("[routes]", '[routes]\nraised_by = "specal"'), "raised_by"),
    "unknown_step": (routes(LOW, HIGH).replace('"office_meeting"', '"ofice_meeting"'), "ofice_meeting"),
    "unknown_way": (routes("| low | <= 30 | deputies | doc §1 |", HIGH), "deputies"),
    "empty_table": ("[quota]\ncases = '''\n# nothing yet\n'''\n", "cases"),
    "unknown_column": (routes(LOW, header="| id | lnad | route | source |"), "lnad"),
    "column_twice": (routes(LOW, header="| id | land | land | route | source |"), "| land | land |"),
    "missing_column": (table("quota", "| id | rank | source |", "| a | * | doc |"), "| id | rank"),
    "ragged_row": (routes("| low | <= 30 | deputy |", HIGH), "| low |"),
    "empty_cell": (routes("| low |  | deputy | doc §1 |", HIGH), "| low |"),
    "duplicate_id": (routes(LOW, "| low | > 30 | office | doc §1 |"), "| low | > 30"),
    "unknown_stage": (table("stages", "| id | needs | source |", "| landing | - | doc |"), "landing"),
    "row_missing": (table("lead_points", "| id | points | source |", "| quota_met | 2 | doc |"), "| id |"),
    "unknown_row": (table("alerts", ALERTS, "| lead_lost | days | 1 | 2 | doc |"), "lead_lost"),
    "unnamed_row": (table("rates", RATES, "| luck | started | signed | 0 | doc |"), "luck"),
    "unknown_requirement": (table("stages", "| id | needs | source |", "| lead | luck | doc |"), "luck"),
    "no_months": (
        table("targets", TARGETS, "| year | 0 | days | pace | 2 | doc |", *OTHER_TARGETS),
        "| year |",
    ),
    "mark_above_full": (
        table("appraisal.grades", "| id | mark | source |", "| satisfied | 120 | doc |"),
        "| satisfied |",
    ),
    "indicator_needs": (
        indicators("| funds | funds_in_place | - | efficacy | 40 | 60 | - | - | - | - | - | - | doc |"),
        "| funds |",
    ),
    "indicator_unused": (
        indicators("| funds | funds_in_place | - | ranks | 40 | 60 | - | - | - | 2 | - | - | doc |"),
        "| funds |",
    ),
    "indicator_reversed": (
        indicators("| funds | funds_in_place | - | efficacy | 40 | 60 | 40 | 9 | 9 | - | - | - | doc |"),
        "| funds |",
    ),
    "indicator_without_steps": (
        indicators("| count | signed | - | steps | 10 | - | - | - | - | - | - | - | doc |"),
        "| count |",
    ),
    "step_of_nothing": (
        steps("| few | count | 1 | 2 | doc |", "| more | funds | 2 | 5 | doc |"),
        "funds | 2",
    ),
    "steps_not_rising": (
        steps("| few | count | 1 | 2 | doc |", "| more | count | 2 | 2 | doc |"),
        "| more |",
    ),
    "threshold_out_of_range": (
        table("four_highs", "| id | reach | source |", "| linkage | 101 | doc |"),
        "| linkage |",
    ),
    "grade_without_thresholds": (GRADES, "| id | highs |"),
    "negative_twice": (NEGATIVES, "| bundled |"),
    "unknown_method": (table("targets", TARGETS, "| year | 12 | weeks | pace | 2 | doc |"), "weeks"),
    "unknown_gate": (
        table("reviews", "| id | gate | from | threshold | source |", "| tax | door | - | - | doc |"),
        "door",
    ),
    "unknown_measure": (table("rates", RATES, "| start | begun | signed | 0 | doc |"), "begun"),
    "unknown_source": (routes("| low | <= 30 | deputy | dok §1 |", HIGH), "dok"),
    "unknown_word": (table("quota", "| id | rank | due | source |", "| a | chief | 1 | doc |"), "chief"),
    "unknown_unit": (routes("| low | <= 30万元 | deputy | doc §1 |", HIGH), "30万元"),
    "bad_flag": (table("quota", "| id | zone | due | source |", "| a | maybe | 1 | doc |"), "maybe"),
    "bad_band": (routes("| low | up to 30 | deputy | doc §1 |", HIGH), "up to 30"),
    "edge_unsaid": (routes("| low | 0-30亩 | deputy | doc §1 |", HIGH), "0-30"),
    "edge_in_words": (routes("| low | 30亩以下 | deputy | doc §1 |", HIGH), "以下"),
    "empty_band": (routes("| low | 30 < x <= 20 | deputy | doc §1 |", HIGH), "30 < x"),
    "not_a_number": (table("scores", SCORES, "| a | * | two | doc |"), "two"),
    "not_a_percent": (table("coefficients", COEFFICIENTS, "| a | 0.7 | actual | doc |"), "0.7"),
    "percent_out_of_range": (table("coefficients", COEFFICIENTS, "| a | 170% | actual | doc |"), "170%"),
    "gap": (routes("| low | < 30 | deputy | doc §1 |", HIGH), "| id |"),
    "gap_in_base": ('[words.rank]\nchief = { zh = "首席", en = "Chief" }\n', "[words.rank]"),
    "overlap": (routes(LOW, "| high | >= 30 | office | doc §1 |"), "| high |"),
    "thresholds_reversed": (table("alerts", ALERTS, "| node_overdue | days | 9 | 3 | doc |"), "node_overdue"),
    "unknown_record": (
        conditions("| investor | luck | - | at_least | 1 | doc |"),
        "luck",
    ),
    "unknown_test": (conditions("| contact | visit | - | many | 1 | doc |"), "many"),
    "unknown_field": (
        conditions("| investor | project | investr | filled | - | doc |"),
        "investr",
    ),
    "bad_value": (
        conditions("| contact | visit | kind | is | letter | doc |"),
        "letter",
    ),
    "no_condition": (BARE_STAGES, "| assessed | luck"),
    "not_whole": (table("node_plan", PLAN, "| a | build | sign | - | 1.5 | 10 | doc |"), "1.5"),
    "not_utf8": ("", ""),
    "unreadable": ("", ""),
    "no_head": ("", ""),
    "dates_reversed": ("", ""),
    "no_such_day": ("", ""),
    "unknown_base": ("", ""),
}
# Those that need more than a text below the head have tests of their own.
PLAIN = {code: broken for code, broken in BROKEN.items() if broken[0]}


@pytest.mark.parametrize("code", PLAIN)
def test_a_broken_pack_is_refused_with_the_line(code: str, tmp_path: Path) -> None:
    below, holds = PLAIN[code]
    text = HEAD + below
    fault = next(one for one in faults_of(write(tmp_path / "trial", text)) if one.code == code)
    assert fault.place.file == "trial/pack.toml"
    assert holds in text.splitlines()[fault.place.line - 1]


@pytest.mark.parametrize("code", PLAIN)
def test_the_same_pack_without_the_fault_loads(code: str, tmp_path: Path) -> None:
    """The fault is what the broken text says and nothing about the head they all share."""
    assert load_pack(str(write(tmp_path / "trial", HEAD))).tables


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PLAIN)
def test_every_fault_says_what_to_do(code: str, language: str, tmp_path: Path) -> None:
    fault = next(
        one for one in faults_of(write(tmp_path / "trial", HEAD + PLAIN[code][0])) if one.code == code
    )
    said = fault.sentence(Translator(language))
    assert re.match(r"trial/pack\.toml:\d+: .{12,}", said)


def test_what_to_write_instead_is_an_example_in_any_language(tmp_path: Path) -> None:
    """A Chinese sentence with English words in the middle helps no official."""
    for at, (below, wanted) in enumerate(
        (
            ("[quota]\ncases = 3\n", "'''…'''"),
            ("[routes]\nladders = 3\n", '[["deputy", "office"]]'),
            ("[routes]\nraised_by = 3\n", '"special"'),
            ("[facts.noise]\nkind = 3\nzh = '噪声'\nen = 'Noise'\n", '"…"'),
        )
    ):
        found = faults_of(write(tmp_path / f"trial{at}", HEAD + below))
        fault = next(one for one in found if one.code == "wrong_type")
        said = fault.sentence(Translator("zh_CN")).partition(": ")[2]
        assert said.endswith(f"照这样写：{wanted}")


def test_every_text_of_a_fault_is_tested() -> None:
    texts = {key.removeprefix("policy.fault.") for key in catalogue("en") if key.startswith("policy.fault.")}
    assert texts == set(BROKEN)


def test_a_section_in_two_files(tmp_path: Path) -> None:
    write(tmp_path / "trial", HEAD)
    faults = faults_of(write(tmp_path / "trial", "[sources]\n", "second.toml"))
    fault = only(faults, "section_twice")
    assert (fault.place.file, fault.place.line) == ("trial/second.toml", 1)
    assert fault.params["where"] == "trial/pack.toml:6"


def test_a_source_that_the_base_has(tmp_path: Path) -> None:
    text = HEAD + '002 = { zh = "另", en = "Another" }\n'
    assert only(faults_of(write(tmp_path / "trial", text)), "source_taken").place.line == 8


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    folder = write(tmp_path / "trial", HEAD)
    (folder / "gbk.toml").write_bytes(b"# one\n" + "# 招商".encode("gbk"))
    assert only(faults_of(folder), "not_utf8").place.line == 2


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "trial", HEAD)
    (folder / "folder.toml").mkdir()
    assert only(faults_of(folder), "unreadable").place.file == "trial/folder.toml"


def test_a_pack_without_a_head(tmp_path: Path) -> None:
    only(faults_of(write(tmp_path / "trial", '[words.why]\na = { zh = "一", en = "One" }\n')), "no_head")


def test_dates_in_the_wrong_order(tmp_path: Path) -> None:
    text = HEAD.replace("2026-01-01", "2026-01-01\nuntil = 2025-12-31")
    assert only(faults_of(write(tmp_path / "trial", text)), "dates_reversed").place.line == 5


def test_a_base_that_does_not_exist(tmp_path: Path) -> None:
    fault = only(faults_of(write(tmp_path / "t", HEAD.replace('"default"', '"chuzou"'))), "unknown_base")
    assert str(fault.params["known"]).startswith("chuzhou")  # the nearest name comes first


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = HEAD + routes("| low | 0-30 | deputies | dok |", "| high | up | office | doc |")
    codes = [fault.code for fault in faults_of(write(tmp_path / "trial", text))]
    assert sorted(codes) == ["bad_band", "edge_unsaid", "unknown_source", "unknown_way"]


def test_gaps_and_overlaps_name_the_case(tmp_path: Path) -> None:
    text = HEAD + routes("| low | < 30 | deputy | doc |", HIGH)
    assert only(faults_of(write(tmp_path / "gap", text)), "gap").params["case"] == "land = 30"
    text = HEAD + routes(LOW, "| high | > 20 | office | doc |")
    overlap = only(faults_of(write(tmp_path / "overlap", text)), "overlap")
    assert (overlap.params["first"], overlap.params["second"]) == ("low", "high")
    assert "20 < land < 30" in str(overlap.params["case"])


def test_an_unknown_pack_is_missed() -> None:
    with pytest.raises(PackMissing) as missing:
        load_pack("atlantis")
    assert "panan" in str(missing.value.params["known"])


def test_a_vocabulary_of_ones_own_needs_tables_that_answer_it(tmp_path: Path) -> None:
    text = HEAD + '[words.rank]\nchief = { zh = "首席", en = "Chief" }\n'
    fault = faults_of(write(tmp_path / "trial", text))[0]
    assert (fault.code, fault.params["table"]) == ("gap_in_base", "quota")
    assert (fault.params["case"], fault.params["base"]) == ("rank = chief", "default")
    mended = text + table("quota", "| id | rank | due | source |", "| a | chief | 1 | doc |")
    assert load_pack(str(write(tmp_path / "mended", mended))).table("quota").row("a") is not None


def test_routes_of_ones_own_may_go_the_ways_of_the_base(tmp_path: Path) -> None:
    text = (
        HEAD
        + """[routes]
cases = '''
| id  | land   | route    | source |
| few | <= 5亩 | deputy   | doc §1 |
| all | > 5亩  | standing | doc §1 |
'''
"""
    )
    found = load_pack(str(write(tmp_path / "trial", text)))
    assert found.routes.ways["standing"] == load_pack("default").routes.ways["standing"]


@pytest.mark.parametrize(
    ("below", "code"),
    [
        ("[[quota]]\n", "wrong_type"),
        ("[words]\nwhy = 3\n", "wrong_type"),
        ('[words.why]\nlate = "晚了"\n', "wrong_type"),
        (routes(LOW, HIGH).replace("[routes]", "[routes]\nladders = [[{ a = 1 }]]"), "wrong_type"),
        (routes(LOW, HIGH).replace("[routes]", "[routes]\nladders = 1"), "wrong_type"),
        (routes(LOW, HIGH).replace("[routes]", '[routes]\nmixed = "loosest"'), "wrong_type"),
        (routes(LOW, HIGH).replace('["deputy_approves"]', "[1]"), "wrong_type"),
        ("[squad]\ndays = 3\n", "wrong_type"),
        ("[squad.nights]\n", "unknown_key"),
    ],
)
def test_shapes_that_make_no_sense(below: str, code: str, tmp_path: Path) -> None:
    assert code in [fault.code for fault in faults_of(write(tmp_path / "trial", HEAD + below))]


@pytest.mark.parametrize("opening", ["'''\n", "'''", '"""\n', '"""'])
def test_lines_are_right_wherever_a_table_begins(opening: str, tmp_path: Path) -> None:
    rows = "| id | rank | due | source |\n| a | * | 1 | doc |\n| b | * | x | doc |\n"
    text = f"{HEAD}[quota]\ncases = {opening}{rows}{opening.strip()}\n"
    (fault,) = faults_of(write(tmp_path / "trial", text))
    assert "| b |" in text.splitlines()[fault.place.line - 1]


@given(data=st.data())
def test_no_slip_of_the_pen_is_more_than_a_fault(data: st.DataObject, tmp_path: Path) -> None:
    """A pack with a piece cut out, doubled or replaced loads or is refused; it never breaks the loader."""
    text = (
        HEAD
        + routes(LOW, HIGH)
        + table("scores", SCORES, "| a | < 1亿 | +2 | doc |", "| b | >= 1亿 | 3 | doc |")
    )
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.integers(0, 30))
    piece = data.draw(
        st.sampled_from(["", text[start:end] * 2, "|", "'", "[", "= 3", "\n", "-", "{", '"""', "亩"])
    )
    folder = write(tmp_path / "trial", text[:start] + piece + text[end:])
    try:
        load_pack(str(folder))
    except PackRefused as refused:
        lines = (folder / "pack.toml").read_text(encoding="utf-8").count("\n") + 1
        assert all(1 <= fault.place.line <= lines for fault in refused.faults)
