"""Input in files and on standard input: JSON objects in UTF-8, and a sentence for everything else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import OutpostError
from tests.ui.cli.conftest import Outpost
from ui.cli.errors import NotAnObject, NotJson, NotUtf8, RepeatedName
from ui.cli.input import read_lines, read_object, read_passphrase


def test_numbers_stay_as_they_were_typed() -> None:
    found = read_object(b'{"a": 22.510, "b": 1e400, "c": 12, "d": [0.1]}', "x")
    assert found == {"a": "22.510", "b": "1e400", "c": 12, "d": ["0.1"]}


def test_a_byte_order_mark_is_dropped() -> None:
    assert read_object(b'\xef\xbb\xbf{"a": "\xe6\xb2\xb3"}', "x") == {"a": "河"}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotJson),
        (b'{"a": }', NotJson),
        (b'{"a": NaN}', NotJson),
        (b'{"a": -Infinity}', NotJson),
        (b'{"a": ' + b"9" * 5000 + b"}", NotJson),
        (b"[" * 100_000, NotJson),
        (b"[1]", NotAnObject),
        (b'"text"', NotAnObject),
        (b'{"a": 1, "a": 2}', RepeatedName),
        ("{'a': '河'}".encode("gb18030"), NotUtf8),
        (b"\xff\xfe{\x00}\x00", NotUtf8),
    ],
)
def test_what_is_not_an_object(data: bytes, error: type[OutpostError]) -> None:
    with pytest.raises(error):
        read_object(data, "x")


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read_object(data, "x"), dict)
    except OutpostError as refusal:
        assert refusal.params


def test_lines_come_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"a\r\nb\n\nc")
    assert list(read_lines(str(path))) == [b"a\r\n", b"b\n", b"\n", b"c"]


def test_a_passphrase_is_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes("江南好风景 旧曾谙\r\nsomething else\n".encode())
    assert read_passphrase(str(path)) == "江南好风景 旧曾谙"
    path.write_bytes(b"")
    assert read_passphrase(str(path)) == ""


@pytest.mark.parametrize(
    ("given_", "exit_code", "code"),
    [
        (b"{", 3, "not_json"),
        (b"[]", 3, "not_an_object"),
        (b'{"name": "\xff"}', 3, "not_utf8"),
        (b'{"name": "x", "name": "y"}', 3, "repeated_name"),
    ],
)
def test_on_standard_input(outpost: Outpost, given_: bytes, exit_code: int, code: str) -> None:
    refused = outpost("add", "project", "--json", "-", given=given_)
    assert (refused.exit_code, refused.error["code"]) == (exit_code, code)


def test_a_file_that_is_not_there(outpost: Outpost, tmp_path: Path) -> None:
    refused = outpost("add", "project", "--json", str(tmp_path / "none.json"))
    assert (refused.exit_code, refused.error["code"]) == (3, "input_unreadable")
    assert outpost("add", "project", "--json", str(tmp_path)).error["code"] == "input_unreadable"
