"""Values as people read them, in both languages and every unit."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.i18n import Translator
from app.model.field import Field
from app.model.registry import KINDS
from app.model.row import Row
from app.policy.pack import Text
from ui.context.formats import EMPTY, Formats
from ui.context.preferences import Choices, Preferences

TODAY = date(2026, 11, 20)


def formats(language: str = "zh_CN", unit: str = "yi") -> Formats:
    translator = Translator(language)
    return Formats(lambda: translator, Preferences(Choices(unit=unit)), lambda: TODAY)


def field(kind: str, name: str) -> Field:
    return KINDS[kind].fields[name]


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("yi", "22.51 亿元", "22.51 × ¥100m"),
        ("wan", "225,100 万元", "225,100 × ¥10k"),
        ("yuan", "2,251,000,000 元", "¥2,251,000,000"),
    ],
)
def test_amounts_carry_their_unit(unit: str, zh: str, en: str) -> None:
    assert formats("zh_CN", unit).amount_with_unit(Decimal(225100)) == zh
    assert formats("en", unit).amount_with_unit(Decimal(225100)) == en


@pytest.mark.parametrize(
    ("day", "short"),
    [(date(2026, 11, 5), "11-05"), (date(2025, 11, 5), "2025-11-05"), (None, EMPTY)],
)
def test_days_of_this_year_are_short(day: date | None, short: str) -> None:
    assert formats().short_day(day) == short


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        (datetime(2026, 11, 20, 0, 12, tzinfo=UTC), "今天 08:12", "today 08:12"),
        (datetime(2026, 11, 19, 9, 40, tzinfo=UTC), "昨天 17:40", "yesterday 17:40"),
        (datetime(2026, 11, 16, 1, 0, tzinfo=UTC), "11-16 09:00", "11-16 09:00"),
        (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), "01-01 01:00", "01-01 01:00"),
    ],
)
def test_moments_are_told_in_chinese_time(moment: datetime, zh: str, en: str) -> None:
    assert formats("zh_CN").moment(moment) == zh
    assert formats("en").moment(moment) == en


def test_the_clock_is_bare_only_today() -> None:
    one = formats()
    assert one.clock(datetime(2026, 11, 20, 0, 12, tzinfo=UTC)) == "08:12"
    assert one.clock(datetime(2026, 11, 19, 0, 12, tzinfo=UTC)) == "昨天 08:12"
    assert one.clock(None) == ""


@pytest.mark.parametrize(
    ("kind", "name", "value", "shown"),
    [
        ("project", "stage", "signed", "签约"),
        ("project", "stage", "a_newer_stage", "a_newer_stage"),
        ("project", "land", Decimal("86.5"), "86.5 亩"),
        ("project", "stage_on", date(2026, 11, 12), "2026-11-12"),
        ("project", "investor_id", "known", "青岛啤酒"),
        ("project", "investor_id", "gone", "（记录已不在）"),
        ("project", "contact_ids", ["known", "gone"], "青岛啤酒、（记录已不在）"),
        ("contact", "phones", ["+8613800138000"], "138 0013 8000"),
        ("project", "tags", ["外资", "省重点"], "外资、省重点"),
        ("project", "investment", None, ""),
        ("project", "tags", [], ""),
        ("contact", "contact_every_days", 30, "30"),
        ("conflict", "authored_at", datetime(2026, 11, 20, 0, 12, tzinfo=UTC), "今天 08:12"),
    ],
)
def test_every_type_of_value_is_put_in_words(kind: str, name: str, value: Any, shown: str) -> None:
    assert formats().value(field(kind, name), value, {"known": "青岛啤酒"}) == shown


@pytest.mark.parametrize(
    ("name", "wire", "shown"),
    [("investment", "225100", "22.51 亿元"), ("stage_on", "not a day", "not a day"), ("place", None, EMPTY)],
)
def test_wire_values_are_read_or_shown_as_they_are(name: str, wire: Any, shown: str) -> None:
    assert formats().wire_value(field("project", name), wire, {}) == shown


def test_a_record_without_a_name_is_called_so() -> None:
    assert formats().title(Row("project", "x", {"name": None})) == "（未命名）"


@pytest.mark.parametrize(("count", "shown"), [(15, "15 B"), (20480, "20 KB"), (5 * 1024 * 1024, "5.0 MB")])
def test_sizes(count: int, shown: str) -> None:
    assert formats().size(count) == shown


def test_a_stored_reason_is_a_sentence_or_its_key() -> None:
    one = formats()
    assert one.stored_reason({"key": "rules.value.required", "params": {}}) == "必填，请填写"
    assert one.stored_reason({"key": "rules.from.later"}) == "rules.from.later"
    assert one.stored_reason(None) == EMPTY


@pytest.mark.parametrize(("language", "title"), [("en", "Start construction"), ("zh_CN", "开工")])
def test_a_node_of_a_plan_is_called_in_the_readers_language(language: str, title: str) -> None:
    translator = Translator(language)
    formats = Formats(lambda: translator, Preferences(Choices(unit="wan")), lambda: TODAY)
    formats.node_texts = lambda: {"开工": Text("开工", "Start construction")}
    assert formats.title(Row("node", "1", {"title": "开工"})) == title
    assert formats.title(Row("node", "2", {"title": "我们自己的节点"})) == "我们自己的节点"
    assert formats.title(Row("project", "3", {"name": "开工"})) == "开工"
