"""What every page is given: the desk, the threads, the words and the ways to act. No globals."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.errors import OutpostError
from app.i18n import Translator
from app.model.changes import ChangeSet
from app.policy.pack import Text
from app.profile import ACTOR
from app.services import records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.node_plans import node_texts
from app.services.opened_files import OpenedFiles
from ui.background.change_hub import ChangeHub
from ui.background.database_thread import DatabaseThread
from ui.context.formats import Formats
from ui.context.headquarters import SyncRunner
from ui.context.preferences import Preferences
from ui.theme.theme import Theme

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """A toast: what happened, and whether undo takes it back (or ``link`` and ``act``)."""

    text: str
    undo: bool = False
    link: str = ""
    act: Callable[[], None] | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the composition root made, in one piece."""

    desk: Desk
    database: DatabaseThread
    hub: ChangeHub
    theme: Theme
    preferences: Preferences
    runner: SyncRunner
    profile: Path


class Context(QObject):
    """Handed explicitly to every page, component and dialog."""

    said = Signal(object)
    """Show this ``Said``."""
    record_asked = Signal(str, str)
    """Open the detail page of (kind, id)."""
    tab_asked = Signal(str, str, str)
    """Open the detail page of (kind, id) at this tab."""
    page_asked = Signal(str, str)
    """Go to a page, and to a tab of it or ""."""
    new_asked = Signal(str, object)
    """Make a record of this kind; a mapping of values to begin with."""
    trip_asked = Signal(object)
    """Make a trip, and plan visits on it to the companies of these ids."""
    capture_asked = Signal(object)
    """Quick capture: this ``Draft``, or where one left off (None)."""
    drafts_changed = Signal()
    """A begun line was kept or dropped."""
    stage_asked = Signal(str, str)
    """Move the project with this id, to this stage to begin with."""
    plan_asked = Signal(str)
    """Schedule the node plan of the project with this id backwards from its end."""
    leader_asked = Signal(str)
    """Put somebody in charge of the project with this id."""
    standards_asked = Signal(str)
    """Say what the project with this id is counted as."""
    approval_asked = Signal(str, str)
    """Open a form of assessment and approval (its name, the id of what it is about)."""
    brief_asked = Signal(str, str)
    """Preview the one-page brief 一页纸 of (kind, id)."""
    claim_asked = Signal(str, str)
    """Report first 首报 on the company or project (kind, id)."""
    merge_asked = Signal(str, str, str)
    """Compare two records of a kind, the first to be kept, and merge them."""
    duplicates_asked = Signal(str, str)
    """Show what may be recorded twice: of a kind or "" for all; with an id what resembles that record."""
    correct_asked = Signal(object, str)
    """Mend this refused change (an ``OutboxItem``); why it was refused, in words."""
    run_asked = Signal(object, str)
    """Show the details of a run of the sync; how it ended, in words."""
    import_asked = Signal(object)
    """Import this file, or ask for one (None)."""
    fill_asked = Signal(str, object)
    """Fill another office's form with the records of this kind with these ids, asking which form."""
    targets_asked = Signal(object)
    """Take a list of target enterprises in: from this file, or pasted (None)."""
    sync_asked = Signal(bool)
    """Sync now; True where the person has confirmed what the deletion brake reported."""
    dialog_asked = Signal(object)
    """Show this ``QDialog`` over the window."""
    unit_asked = Signal(str)
    """Show amounts in this unit from now on."""
    unit_changed = Signal()
    looks_asked = Signal()
    """Language or text size were chosen anew: the window builds itself again."""
    closing = Signal()
    """The window is about to close: hand in what is still being typed, while it can be written."""
    bug_met = Signal(object)
    """An exception that nobody expected."""

    def __init__(self, parts: Parts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.database, self.hub = parts.desk, parts.database, parts.hub
        self.theme, self.preferences, self.runner = parts.theme, parts.preferences, parts.runner
        self.profile = parts.profile
        self.settings = parts.desk.store.settings
        self.formats = Formats(lambda: self.theme.words, parts.preferences, self.today)
        self._node_texts: Mapping[str, Text] | None = None
        self.formats.node_texts = self.node_texts
        self.hub.published.connect(self._changed)
        self._closed = False
        self.opened = OpenedFiles(parts.profile)

    def node_texts(self) -> Mapping[str, Text]:
        """Title → what a node of plans is called in both languages; read anew after new rules came."""
        if self._node_texts is None:
            self._node_texts = node_texts(self.desk)
        return self._node_texts

    def _changed(self, changes: ChangeSet) -> None:
        if "rulebook" in changes.kinds:
            self._node_texts = None

    def today(self) -> date:
        """The calendar day in China."""
        return self.desk.today()

    def become(self, name: str) -> None:
        """Headquarters knows the officer by this name: history says it from now on."""
        if name and name != self.desk.actor:
            self.desk = Desk(self.desk.store, name)
            self.keep(ACTOR, name)

    @property
    def words(self) -> Translator:
        return self.theme.words

    def tr(self, key: str, /, **values: object) -> str:  # type: ignore[override]
        """A text of the catalogue; Qt's own ``tr`` of the same name translates from files we do not have."""
        return self.theme.words.tr(key, **values)

    # ---- reading and writing
    def read(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        *,
        key: Hashable | None = None,
        owner: QObject | None = None,
        on_error: Callable[[BaseException], None] | None = None,
        glance: bool = False,
        after: int = 0,
    ) -> None:
        """Scan or sort on the database thread; ``on_done`` runs on the main thread.

        ``glance``: what somebody is typing for; it waits for nothing that was handed in before. ``after``:
        milliseconds until it is begun, if it is still the latest of its ``key`` then.
        """
        if not self._closed:
            failed = on_error or self.trouble
            self.database.submit(work, on_done, failed, key=key, owner=owner, glance=glance, after=after)

    def change(
        self,
        work: Callable[[], T],
        *,
        changes: Callable[[T], ChangeSet],
        done: Callable[[T], None] | None = None,
        refused: Callable[[InvalidRecord], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        said: str = "",
    ) -> None:
        """Write on the database thread, tell every page, say what happened with an undo link.

        ``refused`` gets what a service did not take; without it that is shown like any known trouble, which
        ``failed`` may take instead.
        """

        def finished(result: T) -> None:
            self.hub.publish(changes(result))
            if said:
                self.said.emit(Said(said, undo=True))
            if done is not None:
                done(result)

        def not_done(error: BaseException) -> None:
            if refused is not None and isinstance(error, InvalidRecord):
                refused(error)
            else:
                (failed or self.trouble)(error)

        if not self._closed:
            self.database.submit(work, finished, not_done)

    def keep(self, name: str, value: Any) -> None:
        """Keep a small value in the store's settings; None forgets it."""
        settings = self.settings
        work = (lambda: settings.remove(name)) if value is None else (lambda: settings.set(name, value))
        if not self._closed:
            self.database.submit(work, None, self.trouble)

    # ---- saying
    def say(self, text: str, *, undo: bool = False) -> None:
        self.said.emit(Said(text, undo=undo))

    def trouble(self, error: BaseException) -> None:
        """Known trouble becomes a sentence; anything else a report."""
        if isinstance(error, OutpostError):
            self.said.emit(Said(self.sentence(error)))
        else:
            self.bug_met.emit(error)

    def sentence(self, error: OutpostError) -> str:
        """What happened and what to do."""
        if isinstance(error, InvalidRecord):
            return self.formats.reason(error.problems[0].reason)
        return self.tr(error.key, **error.params) if self.words.has(error.key) else str(error)

    def label(self, label: str) -> str:
        """The label of an undo step in words: ``create.project`` → 新建项目."""
        action, _, kind = label.partition(".")
        if self.words.has(f"ui.done.{label}"):
            return self.tr(f"ui.done.{label}")
        if kind and self.words.has(f"ui.done.{action}") and self.words.has(f"kind.{kind}"):
            return self.tr(f"ui.done.{action}", kind=self.formats.kind(kind))
        return label

    # ---- undo
    def undo(self) -> None:
        self._step(records.undo, "ui.undone", redo=True)

    def redo(self) -> None:
        self._step(records.redo, "ui.redone", redo=False)

    def _step(self, step: Callable[[Desk], Any], key: str, *, redo: bool) -> None:
        def done(undone: Any) -> None:
            self.hub.publish(undone.changes)
            text = self.tr(key, what=self.label(undone.label))
            if undone.kept:
                text += self.tr("ui.undone.kept", count=len(undone.kept))
            if undone.lasting:
                what = self.formats.listed([self.label(one) for one in dict.fromkeys(undone.lasting)])
                text += self.tr("ui.undone.lasting", what=what)
            if redo:
                self.said.emit(Said(text, link=self.tr("ui.redo"), act=self.redo, hint="Ctrl+Y"))
            else:
                self.said.emit(Said(text, undo=True))

        self.read(lambda: step(self.desk), done)

    # ---- names of referenced records
    def names(self, wanted: Sequence[tuple[str, str]]) -> dict[str, str]:
        """Titles of (kind, id) pairs by id, read in one go for each kind; cheap for a window of rows."""
        by_kind: dict[str, list[str]] = {}
        for kind, id in dict.fromkeys(wanted):
            by_kind.setdefault(kind, []).append(id)
        found: dict[str, str] = {}
        for kind, ids in by_kind.items():
            found |= {row.id: self.formats.title(row) for row in self.desk.store.rows(kind, ids)}
        return found

    def close(self) -> None:
        """Remove what was decrypted for other programs; nothing is asked of the store any more."""
        self._closed = True
        self.opened.wipe()
