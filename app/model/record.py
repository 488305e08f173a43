"""What every record has: its id, who made it and when, and the columns that never leave the laptop."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Boolean, Index, Integer, MetaData, String, Table

from app.model.columns import Declared, Instant, Json, instant, text
from app.model.field import Merge

EVERYBODY = "*"  # the unit of records that every laptop holds
METADATA = MetaData()


class Record:
    """Base of every record kind; the table's name is the kind's name.

    Fields (columns with a ``Field``) travel; ``rev``, ``deleted``, ``changed_at`` and ``changed_by``
    describe the row itself; ``extra`` carries fields that a newer version knows and this one does not.
    Rows are read as ``app.model.row.Row``: these classes only declare. ``hq_made``: only headquarters makes
    and removes records of the kind. ``append_only``: once written they stay as they are; only what
    they hang on (their references) may change, because duplicates are merged; ``withdrawable``: they may be
    deleted all the same, and brought back. ``hq_people``: only people of headquarters write records of the
    kind. ``for_everybody``: they lie in no unit, every laptop holds them. ``home``: the field that names the
    unit which a new record lies in, where its author may write there; ``home_follows``: and it goes to
    another one that is named later. ``common``: what headquarters' people write of the kind is everybody's to
    read, and theirs alone to change. ``schema``: the one with which the kind
    came.
    """

    __tablename__: ClassVar[str]
    __table__: ClassVar[Table]
    hq_made: ClassVar[bool] = False
    append_only: ClassVar[bool] = False
    withdrawable: ClassVar[bool] = False
    hq_people: ClassVar[bool] = False
    for_everybody: ClassVar[bool] = False
    home: ClassVar[str] = ""
    home_follows: ClassVar[bool] = False
    common: ClassVar[bool] = False
    schema: ClassVar[int] = 1

    id: Declared[str] = Declared(String(36), key=True)
    rev: Declared[int] = Declared(Integer(), empty=0)
    deleted: Declared[bool] = Declared(Boolean(), empty=False)
    extra: Declared[dict[str, Any] | None] = Declared(Json())
    changed_at: Declared[datetime | None] = Declared(Instant())
    changed_by: Declared[str | None] = Declared(String())

    unit_id: Declared[str | None] = text(36, merge=Merge.HQ, own=True)
    created_at: Declared[datetime | None] = instant(merge=Merge.HQ, own=True)
    created_by: Declared[str | None] = text(100, merge=Merge.HQ, own=True)

    def __init_subclass__(cls) -> None:
        declared = vars(cls) | {name: one for name, one in vars(Record).items() if isinstance(one, Declared)}
        columns = [one.column(name) for name, one in declared.items() if isinstance(one, Declared)]
        live = Index(f"{cls.__tablename__}_live", "deleted", "id")
        cls.__table__ = Table(cls.__tablename__, METADATA, *columns, live)
