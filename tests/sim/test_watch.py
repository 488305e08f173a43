"""What the simulation takes for a record that does not show what it must after headquarters was restored."""

import json
import sqlite3
from types import SimpleNamespace
from typing import Any, cast

import pytest

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
    raw.execute("CREATE TABLE outbox (op_id, state)")
    theirs = json.dumps({"name": "恒力", "city": "苏州"})
    world = SimpleNamespace(
        stats={"headquarters restored": 1},
        versions=SimpleNamespace(knows=lambda *_: True),
        masks=SimpleNamespace(on=False),
        hq=SimpleNamespace(rows=lambda _: [(theirs, 0)]),
    )
    laptop: Any = SimpleNamespace(name="机0", world=world, raw=raw)
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
