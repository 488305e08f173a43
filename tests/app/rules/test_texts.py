"""Every reason the rules give has its sentence in both languages."""

import ast
import json
import re
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

import app.rules
from app.i18n import LANGUAGES, Translator, catalogue
from app.reasons import Reason
from app.rules.amounts import parse_amount
from app.rules.birthdays import parse_birthday
from app.rules.capture.corrections import NotReadable
from app.rules.coordinates import parse_coordinates
from app.rules.credit_code import parse_credit_code
from app.rules.dates import parse_date
from app.rules.foreign_funds import read_foreign
from app.rules.land import parse_land
from app.rules.names import (
    CompanyFacts,
    Match,
    PersonFacts,
    company_duplicate_reasons,
    person_duplicate_reasons,
)
from app.rules.numerals import Qualifier
from app.rules.people import read_people
from app.rules.phones import parse_phone
from app.rules.reference import load
from app.rules.refusals import RuleError
from app.rules.stages import parse_stage
from app.rules.text import check_text, clean_text

IN_CLAIMS = "rules.ruling."  # these sentences stand beside the others on claims
IN_CAPTURE = "rules.capture."  # beside what else is said of a captured line
# Beside others too; some keys end in what was found.
BUILT = (
    "rules.life.",
    "rules.light.",
    "rules.pasted.",
    "rules.funds.",
    "rules.approval.",
    "rules.continued.",
)
SOURCES = sorted(Path(app.rules.__file__).parent.glob("*.py"))
TEXTS = {
    language: json.loads(
        (Path(app.rules.__file__).parents[2] / f"resources/i18n/{language}/rules.json").read_text("utf-8")
    )
    for language in LANGUAGES
}


def refusals(kind: type[RuleError] = RuleError) -> set[type[RuleError]]:
    found = set()
    for sub in kind.__subclasses__():
        found |= {sub} | refusals(sub)
    return {sub for sub in found if "code" in sub.__dict__ and sub.__module__.startswith("app.rules")}


