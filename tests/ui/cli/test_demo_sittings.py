"""The demo's meetings and applications on a store with some projects, and on one with none."""

from importlib.resources import as_file, files
from pathlib import Path

from app.i18n import Translator
from app.services.approvals import open_approvals
from app.services.meetings import sittings
from app.services.reviews import open_services
from tests.fakes.desks import sample_desk
from tests.fakes.stores import new_desk
from ui.cli.demo.sittings import hold_meetings


def test_the_sample_is_sound_and_leaves_something_waiting(tmp_path: Path) -> None:
    desk = sample_desk(tmp_path)
    with as_file(files("resources") / "samples") as samples:
        hold_meetings(desk, samples, Translator())
    coming, held = sittings(desk)
    assert (coming.undecided, held.undecided, len(held.items)) == (1, 0, 3)
    assert {one.standing.number for one in open_approvals(desk)} == {1, 2}
    assert [one.limit.late > 0 for one in open_services(desk)].count(True) == 1
    desk.store.close()


def test_without_projects_there_is_nothing_to_hold_a_meeting_on(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    with as_file(files("resources") / "samples") as samples:
        hold_meetings(desk, samples, Translator())
    assert sittings(desk) == []
    desk.store.close()
