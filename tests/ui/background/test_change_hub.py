"""One signal per commit, on the main thread; hidden pages catch up when shown."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.model.changes import SYNC, ChangeSet
from ui.background.change_hub import ChangeHub


def changes(*ids: tuple[str, str], origin: str = "local") -> ChangeSet:
    return ChangeSet(frozenset(ids), origin)


@pytest.fixture
def hub(qapp: QCoreApplication) -> ChangeHub:
    return ChangeHub()


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_one_signal_per_change_set(qtbot: QtBot, hub: ChangeHub) -> None:
    told: list[ChangeSet] = []
    hub.published.connect(told.append)
    change = changes(("project", "1"), ("project", "2"), ("visit", "3"))
    with qtbot.waitSignal(hub.published):
        hub.publish(change)
    assert told == [change]


def test_publishing_from_another_thread_arrives_on_this_one(
    qtbot: QtBot, hub: ChangeHub, page: QWidget
) -> None:
    threads: list[str] = []
    hub.subscribe(page, ["project"], lambda _: threads.append(threading.current_thread().name))
    worker = threading.Thread(target=lambda: hub.publish(changes(("project", "1"), origin=SYNC)))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == ["MainThread"]


def test_nothing_is_told_about_nothing(qtbot: QtBot, hub: ChangeHub) -> None:
    with qtbot.assertNotEmitted(hub.published, wait=20):
        hub.publish(changes())


def test_a_visible_page_refreshes_only_for_its_kinds(qtbot: QtBot, hub: ChangeHub, page: QWidget) -> None:
    refreshed: list[ChangeSet] = []
    hub.subscribe(page, ["project"], refreshed.append)
    with qtbot.waitSignal(hub.published):
        hub.publish(changes(("contact", "9")))
    assert refreshed == []
    with qtbot.waitSignal(hub.published):
        hub.publish(changes(("contact", "9"), ("project", "1")))
    assert len(refreshed) == 1


def test_no_kinds_means_every_kind(qtbot: QtBot, hub: ChangeHub, page: QWidget) -> None:
    refreshed: list[ChangeSet] = []
    hub.subscribe(page, [], refreshed.append)
    with qtbot.waitSignal(hub.published):
        hub.publish(changes(("trip", "1")))
    assert len(refreshed) == 1


def test_a_hidden_page_is_stale_and_catches_up_once(qtbot: QtBot, hub: ChangeHub, page: QWidget) -> None:
    refreshed: list[ChangeSet] = []
    subscription = hub.subscribe(page, ["project", "visit"], refreshed.append)
    page.hide()
    for change in (changes(("project", "1")), changes(("visit", "2"), origin=SYNC)):
        with qtbot.waitSignal(hub.published):
            hub.publish(change)
    assert subscription.stale
    assert refreshed == []
    page.show()
    assert [one.ids for one in refreshed] == [frozenset({("project", "1"), ("visit", "2")})]
    page.hide()
    page.show()
    assert len(refreshed) == 1, "not stale any more"


def test_a_page_that_is_gone_is_forgotten(qtbot: QtBot, hub: ChangeHub) -> None:
    page, refreshed = QWidget(), list[ChangeSet]()
    page.show()
    hub.subscribe(page, [], refreshed.append)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    with qtbot.waitSignal(hub.published):
        hub.publish(changes(("project", "1")))
    assert refreshed == []


def test_what_stands_beside_the_page_is_told_later_and_once(qtbot: QtBot, hub: ChangeHub) -> None:
    told: list[ChangeSet] = []
    hub.settled.connect(told.append)
    with qtbot.waitSignal(hub.published):
        hub.publish(changes(("project", "1")))
    assert told == [] and hub.settling, "the page in view comes first"
    hub.publish(changes(("visit", "3")))
    qtbot.waitUntil(lambda: not hub.settling)
    assert [set(one.ids) for one in told] == [{("project", "1"), ("visit", "3")}]
