"""What the simulation takes for a deletion that buried an edit in silence."""

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.sim.model import Logged, Record
from tests.sim.oracle import _burials_on_cards
from tests.sim.watch import Violation
from tests.sim.world import World


def replayed(*log: Logged) -> None:
    """Look at a log of one record as the simulation does, where nothing else ever happened."""
    record = Record()
    for logged in log:
        record.take(logged, None)
    quiet: Any = SimpleNamespace(
        retention=SimpleNamespace(forgotten={}), hq=SimpleNamespace(rows=lambda _: []), stats=Counter()
    )
    _burials_on_cards(cast(World, quiet), list(log))


def told(rev: int, action: str, base: int, fields: dict[str, Any], by: str, card: str = "") -> Logged:
    status = "conflict" if card else "applied"
    return Logged(f"{rev}{by}", rev, "contact", "c", action, base, fields, status, card, by, "")


MADE = told(1, "create", 0, {"name": (None, "陈总"), "wechat": (None, "甲")}, "王")
MINE = told(2, "update", 1, {"wechat": ("甲", "乙")}, "王")


def test_an_edit_that_stands_only_on_its_card_is_no_news_to_who_deletes() -> None:
    lost = told(2, "update", 1, {"wechat": ("甲", "丙")}, "李", card="k")
    replayed(MADE, MINE, lost, told(3, "delete", 1, {}, "王"))


def test_an_edit_that_stands_in_part_is_news() -> None:
    partly = told(3, "update", 1, {"wechat": ("甲", "丙"), "title": (None, "总经理")}, "李", card="k")
    with pytest.raises(Violation, match="buried"):
        replayed(MADE, MINE, partly, told(4, "delete", 1, {}, "王"))
    replayed(MADE, MINE, partly, told(4, "delete", 1, {}, "王", card="k2"))


def test_paragraphs_that_stood_beside_what_clashed_are_news() -> None:
    """The replay does not know whether they did; that they got a revision says so."""
    values = {"wechat": ("甲", "丙"), "note": (None, "来过")}
    noted = told(3, "update", 1, values, "李", card="k")
    replayed(MADE, MINE, noted, told(4, "delete", 2, {}, "王", card="k2"))
    with pytest.raises(Violation, match="buried"):
        replayed(MADE, MINE, noted, told(4, "delete", 2, {}, "王"))
    lost = told(2, "update", 1, values, "李", card="k")
    replayed(MADE, MINE, lost, told(4, "delete", 1, {}, "王"))
