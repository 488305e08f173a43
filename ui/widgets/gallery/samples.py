"""Made-up content for the gallery: a few rows, entries and parsers."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from PySide6.QtCore import QObject

from ui.models.columns import (
    Cell,
    CellKind,
    Column,
    Level,
    RowBadge,
    RowValues,
    StageMark,
    check_column,
    plain,
)
from ui.models.table_query import TableQuery
from ui.theme.tokens import Token
from ui.widgets.fields.editor import Parsed

T = TypeVar("T")

STAGES: list[tuple[str, int, Token]] = [
    ("线索", 1, "stage.lead"),
    ("在谈", 2, "stage.lead"),
    ("研判通过", 3, "stage.review"),
    ("审批通过", 4, "stage.review"),
    ("签约", 5, "stage.sign"),
    ("落地", 6, "stage.sign"),
    ("开工", 7, "stage.build"),
    ("竣工", 8, "stage.build"),
    ("投产", 9, "stage.yield"),
    ("达产", 10, "stage.yield"),
]
_NAMES = (
    "华夏电动汽车项目",
    "坚瑞沃能锂电池项目",
    "江苏兴力城南商业综合开发项目",
    "光热采暖项目",
    "煤矸石及废旧轮胎综合利用项目",
    "青岛啤酒15万吨纯生啤酒项目",
    "氢能源汽车及加氢站项目",
    "铝镁合金产业园项目",
    "延长中立20万吨甲醇汽油调制项目",
    "长乐钢铁35万吨热轧钢生产项目",
    "神沐生物天然气及有机肥生态循环利用项目",
)
_UNITS = ("经济技术开发区", "南川工业园区", "城南街道", "东川工业园区", "县功镇", "科技工业园区")
_LEVELS: tuple[Level, ...] = ("red", "red", "yellow", "yellow", "yellow", "green")
_WORDS: dict[Level, str] = {"red": "红", "yellow": "黄", "green": "绿"}


class SampleRows:
    """Forty projects made up on the spot."""

    def __init__(self) -> None:
        self._rows: dict[str, RowValues] = {f"p{number:02d}": self._row(number) for number in range(40)}

    def ids(self, query: TableQuery) -> Sequence[str]:
        wanted = [key for key, row in self._rows.items() if query.find in str(row["name"])]
        for name, descending in query.order[:1]:
            wanted.sort(key=lambda one: str(self._rows[one][name]), reverse=descending)
        return wanted

    def rows(self, ids: Sequence[str]) -> Sequence[RowValues]:
        return [self._rows[one] for one in ids]

    def _row(self, number: int) -> RowValues:
        return {
            "id": f"p{number:02d}",
            "name": _NAMES[number % len(_NAMES)],
            "light": _LEVELS[min(number, len(_LEVELS) - 1)],
            "stage": number % 10,
            "total": f"{(number * 137 % 1900) / 100 + 1:.2f}",
            "paid": f"{number * 31 % 500 / 100:.2f}" if number % 3 else "—",
            "unit": _UNITS[number % len(_UNITS)],
            "due": f"{11 + number // 20}-{10 + number % 20:02d}",
            "next": "补充投资方信息",
            "standing": {2: "conflict", 4: "pending", 7: "refused"}.get(number, ""),
        }


def standing(row: RowValues) -> tuple[RowBadge, ...]:
    """The sample's standing towards headquarters."""
    if row["standing"] == "conflict":
        return (RowBadge("conflict", "总部与本机不一致"),)
    if row["standing"] == "pending":
        return (RowBadge("pending", "待发送"),)
    return (RowBadge("refused", "总部退回"),) if row["standing"] == "refused" else ()


def _light(row: RowValues) -> Cell:
    level: Level = next(one for one in _LEVELS if one == row["light"])
    return Cell(_WORDS[level], light=level)


def _stage(row: RowValues) -> Cell:
    text, step, tone = STAGES[int(str(row["stage"]))]
    return Cell(text, stage=StageMark(step, tone))


def _due(row: RowValues) -> Cell:
    late = row["light"] == "red"
    return Cell(f"{row['due']} 逾期" if late else str(row["due"]), tone="danger" if late else "text.2")


def columns() -> list[Column]:
    """The columns of the project list."""
    return [
        check_column(),
        Column("light", "灯", _light, 58, CellKind.LIGHT),
        Column("name", "项目名称", lambda row: Cell(str(row["name"])), 220, CellKind.NAME),
        Column("stage", "阶段", _stage, 112, CellKind.STAGE),
        Column("total", "总投资 亿元", plain("total"), 100, CellKind.AMOUNT, 1),
        Column("paid", "到位 亿元", plain("paid"), 88, CellKind.AMOUNT, 2),
        Column("unit", "责任单位", lambda row: Cell(str(row["unit"]), tone="text.2"), 118, priority=3),
        Column("due", "截止", _due, 96, priority=0),
        Column("next", "下一步", plain("next"), 150, priority=4),
    ]


class AtOnce:
    """Runs what would go to the database thread right away, so that a picture can be taken."""

    def submit(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[BaseException], None] | None = None,
        *,
        key: object = None,
        owner: QObject | None = None,
    ) -> None:
        result = work()
        if on_done is not None:
            on_done(result)


def parse_amount(text: str) -> Parsed[Decimal]:
    """A figure in 亿元, for show."""
    try:
        value = Decimal(text.strip().removesuffix("亿"))
    except InvalidOperation:
        return Parsed(problem="请写成“3.5亿”或“5000万”")
    return Parsed(value, reading=f"= {value * 10000:,.0f} 万元")


def parse_day(text: str) -> Parsed[date]:
    """An ISO day, for show."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
        return Parsed(problem="没有这一天，请写成“2026-03-05”或“下周三”")
    return Parsed(date.fromisoformat(text.strip()))
