"""Two laptops and headquarters, each a process of its own, through the command line only."""

import hashlib
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import UNIT
from tests.fakes.relay import CountingRelay
from tests.fakes.shell import Talk, by_keyring
from ui.cli.demo.headquarters import Headquarters, Running

PHOTO_BYTES = 5 * 1024 * 1024
IDLE_BYTES = 600


def _joined(stack: ExitStack, headquarters: Headquarters, url: str, name: str, folder: Path) -> Talk:
    talk = stack.enter_context(by_keyring(folder).talk())
    joined = talk("enrol", url=url, code=headquarters.invite(name), device_name=f"{name}的电脑")
    assert (joined["user"], joined["unit"]) == (name, UNIT)
    return talk


def _add(talk: Talk, kind: str, **values: Any) -> str:
    return str(talk("add", kind=kind, values=values)["id"])


def _values(talk: Talk, kind: str, id: str) -> dict[str, Any]:
    found: dict[str, Any] = talk("get", kind=kind, id=id)["record"]["values"]
    return found


def test_the_main_job(headquarters: Headquarters, running: Running, stack: ExitStack, tmp_path: Path) -> None:
    relay = stack.enter_context(CountingRelay(running.url))
    zhou = _joined(stack, headquarters, f"http://127.0.0.1:{relay.port}", "周敏", tmp_path / "zhou")
    li = _joined(stack, headquarters, running.url, "李强", tmp_path / "li")
    company = _add(zhou, "company", name="恒力石化")
    merged = _add(zhou, "project", name="年产30万吨新材料", investor_id=company, investment="22.51亿")
    disputed = _add(zhou, "project", name="热电联产", investment="2亿元以上")
    doomed = _add(zhou, "project", name="旧厂搬迁")
    assert _values(zhou, "project", merged)["investment"] == "225100"
    zhou("sync")
    li("sync")
    assert _values(li, "project", disputed)["investment"] == "20000"

    photo = tmp_path / "photo.jpg"
    photo.write_bytes(os.urandom(PHOTO_BYTES))
    visit = _add(zhou, "visit", visited_on="2026-03-05", subject="看厂房", project_id=merged)
    picture = zhou("attach", kind="visit", id=visit, file=str(photo))["id"]
    zhou("set", kind="project", id=merged, values={"land": "86亩"})
    zhou("set", kind="project", id=disputed, values={"investment": "3.2亿"})
    zhou("set", kind="project", id=doomed, values={"summary": "改为先租后买"})
    li("set", kind="project", id=merged, values={"leader": "陈副市长"})
    li("set", kind="project", id=disputed, values={"investment": "2.8亿"})
    li("delete", kind="project", ids=[doomed])
    contact = _add(li, "contact", name="方晓云", company_id=company, phones=["021-62881234"])

    zhou("sync")
    li("sync")
    zhou("sync")

    for talk in (zhou, li):
        assert _values(talk, "project", merged) | {"land": "86", "leader": "陈副市长"} == _values(
            talk, "project", merged
        )
        assert _values(talk, "contact", contact)["phones"] == ["+862162881234"]
        saved = tmp_path / "saved.jpg"
        talk("save", id=picture, file=str(saved))
        assert hashlib.sha256(saved.read_bytes()).digest() == hashlib.sha256(photo.read_bytes()).digest()
    _one_card_each(zhou, li, disputed, doomed)
    _all_agree(headquarters, zhou, li)

    moved = relay.moved
    idle = zhou("sync")["sync"]
    assert (idle["requests"], idle["sent"], idle["received"]) == (1, 0, 0)
    assert relay.moved - moved <= IDLE_BYTES
    assert idle["up"] + idle["down"] <= IDLE_BYTES


def _one_card_each(zhou: Talk, li: Talk, disputed: str, doomed: str) -> None:
    """The same field: both values and the one before; delete against edit: a question, nothing lost."""
    cards = {card["reason"]: card for card in li("conflicts")["conflicts"]}
    assert len(cards) == len(li("conflicts")["conflicts"]) == 2
    edit = cards["edit"]
    assert (edit["target"], edit["author"], edit["stands"]) == (disputed, "李强", "theirs")
    (entry,) = edit["entries"]
    assert entry == {"field": "investment", "before": "20000", "mine": "28000", "theirs": "32000"}
    (seen,) = next(c for c in zhou("conflicts")["conflicts"] if c["reason"] == "edit")["entries"]
    assert (seen["mine"], seen["theirs"]) == ("32000", "28000")
    assert cards["delete"]["target"] == doomed
    assert _values(zhou, "project", doomed)["summary"] == "改为先租后买"


def _all_agree(headquarters: Headquarters, zhou: Talk, li: Talk) -> None:
    """Kind by kind the same records on all three, and nothing left to send."""
    ours, theirs = zhou("doctor"), li("doctor")
    assert ours["hq"] == theirs["hq"] == headquarters.digest() != {}
    assert ours["content"] == theirs["content"] == ours["hq"]
    assert ours["content_hash"] == theirs["content_hash"]
    for doctor in (ours, theirs):
        assert doctor["problems"] == []
        assert [doctor["counts"][name] for name in ("pending", "refused", "files_waiting")] == [0, 0, 0]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_choice_travels_and_can_be_undone(
    headquarters: Headquarters, running: Running, stack: ExitStack, tmp_path: Path
) -> None:
    zhou = _joined(stack, headquarters, running.url, "周敏", tmp_path / "zhou")
    li = _joined(stack, headquarters, running.url, "李强", tmp_path / "li")
    project = _add(zhou, "project", name="热电联产")
    zhou("sync")
    li("sync")
    zhou("set", kind="project", id=project, values={"leader": "张市长"})
    li("set", kind="project", id=project, values={"leader": "陈副市长"})
    zhou("sync")
    li("sync")
    (card,) = li("conflicts")["conflicts"]
    assert li("resolve", id=card["id"], take="mine")["changed"]
    assert _values(li, "project", project)["leader"] == "陈副市长"
    assert li.ask("resolve", id=card["id"], take="theirs")["error"]["code"] == "conflict_gone"
    li("undo")
    assert _values(li, "project", project)["leader"] == "张市长"
    li("redo")
    li("sync")
    zhou("sync")
    assert _values(zhou, "project", project)["leader"] == "陈副市长"
    assert zhou("conflicts")["conflicts"] == []
    _all_agree(headquarters, zhou, li)
