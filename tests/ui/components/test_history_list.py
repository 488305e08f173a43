"""History in words: each change says what it was, and one of which nothing is to be said is left out."""

from dataclasses import replace

import pytest

from app.rules.attribution import Credit
from app.services.fund_standards import share_credit
from app.services.records import change_record, required_row
from app.store.reading import HistoryEntry
from tests.fakes.desktops import Desktop, said_by
from ui.components.history_list import change_words, is_told
from ui.pages.detail_page import DetailPage


def history(desktop: Desktop) -> list[str]:
    page = desktop.window.page
    assert isinstance(page, DetailPage)
    page.show_tab("history")
    desktop.settle()
    return [text for where, text in said_by(page.history) if where.endswith("Label.text")]


def words(desktop: Desktop, kind: str, id: str) -> list[tuple[str, str, str]]:
    return change_words(desktop.window.ctx, kind, desktop.desk.store.history(kind, id)[0], {})


def test_what_a_project_counts_as_is_told_in_the_words_of_the_pack(desktop: Desktop) -> None:
    id = desktop.id("project", "煤矸石")
    change_record(desktop.desk, "project", id, {"counted_kind": "manufacturing", "landed_at": "here"})
    assert words(desktop, "project", id) == [("计入类别", "—", "制造业"), ("落户地类别", "—", "本地")]
    change_record(desktop.desk, "project", id, {"counted_kind": "services", "legal_person": True})
    assert words(desktop, "project", id) == [("计入类别", "制造业", "服务业"), ("有法人资格", "—", "是")]


def test_a_word_that_the_pack_does_not_have_is_shown_as_it_is(desktop: Desktop) -> None:
    id = desktop.id("project", "煤矸石")
    change_record(desktop.desk, "project", id, {"counted_kind": "moon_base"})
    assert words(desktop, "project", id) == [("计入类别", "—", "moon_base")]


def test_credits_are_said_to_have_changed(desktop: Desktop) -> None:
    id = desktop.id("project", "煤矸石")
    share_credit(desktop.desk, id, Credit.LANDING, {"甲镇": "60", "乙镇": "40"})
    (told,) = [one for one in words(desktop, "project", id) if one[0] == "首报首谈落地归属"]
    assert told == ("首报首谈落地归属", "", "内容已修改")
    desktop.record("project", "煤矸石")
    said = history(desktop)
    assert "内容已修改" in said and not any("甲镇" in text for text in said)


@pytest.mark.parametrize(
    "fields", [{"source": (None, {"a": 1})}, {"unit_id": ("u1", "u2")}, {"gone": (1, 2)}]
)
def test_of_what_the_product_keeps_for_itself_nothing_is_told(
    desktop: Desktop, fields: dict[str, tuple[object, object]]
) -> None:
    made = desktop.desk.store.history("project", desktop.id("project", "煤矸石"))[-1]
    entry = HistoryEntry(made.at, made.by, "update", made.origin, fields, made.change_id)
    assert not is_told("project", entry)
    named = replace(entry, fields={**fields, "name": ("甲", "乙")})
    assert is_told("project", named)
    assert change_words(desktop.window.ctx, "project", named, {}) == [("项目名称", "甲", "乙")]
    assert is_told("project", made), "that it was made is told in any case"


def test_a_change_of_nothing_visible_has_no_line_and_is_not_counted(desktop: Desktop) -> None:
    id = desktop.id("project", "煤矸石")
    before = len(desktop.desk.store.history("project", id))
    change_record(desktop.desk, "project", id, {"note": "已看地"})
    with desktop.desk.store.write(actor="周敏", label="test") as work:
        work.update("project", id, {"source": {"序号": "9"}})
    assert required_row(desktop.desk, "project", id)["source"] == {"序号": "9"}
    desktop.record("project", "煤矸石")
    said = history(desktop)
    assert "周敏 修改" not in said and "→ 已看地" in said
    assert said[:2] == ["历史", str(before + 1)]


def test_fields_of_one_name_are_each_told_for_what_they_are(desktop: Desktop) -> None:
    """A company's parent company is people's business, the record that a file hangs on is not."""
    group, firm = desktop.id("company", "正威"), desktop.id("company", "青岛啤酒")
    change_record(desktop.desk, "company", firm, {"parent_id": group})
    entry = desktop.desk.store.history("company", firm)[0]
    assert is_told("company", entry)
    (told,) = change_words(desktop.window.ctx, "company", entry, {group: "正威集团"})
    assert told == ("上级企业", "—", "正威集团")
    moved = replace(entry, fields={"parent_id": ("a", "b")})
    assert not is_told("attachment", moved)
    assert is_told("fund_entry", replace(entry, fields={"source": ("a", "b")}))
    ranked = replace(entry, fields={"position": ("a0", "a1")})
    ((_, before, after),) = change_words(desktop.window.ctx, "visit", ranked, {})
    assert (before, after) == ("", "内容已修改"), "where it stands in the order means nothing to people"
    numbered = replace(entry, fields={"position": (1, 2)})
    ((_, before, after),) = change_words(desktop.window.ctx, "agenda_item", numbered, {})
    assert (before, after) == ("1", "2")
