"""What industry and guidance funds have left, and how much one project may still have (systems.md C11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.policy.pack import Pack
from app.policy.table import Row

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a fund gives a project, 万元; ``stake``: equity or seed."""

    fund: str
    project: str
    stake: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Balance:
    """A fund of the pack: ``size``, what is ``committed`` of it by stake, and projects above the cap.

    ``cap`` None: one project may have any share of it. ``over`` are (project, what it has).
    """

    fund: str
    size: Decimal
    cap: Decimal | None
    by_stake: Mapping[str, Decimal]
    projects: int
    over: tuple[tuple[str, Decimal], ...]
    row: Row

    @property
    def committed(self) -> Decimal:
        """All that is committed."""
        return sum(self.by_stake.values(), ZERO)

    @property
    def left(self) -> Decimal:
        """What is left; below zero where more was committed than there is."""
        return self.size - self.committed


def balances(pack: Pack, commitments: Iterable[Commitment]) -> list[Balance]:
    """Every fund of the pack, in its order; commitments of funds the pack does not have are left out."""
    table = pack.tables.get("funds")
    if table is None:
        return []
    of_fund: dict[str, list[Commitment]] = defaultdict(list)
    for one in commitments:
        of_fund[one.fund].append(one)
    return [_balance(row, of_fund[row.id]) for row in table.rows]


def _balance(row: Row, commitments: Iterable[Commitment]) -> Balance:
    by_stake: dict[str, Decimal] = defaultdict(Decimal)
    by_project: dict[str, Decimal] = defaultdict(Decimal)
    for one in commitments:
        by_stake[one.stake] += one.amount
        by_project[one.project] += one.amount
    size, cap = row.results["size"], row.results.get("per_project")
    assert isinstance(size, Decimal)
    most = cap if isinstance(cap, Decimal) else None
    over = tuple((id, has) for id, has in by_project.items() if most is not None and has > most)
    return Balance(row.id, size, most, dict(by_stake), len(by_project), over, row)
