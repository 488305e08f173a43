"""Search tokens and queries against a real FTS5 index."""

import sqlite3
from collections.abc import Iterator

import pytest
import sqlcipher3.dbapi2
from hypothesis import given
from hypothesis import strategies as st

from app.rules.search_text import index_text, index_tokens, phone_tokens, query_expression

ROWS = {
    1: "喬子梁洗煤厂",
    2: "青岛啤酒15万吨纯生啤酒项目",
    3: "110KV变电站及10KV送出工程",
    4: "王伟 13800138000",
    5: "José Müller GmbH",
    6: "张三、李四",
    7: "市长热线 shan_zw",
    8: "韩国 삼성전자 トヨタ",
}


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection: sqlite3.Connection = sqlcipher3.dbapi2.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='ascii')")
    rows = [(number, index_text(text)) for number, text in ROWS.items()]
    connection.executemany("INSERT INTO words(rowid, body) VALUES (?, ?)", rows)
    yield connection
    connection.close()


def found(index: sqlite3.Connection, typed: str) -> list[int]:
    expression = query_expression(typed)
    if not expression:
        return []
    query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid"
    return [row[0] for row in index.execute(query, (expression,))]


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        *(
            ("乔", [1]),
            ("喬", [1]),
            ("厂", [1]),
            ("乔子", [1]),
            ("煤厂", [1]),
            ("子梁洗煤", [1]),
            ("乔梁", []),
        ),
        *(
            ("啤酒", [2]),
            ("青岛 项目", [2]),
            ("项目 青岛", [2]),
            ("青岛项目", []),
            ("15", [2]),
            ("１５万", [2]),
        ),
        *(("110kv", [3]), ("110", [3]), ("变电", [3]), ("10KV", [3]), ("kv", [])),
        *(
            ("王伟", [4]),
            ("伟", [4]),
            ("13800138000", [4]),
            ("8000", [4]),
            ("0013", [4]),
            ("138 0013 8000", [4]),
        ),
        *(("+86", []), ("138-0013", [4]), ("999", [])),
        *(("jose", [5]), ("JOSÉ", [5]), ("mull", [5]), ("gmbh", [5])),
        *(("三李", []), ("张三李四", []), ("张三 李四", [6]), ("四", [6]), ("市长", [7]), ("shan_zw", [7])),
        *(("삼성", [8]), ("トヨ", [8]), ("", []), ("   ", []), ("😀", []), ("\x00", []), ('"', [])),
        *(('乔子" OR "王', []), ("乔子*", [1]), ("NOT 乔", []), ("-乔", [1]), ("body:乔", []), ("(乔", [1])),
    ],
)
def test_what_finds_what(index: sqlite3.Connection, typed: str, rows: list[int]) -> None:
    assert found(index, typed) == rows


def test_tokens_are_pairs_and_the_last_character() -> None:
    assert index_tokens("乔子梁 AB") == ["乔子", "子梁", "梁", "ab"]


def test_every_inner_run_of_a_number_begins_a_token() -> None:
    number = "+8613800138000"
    tokens = phone_tokens(number)
    digits = number[1:]
    for start in range(len(digits) - 3):
        assert any(token.startswith(digits[start : start + 4]) for token in tokens)
    assert phone_tokens("none") == []
    assert phone_tokens("12") == ["12"]


def test_columns_confine_a_query() -> None:
    assert query_expression("王", "title") == '{title} : ("王"*)'


@given(st.text() | st.text("乔子 a1\"'*():^-\x00NEARORAND{}😀\ud800", max_size=20))
def test_no_query_is_a_syntax_error(typed: str) -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(body, tokenize='ascii')")
        expression = query_expression(typed)
        if expression:
            connection.execute("SELECT * FROM words WHERE words MATCH ?", (expression,)).fetchall()
    connection.close()


@given(st.text("乔子梁洗煤厂青岛啤酒", min_size=1, max_size=12), st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(body, tokenize='ascii')")
    connection.execute("INSERT INTO words VALUES (?)", (index_text("前", name, "后"),))
    assert found(connection, part) == [1]
    connection.close()
