"""Every field of the kinds around people, bodies, targets and chains: typed, kept, found, undone, merged."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.model.registry import KINDS
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.merging import merge_records
from app.services.records import change_record, create_record, delete_records, redo, required_row, undo

# As officers type them, and as the store keeps them.
TYPED: dict[str, dict[str, Any]] = {
    "organisation": {
        "name": "苏州云溪商会",
        "kind": "chamber",
        "city": "江苏省苏州市",
        "address": "工业园区星湖街 1 号",
        "phones": "0512-67701202",
        "head": "徐慧芳",
        "members": "86",
        "kept_by": "陈立",
        "last_home_on": "2026年2月20日",
        "commissioned_by": "高新区",
        "contract_on": "2026-01-01",
        "contract_until": "2027.12.31",
        "fee": "20万",
        "terms": "落户并投产后按固定资产投资的千分之三奖励",
        "note": "会刊每季一期",
        "tags": ["纺织", "苏州"],
    },
    "greeting": {
        "title": "住院慰问",
        "due_on": "2026-11-24",
        "done_on": "2026-11-25",
        "way": "visit",
        "by": "李强",
        "note": "带家乡特产",
    },
    "introduction": {
        "name": "上海启程产业咨询",
        "registered_on": "2026-01-15",
        "award": "18万元",
        "paid_on": "2026-10-01",
        "note": "凭登记表兑现",
    },
    "relation": {
        "tie": "classmate",
        "since": "2004-09-01",
        "note": "东华大学 2004 级",
    },
    "target_list": {
        "name": "新能源电池补链名单",
        "industry": "新能源",
        "supplied_by": "市发展改革委",
        "since": "2026-03-10",
        "note": "每季更新",
    },
    "target": {
        "name": "湖州锐锂正极材料有限公司",
        "industry": "新能源",
        "city": "浙江省湖州市",
        "assigned_unit": "高新区",
        "assigned_to": "陈立",
        "standing": "contacted",
        "contacted_on": "2026-10-12",
        "why": "星澜的电芯要在本地配套正极",
        "note": "九月扩产",
    },
    "chain_node": {
        "name": "正极材料",
        "chain": "新能源电池",
        "reach": "upstream",
        "wanted": "磷酸铁锂、三元前驱体",
        "note": "用电大户",
    },
    "startup": {
        "name": "桑葚鲜果直采基地",
        "industry": "农业",
        "investment": "30万",
        "place": "池口镇",
        "provider": "市农业农村局",
        "phones": "0564-3355120",
        "summary": "三百亩成园，缺人管",
        "note": "可贷款贴息",
    },
    "returnee": {
        "name": "徐小河",
        "wish": "种养加工",
        "capital": "20万",
        "fair": "2026年春节返乡创业对接会",
        "matched_on": "2026-02-21",
        "intent_on": "2026-02-21",
        "intent_amount": "30万",
        "started_on": "2026-05-08",
        "note": "在苏州十二年",
    },
}
KEPT: dict[str, dict[str, Any]] = {
    "organisation": {
        "members": 86,
        "last_home_on": date(2026, 2, 20),
        "contract_until": date(2027, 12, 31),
        "fee": Decimal(20),
        "tags": ["纺织", "苏州"],
    },
    "greeting": {
        "due_on": date(2026, 11, 24),
        "way": "visit",
    },
    "introduction": {
        "award": Decimal(18),
        "registered_on": date(2026, 1, 15),
    },
    "relation": {
        "tie": "classmate",
        "since": date(2004, 9, 1),
    },
    "target_list": {
        "since": date(2026, 3, 10),
    },
    "target": {
        "standing": "contacted",
        "contacted_on": date(2026, 10, 12),
    },
    "chain_node": {
        "reach": "upstream",
    },
    "startup": {
        "investment": Decimal(30),
    },
    "returnee": {
        "capital": Decimal(20),
        "intent_amount": Decimal(30),
    },
}
FOUND_BY = {
    "organisation": "szyx",
    "greeting": "住院",
    "introduction": "启程",
    "target_list": "补链",
    "target": "锐锂",
    "chain_node": "zhengji",
    "startup": "桑葚",
    "returnee": "徐小河",
}


def links(desk: Desk, kind: str) -> dict[str, str]:
    """What a record of the kind cannot be without."""
    wanted = {
        "greeting": {"contact_id": "contact"},
        "introduction": {"project_id": "project"},
        "relation": {"contact_id": "contact", "to_contact_id": "contact"},
    }
    begin = {"contact": {"name": "宋启明"}, "project": {"name": "储能", "stage": "lead"}}
    return {
        field: create_record(desk, target, begin[target])[0] for field, target in wanted.get(kind, {}).items()
    }


def made(desk: Desk, kind: str) -> str:
    return create_record(desk, kind, {**TYPED[kind], **links(desk, kind)})[0]


@pytest.mark.parametrize("kind", TYPED)
def test_everything_typed_is_kept(desk: Desk, kind: str) -> None:
    row = required_row(desk, kind, made(desk, kind))
    assert {name: row[name] for name in KEPT[kind]} == KEPT[kind]
    assert [name for name in TYPED[kind] if row[name] in (None, [])] == []


@pytest.mark.parametrize("kind", TYPED)
def test_every_field_of_the_form_was_typed(kind: str) -> None:
    """So that no field comes to be that nothing here asks after."""
    references = {field.name for field in KINDS[kind].references}
    assert {field.name for field in KINDS[kind].form_fields} - references == set(TYPED[kind])


@pytest.mark.parametrize(("kind", "words"), FOUND_BY.items())
def test_the_search_finds_it(desk: Desk, kind: str, words: str) -> None:
    id = made(desk, kind)
    assert id in [hit.id for hit in desk.store.find(words, kinds=(kind,))]


@pytest.mark.parametrize("kind", TYPED)
def test_making_changing_and_deleting_are_undone_one_by_one(desk: Desk, kind: str) -> None:
    id = made(desk, kind)
    change_record(desk, kind, id, {"note": "改过"})
    delete_records(desk, [(kind, id)])
    assert desk.store.ids(kind) == []
    undo(desk)
    assert required_row(desk, kind, id)["note"] == "改过"
    undo(desk)
    before = required_row(desk, kind, id)["note"]
    assert before == TYPED[kind]["note"]
    redo(desk)
    assert required_row(desk, kind, id)["note"] == "改过"


@pytest.mark.parametrize("kind", TYPED)
def test_what_must_be_there_is_asked_for(desk: Desk, kind: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        create_record(desk, kind, {})
    assert {problem.field for problem in refused.value.problems} == set(KINDS[kind].required)


@pytest.mark.parametrize(
    ("kind", "field", "typed"),
    [
        ("organisation", "kind", "club"),
        ("organisation", "phones", "1.37E+10"),
        ("organisation", "fee", "不少"),
        ("organisation", "members", "八十多"),
        ("greeting", "due_on", "2026-02-30"),
        ("greeting", "way", "telepathy"),
        ("introduction", "award", "待定吧"),
        ("relation", "tie", "enemy"),
        ("target", "standing", "lost"),
        ("chain_node", "reach", "sideways"),
        ("returnee", "intent_amount", "三四十"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, kind: str, field: str, typed: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        create_record(desk, kind, {**TYPED[kind], **links(desk, kind), field: typed})
    assert [problem.field for problem in refused.value.problems] == [field]


# ---- merging
def test_what_hangs_on_a_person_follows_into_the_merge(desk: Desk) -> None:
    keep, drop = (create_record(desk, "contact", {"name": "孟宪国"})[0] for _ in range(2))
    friend, _ = create_record(desk, "contact", {"name": "陆远"})
    body, _ = create_record(
        desk,
        "organisation",
        {"name": "深圳云溪商会", "kind": "chamber", "officer_ids": [drop, friend]},
    )
    greeting, _ = create_record(desk, "greeting", {"title": "问候", "contact_id": drop})
    tie, _ = create_record(
        desk,
        "relation",
        {"tie": "townsman", "contact_id": friend, "to_contact_id": drop},
    )
    returnee, _ = create_record(desk, "returnee", {"name": "孟宪国", "contact_id": drop})
    merge_records(desk, "contact", keep, drop, {})
    assert required_row(desk, "greeting", greeting)["contact_id"] == keep
    assert required_row(desk, "relation", tie)["to_contact_id"] == keep
    assert required_row(desk, "returnee", returnee)["contact_id"] == keep
    assert set(required_row(desk, "organisation", body)["officer_ids"]) == {keep, friend}
    undo(desk)
    assert required_row(desk, "greeting", greeting)["contact_id"] == drop
    assert set(required_row(desk, "organisation", body)["officer_ids"]) == {drop, friend}


def test_what_names_a_firm_follows_into_the_merge(desk: Desk) -> None:
    keep, drop = (create_record(desk, "company", {"name": name})[0] for name in ("锐锂", "锐锂公司"))
    target, _ = create_record(desk, "target", {"name": "锐锂", "company_id": drop})
    place, _ = create_record(
        desk,
        "chain_node",
        {"name": "正极", "chain": "电池", "company_ids": [drop, keep]},
    )
    tie, _ = create_record(
        desk,
        "relation",
        {"tie": "supplier", "company_id": drop, "to_company_id": keep},
    )
    merge_records(desk, "company", keep, drop, {})
    assert required_row(desk, "target", target)["company_id"] == keep
    assert required_row(desk, "chain_node", place)["company_ids"] == [keep]
    row = required_row(desk, "relation", tie)
    assert (row["company_id"], row["to_company_id"]) == (keep, keep)


def test_a_relation_between_the_two_that_were_merged_introduces_nobody(desk: Desk) -> None:
    """It leads from somebody to the same person."""
    from app.services.reaching import ways_to

    keep, drop = (create_record(desk, "contact", {"name": "孟宪国"})[0] for _ in range(2))
    create_record(desk, "relation", {"tie": "relative", "contact_id": keep, "to_contact_id": drop})
    merge_records(desk, "contact", keep, drop, {})
    assert ways_to(desk, "contact", keep) == []
