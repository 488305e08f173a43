"""交接: what goes over, what stays, one undo; and the list for both to sign."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.i18n import Translator
from app.reports.brief import Asking
from app.reports.brief_html import html
from app.reports.handover_sheet import handover_sheet
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.handing_over import OWNED, hand_over, in_hand
from app.services.node_plans import node_texts
from app.services.records import create_record, undo
from app.services.teams import put_in_charge, team_of
from tests.fakes.stores import new_desk

GIVER, TAKER = "周敏", "王芳"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path, GIVER)
    yield made
    made.store.close()


def add(desk: Desk, kind: str, /, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def value(desk: Desk, kind: str, id: str, field: str) -> Any:
    row = desk.store.get(kind, id)
    assert row is not None
    return row[field]


def filled(desk: Desk) -> dict[str, str]:
    """One of everything that can be in hand, and its neighbours that are not."""
    company = add(desk, "company", name="甲公司")
    project = add(desk, "project", name="光伏项目", investor_id=company)
    person = add(desk, "contact", name="仇志远", company_id=company, kept_by=GIVER, phones=["13800138000"])
    due = (desk.today() + timedelta(days=3)).isoformat()
    made = {"company": company, "project": project, "contact": person}
    made["next_step"] = add(desk, "next_step", title="答复用地", owner=GIVER, due_on=due, project_id=project)
    promise = {"title": "月底前回函", "side": "ours", "promised_on": desk.today(), "company_id": company}
    made["promise"] = add(desk, "promise", owner=GIVER, **promise)
    made["organisation"] = add(desk, "organisation", name="苏州商会", kind="chamber", kept_by=GIVER)
    targets = add(desk, "target_list", name="光电名单")
    made["target"] = add(desk, "target", name="乙公司", list_id=targets, assigned_to=GIVER)
    made["visit"] = add(
        desk, "visit", subject="下周走访", visited_on=due, company_id=company, our_people=[GIVER, "李强"]
    )
    put_in_charge(desk, project, {"name": GIVER, "unit": "招商局"})
    add(desk, "next_step", title="办完的", owner=GIVER, done_on=desk.today())
    add(desk, "next_step", title="别人的", owner="李强")
    add(desk, "target", name="丙公司", list_id=targets, assigned_to=GIVER, standing="landed")
    made["past"] = add(desk, "visit", subject="昨天", visited_on=desk.today(), our_people=[GIVER])
    return made


def test_what_is_in_hand_is_the_open_part_of_what_is_theirs(desk: Desk) -> None:
    filled(desk)
    found = in_hand(desk, f" {GIVER} ")
    counts = {kind: len(rows) for kind, rows in found.rows.items()}
    wanted = ("next_step", "promise", "target", "contact", "organisation", "team_member", "visit")
    assert counts == dict.fromkeys(wanted, 1) and found.count == 7
    assert in_hand(desk, "李强").count == 2  # a step of theirs, and the visit they go along on
    assert in_hand(desk, "").count == 0 == in_hand(desk, "没有这个人").count


def test_everything_goes_over_as_one_undo(desk: Desk) -> None:
    made = filled(desk)
    before = desk.store.content_hash()
    hand_over(desk, GIVER, TAKER)
    assert in_hand(desk, GIVER).count == 0 and in_hand(desk, TAKER).count == 7
    for kind in ("next_step", "promise", "target", "contact", "organisation"):
        assert value(desk, kind, made[kind], OWNED[kind][0]) == TAKER, kind
    assert value(desk, "visit", made["visit"], "our_people") == [TAKER, "李强"]
    assert value(desk, "visit", made["past"], "our_people") == [GIVER]
    assert undo(desk).label == "hand_over"
    assert desk.store.content_hash() == before


def test_a_duty_ends_today_and_begins_anew(desk: Desk) -> None:
    project = filled(desk)["project"]
    hand_over(desk, GIVER, TAKER)
    team = [
        (one.row["name"], one.current, one.row["duty"], one.row["unit"]) for one in team_of(desk, project)
    ]
    assert team == [(TAKER, True, "leader", "招商局"), (GIVER, False, "leader", "招商局")]
    assert value(desk, "project", project, "leader") == TAKER


def test_a_duty_that_is_the_successors_already_is_not_theirs_twice(desk: Desk) -> None:
    project = add(desk, "project", name="光伏项目")
    for name in (GIVER, TAKER):
        add(desk, "team_member", name=name, project_id=project, duty="member")
    hand_over(desk, GIVER, TAKER)
    assert sorted((one.row["name"], one.current) for one in team_of(desk, project)) == [
        (GIVER, False),
        (TAKER, True),
    ]


@pytest.mark.parametrize(
    ("taker", "field"), [("", "taker"), ("   ", "taker"), (GIVER, "taker"), (TAKER, "giver")]
)
def test_what_cannot_be_handed_over_is_refused_and_nothing_written(
    desk: Desk, taker: str, field: str
) -> None:
    before = desk.store.content_hash()
    with pytest.raises(InvalidRecord) as refused:
        hand_over(desk, GIVER, taker)
    assert [one.field for one in refused.value.problems] == [field]
    assert desk.store.content_hash() == before


@pytest.mark.parametrize(("language", "signed"), [("zh_CN", "监交人"), ("en", "Witness")])
def test_the_list_names_every_item_and_has_room_for_signatures(
    desk: Desk, language: str, signed: str
) -> None:
    filled(desk)
    asking = Asking(desk.store, Translator(language), desk.today())
    found = in_hand(desk, GIVER)
    page = html([handover_sheet(asking, GIVER, TAKER, found.rows)], "")
    for words in (
        "答复用地",
        "月底前回函",
        "仇志远",
        "138 0013 8000",
        "苏州商会",
        "乙公司",
        "下周走访",
        signed,
    ):
        assert words in page, words
    assert "办完的" not in page and "丙公司" not in page
    assert "光伏项目" in page  # what the step and the duty are about
    assert page.count("＿") >= 3 * 8


def test_nodes_are_called_in_the_language_of_the_reader(desk: Desk) -> None:
    project, _ = create_record(desk, "project", {"name": "光伏项目"})
    create_record(
        desk,
        "node",
        {"title": "开工", "project_id": project, "planned_on": date(2026, 12, 1), "owner": GIVER},
    )
    for language, called in (("zh_CN", "开工"), ("en", "Start construction")):
        asking = Asking(desk.store, Translator(language), desk.today(), node_texts(desk))
        (part, _) = handover_sheet(asking, GIVER, TAKER, in_hand(desk, GIVER).rows).parts
        assert part.table[1][1] == called
