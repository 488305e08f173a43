"""A line is read by the names of this store: firms from memory, people looked up."""

from typing import Any

from app.rules.capture.grammar import read_capture
from app.rules.capture.slots import Slot
from app.services.desk import Desk
from app.services.known_names import KnownNames
from app.services.records import change_record, create_record
from tests.pace import times_plain


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def test_short_and_full_names_stand_for_the_full_one(desk: Desk) -> None:
    add(desk, "company", name="三全食品股份有限公司", short_name="三全")
    names = KnownNames.load(desk).companies
    assert names["三全"] == names["三全食品"] == names["三全食品股份有限公司"] == "三全食品股份有限公司"


def test_a_brand_of_several_firms_stands_for_itself(desk: Desk) -> None:
    add(desk, "company", name="江苏恒力电子有限公司")
    assert KnownNames.load(desk).companies["恒力电子"] == "江苏恒力电子有限公司"
    add(desk, "company", name="浙江恒力电子有限公司")
    assert KnownNames.load(desk).companies["恒力电子"] == "恒力电子"


def test_a_firm_is_known_from_the_moment_it_is_made_or_renamed(desk: Desk) -> None:
    known = KnownNames.load(desk)
    id, made = create_record(desk, "company", {"name": "星澜纵横"})
    known = known.after(desk, made)
    assert known.companies["星澜纵横"] == "星澜纵横"
    known = known.after(desk, change_record(desk, "company", id, {"short_name": "星澜"}))
    assert known.companies["星澜"] == "星澜纵横"
    person = create_record(desk, "contact", {"name": "王建国"})[1]
    assert known.after(desk, person) is known


def test_people_are_known_by_their_whole_names(desk: Desk) -> None:
    for name in ("高远", "欧阳建国", "王建国"):
        add(desk, "contact", name=name)
    known = KnownNames.load(desk)
    assert set(known.around(desk, "和高远吃饭，王建國也来了，还有欧阳建国").people) == {
        "高远",
        "王建国",
        "欧阳建国",
    }
    assert known.around(desk, "今天没有见人").people == {}


def test_two_characters_inside_other_words_are_no_name(desk: Desk) -> None:
    add(desk, "contact", name="高峰")
    around = KnownNames.load(desk).around
    assert around(desk, "参加产业高峰论坛").people == {}
    assert around(desk, "拜访 高峰 谈二期").people == {"高峰": "高峰"}


def test_a_line_is_read_by_them(desk: Desk) -> None:
    add(desk, "company", name="苏州东山精密制造股份有限公司", short_name="东山精密")
    add(desk, "contact", name="高远")
    line = "和高远聊了东山精密的事"
    read = read_capture(line, desk.today(), KnownNames.load(desk).around(desk, line))
    assert read.values(Slot.PERSON) == ["高远"]
    assert read.values(Slot.COMPANY) == ["苏州东山精密制造股份有限公司"]


def test_a_line_is_read_at_once(desk: Desk) -> None:
    """Between one key and the next (``dev.py journeys`` has its milliseconds)."""
    for number in range(200):
        add(desk, "company", name=f"星澜{number}科技有限公司")
    known = KnownNames.load(desk)
    line = "今天 苏州 拜访 恒力电子 张总 13812345678 谈二期3亿 要50亩 下周三回访"
    read_capture(line, desk.today(), known.around(desk, line))
    assert times_plain(lambda: read_capture(line, desk.today(), known.around(desk, line))) < 40