def expected_keys() -> set[str]:
    for source in SOURCES:
        import_module(f"app.rules.{source.stem}" if source.stem != "__init__" else "app.rules")
    keys = {f"rules.{kind.code}" for kind in refusals()} - {"rules.date.impossible"}
    keys |= {"rules.date.impossible_month", "rules.date.impossible_day"}
    keys |= {
        f"rules.{area}.{q}" for area in ("amount", "land") for q in Qualifier if q is not Qualifier.EXACT
    }
    keys |= {f"rules.stage.{remark}" for remark in load("stage_words")["remarks"].values()}
    keys |= {f"rules.duplicate.{match}" for match in Match}
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                area, _, name = node.value.removeprefix("rules.").partition(".")
                if node.value.startswith("rules.") and area != "value" and name.isidentifier():
                    keys.add(node.value)
    return {key for key in keys if not key.startswith((IN_CLAIMS, IN_CAPTURE, *BUILT))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_ruling_has_its_sentence(language: str) -> None:
    source = (Path(app.rules.__file__).parent / "claims.py").read_text("utf-8")
    given = set(re.findall(rf'"({re.escape(IN_CLAIMS)}\w+)"', source))
    assert given == {key for key in catalogue(language) if key.startswith(IN_CLAIMS)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_captured_line_has_its_sentence(language: str) -> None:
    given = {key for kind in refusals() if (key := f"rules.{kind.code}").startswith(IN_CAPTURE)}
    assert f"rules.{NotReadable.code}" in given
    assert given == {key for key in catalogue(language) if key.startswith(IN_CAPTURE)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_stages_lights_and_pasted_text_has_its_sentence(language: str) -> None:
    sources = "".join(source.read_text("utf-8") for source in SOURCES)
    given = set(re.findall(rf'"((?:{"|".join(map(re.escape, BUILT))})\w*)', sources))
    there = {key for key in catalogue(language) if key.startswith(BUILT)}
    assert {key for key in given if not key.endswith(("_", "."))} <= there
    begun = tuple(key for key in given if key.endswith(("_", ".")))
    assert there - given == {key for key in there - given if key.startswith(begun)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence_and_no_sentence_is_left_over(language: str) -> None:
    mine = {key for key in TEXTS[language] if not key.startswith("rules.value.")}
    assert mine == expected_keys()
    assert TEXTS[language].items() <= catalogue(language).items()


def test_both_languages_ask_for_the_same_values() -> None:
    for key, chinese in TEXTS["zh_CN"].items():
        names = [
            {name for _, name, _, _ in Formatter().parse(text) if name}
            for text in (chinese, TEXTS["en"][key])
        ]
        assert names[0] == names[1], key


TODAY = date(2026, 11, 20)
REFUSING: list[Callable[[], object]] = [
    *(
        lambda raw=raw: parse_amount(raw)
        for raw in ("", "全部", "5", "1E+5", "-1万", "5-3亿", "9999999999亿")
    ),
    *(lambda raw=raw: parse_land(raw) for raw in ("", "全部", "-3亩")),
    *(lambda raw=raw: parse_date(raw, TODAY) for raw in ("", "X", "2026.13.1", "2026.2.30", 3.1, "12345")),
    *(lambda raw=raw: parse_phone(raw) for raw in ("", "1.37E+10", "3321234", "12")),
    *(lambda raw=raw: parse_credit_code(raw) for raw in ("1", "9135O100M000100Y43", "91350100M000100Y44")),
    *(lambda raw=raw: parse_stage(raw) for raw in ("", "X")),
    lambda: parse_birthday("春天"),
    lambda: parse_coordinates("苏州"),
    *(lambda raw=raw: read_foreign(*raw) for raw in (("200万", "7"), ("约200万美元", "7"), ("2美元", "x"))),
    *(lambda raw=raw: check_text(raw, 20) for raw in ("\x00", "\u202e", "\ud800", "长" * 21)),
]
CODE = "91350100M000100Y43"
SAYING: list[Reason | None] = [
    *(parse_amount(raw).note for raw in ("3亿以上", "3亿以内", "约3亿", "3-5亿")),
    *(parse_land(raw).note for raw in ("3亩以上", "3亩以内", "约3亩", "3-5亩", "100㎡")),
    *(parse_date(raw, TODAY).note for raw in ("3.5", 46113)),
    *(read_people(raw).note for raw in ("张三 李四", "王 伟", "张三 李")),
    *(parse_stage(raw).note for raw in load("stage_words")["remarks"]),
    *clean_text("a\x00").removed,
    *(
        found.reason
        for pair in (
            (
                CompanyFacts("甲水泥", CODE, ("+8613800138000",)),
                CompanyFacts("甲水泥", CODE, ("+8613800138000",)),
            ),
            (CompanyFacts("森奥生物", city="西安"), CompanyFacts("森奥", city="西安")),
            (CompanyFacts("壬兴实业桑葚果醋饮品"), CompanyFacts("壬兴实业桑椹果醋饮品")),
        )
        for found in company_duplicate_reasons(*pair)
    ),
    *(
        found.reason
        for found in person_duplicate_reasons(
            PersonFacts("王伟", ("+8613900000009",), "华能"), PersonFacts("王伟", ("+8613800000009",), "华能")
        )
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_gets_the_values_it_asks_for(language: str) -> None:
    translator = Translator(language)
    said = set()
    for refuse in REFUSING:
        with pytest.raises(RuleError) as caught:
            refuse()
        reason = caught.value.reason
        assert translator.tr(reason.key, **reason.params)
        said.add(reason.key)
    for note in SAYING:
        assert note is not None
        assert translator.tr(note.key, **note.params)
        said.add(note.key)
    assert said == expected_keys()


def test_a_refusal_quotes_long_text_shortened_and_keeps_it_whole() -> None:
    text = "很长的一段话" * 50
    with pytest.raises(RuleError) as caught:
        parse_amount(text)
    assert caught.value.text == text
    assert len(str(caught.value.params["text"])) == 40


def test_reference_data_name_their_source() -> None:
    folder = Path(app.rules.__file__).parents[2] / "resources/reference"
    without = [
        file.name for file in folder.glob("*.json") if not json.loads(file.read_text("utf-8")).get("source")
    ]
    assert without == []
