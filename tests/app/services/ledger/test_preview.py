"""Plans in words: every notice, choice, state and error has its sentence in both languages."""

from datetime import date
from typing import Any, get_args

import pytest

from app.i18n import LANGUAGES, Translator
from app.reasons import Reason
from app.services.ledger import errors
from app.services.ledger.cells import State
from app.services.ledger.columns import targets_of
from app.services.ledger.parsing import Trouble
from app.services.ledger.plan import make_plan
from app.services.ledger.preview import CellRef, Choice, Level, Notice
from app.services.ledger.tables import Leftover
from app.services.ledger.vocabulary import KINDS
from tests.fakes.ledgers import FakeKnown, Value, grid, ledger

CHINESE = Translator("zh_CN")
PARAMS: dict[str, Any] = {
    "name": "台账.xlsx",
    "reason": "没有权限",
    "limit": 50,
    "seconds": 20,
    "title": "甲",
    "path": "a.xlsx",
    "known": ".xlsx .csv .json",
    "exit_code": 1,
}


def subclasses() -> list[type[errors.LedgerError]]:
    """Those of importing; who fills forms has more of them, and tests of their own."""
    found = errors.LedgerError.__subclasses__()
    return [errors.LedgerError, *(one for one in found if one.__module__ == errors.__name__)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_says_what_to_do(language: str) -> None:
    translator = Translator(language)
    codes = [error.code for error in subclasses()]
    assert len(codes) == len(set(codes)) == 14
    for error in subclasses():
        raised = error(**PARAMS)
        sentence = translator.tr(raised.key, **raised.params)
        assert len(sentence) > 10
        assert "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_state_and_kind_has_a_name(language: str) -> None:
    translator = Translator(language)
    for named in (*Choice, *State):
        assert translator.tr(named.label_key)
    for what in ("title", "heading", "total", "note", "refused"):
        assert translator.tr(Leftover("表", 1, what, "x").label_key)
    plan = make_plan(ledger(grid([["姓名", "手机"], ["张三", None]])), FakeKnown(), today=date(2026, 1, 1))
    assert translator.tr(plan.tables[0].kind_key)
    for kind in KINDS:
        assert translator.tr(f"import.kind.{kind}")
        assert "note" in targets_of(kind)


def test_a_notice_names_its_first_places() -> None:
    cells = tuple(CellRef("表", row, "H", "填报日期", "2026.13.1") for row in (11, 19, 28, 37, 45))
    reason = Reason("import.warn.unnamed", {"row": 11})
    sentence = CHINESE.tr(reason.key, **reason.params)
    assert Notice(Level.WARNING, reason, cells).sentence(CHINESE) == f"{sentence}（H11、H19、H28 等 5 处）"
    assert Notice(Level.WARNING, reason, cells[:2]).sentence(CHINESE) == f"{sentence}（H11、H19）"
    assert Notice(Level.WARNING, reason, (CellRef(""),)).sentence(CHINESE) == sentence
    assert CellRef("表", 7).place == "7"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_plan_says_can_be_said(language: str) -> None:
    rows: list[list[Value]] = [
        ["甲项目", "名" * 300, "=A1", "5", "2026.13.1", "没这种阶段", "张三、李四", "13700000001 1 1.37E+10"],
        ["甲项目", "(韩资企业)", "待定", "x亩", "46113", "拟开工", "王 总 李", "12345"],
        [None, "华润", "200万美元", None, None, None, None, None],
    ]
    head: list[Value] = ["项目名称", "投资方", "总投资", "用地", "填报日期", "阶段", "联系人", "联系电话"]
    plan = make_plan(
        ledger(grid([head, *rows]), grid([["散"]], name="散")), FakeKnown(), today=date(2026, 11, 20)
    )
    translator = Translator(language)
    said = [notice.sentence(translator) for notice in plan.notices]
    assert len(said) >= 6
    for row in plan.rows:
        for cell in row.row.cells:
            for reason in (*cell.reading.warnings, *cell.reading.remarks):
                assert translator.tr(reason.key, **reason.params)


def test_every_trouble_of_the_child_is_known_to_the_parent() -> None:
    assert set(get_args(Trouble)) == {"", "not_a_spreadsheet", "encrypted", "damaged", "too_large"}
