"""What people do in a simulated year, a plain record for each deed: the raw list that both sides start from.

Nothing here knows the product. ``name`` is a project's; amounts in 万元, foreign ones in 万美元.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done on a day; deeds of one day come in the order of the list."""

    day: date


@dataclass(frozen=True, slots=True)
class Lead(Deed):
    """A project is written down, in ``stage`` with the dates it has by then."""

    name: str
    unit: str
    finder: str
    leader: str
    facts: Mapping[str, object]
    stage: str = "lead"
    dates: Mapping[str, date] | None = None
    contract: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Approve(Deed):
    """An application goes the whole route of the pack and passes."""

    name: str
    land: Decimal


@dataclass(frozen=True, slots=True)
class Move(Deed):
    """A project moves; ``dates`` are filled with it, None takes one away, ``contract`` likewise."""

    name: str
    after: str
    dates: Mapping[str, date | None]
    contract: Decimal | None = None
    reason: str = ""
    exit_reason: str = ""


@dataclass(frozen=True, slots=True)
class Sheet(Deed):
    """A source's figures of a month are pasted: (project, component) → the figure of the cell."""

    month: date
    source: str
    cells: Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Enter(Deed):
    """One line with its details, added to what the cell has; ``foreign`` at ``rate`` in place of yuan."""

    month: date
    name: str
    component: str
    amount: Decimal
    rate: Decimal | None = None
    real_estate: bool = False


@dataclass(frozen=True, slots=True)
class Correct(Deed):
    """The right figure of a cell of a published month; it is booked in the first month still open."""

    month: date
    name: str
    component: str
    source: str
    right: Decimal


@dataclass(frozen=True, slots=True)
class Lock(Deed):
    """A month is published for everybody."""

    month: date


@dataclass(frozen=True, slots=True)
class HandOver(Deed):
    """Another unit answers for a project from now on."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Recount(Deed):
    """It turns out that a project is of another kind than was written down."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Share(Deed):
    """A credit of a project is shared by percent."""

    name: str
    credit: str
    shares: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Judge(Deed):
    """A lead is judged valuable or not; the latest judgement up to a day counts on that day."""

    name: str
    finder: str
    valuable: bool


@dataclass(frozen=True, slots=True)
class Aim(Deed):
    """A target: so much of ``measure`` in the period that begins on ``starts``."""

    owner: str
    name: str
    measure: str
    period: str
    starts: date
    amount: Decimal | None
    unit: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Commit(Deed):
    """A fund gives a project a stake or seed money."""

    name: str
    fund: str
    stake: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tax(Deed):
    """A headquarters project returned taxes in a year."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Register(Deed):
    """A project is pre-registered 预入库, or verified 核定."""

    name: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Mark(Deed):
    """A unit is criticised, or vetoed for something else."""

    unit: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Post(Deed):
    """A stationed office's term begins."""

    office: str
    starts: date


@dataclass(frozen=True, slots=True)
class Publish(Deed):
    """Headquarters publishes a version of the rules; everybody syncs."""

    version: int


@dataclass(frozen=True, slots=True)
class Year:
    """``units`` by sort: city_unit, stationed_office, county_unit."""

    seed: int
    units: Mapping[str, tuple[str, ...]]
    deeds: tuple[Deed, ...]
