"""Stages and the words for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.life import STAGES
from app.rules.reference import load
from app.rules.stages import (
    ORDER,
    Stage,
    StageEmpty,
    StageUnknown,
    called_lead,
    is_active,
    parse_stage,
)


def test_the_stages_are_those_of_the_records() -> None:
    assert tuple(Stage) == STAGES
    assert list(ORDER.values()) == list(range(12))


def test_a_lead_is_called_so_until_it_is_assessed() -> None:
    assert [stage for stage in Stage if called_lead(stage)] == [Stage.LEAD, Stage.NEGOTIATING]


def test_paused_and_lost_have_left_the_life_of_a_project() -> None:
    assert [stage for stage in Stage if not is_active(stage)] == [Stage.PAUSED, Stage.LOST]


@pytest.mark.parametrize(
    ("word", "stage", "remark"),
    [
        ("已落地", Stage.LANDED, None),
        ("落地", Stage.LANDED, None),
        ("在谈", Stage.NEGOTIATING, None),
        ("洽谈", Stage.NEGOTIATING, None),
        ("在谈项目", Stage.NEGOTIATING, None),
        ("洽谈中", Stage.NEGOTIATING, None),
        ("在建", Stage.CONSTRUCTION, None),
        ("在建 ", Stage.CONSTRUCTION, None),
        ("建设中", Stage.CONSTRUCTION, None),
        ("开工", Stage.CONSTRUCTION, None),
        ("已开工", Stage.CONSTRUCTION, None),
        ("开工建设", Stage.CONSTRUCTION, None),
        ("拟开工", Stage.LANDED, "start_planned"),
        ("建成", Stage.COMPLETED, None),
        ("竣工", Stage.COMPLETED, None),
        ("投产", Stage.PRODUCING, None),
        ("投產", Stage.PRODUCING, None),
        ("签约", Stage.SIGNED, None),
        ("已签约", Stage.SIGNED, None),
        ("簽約", Stage.SIGNED, None),
        ("拟签约", Stage.NEGOTIATING, "signing_planned"),
        ("线索", Stage.LEAD, None),
        ("达产", Stage.ON_BOOKS, None),
        ("入统", Stage.ON_BOOKS, None),
        ("试生产", Stage.COMPLETED, "production_planned"),
        ("研判通过", Stage.ASSESSED, None),
        ("审批通过", Stage.APPROVED, None),
        ("暂缓", Stage.PAUSED, None),
        ("流失", Stage.LOST, None),
        ("退回", Stage.LOST, None),
        ("landed", Stage.LANDED, None),
        ("on_books", Stage.ON_BOOKS, None),
    ],
)
def test_words(word: str, stage: Stage, remark: str | None) -> None:
    read = parse_stage(word)
    assert read.stage is stage
    assert (read.note.key if read.note else None) == (f"rules.stage.{remark}" if remark else None)


def test_every_word_of_the_table_is_read_as_the_table_says() -> None:
    for word, stage in load("stage_words")["words"].items():
        assert parse_stage(word).stage == stage
    assert set(load("stage_words")["remarks"]) <= set(load("stage_words")["words"])


@pytest.mark.parametrize("word", ["X", "全部", "项目", "已", "110KV", "落地签约"])
def test_unknown_words_are_not_guessed(word: str) -> None:
    with pytest.raises(StageUnknown):
        parse_stage(word)


@pytest.mark.parametrize("word", ["", "  ", "—", None])
def test_nothing_written(word: str | None) -> None:
    with pytest.raises(StageEmpty):
        parse_stage(word)


@given(st.text() | st.integers())
def test_no_input_crashes(word: object) -> None:
    try:
        assert parse_stage(word).stage in STAGES
    except (StageUnknown, StageEmpty) as error:
        assert error.reason.key.startswith("rules.stage.")
