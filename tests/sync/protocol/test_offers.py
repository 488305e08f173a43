"""Offers: the newest state of a lost record stands, whoever brings it and in whatever order."""

from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from sync.protocol.judge import PENDING, Context, Held
from sync.protocol.merge import overlay
from sync.protocol.messages import Action, Operation
from sync.protocol.offers import Loss, Standing, is_contained, judge_offer, loss_of

HERE = Context(user="李四", device="d2", unit="u1", at=1_000, now=9_000)
MADE: dict[str, Any] = {"unit_id": "u1", "created_by": "张三", "created_at": "2026-01-01T00:00:00.000Z"}


def offer(state: int, *, gone: bool = False, **doc: Any) -> Operation:
    """An offer of a company as it was at revision ``state``."""
    action: Action = "offer_gone" if gone else "offer"
    return Operation(
        f"{state:032x}", "company", "c1", action, state, 0, {n: (None, v) for n, v in doc.items()}
    )


class Place:
    """Where one record comes back to, stamped as the push does."""

    def __init__(self) -> None:
        self.held: Held | None = None
        self.standing: Standing | None = None
        self.rev = 1000

    def take(self, operation: Operation) -> str:
        word = judge_offer(self.held, operation, HERE, self.standing)
        if word.status == "applied":
            self.rev += 1
            assert word.held is not None
            revs = {n: self.rev if r == PENDING else r for n, r in word.held.field_revs.items()}
            self.held = replace(word.held, rev=self.rev, field_revs=revs)
            self.standing = Standing(operation.base_rev, self.rev)
        return word.status

    def edit(self, **fields: Any) -> None:
        """Somebody changes the record meanwhile."""
        assert self.held is not None
        self.rev += 1
        revs = {**self.held.field_revs, **dict.fromkeys(fields, self.rev)}
        self.held = replace(self.held, doc={**self.held.doc, **fields}, field_revs=revs, rev=self.rev)


def test_a_lost_record_comes_back_as_it_was() -> None:
    place = Place()
    assert place.take(offer(7, name="恒力", city="苏州", **MADE)) == "applied"
    assert place.held is not None
    assert place.held.doc == {"name": "恒力", "city": "苏州", **MADE}
    assert (place.held.unit, place.held.deleted) == ("u1", False)


@pytest.mark.parametrize("order", list(permutations((5, 7, 9))))
def test_the_newest_state_stands_in_any_order(order: tuple[int, ...]) -> None:
    states = {
        5: offer(5, name="恒力", city="苏州"),
        7: offer(7, name="恒力石化"),
        9: offer(9, name="恒力集团"),
    }
    place = Place()
    for state in order:
        place.take(states[state])
    assert place.held is not None
    assert {n: v for n, v in place.held.doc.items() if n != "created_at"} == {"name": "恒力集团"}


@pytest.mark.parametrize("order", [(5, 7), (7, 5)])
def test_a_deletion_that_was_newer_stands(order: tuple[int, int]) -> None:
    states = {5: offer(5, name="恒力"), 7: offer(7, name="恒力", gone=True)}
    place = Place()
    for state in order:
        place.take(states[state])
    assert place.held is not None and place.held.deleted


def test_what_was_changed_since_is_not_taken_back() -> None:
    place = Place()
    place.take(offer(5, name="恒力", city="苏州"))
    place.edit(city="无锡")
    place.take(offer(9, name="恒力集团", city="常州", gone=True))
    assert place.held is not None
    assert (place.held.doc["name"], place.held.doc["city"], place.held.deleted) == ("恒力集团", "无锡", False)


def test_a_record_of_the_backup_takes_the_newer_state_it_had_since() -> None:
    held = Held({"name": "恒力", "city": "无锡"}, rev=1_001, field_revs={"name": 3, "city": 1_001}, unit="u1")
    word = judge_offer(held, offer(9, name="恒力石化", city="苏州"), HERE, Standing(5, 5))
    assert word.status == "applied" and word.held is not None
    assert (word.held.doc["name"], word.held.doc["city"]) == ("恒力石化", "无锡")  # changed since: stays
    assert judge_offer(held, offer(5, name="别的"), HERE, Standing(5, 5)).status == "duplicate"


def test_a_document_that_is_none_is_refused_with_its_reason() -> None:
    word = judge_offer(None, offer(9, name=7), HERE, None)
    assert word.status == "refused" and word.reason is not None and word.field == "name"
    card = Operation("0" * 32, "conflict", "c1", "offer", 9, 0, {"status": (None, "open")})
    assert judge_offer(None, card, HERE, None).status == "refused"


def test_what_was_lost_lies_between_the_backup_and_the_new_life() -> None:
    losses = [Loss(100, 1_000), Loss(1_050, 2_000)]
    lost = [rev for rev in (0, 100, 101, 999, 1_000, 1_050, 1_051, 2_000) if loss_of(rev, losses)]
    assert lost == [101, 999, 1_051]
    assert loss_of(5, []) is None


def test_an_operation_taken_before_the_offered_state_is_part_of_it() -> None:
    held = Held({"name": "恒力石化", "city": "无锡"}, rev=1_003, field_revs={"name": 1_002, "city": 1_001})
    named = Operation("1" * 32, "company", "c1", "update", 4, 0, {"name": ("恒力", "恒力集团")})
    placed = Operation("2" * 32, "company", "c1", "update", 4, 0, {"city": (None, "苏州")})
    deleted = Operation("3" * 32, "company", "c1", "delete", 4, 0, {})
    offered = Standing(7, 1_002)
    assert is_contained(held, named, 7, offered)
    assert not is_contained(held, named, 8, offered)
    assert not is_contained(held, named, 0, offered)
    assert not is_contained(held, placed, 7, offered)  # the offer did not stand there: a person is asked
    assert is_contained(held, deleted, 7, offered)
    assert not is_contained(held, deleted, 7, Standing(7, 1_002, gone=True))


def test_the_screen_shows_an_offer_until_headquarters_has_the_record() -> None:
    waiting = [
        offer(7, name="恒力"),
        Operation("1" * 32, "company", "c1", "update", 7, 0, {"city": (None, "苏州")}),
    ]
    assert overlay("company", {}, waiting) == ({"name": "恒力", "city": "苏州"}, False)
    assert overlay("company", {"name": "恒力集团"}, waiting) == ({"name": "恒力集团", "city": "苏州"}, False)
    assert overlay("company", {}, [offer(7, name="恒力", gone=True)]) == ({"name": "恒力"}, True)
