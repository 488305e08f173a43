"""``outpost handover``: what is in hand, the giving, and what is refused."""

from typing import Any

from tests.ui.cli.conftest import Outpost


def add(outpost: Outpost, made: str, /, **values: Any) -> str:
    return str(outpost("add", made, "--json", "-", given=values).answer["id"])


def test_what_is_in_hand_is_told_and_given(outpost: Outpost) -> None:
    step = add(outpost, "next_step", title="答复用地", owner="周敏", due_on="2026-12-01")
    done = add(outpost, "next_step", title="寄样品", owner="周敏", due_on="2026-01-02", done_on="2026-01-02")
    other = add(outpost, "next_step", title="别人的事", owner="李强", due_on="2026-12-01")
    told = outpost("handover").answer
    assert (told["from"], told["count"]) == ("周敏", 1)
    assert told["in_hand"] == {"next_step": [{"id": step, "title": "答复用地"}]}
    assert outpost("handover", "--to", "王芳", "--dry-run").answer == told, "nothing is given yet"

    given = outpost("handover", "--to", "王芳").answer
    assert (given["to"], given["count"], given["changed"]) == ("王芳", 1, 1)
    owners = {
        id: outpost("get", "next_step", id).answer["record"]["values"]["owner"] for id in (step, done, other)
    }
    assert owners == {step: "王芳", done: "周敏", other: "李强"}
    assert outpost("handover", "--from", "王芳").answer["count"] == 1
    assert outpost("handover").answer["count"] == 0

    outpost("undo")
    assert outpost("handover").answer == told


def test_nobody_and_nothing_are_refused(outpost: Outpost) -> None:
    add(outpost, "next_step", title="答复用地", owner="周敏", due_on="2026-12-01")
    same = outpost("handover", "--to", "周敏")
    assert same.exit_code != 0 and "接手人" in same.err
    nothing = outpost("handover", "--from", "李强", "--to", "王芳")
    assert nothing.exit_code != 0 and "李强名下没有未了的事项" in nothing.err


def test_nodes_of_a_plan_are_called_in_the_language_of_who_asks(outpost: Outpost) -> None:
    """They are kept as who planned called them; a title that somebody gave himself stays."""
    project = add(outpost, "project", name="光伏项目")
    node = add(
        outpost, "node", title="交付用地或厂房", project_id=project, planned_on="2026-12-01", owner="周敏"
    )
    own = add(
        outpost, "node", title="领导再看一次", project_id=project, planned_on="2026-12-02", owner="周敏"
    )
    told = {one["id"]: one["title"] for one in outpost("--lang", "en", "handover").answer["in_hand"]["node"]}
    assert told == {node: "Hand over the site", own: "领导再看一次"}
    record = outpost("--lang", "en", "get", "node", node).answer["record"]
    assert (record["title"], record["values"]["title"]) == ("Hand over the site", "交付用地或厂房")
    listed = {one["title"] for one in outpost("--lang", "en", "list", "node").answer["records"]}
    assert listed == {"Hand over the site", "领导再看一次"}
