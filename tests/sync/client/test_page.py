"""Reading a page: what is no row is refused whole, what cannot be read is put aside."""

from typing import Any

import pytest

from sync.client.errors import MalformedAnswer
from sync.client.page import read_page
from sync.protocol.messages import DELETED, LEFT_SCOPE, KindRows

ID = "0190aaaa-0000-7000-8000-000000000001"


def part(*rows: list[Any], kind: str = "company", fields: tuple[str, ...] = ("name", "city")) -> KindRows:
    return KindRows(kind, fields, list(rows))


def test_a_row_becomes_a_record_without_its_empty_fields() -> None:
    row = read_page([part([ID, 7, 0, 1000, "李四", "恒力", None])]).rows[0]

    assert (row.key, row.rev, row.at, row.by) == (("company", ID), 7, 1000, "李四")
    assert row.doc == {"name": "恒力"}
    assert not row.deleted and not row.left


def test_flags() -> None:
    deleted, left = read_page(
        [part([ID, 7, DELETED, 0, "", "恒力", None], [ID[:-1] + "2", 8, LEFT_SCOPE, 0, ""])]
    ).rows

    assert deleted.deleted and deleted.doc == {"name": "恒力"}
    assert left.left and left.doc == {}


@pytest.mark.parametrize(
    "row",
    [
        [],
        [ID, 7, 0, 1000],
        [ID, 7, 0, 1000, "李四", "恒力"],
        [ID, 7, 0, 1000, "李四", "恒力", None, 1],
        [7, 7, 0, 1000, "李四", "恒力", None],
        [ID, "7", 0, 1000, "李四", "恒力", None],
        [ID, 7, True, 1000, "李四", "恒力", None],
        [ID, 7, 0, None, "李四", "恒力", None],
        [ID, 7, 0, 1000, None, "恒力", None],
    ],
)
def test_what_is_no_row_is_refused(row: list[Any]) -> None:
    with pytest.raises(MalformedAnswer):
        read_page([part(row)])


def test_a_kind_of_a_newer_version_is_parked_with_everything() -> None:
    page = read_page([part([ID, 7, 0, 1000, "李四", "红", 3], kind="satellite", fields=("colour", "size"))])

    assert page.rows == []
    assert page.parked["satellite"][ID]["doc"] == {"colour": "红", "size": 3}


def test_a_value_that_cannot_be_read_parks_its_row_and_passes_the_others() -> None:
    other = ID[:-1] + "2"
    page = read_page(
        [
            part(
                [ID, 7, 0, 0, "", "项目", "many"],
                [other, 8, 0, 0, "", "项目", "12.5"],
                kind="project",
                fields=("name", "investment"),
            )
        ]
    )

    assert [row.id for row in page.rows] == [other]
    assert list(page.parked["project"]) == [ID]
