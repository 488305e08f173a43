"""Whatever stands in a file: planning never fails, and every cell is found in a record or a leftover."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.model.registry import KINDS
from app.model.values import document
from app.rules.text import clean_text
from app.services.ledger.drafts import Draft
from app.services.ledger.grid import Sheet
from app.services.ledger.parsing import parsed
from app.services.ledger.plan import Plan, make_plan
from sync.protocol.shapes import canonical
from tests.fakes.ledgers import FakeKnown, Value, grid, ledger

HEADINGS = [
    *("序号", "项目名称", "投资方", "总投资", "总投资(亿元)", "其中:外资", "用地", "阶段", "填报日期"),
    *("责任单位", "信息来源及备注", "备注", "联系人", "联系电话", "姓名", "单位", "职务", "手机", "微信"),
    *("最近联系", "邮箱", "企业名称", "统一社会信用代码", "行业", "投资情况", "进展", "别的", "", "标签"),
]
ODDITIES = [
    *("2亿元以上", "22.51亿", "全部", "2026.13.1", "5月底前", "46113", "上周", "拟开工", "合计", "小计"),
    *("1.37E+10", "张三 李四", "仇(qiú)总", "13700000001、13700000002", "同济大学 / 中国地质大学"),
    *("(韩资企业)", "**", "-", "无", "=SUM(A1:A9)", "单位:万元、亩", "注:以上为协议数", "以商引商;产权转让"),
    *("\u202e反", "😀", "ａｂｃ", "1e999", "∞", "91110108551385082Q", "0564-3321234转801", "a@b.cn"),
    *("李四董事长", "12345678901234567890", "0.1", "-5"),
]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(ODDITIES + HEADINGS),
    st.text(max_size=12),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(lambda number: round(number, 3)),
    st.sampled_from(["字" * 70, "名" * 250, "a b c d e f g h"]),
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    width = draw(st.integers(1, 8))
    above = draw(st.lists(st.lists(CELLS, max_size=width), max_size=2))
    head = draw(st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width))
    below = draw(st.lists(st.lists(CELLS, max_size=width + 1), max_size=8))
    headed: list[list[Value]] = [[*head]] if draw(st.booleans()) else []
    rows: list[list[Value]] = [*above, *headed, *below]
    corners = st.tuples(*(st.integers(0, 6) for _ in range(4)))
    merges = [
        (min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in draw(st.lists(corners, max_size=3))
    ]
    return grid(rows, name=draw(st.sampled_from(["表", "表!1", "a:b"])), merges=merges)


def plan_of(*some: Sheet) -> Plan:
    return make_plan(ledger(*some), FakeKnown(), today=date(2026, 11, 20))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)


def drafts(plan: Plan) -> list[Draft]:
    return [record.draft for row in plan.rows for record in row.records]


@given(st.lists(sheets(), min_size=1, max_size=2, unique_by=lambda sheet: sheet.name))
def test_no_cell_is_lost(some: list[Sheet]) -> None:
    plan = plan_of(*some)
    kept: dict[tuple[str, int], set[str]] = {}
    for draft in drafts(plan):
        kept.setdefault((draft.source["sheet"], draft.source["row"]), set()).update(texts(draft.source))
    left = {(one.sheet, one.row): one.text for one in plan.leftovers}
    for sheet in some:
        for number, line in enumerate(sheet.rows, start=1):
            for cell in line.values():
                place = (sheet.name, number)
                text = clean_text(cell.text).text  # what no store may hold (control characters) is taken out
                exact = text in kept.get(place, set())
                assert exact or text in clean_text(left.get(place, "")).text, (place, cell.text)


@given(sheets())
def test_every_draft_is_one_that_headquarters_takes(sheet: Sheet) -> None:
    for draft in drafts(plan_of(sheet)):
        fields = KINDS[draft.kind].fields
        values = {**draft.values, "note": draft.note_text or None, "source": draft.source}
        for name, value in document(KINDS[draft.kind], values).items():
            assert canonical(fields[name], value) == value, (name, value)
        assert draft.title.strip()


@given(sheets())
def test_a_cell_without_a_value_is_in_the_note(sheet: Sheet) -> None:
    for row in plan_of(sheet).rows:
        notes = [record.draft.note_text for record in row.records]
        for cell in row.row.cells:
            if cell.reading.to_note:
                assert any(cell.text in note for note in notes), cell


@given(sheets())
def test_planning_twice_says_the_same(sheet: Sheet) -> None:
    first, second = plan_of(sheet), plan_of(sheet)
    assert (first.counts, first.notices, first.leftovers) == (second.counts, second.notices, second.leftovers)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_parser_of_text_tables_fail(content: bytes) -> None:
    answer = parsed(content, text_table=True)
    assert (answer.workbook is None) == bool(answer.trouble)


@given(st.binary(max_size=300), st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b""]))
def test_no_bytes_make_the_parser_of_spreadsheets_fail(content: bytes, magic: bytes) -> None:
    assert parsed(magic + content, text_table=False).trouble


FIELDS = st.text(alphabet=st.characters(codec="gb18030", exclude_characters="\0'"), max_size=5)


@given(st.lists(st.lists(FIELDS)))
def test_text_tables_keep_every_field(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["列甲", "列乙"], *rows])
    workbook = parsed(out.getvalue().encode("utf-8"), text_table=True).workbook
    assert workbook is not None
    found = [cell.text for line in workbook.sheets[0].rows for cell in line.values()]
    wanted = [value for row in [["列甲", "列乙"], *rows] for value in row if value.strip()]
    assert [_ends(text) for text in found] == [_ends(text) for text in wanted]


def _ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
