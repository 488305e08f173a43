"""Reads the line being typed: at every key by what is in memory, then again by what the store knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from app.model.changes import ChangeSet
from app.rules.capture.corrections import Corrections
from app.rules.capture.grammar import load_tables, read_capture
from app.rules.capture.slots import Capture, Known, Slot
from app.services.capture import Chosen, foresee
from app.services.claims import check_claim
from app.services.foreseen import Foreseen
from app.services.known_names import KnownNames
from ui.components.claim_strip import Claimed, load_claimed
from ui.context.context import Context

LONGEST = 600  # characters that are read at every key; what lies behind them stays text
PAUSE = 50  # milliseconds without a key: asking while one types would make the next key wait


@dataclass(frozen=True)
class Reading:
    """A line as understood, set right, with what the store knows of it (None: not asked yet)."""

    capture: Capture
    corrections: Corrections
    foreseen: Foreseen | None = None
    claimed: Claimed = field(default_factory=Claimed)


class CaptureReader(QObject):
    """One for a window: it keeps the names of the firms, and follows changes to them."""

    changed = Signal()
    """Names have come: read the line again."""
    answered = Signal(object)
    """A ``Reading`` with what the store knows of the last line."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._names: KnownNames | None = None
        self._people: Mapping[str, str] = {}
        ctx.hub.published.connect(self._follow)

    def prepare(self) -> None:
        """Read the names of the firms, once, on the database thread."""
        if self._names is None:
            desk = self._ctx.desk
            self._ctx.read(lambda: KnownNames.load(desk), self._take_names, key=("names", id(self)))
            self._ctx.read(load_tables, lambda _none: None, glance=True)  # not at the first keys

    def read(self, line: str, corrections: Corrections) -> Capture:
        """What the line says by the names known so far; a few milliseconds."""
        companies = self._names.companies if self._names is not None else {}
        known = Known(companies, self._people)
        today = self._ctx.today()
        capture = read_capture(line[:LONGEST], today, known)
        if len(line) > LONGEST:
            capture = replace(capture, line=line, rest=f"{capture.rest}{line[LONGEST:]}")
        return corrections.applied(capture, today)

    def ask(self, capture: Capture, corrections: Corrections, chosen: Chosen) -> None:
        """Ask the store about the line; ``answered`` or ``changed`` follows. The last question counts."""
        ctx, names = self._ctx, self._names

        def asked() -> tuple[Mapping[str, str], Reading]:
            people = names.around(ctx.desk, capture.line).people if names is not None else {}
            foreseen = foresee(ctx.desk, capture, chosen)
            return people, Reading(capture, corrections, foreseen, _claimed(ctx, capture, foreseen))

        ctx.read(asked, self._take, key=("capture", id(self)), owner=self, glance=True, after=PAUSE)

    # ---- inside
    def _take_names(self, names: KnownNames) -> None:
        self._names = names
        self.changed.emit()

    def _take(self, found: tuple[Mapping[str, str], Reading]) -> None:
        people, reading = found
        if not people.keys() <= self._people.keys():
            self._people = {**self._people, **people}
            self.changed.emit()
            return
        self.answered.emit(reading)

    def _follow(self, changes: ChangeSet) -> None:
        names, desk = self._names, self._ctx.desk
        if names is not None and "company" in changes.kinds:
            self._ctx.read(lambda: names.after(desk, changes), self._replace_names)

    def _replace_names(self, names: KnownNames) -> None:
        self._names = names


def _claimed(ctx: Context, capture: Capture, foreseen: Foreseen) -> Claimed:
    """Who has the firm the line is about 撞单, as far as this laptop knows."""
    name = capture.first(Slot.COMPANY)
    if name is None:
        return Claimed()
    row = foreseen.companies.get(name)
    if row is not None:
        return load_claimed(ctx, "company", row.id)
    return Claimed(checked=check_claim(ctx.desk, str(name)))
