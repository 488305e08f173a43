"""The demo's targets, judgements, offices and decisions, on a store with projects and on none."""

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from app.policy.shipped import load_pack
from app.rules.indicators import has_indicators, marked, totals
from app.services.scores.board import board
from app.services.scores.goals import goals
from app.services.scores.judging import leads_to_judge
from app.services.scores.standing import merits, rewards, terms
from tests.fakes.desks import sample_desk
from tests.fakes.stores import new_desk
from ui.cli.demo.samples import RULES
from ui.cli.demo.scores import date_signings, set_scores


def test_every_screen_has_something_real(tmp_path: Path) -> None:
    desk = sample_desk(tmp_path)
    with as_file(files("resources") / "samples") as samples:
        date_signings(desk, samples)
        set_scores(desk, samples)
    found = board(desk)
    assert [line for line in found.lines if line.targets], "targets on the board"
    assert any(line.points for line in found.lines) and any(line.quotas for line in found.lines)
    assert any(one.progress is not None and one.progress.target.amount == 20_000 for one in terms(desk))
    assert any(one.staff is not None for one in terms(desk))
    assert rewards(desk) and {bool(one.decided) for one in merits(desk, desk.today().year)} >= {True}
    leads = leads_to_judge(desk)
    assert leads and all(one.finder for one in leads) and any(one.judgement for one in leads)
    desk.store.close()


def test_without_projects_only_the_offices_are_there(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    with as_file(files("resources") / "samples") as samples:
        date_signings(desk, samples)
        set_scores(desk, samples)
    assert len(terms(desk)) == 3 and not rewards(desk) and not leads_to_judge(desk)
    assert {one.target.owner_kind.value for one in goals(desk)} == {"office"}
    desk.store.close()


def test_the_demo_city_has_a_pack_of_its_own_with_a_composite_score(tmp_path: Path) -> None:
    desk = sample_desk(tmp_path)
    with as_file(files("resources") / "samples") as samples:
        pack = load_pack(str(samples / RULES))
        date_signings(desk, samples)
        set_scores(desk, samples)
    assert has_indicators(pack) and pack.base == "default" and pack.in_force(date(2020, 1, 1))
    told = {line.owner: line.figures for line in board(desk).lines}
    found = totals(pack, told)
    assert max(found.values()) > min(found.values()) >= 0, "units differ"
    assert {mark.method for mark in marked(pack, told)[next(iter(told))]} == {
        "efficacy",
        "share",
        "ranks",
        "steps",
    }
    desk.store.close()
