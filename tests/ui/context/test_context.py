"""Reading, writing and saying through the context."""

import pytest

from app.errors import OutpostError
from app.rules.stages import Stage
from app.services.errors import InvalidRecord
from app.services.life import move_stage
from app.services.records import change_record, create_record, undo
from app.store.errors import DiskFull
from sync.client.errors import CodeExpired
from tests.fakes.desktops import Desktop
from ui.context.context import Said


def test_a_change_is_told_to_every_page_and_to_the_user(desktop: Desktop) -> None:
    ctx, told = desktop.window.ctx, list[object]()
    ctx.hub.published.connect(told.append)
    ctx.change(
        lambda: create_record(ctx.desk, "company", {"name": "甲公司"}),
        changes=lambda made: made[1],
        said="做好了",
    )
    desktop.until(lambda: bool(told))
    assert desktop.window.toast.text == "做好了"


def test_a_refusal_goes_to_who_asked_or_becomes_a_sentence(desktop: Desktop) -> None:
    ctx, refused = desktop.window.ctx, list[InvalidRecord]()
    id = desktop.id("company", "正威")

    def work() -> object:
        return change_record(ctx.desk, "company", id, {"name": ""})

    ctx.change(work, changes=lambda _none: pytest.fail("nothing was written"), refused=refused.append)
    desktop.until(lambda: bool(refused))
    assert refused[0].problems[0].field == "name"
    ctx.change(work, changes=lambda _none: pytest.fail("nothing was written"))
    desktop.until(lambda: desktop.window.toast.text == "必填，请填写")


@pytest.mark.parametrize(
    ("error", "words"), [(DiskFull(path="store.db"), "磁盘已满"), (CodeExpired(), "一次性代码已过期")]
)
def test_known_trouble_is_a_sentence(desktop: Desktop, error: OutpostError, words: str) -> None:
    desktop.window.ctx.trouble(error)
    assert words in desktop.window.toast.text


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("create.project", "新建项目"),
        ("change.company", "修改企业"),
        ("complete.next_step", "完成下一步"),
        ("delete", "删除"),
        ("resolve", "处理冲突"),
        ("import_ledger", "导入台账"),
        ("from_a_newer_version", "from_a_newer_version"),
    ],
)
def test_undo_steps_are_called_by_their_words(desktop: Desktop, label: str, words: str) -> None:
    assert desktop.window.ctx.label(label) == words


def test_every_label_that_services_write_has_words(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    seen: set[str] = set()
    while desktop.desk.store.undo_label() is not None:
        undone = undo(desktop.desk)
        seen.update((undone.label, *undone.lasting))
    assert len(seen) > 5
    assert {label for label in seen if ctx.label(label) == label} == set()


def test_undo_that_keeps_newer_values_says_how_many(desktop: Desktop) -> None:
    ctx, said = desktop.window.ctx, list[Said]()
    ctx.said.connect(said.append)
    id = desktop.id("company", "正威")
    change_record(ctx.desk, "company", id, {"city": "珠海"})
    with desktop.desk.store.write(actor="同事", label="sync") as work:
        work.update("company", id, {"city": "广州"})
    ctx.undo()  # the colleague's own step
    desktop.settle()
    assert desktop.row("company", "正威")["city"] == "珠海"
    ctx.undo()
    desktop.settle()
    assert desktop.row("company", "正威")["city"] == "深圳"
    assert [one.link for one in said] == ["重做", "重做"]


def test_undo_says_what_it_passed_over(desktop: Desktop) -> None:
    ctx, said = desktop.window.ctx, list[Said]()
    ctx.said.connect(said.append)
    id, _ = create_record(ctx.desk, "project", {"name": "移动过的项目", "stage": "signed"})
    move_stage(ctx.desk, id, Stage.NEGOTIATING, reason="点错了")
    ctx.undo()
    desktop.settle()
    assert [one.text for one in said] == ["已撤销：新建项目；其后的“移动项目的阶段”不能撤销，保持不变"]


def test_small_values_are_kept_and_forgotten(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    ctx.keep("test.value", [1, 2])
    desktop.settle()
    assert ctx.settings.get("test.value") == [1, 2]
    ctx.keep("test.value", None)
    desktop.settle()
    assert ctx.settings.get("test.value") is None


def test_opened_files_are_gone_with_the_context(desktop: Desktop) -> None:
    copy = desktop.window.ctx.opened.place("plain.txt")
    copy.write_text("x")
    desktop.window.close()
    assert not copy.exists() and not copy.parents[2].exists()


def test_the_name_headquarters_knows_goes_into_history(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    ctx.become("陈力")
    desktop.settle()
    id, _ = create_record(ctx.desk, "company", {"name": "乙公司"})
    assert desktop.desk.store.history("company", id)[0].by == "陈力"
    assert desktop.desk.store.settings.get("actor") == "陈力"
