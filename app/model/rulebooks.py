"""The rules that headquarters publishes to every laptop: policy packs and tables of public holidays."""

from datetime import date
from typing import Any

from app.model.columns import Declared, choice, data, day, integer, text
from app.model.field import Merge
from app.model.record import Record

PACK, HOLIDAYS = "pack", "holidays"
SUBJECTS = (PACK, HOLIDAYS)


class Rulebook(Record):
    """规则: one version of a policy pack, or of the table of holidays, as headquarters published it.

    ``files``: text by file name. ``signature``: headquarters' Ed25519 signature over all of it in base64
    (``app.policy.rulebooks``). A version stays as it is: what was counted under it can be counted again.
    """

    __tablename__ = "rulebook"
    schema = 3
    hq_made = True

    title: Declared[str | None] = text(merge=Merge.HQ, required=True, column=1, search=True)
    about: Declared[str | None] = choice(*SUBJECTS, merge=Merge.HQ, required=True, column=1)
    name: Declared[str | None] = text(60, merge=Merge.HQ, required=True, column=2)
    version: Declared[int | None] = integer(merge=Merge.HQ, required=True, column=1)
    effective_on: Declared[date | None] = day(merge=Merge.HQ, required=True, column=1)
    until: Declared[date | None] = day(merge=Merge.HQ, column=2)
    files: Declared[Any] = data(merge=Merge.HQ, own=True)
    signature: Declared[str | None] = text(200, merge=Merge.HQ, own=True)
