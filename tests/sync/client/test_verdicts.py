"""Which operations may leave the outbox, and when."""

from app.store.captured import Captured
from sync.client.report import Tally
from sync.client.verdicts import Taken, Verdicts
from sync.protocol.messages import Status, Verdict

COMPANY = ("company", "c1")


def captured(number: int, id: str = "c1", kind: str = "company") -> Captured:
    said = f'{{"city":[null,"城{number}"]}}'.encode()
    return Captured(number, f"op{number}", kind, id, "update", 1, 0, said, "pending")


def said(number: int, status: Status, rev: int = 5, *, exact: bool = False) -> Verdict:
    return Verdict(f"op{number}", status, rev, exact, "hq.refused.required" if status == "refused" else "")


def taken_in(*verdicts: Verdict) -> tuple[Verdicts, Tally]:
    verdicts_of_run, tally = Verdicts(), Tally()
    sent = [captured(int(verdict.op_id[2:])) for verdict in verdicts]
    verdicts_of_run.take_in(sent, verdicts, tally)
    return verdicts_of_run, tally


def test_exact_ones_are_ready_and_others_wait_for_their_row() -> None:
    exact, _ = taken_in(said(1, "applied", exact=True), said(2, "applied", exact=True))
    merged, tally = taken_in(said(1, "applied", exact=True), said(2, "merged"), said(3, "conflict"))

    assert [one.captured.op_id for one in exact.exact[COMPANY]] == ["op1", "op2"]
    assert merged.exact == {}
    assert [one.captured.op_id for one in merged.awaiting[COMPANY]] == ["op1", "op2", "op3"]
    assert merged.blocked(captured(4)) and not exact.blocked(captured(4))
    assert (tally.sent, tally.conflicts) == (3, 1)


def test_a_doubled_operation_is_never_exact() -> None:
    verdicts, _ = taken_in(said(1, "duplicate", exact=True))
    assert verdicts.exact == {} and COMPANY in verdicts.awaiting


def test_one_without_a_verdict_or_put_off_blocks_its_record_for_this_run() -> None:
    verdicts = Verdicts()
    verdicts.take_in([captured(1), captured(2, "c2")], [said(2, "later")], Tally())

    assert verdicts.blocked(captured(3)) and verdicts.blocked(captured(3, "c2"))
    assert not verdicts.blocked(captured(3, "c3"))
    assert (verdicts.exact, verdicts.awaiting, verdicts.refused) == ({}, {}, {})


def test_a_refused_one_keeps_its_reason_and_blocks_nothing() -> None:
    verdicts, tally = taken_in(said(1, "refused"))
    assert verdicts.refused["op1"].key == "hq.refused.required"
    assert not verdicts.blocked(captured(2))
    assert (tally.sent, tally.refused) == (0, 1)


def test_a_row_settles_what_it_contains_and_leaves_the_rest() -> None:
    verdicts, _ = taken_in(said(1, "merged", rev=5), said(2, "merged", rev=7))

    assert [one.captured.op_id for one in verdicts.arrived(COMPANY, 6)] == ["op1"]
    assert verdicts.blocked(captured(3))
    assert [one.captured.op_id for one in verdicts.arrived(COMPANY, 7)] == ["op2"]
    assert not verdicts.blocked(captured(3))


def test_a_record_that_left_settles_everything_of_it() -> None:
    verdicts, _ = taken_in(said(1, "merged", rev=5), said(2, "merged", rev=7))
    assert len(verdicts.arrived(COMPANY, None)) == 2


def test_at_the_end_of_the_feed_nothing_is_left_waiting() -> None:
    verdicts, _ = taken_in(said(1, "merged", rev=5))
    verdicts.settle_by_hand()

    assert verdicts.exact == {COMPANY: [Taken(captured(1), 5, by_hand=True)]}
    assert not verdicts.blocked(captured(2))


def test_choices_are_taken_back_only_for_cards_that_are_nowhere() -> None:
    verdicts = Verdicts()
    sent = [captured(1, "k1", "conflict"), captured(2, "k2", "conflict"), captured(3)]
    verdicts.take_in(sent, [said(number, "later") for number in (1, 2, 3)], Tally())

    verdicts.give_up_on_cards(lambda ids: {"k2"})

    assert set(verdicts.refused) == {"op1"}
