"""Tells pages what a committed change touched, once per commit, on the main thread."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.model.changes import ChangeSet

Refresh = Callable[[ChangeSet], None]
LATER = 60  # milliseconds: the page in view has been read and painted by then


class Subscription(QObject):
    """Refreshes one page: at once while it is visible, otherwise when it is shown again."""

    def __init__(self, page: QWidget, kinds: frozenset[str], refresh: Refresh) -> None:
        super().__init__(page)
        self._page, self._kinds, self._refresh = page, kinds, refresh
        self._missed: ChangeSet | None = None
        page.installEventFilter(self)

    @property
    def stale(self) -> bool:
        """Whether the page has missed a change it will catch up on."""
        return self._missed is not None

    def take(self, changes: ChangeSet) -> None:
        if self._kinds and not self._kinds & changes.kinds:
            return
        if self._page.isVisible():
            self._refresh(changes)
        else:
            self._missed = changes.joined([self._missed]) if self._missed else changes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and self._missed is not None:
            missed, self._missed = self._missed, None
            self._refresh(missed)
        return super().eventFilter(watched, event)


class ChangeHub(QObject):
    """Publishes change sets to pages; ``publish`` may be called from any thread."""

    published = Signal(object)
    """A change set was committed; always emitted on the main thread."""
    settled = Signal(object)
    """The same a moment later, all that came meanwhile as one: for counts and whatever else stands beside the
    page in view, which would have to share the processor with it.
    """
    _handed_over = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subscriptions: list[Subscription] = []
        self._unsettled: ChangeSet | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER)
        self._later.timeout.connect(self._settle)
        self._handed_over.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def settling(self) -> bool:
        """Whether ``settled`` is still to come."""
        return self._unsettled is not None

    def publish(self, changes: ChangeSet) -> None:
        """Tell everyone, once, after the commit. An empty change set is not worth telling."""
        if changes:
            self._handed_over.emit(changes)

    def subscribe(self, page: QWidget, kinds: Iterable[str], refresh: Refresh) -> Subscription:
        """Have ``refresh`` called for changes of ``kinds`` (none given = all) as long as ``page`` lives."""
        subscription = Subscription(page, frozenset(kinds), refresh)
        self._subscriptions.append(subscription)
        return subscription

    @Slot(object)
    def _tell(self, changes: ChangeSet) -> None:
        self._subscriptions = [one for one in self._subscriptions if isValid(one)]
        for one in list(self._subscriptions):
            if isValid(one):
                one.take(changes)
        self.published.emit(changes)
        self._unsettled = changes.joined([self._unsettled]) if self._unsettled else changes
        if not self._later.isActive():
            self._later.start()

    def _settle(self) -> None:
        if self._unsettled is not None:
            changes, self._unsettled = self._unsettled, None
            self.settled.emit(changes)
