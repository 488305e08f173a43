"""What came back: sent again, corrected, given up; and whatever is done, nothing is lost."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reasons import Reason
from app.store.store import OutboxItem
from sync.client.errors import RefusalGone
from sync.client.refused import correct, discard, send_again
from tests.fakes.laptops import Laptop, open_laptop
from tests.fakes.small_hq import SmallGateway, SmallHq

TOO_LONG = "长" * 400


@pytest.fixture
def company(zhang: Laptop) -> str:
    company = zhang.create("company", name="恒力", city="苏州")
    zhang.synced()
    return company


@pytest.fixture
def refused(zhang: Laptop, company: str) -> OutboxItem:
    """An update that headquarters refused: a company without a name."""
    zhang.update("company", company, name=None, city="吴江")
    zhang.synced()
    (item,) = zhang.store.outbox(state="refused")
    return item


@pytest.fixture
def unmade(zhang: Laptop) -> str:
    """A company that headquarters refused to create; an edit of it waits behind."""
    company = zhang.create("company", name=TOO_LONG, city="苏州")
    zhang.synced()
    zhang.update("company", company, city="盛泽")
    zhang.synced()
    return company


def states(laptop: Laptop) -> tuple[int, int]:
    counts = laptop.store.counts()
    return counts.pending, counts.refused


def sound(laptop: Laptop) -> None:
    assert laptop.store.integrity() == []


# ---- given up
def test_a_change_given_up_leaves_headquarters_value_and_its_own_in_history(
    zhang: Laptop, company: str, refused: OutboxItem
) -> None:
    assert zhang.value("company", company, "city") == "吴江"
    settled = discard(zhang.store, [refused.operation.op_id], "zhang")

    assert settled.undoable and ("company", company) in settled.changes.ids
    assert (zhang.value("company", company, "name"), zhang.value("company", company, "city")) == (
        "恒力",
        "苏州",
    )
    assert states(zhang) == (0, 0)
    newest, made = zhang.store.history("company", company)[:2]
    assert newest.fields["city"] == ("吴江", "苏州") and made.fields["city"] == ("苏州", "吴江")
    sound(zhang)


def test_undo_makes_the_change_anew(zhang: Laptop, company: str, refused: OutboxItem) -> None:
    discard(zhang.store, [refused.operation.op_id], "zhang")
    zhang.store.undo(actor="zhang")
    assert zhang.value("company", company, "city") == "吴江"
    assert states(zhang) == (1, 0)
    sound(zhang)
    zhang.synced()
    assert states(zhang) == (0, 1), "headquarters says no to it again"
    sound(zhang)


def test_later_edits_stay_on_top_and_go_on(
    zhang: Laptop, company: str, refused: OutboxItem, hq: SmallHq
) -> None:
    zhang.update("company", company, address="人民路1号")
    discard(zhang.store, [refused.operation.op_id], "zhang")
    assert zhang.value("company", company, "address") == "人民路1号"
    sound(zhang)
    zhang.synced()
    assert hq.records["company", company].doc["address"] == "人民路1号"
    assert states(zhang) == (0, 0)


def test_a_value_corrected_since_is_not_taken_back(zhang: Laptop, company: str, refused: OutboxItem) -> None:
    zhang.update("company", company, name="恒力石化", city="盛泽")
    settled = discard(zhang.store, [refused.operation.op_id], "zhang")
    assert not settled.undoable
    assert zhang.value("company", company, "city") == "盛泽"
    zhang.synced()
    assert states(zhang) == (0, 0)
    sound(zhang)


def test_a_record_never_made_goes_with_what_waits_on_it(zhang: Laptop, unmade: str, hq: SmallHq) -> None:
    assert states(zhang) == (1, 1)
    discard(zhang.store, [zhang.store.outbox(state="refused")[0].operation.op_id], "zhang")
    assert zhang.store.ids("company") == [] and states(zhang) == (0, 0)
    sound(zhang)
    zhang.synced()
    assert ("company", unmade) not in hq.records


def test_undo_of_a_record_never_made_creates_it_whole(zhang: Laptop, unmade: str, hq: SmallHq) -> None:
    discard(zhang.store, [zhang.store.outbox(state="refused")[0].operation.op_id], "zhang")
    zhang.store.undo(actor="zhang")
    (again,) = zhang.store.outbox()
    assert again.operation.action == "create" and again.operation.fields["city"] == (None, "盛泽")
    zhang.update("company", unmade, name="恒力")
    sound(zhang)
    zhang.synced()
    (item,) = zhang.store.outbox(state="refused")
    correct(zhang.store, item.operation.op_id, {"name": "恒力"}, "zhang")
    zhang.synced()
    assert hq.records["company", unmade].doc["city"] == "盛泽"


def test_a_refused_deletion_given_up_brings_the_record_back(zhang: Laptop, company: str) -> None:
    zhang.delete("company", company)
    (item,) = zhang.store.outbox()
    with zhang.store.replica() as replica:
        replica.settle([], {item.operation.op_id: Reason("hq.refused.out_of_scope")})
    discard(zhang.store, [item.operation.op_id], "zhang")
    assert zhang.store.ids("company") == [company]
    sound(zhang)
    zhang.store.undo(actor="zhang")
    assert zhang.store.ids("company") == []
    sound(zhang)


def test_a_refused_deletion_stays_away_once_the_record_was_restored(
    zhang: Laptop, company: str, hq: SmallHq
) -> None:
    zhang.delete("company", company)
    (item,) = zhang.store.outbox()
    with zhang.store.replica() as replica:
        replica.settle([], {item.operation.op_id: Reason("hq.refused.out_of_scope")})
    with zhang.store.write(actor="zhang", label="restore") as work:
        work.restore("company", company)
    zhang.synced()
    assert states(zhang) == (0, 1)
    zhang.update("company", company, city="吴江")
    zhang.synced()
    assert zhang.store.ids("company") == [company], "not deleted again on top of the restored record"
    sound(zhang)
    send_again(zhang.store, [item.operation.op_id], "zhang")
    assert states(zhang) == (0, 0)
    zhang.synced()
    assert not hq.records["company", company].deleted
    sound(zhang)


# ---- sent again
def test_the_same_again_goes_under_a_new_id(zhang: Laptop, company: str, refused: OutboxItem) -> None:
    settled = send_again(zhang.store, [refused.operation.op_id], "zhang")
    (again,) = zhang.store.outbox()
    assert not settled.undoable and ("company", company) in settled.changes.ids
    assert again.operation.op_id != refused.operation.op_id
    assert again.operation.fields == refused.operation.fields and again.reason is None
    zhang.synced()
    assert states(zhang) == (0, 1)


def test_sent_again_it_goes_through_where_headquarters_now_agrees(
    zhang: Laptop, unmade: str, hq: SmallHq
) -> None:
    """Later operations of the record follow as they were made."""
    (item,) = zhang.store.outbox(state="refused")
    correct(zhang.store, item.operation.op_id, {"name": "恒力"}, "zhang")
    assert [one.operation.action for one in zhang.store.outbox()] == ["create", "update"]
    zhang.synced()
    doc = hq.records["company", unmade].doc
    assert (doc["name"], doc["city"]) == ("恒力", "盛泽")
    assert states(zhang) == (0, 0)
    sound(zhang)


def test_what_was_replaced_since_is_not_sent_again(zhang: Laptop, company: str, refused: OutboxItem) -> None:
    zhang.update("company", company, name="恒力石化", city="盛泽")
    send_again(zhang.store, [refused.operation.op_id], "zhang")
    assert states(zhang) == (1, 0)
    zhang.synced()
    assert zhang.value("company", company, "city") == "盛泽"
    sound(zhang)


# ---- corrected
def test_a_corrected_change_replaces_the_refused_one(
    zhang: Laptop, company: str, refused: OutboxItem, hq: SmallHq
) -> None:
    correct(zhang.store, refused.operation.op_id, {"name": "恒力石化"}, "zhang")
    (again,) = zhang.store.outbox()
    assert again.operation.fields == {"name": ("恒力", "恒力石化"), "city": ("苏州", "吴江")}
    sound(zhang)
    zhang.synced()
    doc = hq.records["company", company].doc
    assert (doc["name"], doc["city"]) == ("恒力石化", "吴江")
    assert states(zhang) == (0, 0)
    sound(zhang)


def test_other_fields_corrected_on_the_way_are_sent_too(
    zhang: Laptop, company: str, refused: OutboxItem, hq: SmallHq
) -> None:
    correct(zhang.store, refused.operation.op_id, {"name": "恒力石化", "address": "人民路1号"}, "zhang")
    zhang.synced()
    assert hq.records["company", company].doc["address"] == "人民路1号"
    assert states(zhang) == (0, 0)


def test_what_is_not_in_the_tray_cannot_be_settled(zhang: Laptop, company: str) -> None:
    for settle in (discard, send_again):
        with pytest.raises(RefusalGone):
            settle(zhang.store, ["0" * 32], "zhang")
    with pytest.raises(RefusalGone):
        correct(zhang.store, "0" * 32, {"name": "恒力"}, "zhang")


# ---- whatever is done
STEPS = st.lists(
    st.sampled_from(["edit", "bad", "again", "discard", "correct", "undo", "sync", "other", "delete"]),
    max_size=14,
)


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_whatever_is_done_the_store_is_sound_and_both_ends_agree(steps: list[str]) -> None:
    """The screen is headquarters' version and what waits on it, and everything ever typed is in history."""
    hq = SmallHq()
    with TemporaryDirectory() as folder, ExitStack() as ending:
        zhang, li = (open_laptop(Path(folder), name, SmallGateway(hq, name)) for name in ("zhang", "li"))
        for laptop in (zhang, li):
            ending.callback(laptop.store.close)
        company = zhang.create("company", name="恒力", city="苏州")
        zhang.synced()
        li.synced()
        typed: set[str] = set()
        for number, step in enumerate(steps):
            take(zhang, li, company, step, number, typed)
            assert zhang.store.integrity() == []
        for laptop in (zhang, zhang, li, zhang):
            discard_all(laptop)
            laptop.synced()
        assert zhang.store.content_hash() == li.store.content_hash()
        assert states(zhang) == (0, 0)
        history = zhang.store.history("company", company)
        assert typed <= {pair[1] for entry in history for pair in entry.fields.values()}


