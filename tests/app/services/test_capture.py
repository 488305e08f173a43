"""A line of notes becomes records in one step, and what is known already is not made twice."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.model.row import Row
from app.rules.capture.grammar import read_capture
from app.services.attaching import kept_file
from app.services.capture import Chosen, Saved, foresee, save_capture
from app.services.desk import Desk
from app.services.errors import InvalidRecord, NothingCaptured
from app.services.foreseen import Foreseen
from app.services.known_names import KnownNames
from app.services.records import create_record, undo

LINE = "今天 苏州 拜访 恒力电子 张总 13812345678 谈二期3亿 要50亩 下周三回访"
TODAY = date(2026, 11, 20)


def save(desk: Desk, line: str, chosen: Chosen | None = None) -> Saved:
    known = KnownNames.load(desk).around(desk, line)
    return save_capture(desk, read_capture(line, desk.today(), known), chosen)


def foreseen(desk: Desk, line: str) -> Foreseen:
    return foresee(desk, read_capture(line, desk.today(), KnownNames.load(desk).around(desk, line)))


def row(desk: Desk, kind: str, id: str | None) -> Row:
    assert id is not None
    found = desk.store.get(kind, id)
    assert found is not None
    return found


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def counts(desk: Desk) -> list[int]:
    return [len(desk.store.ids(k)) for k in ("company", "contact", "visit", "project", "next_step")]


def test_one_line_makes_everything_and_one_undo_takes_it_back(desk: Desk) -> None:
    before = desk.store.content_hash()
    saved = save(desk, LINE)
    assert counts(desk) == [1, 1, 1, 1, 1]
    visit = row(desk, "visit", saved.visit)
    assert (visit["visited_on"], visit["kind"], visit["place"]) == (TODAY, "outward", "苏州")
    assert (visit["subject"], visit["content"]) == ("二期", LINE)
    assert (visit["company_id"], visit["project_id"]) == (saved.companies[0], saved.project)
    assert visit["contact_ids"] == list(saved.contacts)
    person = row(desk, "contact", saved.contacts[0])
    assert (person["name"], person["company_id"]) == ("张总", saved.companies[0])
    assert person["phones"] == ["+8613812345678"]
    assert person["last_contact_on"] == TODAY
    project = row(desk, "project", saved.project)
    assert (project["name"], project["investor_id"]) == ("恒力电子 二期", saved.companies[0])
    assert (project["investment"], project["investment_words"]) == (Decimal(30000), "3亿")
    assert (project["land"], project["stage"]) == (Decimal(50), "lead")
    step = row(desk, "next_step", saved.steps[0])
    assert (step["title"], step["due_on"], step["owner"]) == ("回访", date(2026, 11, 25), "周敏")
    assert (step["visit_id"], step["project_id"]) == (saved.visit, saved.project)
    assert undo(desk).label == "capture"
    assert counts(desk) == [0, 0, 0, 0, 0]
    assert desk.store.content_hash() == before


def test_the_same_line_twice_doubles_only_the_visit_and_the_step(desk: Desk) -> None:
    first, second = save(desk, LINE), save(desk, LINE)
    assert (first.companies, first.contacts, first.project) == (
        second.companies,
        second.contacts,
        second.project,
    )
    assert counts(desk) == [1, 1, 2, 1, 2]


def test_a_known_firm_is_found_by_its_short_name_and_its_key(desk: Desk) -> None:
    id = add(desk, "company", name="苏州恒力电子科技有限公司", short_name="恒力电子")
    assert save(desk, "今天拜访恒力电子张总").companies == (id,)
    other = add(desk, "company", name="立讯精密股份有限公司")
    assert save(desk, "今天拜访立讯精密王总").companies == (other,)


def test_a_title_finds_the_only_one_of_that_surname(desk: Desk) -> None:
    firm = add(desk, "company", name="恒力电子")
    zhang = add(desk, "contact", name="张伟", company_id=firm, title="总经理")
    assert save(desk, "今天拜访恒力电子张总").contacts == (zhang,)
    add(desk, "contact", name="张三", company_id=firm)
    third = save(desk, "今天拜访恒力电子张总").contacts
    assert row(desk, "contact", third[0])["name"] == "张总"


def test_a_telephone_number_finds_the_person(desk: Desk) -> None:
    known = add(desk, "contact", name="陈志强", phones=["13512348888"])
    saved = save(desk, "联系人：陈志强 13512348888 金田铜业")
    assert saved.contacts == (known,)


def test_somebody_of_another_surname_with_the_same_number_is_somebody_else(desk: Desk) -> None:
    known = add(desk, "contact", name="仇总", phones=["13800138000"])
    (made,) = save(desk, "张总 +86-138-0013-8000 下周二寄资料").contacts
    assert made != known and row(desk, "contact", made)["phones"] == ["+8613800138000"]
    assert save(desk, "仇总 13800138000 下周二寄资料").contacts == (known,)


def test_a_new_firm_that_is_read_like_a_known_one_is_told(desk: Desk) -> None:
    known = "苏州恒力电子科技有限公司"
    for name in (known, "华信"):  # two characters sound like half of all names
        add(desk, "company", name=name)

    def told(firm: str) -> str:
        seen = foreseen(desk, f"今天拜访{firm}公司张总")
        assert list(seen.companies.values()) == [None]
        return next(iter(seen.sounding.values()))

    assert [told(firm) for firm in ("亨利电子", "亨利电子科技")] == [known, known]
    assert [told(firm) for firm in ("亨利电子商务", "恒力", "亨利", "化新", "恒利店子弟")] == [""] * 5
    line = "今天拜访亨利电子公司张总"
    capture = read_capture(line, desk.today(), KnownNames.load(desk).around(desk, line))
    assert foresee(desk, capture, Chosen({"亨利电子公司": ""})).sounding == {}


def test_what_was_chosen_wins(desk: Desk) -> None:
    first = add(desk, "company", name="恒力电子")
    other = add(desk, "company", name="恒力石化")
    person = add(desk, "contact", name="李四")
    line = "今天拜访恒力电子张总 3亿"
    saved = save(desk, line, Chosen({"恒力电子": other}, {"张总": person}))
    assert (saved.companies, saved.contacts) == ((other,), (person,))
    fresh = save(desk, line, Chosen({"恒力电子": ""}))
    assert fresh.companies[0] not in (first, other)


def test_an_open_project_gets_only_what_it_lacks(desk: Desk) -> None:
    firm = add(desk, "company", name="恒力电子")
    project = add(desk, "project", name="热电联产", investor_id=firm, investment="2亿元")
    assert save(desk, "今天拜访恒力电子张总 3亿 50亩").project == project
    kept = row(desk, "project", project)
    assert (kept["investment"], kept["land"]) == (Decimal(20000), Decimal(50))


def test_a_project_that_is_over_or_refused_gets_a_new_one(desk: Desk) -> None:
    firm = add(desk, "company", name="恒力电子")
    lost = add(desk, "project", name="热电联产", investor_id=firm, stage="lost")
    saved = save(desk, "今天拜访恒力电子张总 3亿")
    assert saved.project not in (None, lost)
    again = save(desk, "今天拜访恒力电子张总 3亿", Chosen(project=""))
    assert again.project not in (None, lost, saved.project)
    assert save(desk, "今天拜访恒力电子张总 3亿", Chosen(project=lost)).project == lost


def test_no_figure_and_no_subject_make_no_project(desk: Desk) -> None:
    assert save(desk, "今天拜访恒力电子张总").project is None


def test_a_step_alone_keeps_the_line_and_its_own_firm_and_person(desk: Desk) -> None:
    line = "下周三回访恒力电子张总"
    saved = save(desk, line)
    assert saved.visit is None
    step = row(desk, "next_step", saved.steps[0])
    assert (step["title"], step["note"], step["due_on"]) == ("回访恒力电子张总", line, date(2026, 11, 25))
    assert (step["company_id"], step["contact_id"]) == (saved.companies[0], saved.contacts[0])


def test_several_firms_each_have_their_people(desk: Desk) -> None:
    saved = save(desk, "上午拜访杉杉股份庄总，下午拜访璞泰来梁总，下周回访璞泰来")
    people = {
        one["name"]: row(desk, "company", one["company_id"])["name"]
        for one in desk.store.rows("contact", saved.contacts)
    }
    assert people == {"庄总": "杉杉股份", "梁总": "璞泰来"}
    assert row(desk, "visit", saved.visit)["company_id"] == saved.companies[0]
    assert row(desk, "company", saved.companies[0])["name"] == "杉杉股份"
    assert row(desk, "next_step", saved.steps[0])["company_id"] == saved.companies[1]


def test_promises_and_our_own_people_are_kept(desk: Desk) -> None:
    saved = save(desk, "陪同李市长拜访巨化集团周总，我方承诺代办手续，对方承诺年内注册公司")
    visit = row(desk, "visit", saved.visit)
    assert visit["our_people"] == ["李市长"]
    assert visit["promised"] == "我方承诺代办手续\n对方承诺年内注册公司"


def test_without_a_visit_or_a_step_the_line_stays_with_the_firm(desk: Desk) -> None:
    firm = add(desk, "company", name="恒力电子", note="老客户")
    line = "恒力电子 张总 租金10元一平"
    assert save(desk, line).companies == (firm,)
    assert row(desk, "company", firm)["note"] == f"老客户\n{line}"


def test_somebody_of_no_firm_is_not_filed_by_a_title(desk: Desk) -> None:
    assert save(desk, "今天见到王总").contacts == ()
    assert counts(desk) == [0, 0, 1, 0, 0]


@pytest.mark.parametrize("line", ["", "下雨", "今天没有外出", "3亿", "苏州"])
def test_a_line_of_nothing_is_refused_in_words(desk: Desk, line: str) -> None:
    with pytest.raises(NothingCaptured):
        save(desk, line)
    assert counts(desk) == [0, 0, 0, 0, 0]


def test_a_refused_choice_writes_nothing(desk: Desk) -> None:
    nowhere = "01a1fe1a-bbb6-7000-af23-db1e6cb083ed"
    with pytest.raises(InvalidRecord):
        save(desk, "今天拜访恒力电子张总 3亿", Chosen({"恒力电子": nowhere}))
    assert counts(desk) == [0, 0, 0, 0, 0]


def test_files_hang_on_the_visit_and_go_with_the_one_undo(desk: Desk) -> None:
    photo = kept_file(desk, iter([b"chat"]), name="聊天.txt", note="微信聊天")
    read = read_capture("今天拜访恒力电子张总", desk.today())
    saved = save_capture(desk, read, files=[photo])
    hung = [one for one in desk.store.referring("visit", str(saved.visit)) if one.kind == "attachment"]
    assert [(one["name"], one["note"]) for one in hung] == [("聊天.txt", "微信聊天")]
    undo(desk)
    assert desk.store.ids("attachment") == []


def test_without_a_visit_files_hang_on_the_step_or_the_firm(desk: Desk) -> None:
    photo = kept_file(desk, iter([b"x"]), name="x.txt")
    for line, kind in (("恒力电子 记得寄资料", "next_step"), ("恒力化纤有限公司 有意向", "company")):
        save_capture(desk, read_capture(line, desk.today()), files=[photo])
        newest = desk.store.rows("attachment", desk.store.ids("attachment")[:1])[0]
        assert newest["parent_kind"] == kind


def test_a_promise_with_a_day_is_owed_by_then(desk: Desk) -> None:
    before = desk.store.content_hash()
    saved = save(desk, "今天拜访恒力电子张总 我方答应下周三前给用地方案")
    promise = row(desk, "promise", saved.promises[0])
    words = "我方答应下周三前给用地方案"
    assert (promise["title"], promise["side"], promise["due_on"]) == (words, "ours", date(2026, 11, 25))
    assert (promise["promised_on"], promise["owner"]) == (TODAY, "周敏")
    assert (promise["visit_id"], promise["company_id"]) == (saved.visit, saved.companies[0])
    assert row(desk, "visit", saved.visit)["promised"] == words and saved.steps == ()
    undo(desk)
    assert desk.store.content_hash() == before


def test_a_promise_without_a_day_is_in_the_ledger_without_one(desk: Desk) -> None:
    saved = save(desk, "昨天拜访恒力电子张总 我方答应给用地方案")
    promise = row(desk, "promise", saved.promises[0])
    assert (promise["due_on"], promise["promised_on"]) == (None, date(2026, 11, 19))


@pytest.mark.parametrize(
    ("line", "sides"),
    [
        ("我们承诺厂房三个月交付，对方承诺年内注册公司", ["ours", "theirs"]),
        ("昨晚和中环半导体沈总通电话，答应下周来考察", ["theirs"]),
        ("今天 合肥 国轩高科 方总 答应给电价优惠 下周三回访", ["ours"]),
        ("今天 拜访 晨光生物 卢总 答应提供100亩 一周内反馈", ["ours"]),
        ("今天 拜访 中创新航 刘总 承诺10月前开工", ["theirs"]),
        ("昨天拜访巨化集团周总，口头答应投资10亿", ["theirs"]),
        ("巨石张总承诺年底前投产，我方承诺通水通电", ["theirs", "ours"]),
        ("会上张总表态支持，我们答应解决员工宿舍50套，6月底交付", ["ours"]),
        ("答应月底前回函", ["ours"]),
    ],
)
def test_whose_word_it_is(desk: Desk, line: str, sides: list[str]) -> None:
    saved = save(desk, line)
    assert [row(desk, "promise", id)["side"] for id in saved.promises] == sides


def test_a_promise_alone_is_worth_keeping_with_its_line_and_its_files(desk: Desk) -> None:
    firm = add(desk, "company", name="恒力电子")
    line = "恒力电子 答应月底前给方案"
    photo = kept_file(desk, iter([b"x"]), name="x.txt")
    known = KnownNames.load(desk).around(desk, line)
    saved = save_capture(desk, read_capture(line, desk.today(), known), files=[photo])
    (id,) = saved.promises
    promise = row(desk, "promise", id)
    assert (promise["note"], promise["company_id"], saved.visit) == (line, firm, None)
    assert row(desk, "company", firm)["note"] is None
    hung = desk.store.rows("attachment", desk.store.ids("attachment"))
    assert [(one["parent_kind"], one["parent_id"]) for one in hung] == [("promise", id)]


def test_a_visit_on_a_trip_belongs_to_it(desk: Desk) -> None:
    trip = {"title": "长三角", "starts_on": "2026-11-18", "ends_on": "2026-11-22", "members": ["周敏"]}
    own = add(desk, "trip", **trip)
    add(desk, "trip", **{**trip, "members": ["王芳"]})
    assert row(desk, "visit", save(desk, "今天拜访恒力电子张总").visit)["trip_id"] == own
    assert row(desk, "visit", save(desk, "11月2日拜访恒力电子张总").visit)["trip_id"] is None


def test_a_person_named_in_full_is_known_without_the_firm(desk: Desk) -> None:
    firm = add(desk, "company", name="青岛啤酒股份有限公司")
    known = add(desk, "contact", name="仇志远", company_id=firm)
    text = "上午给仇志远打电话，他说下周五来考察"
    assert [one and one.id for one in foreseen(desk, text).people.values()] == [known]
    saved = save(desk, text)
    assert saved.contacts == (known,)
    visit = row(desk, "visit", saved.visit)
    assert visit["contact_ids"] == [known] and visit["company_id"] == firm
    assert row(desk, "contact", known)["last_contact_on"] == TODAY


@pytest.mark.parametrize("names", [(), ("仇志远", "仇志远"), ("仇晓云",)])
def test_nobody_is_guessed_where_no_firm_is_named(desk: Desk, names: tuple[str, ...]) -> None:
    for name in names:
        add(desk, "contact", name=name)
    for text in ("上午给仇志远打电话", "上午给仇总打电话"):
        assert foreseen(desk, text).people == {}, "nobody is made either"
        saved = save(desk, text)
        assert saved.contacts == () and len(desk.store.ids("contact")) == len(names)
