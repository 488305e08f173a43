"""The records of the half-yearly service appraisal 服务测评 (systems.md D5)."""

from datetime import date
from typing import Any

from app.model.columns import Declared, data, day, integer, long_text, text
from app.model.record import Record


class AppraisalMark(Record):
    """测评表: what a firm or project says of one department, as its questionnaire has it.

    ``name``: the department; ``starts_on``: the first day of the half-year; ``given``: a mark of 0 to
    100 or a grade of the pack, as written; ``copies``: so many questionnaires say so (none: one). It stays
    with headquarters: who gave which mark is not for those who were marked.
    """

    __tablename__ = "appraisal_mark"
    schema = 3
    hq_people = True

    name: Declared[str | None] = text(required=True, column=1, form=1, search=True)
    starts_on: Declared[date | None] = day(required=True, column=2, form=2)
    given: Declared[str | None] = text(30, required=True, column=1, form=3)
    rater: Declared[str | None] = text(100, column=1, form=4, search=True)
    copies: Declared[int | None] = integer(column=2, form=5)
    note: Declared[str | None] = long_text(form=6, search=True)


class Appraisal(Record):
    """测评通报: the ranks of one half-year as headquarters published them; the newest of a half-year holds.

    ``results``: every department's mark, place and what follows (``app.services.scores.appraised``).
    """

    __tablename__ = "appraisal"
    schema = 3
    append_only = True
    withdrawable = True
    hq_people = True
    for_everybody = True

    title: Declared[str | None] = text(required=True, column=1, search=True)
    starts_on: Declared[date | None] = day(required=True, column=1)
    as_of: Declared[date | None] = day(required=True, column=1)
    pack: Declared[str | None] = text(60, required=True, column=2)
    pack_version: Declared[int | None] = integer(required=True, column=2)
    results: Declared[Any] = data()