def discard_all(laptop: Laptop) -> None:
    if items := laptop.store.outbox(state="refused"):
        discard(laptop.store, [item.operation.op_id for item in items], laptop.name)


def take(zhang: Laptop, li: Laptop, company: str, step: str, number: int, typed: set[str]) -> None:
    """One step of the person, the colleague or the network."""
    refused = [item.operation.op_id for item in zhang.store.outbox(state="refused")]
    there = zhang.store.get("company", company)
    assert there is not None
    match step:
        case "edit" if not there.deleted:
            typed.add(f"路{number}")
            zhang.update("company", company, address=f"路{number}")
        case "bad" if not there.deleted:
            typed.add(f"城{number}")
            zhang.update("company", company, name=None, city=f"城{number}")
        case "delete" if not there.deleted:
            zhang.delete("company", company)
        case "again" if refused:
            send_again(zhang.store, refused[:1], "zhang")
        case "discard" if refused:
            discard(zhang.store, refused[:1], "zhang")
        case "correct" if refused:
            typed.add(f"名{number}")
            correct(zhang.store, refused[0], {"name": f"名{number}"}, "zhang")
        case "undo":
            zhang.store.undo(actor="zhang")
        case "other":
            li.update("company", company, website=f"w{number}")
            li.synced()
        case "sync":
            zhang.synced()
