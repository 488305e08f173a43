"""Chats come out of the clipboard in several shapes; all become the same note."""

from datetime import date

import pytest

from app.rules.pasted_chat import Message, Source, read_pasted

TODAY = date(2026, 11, 20)


def test_names_on_lines_of_their_own() -> None:
    read = read_pasted("张总 恒力电子:\n明天下午有空吗\n\n周敏:\n有的，三点可以\n", TODAY)
    assert read.source is Source.WECHAT
    assert read.messages == (Message("张总 恒力电子", "明天下午有空吗"), Message("周敏", "有的，三点可以"))
    assert read.text == "微信聊天\n张总 恒力电子：明天下午有空吗\n周敏：有的，三点可以"


def test_names_with_their_moments() -> None:
    chat = "张总 2026/11/19 14:02:11\n我们打算投3亿\n要50亩\n\n周敏 2026-11-19 14:03\n收到"
    read = read_pasted(chat, TODAY)
    assert [(one.who, one.time, one.day) for one in read.messages] == [
        ("张总", "14:02", date(2026, 11, 19)),
        ("周敏", "14:03", date(2026, 11, 19)),
    ]
    assert read.text == "微信聊天 2026-11-19\n张总：我们打算投3亿 要50亩\n周敏：收到"


def test_an_exported_chat_has_its_days_between_lines() -> None:
    days = [
        "—————  2026-11-18  —————\n\n张总  14:02\n\n下周三来考察",
        "—— 2026-11-19 ——\n\n张总  09:00\n\n改周四",
    ]
    chat = "\n\n".join(days)
    assert (
        read_pasted(chat, TODAY).text
        == "微信聊天 2026-11-18\n张总：下周三来考察\n微信聊天 2026-11-19\n张总：改周四"
    )


@pytest.mark.parametrize("when", ["昨天 14:02", "下午 2:02", "11月19日 下午 2:02", "14:02"])
def test_one_heading_with_a_time_is_a_chat(when: str) -> None:
    read = read_pasted(f"张总 {when}\n可以谈", TODAY)
    assert (read.source, read.messages[0].who, read.messages[0].text) == (Source.WECHAT, "张总", "可以谈")


def test_runs_of_one_person_are_said_once_and_pictures_leave_their_mark() -> None:
    read = read_pasted("张总:\n[图片]\n张总:\n这是地块\n周敏:\n好", TODAY)
    assert read.text == "微信聊天\n张总：[图片]\n这是地块\n周敏：好"


def test_a_form_is_no_chat() -> None:
    form = "企业：恒力电子\n地址：苏州\n联系人：张总"
    assert (read_pasted(form, TODAY).source, read_pasted(form, TODAY).text) == (Source.TEXT, form)


def test_one_name_with_a_colon_is_no_chat() -> None:
    assert read_pasted("备注:\n张总说可以", TODAY).source is Source.TEXT


def test_a_page_keeps_its_address_and_loses_its_furniture() -> None:
    page = "恒力电子拟扩产\n\n展开全文\n总投资3亿元。\n责任编辑：李明"
    read = read_pasted(page, TODAY, address="https://example.org/1")
    assert (read.source, read.address) == (Source.WEB, "https://example.org/1")
    assert read.text == "恒力电子拟扩产\n\n总投资3亿元。"


def test_words_before_the_first_heading_stay() -> None:
    assert "转发给你" in read_pasted("转发给你\n张总:\n好\n周敏:\n行", TODAY).text


def test_nothing_is_nothing() -> None:
    assert read_pasted(" \n\u200b", TODAY).text == ""


def test_a_name_above_its_day_and_time_is_a_heading() -> None:
    chat = "张总\n2026年11月20日 10:23\n可以谈\n\n周敏\n2026年11月20日 10:25\n好的"
    read = read_pasted(chat, TODAY)
    assert [(one.who, one.text, one.time) for one in read.messages] == [
        ("张总", "可以谈", "10:23"),
        ("周敏", "好的", "10:25"),
    ]
    assert read.text == "微信聊天 2026-11-20\n张总：可以谈\n周敏：好的"
