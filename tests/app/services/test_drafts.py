"""A line that was begun is there again after a restart, with what was set right and dropped on it."""

from dataclasses import replace

from app.services.attaching import kept_file
from app.services.desk import Desk
from app.services.drafts import PREFIX, begun_forms, drafts, drop_draft, drop_form, keep_draft, new_draft
from tests.fakes.stores import reopened


def test_what_was_kept_comes_back_after_a_restart(desk: Desk) -> None:
    photo = kept_file(desk, iter([b"x"]), name="地块.txt")
    begun = replace(
        new_draft(desk, "今天拜访恒力"),
        corrections=[{"slot": "kind", "text": "拜访", "typed": "call"}],
        files=[photo],
        chosen={"project": ""},
    )
    keep_draft(desk, begun)
    again = Desk(reopened(desk.store), desk.actor)
    (kept,) = drafts(again)
    assert (kept.name, kept.text, kept.corrections) == (begun.name, begun.text, begun.corrections)
    assert kept.files[0]["sha256"] == photo["sha256"] and kept.chosen == {"project": ""}
    assert kept.moment is not None
    again.store.close()


def test_the_newest_comes_first_and_what_was_saved_is_gone(desk: Desk) -> None:
    first, second = new_draft(desk, "一"), new_draft(desk, "二")
    keep_draft(desk, first)
    keep_draft(desk, second)
    assert [one.text for one in drafts(desk)] == ["二", "一"]
    keep_draft(desk, first)
    assert [one.text for one in drafts(desk)] == ["一", "二"]
    drop_draft(desk, first)
    assert [one.text for one in drafts(desk)] == ["二"]


def test_an_empty_draft_is_none(desk: Desk) -> None:
    begun = new_draft(desk, "一")
    keep_draft(desk, begun)
    keep_draft(desk, replace(begun, text="  "))
    assert drafts(desk) == [] and desk.store.settings.names(PREFIX) == []


def test_forms_that_were_begun(desk: Desk) -> None:
    desk.store.settings.set("draft.project", {"name": "二期"})
    desk.store.settings.set("draft.company", {})
    assert begun_forms(desk) == ["project"]
    assert drop_form(desk, "project") == {"name": "二期"}
    assert begun_forms(desk) == []


def test_what_another_version_kept_is_read_as_far_as_it_goes(desk: Desk) -> None:
    desk.store.settings.set(f"{PREFIX}a", "nonsense")
    desk.store.settings.set(f"{PREFIX}b", {"text": "一句", "files": [{"name": "x"}, 3], "corrections": [4]})
    (kept,) = drafts(desk)
    assert (kept.text, list(kept.files), list(kept.corrections), kept.moment) == ("一句", [], [], None)
