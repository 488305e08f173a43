"""When the desktop syncs by itself, and what the real runner says while working alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.model.changes import ChangeSet
from sync.client.errors import Busy, NotEnrolled, Offline, PlainHttpRefused, SyncError
from sync.client.gateway import Traffic
from sync.client.report import SyncReport, Tally
from tests.fakes.desks import empty_store
from ui.background.sync_worker import SyncOutcome
from ui.context.headquarters import Headquarters, Invitation, RunOutcome, Timetable


def ended(error: SyncError | None) -> SyncOutcome:
    now = datetime.now(UTC)
    report = SyncReport("run", now, now, Tally(), Traffic(), ChangeSet(frozenset()), error=error)
    return SyncOutcome(report=RunOutcome(report))


def test_alone_the_clock_does_not_count() -> None:
    timetable = Timetable(waiting_for_enrolment=True)
    assert timetable(None) is None
    timetable.saved()
    assert timetable(None) is None
    timetable.enrolled()
    assert timetable(None) is not None


def test_a_start_syncs_within_half_a_minute() -> None:
    delay = Timetable(waiting_for_enrolment=False)(None)
    assert delay is not None and 0 <= delay <= 30


def test_after_a_good_run_a_save_is_sent_in_seconds() -> None:
    timetable = Timetable(waiting_for_enrolment=False)
    good = ended(None)
    quiet = timetable(good)
    assert quiet is not None and quiet > 100
    timetable.saved()
    soon = timetable(good)
    assert soon is not None and soon <= 2.1


def test_failures_wait_and_busy_headquarters_is_heard() -> None:
    timetable = Timetable(waiting_for_enrolment=False)
    failed = timetable(ended(Offline(host="hq")))
    assert failed is not None and failed <= 5
    busy = timetable(ended(Busy(60)))
    assert busy is not None and 55 <= busy <= 90
    raised = timetable(SyncOutcome(error=Offline(host="hq")))
    assert raised is not None and raised <= 20


def test_the_real_runner_alone(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    runner = Headquarters(store)
    assert runner.enrolled() is None
    with pytest.raises(NotEnrolled):
        runner.run()
    with pytest.raises(PlainHttpRefused):
        runner.enrol(Invitation("http://hq.example.gov.cn", "ABCD"))
    store.close()
