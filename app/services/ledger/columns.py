"""Decides what each column of a table holds; the user may say otherwise, and is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.model.registry import KINDS as RECORD_KINDS
from app.services.ledger.grid import column_letter
from app.services.ledger.outgoing import is_marks
from app.services.ledger.tables import Table
from app.services.ledger.vocabulary import (
    CHANNEL_NOTE,
    EMPLOYER,
    EXACT,
    INVESTOR,
    NOTE,
    PERSON,
    PERSON_PHONE,
    SERIAL,
    Units,
    heading_scores,
    units_of_heading,
)

TAKEN_FROM = 72  # a lower score is shown as an alternative, but the column goes to the note
PARENT_WEIGHT = 0.7  # 投资情况 above 到位资金 says less than the heading itself
SAMPLES = 3
_REPEATABLE = frozenset({NOTE, SERIAL, PERSON_PHONE, "phones", CHANNEL_NOTE})
_SPECIAL = {
    "project": (INVESTOR, CHANNEL_NOTE, PERSON, PERSON_PHONE),
    "contact": (EMPLOYER,),
    "company": (),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it was taken for.

    ``target`` is a field of the table's kind, one of the special targets of ``vocabulary``, ``note`` or
    ``serial``. ``alternatives`` are (target, score 1 to 100), best first. ``units`` are the heading's own.
    """

    number: int  # counted from 0
    label: str
    target: str
    score: int
    alternatives: tuple[tuple[str, int], ...]
    samples: tuple[str, ...]
    units: Units
    remembered: bool = False

    @property
    def letter(self) -> str:
        """The column's name in the spreadsheet."""
        return column_letter(self.number)


def targets_of(kind: str) -> tuple[str, ...]:
    """Everything a column of a table of ``kind`` can be corrected to, in the order of the form."""
    fields = [field.name for field in RECORD_KINDS[kind].form_fields]
    references = {field.name for field in RECORD_KINDS[kind].references}
    plain = [name for name in fields if name not in references and name != NOTE]
    return (*_SPECIAL[kind], *plain, NOTE, SERIAL)


def target_label_key(kind: str, target: str) -> str:
    """Catalogue key of a target's name."""
    if target in RECORD_KINDS[kind].fields and target != NOTE:
        return f"field.{kind}.{target}"
    return f"import.target.{target}"


def choose_columns(
    table: Table,
    kind: str,
    *,
    remembered: Mapping[str, str],
    corrected: Mapping[int, str],
) -> tuple[Column, ...]:
    """What each column of ``table`` holds, taken for records of ``kind``.

    Args:
        remembered: label → target, from an earlier import of a table with the same headings.
        corrected: column number → target, what the user says now; it wins, and frees the target elsewhere.
    """
    allowed = set(targets_of(kind))
    columns = [_candidate(table, kind, number, label) for number, label in sorted(table.labels.items())]
    said = {c.number: corrected[c.number] for c in columns if corrected.get(c.number) in allowed}
    known = {c.number: remembered[c.label] for c in columns if remembered.get(c.label) in allowed}
    fixed = known | said
    used = {target for target in fixed.values() if target not in _REPEATABLE}
    chosen: dict[int, str] = dict(fixed)
    for column in sorted(columns, key=lambda c: (-c.score, c.number)):
        if column.number in chosen:
            continue
        chosen[column.number] = _first_free(column.alternatives, used)
        if chosen[column.number] not in _REPEATABLE:
            used.add(chosen[column.number])
    return tuple(
        replace(c, target=chosen[c.number], remembered=c.number in known and c.number not in said)
        for c in columns
    )


def _first_free(alternatives: Sequence[tuple[str, int]], used: set[str]) -> str:
    """The best target that is free; a second choice must fit exactly, not be the next best guess."""
    for place, (target, score) in enumerate(alternatives):
        if score >= (EXACT if place else TAKEN_FROM) and target not in used:
            return target
    return NOTE


def _candidate(table: Table, kind: str, number: int, label: str) -> Column:
    samples = dict.fromkeys(row.cells[number].text for row in table.rows if number in row.cells)
    alternatives = tuple(label_scores(kind, label).items())
    score = alternatives[0][1] if alternatives else 0
    return Column(number, label, NOTE, score, alternatives, tuple(samples)[:SAMPLES], units_of_heading(label))


def label_scores(kind: str, label: str) -> dict[str, int]:
    """Scores of a joined heading: its last part counts in full, the groups above it less."""
    if is_marks(label):
        return {SERIAL: EXACT}
    *groups, own = label.split("·")
    scores = dict(heading_scores(kind, own))
    for group in groups:
        for target, score in heading_scores(kind, group).items():
            scores[target] = max(scores.get(target, 0), round(score * PARENT_WEIGHT))
    for target, score in heading_scores(kind, label).items():
        scores[target] = max(scores.get(target, 0), score)
    return dict(sorted(scores.items(), key=lambda item: -item[1]))
