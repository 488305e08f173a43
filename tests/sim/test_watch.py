"""What the simulation takes for a record that does not show what it must after headquarters was restored."""

import json
import sqlite3
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sync.hq.scopes import Principal, scope
from tests.sim.laptop import Laptop
from tests.sim.watch import Violation, Watch

OFFER = ("offer", {"name": (None, "恒力"), "city": (None, "苏州")}, "acked")
SHOWN = {"rev": 0, "deleted": 0, "name": "恒力", "city": "苏州", "tags": None} | dict.fromkeys(
    ("base_doc", "base_deleted")
)


@pytest.fixture
def watch() -> Watch:
    """Of a laptop whose headquarters was restored once."""
    raw = sqlite3.connect(":memory:")
    raw.execute("CREATE TABLE outbox (op_id, action, state)")
    raw.execute("CREATE TABLE meta (name, value)")
    theirs = json.dumps({"name": "恒力", "city": "苏州"})
    world = SimpleNamespace(
        stats={"headquarters restored": 1},
        versions=SimpleNamespace(knows=lambda *_: True),
        masks=SimpleNamespace(on=False),
        hq=SimpleNamespace(rows=lambda _: [(theirs, 0)]),
    )
    laptop: Any = SimpleNamespace(name="机0", device="device", world=world, raw=raw)
    return Watch(cast(Laptop, laptop))


def test_what_was_offered_in_vain_shows_as_it_was_offered_with_what_waits_on_it(watch: Watch) -> None:
    renamed = ("update", {"city": ("苏州", "南京")}, "refused")
    watch._is_sum("company", "c", SHOWN | {"city": "南京"}, [OFFER, renamed])
    with pytest.raises(Violation, match="offered was '恒力'"):
        watch._is_sum("company", "c", SHOWN | {"name": "盛虹", "city": "南京"}, [OFFER, renamed])


@pytest.mark.parametrize(("action", "deleted"), [("offer_gone", 0), ("offer", 1)])
def test_it_is_deleted_where_it_was_offered_so(watch: Watch, action: str, deleted: int) -> None:
    edit = ("update", {"city": ("苏州", "南京")}, "pending")
    with pytest.raises(Violation, match="offered and shows deleted"):
        watch._is_sum("company", "c", SHOWN | {"deleted": deleted}, [(action, *OFFER[1:]), edit])


EDIT = ("update", {"city": (None, "南京")}, "pending")


def test_what_headquarters_has_is_put_aside_under_what_waits(watch: Watch) -> None:
    watch.laptop.world.stats["headquarters restored"] = 0
    with pytest.raises(Violation, match="no version of headquarters"):
        watch._is_sum("company", "c", SHOWN | {"rev": 7}, [EDIT])


def test_what_goes_up_again_lies_in_what_headquarters_sent(watch: Watch) -> None:
    """It had not lost the record: the laptop holds its row as it is, and puts nothing aside."""
    watch._is_sum("company", "c", SHOWN | {"rev": 7}, [EDIT])
    with pytest.raises(Violation, match=r"not as headquarters has it: .*city"):
        watch._is_sum("company", "c", SHOWN | {"rev": 7, "city": "南京"}, [EDIT])
    with pytest.raises(Violation, match="not as headquarters has it"):
        watch._is_sum("company", "c", SHOWN | {"rev": 7, "deleted": 1}, [EDIT])


@pytest.mark.parametrize("unfinished", [True, False])
def test_units_given_up_before_the_place_says_so_are_missed_only_after_that(
    watch: Watch, unfinished: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may be opened again by then; the laptop knows that it has to read them anew."""
    leader = Principal("device", "person", "王局", "leader", "u1")
    place = f"e.7.{scope(leader).mark}.seal"
    names = (("cursor", place), ("withdrawing", "1" if unfinished else ""))
    watch.laptop.raw.executemany("INSERT INTO meta VALUES (?, ?)", names)
    hq: Any = watch.laptop.world.hq
    hq.principal, hq.rows = lambda _: leader, lambda _: [("company", "c", 7, 0, "u1")]
    monkeypatch.setattr(watch, "_mine", lambda kinds: {})
    watch.laptop.world.stats["headquarters restored"] = 0
    missed = nullcontext() if unfinished else pytest.raises(Violation, match="read up to 7")
    with missed:
        watch._everything_up_to_the_cursor(None)
