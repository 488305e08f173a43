"""What a plan looks like to the person who decides about it: frozen data for the ui and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.i18n import Translator
from app.reasons import Reason
from app.rules.amounts import Unit
from app.services.ledger.columns import Column
from app.services.ledger.drafts import Draft, RowDraft
from app.services.ledger.duplicates import Likeness
from app.services.ledger.tables import Table


class Choice(StrEnum):
    """What is to be done with a row."""

    NEW = "new"
    MERGE = "merge"  # fill the empty fields of the existing record, keep the rest in its note
    SKIP = "skip"  # no record; the row's text stays in the import's leftovers

    @property
    def label_key(self) -> str:
        """Catalogue key of the choice's name."""
        return f"import.choice.{self}"


class Level(StrEnum):
    """How much a notice matters."""

    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the user wants otherwise. Tables by ``Table.key``, rows by ``RowDraft.key``."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, int], str] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellRef:
    """Where something was noticed; ``column`` is a letter, both are empty for a whole file or sheet."""

    sheet: str
    row: int = 0
    column: str = ""
    label: str = ""
    text: str = ""

    @property
    def place(self) -> str:
        """``H11``, or ``11`` for a whole row."""
        return f"{self.column}{self.row or ''}"


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of trouble and every place of it; ``reason`` is the first place's."""

    level: Level
    reason: Reason
    cells: tuple[CellRef, ...]

    def sentence(self, translator: Translator, *, shown: int = 3) -> str:
        """The reason with its first ``shown`` places (``H11、H19、H28 等 5 处``)."""
        reason = translator.tr(self.reason.key, **self.reason.params)
        places = [cell.place for cell in self.cells if cell.place]
        if not places:
            return reason
        named = "、".join(places[:shown])
        if len(places) <= shown:
            return translator.tr("import.notice.places", reason=reason, places=named)
        return translator.tr("import.notice.many", reason=reason, places=named, count=len(places))


@dataclass(frozen=True, slots=True)
class PlannedDraft:
    """One record to be; ``into`` is an existing record's id, or the key of an earlier draft of the file."""

    draft: Draft
    choice: Choice
    into: str = ""
    likeness: Likeness | None = None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row: its cells (``row.cells``), its records, what may be chosen and what is chosen."""

    row: RowDraft
    records: tuple[PlannedDraft, ...]
    choice: Choice
    allowed: tuple[Choice, ...]
    warnings: tuple[Reason, ...] = ()  # about the row as a whole
    remarks: tuple[Reason, ...] = ()  # the same, where all is well (the person is known and will be merged)

    @property
    def key(self) -> str:
        """Names the row in ``Corrections.choices``."""
        return self.row.key


@dataclass(frozen=True, slots=True)
class PlannedCompany:
    """A company the file names; ``existing`` is the id of the one it is, ``draft`` the row describing it."""

    identity: str
    name: str
    rows: tuple[str, ...]  # keys of the rows that name it, the first is its source
    existing: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """One table with what its columns were taken for."""

    table: Table
    kind: str
    columns: tuple[Column, ...]
    rows: tuple[PlannedRow, ...]
    hidden: bool = False

    @property
    def key(self) -> str:
        """Names the table in ``Corrections``."""
        return self.table.key

    @property
    def kind_key(self) -> str:
        """Catalogue key of what the table holds (its records, in the plural)."""
        return f"import.kind.{self.kind}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of one kind will be made, filled up, or left out."""

    new: int = 0
    merged: int = 0
    skipped: int = 0
