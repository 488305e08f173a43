"""What counts of a project's funds in whole numbers of fen, for thousands of projects at once.

The same as ``app.rules.recognition`` and ``app.rules.attribution`` say of one month at a time, rounded at the
same places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm

from app.policy.pack import Pack
from app.rules.attribution import Carried, Credit, Rulings
from app.rules.fund_ledger import Component
from app.rules.recognition import BASES, Standards

Share = tuple[int, int]
"""Numerator and denominator."""
_WHOLE = (1, 1)
_ALL_ON_LANDING = ((Credit.LANDING, _WHOLE),)


@dataclass(frozen=True, slots=True)
class Weights:
    """``parts``: which of the components (in their order) are the basis; the shares are those of
    ``Standards``, ``carried`` what each credit of the pack carries, ``since`` the first month that counts.
    """

    parts: tuple[int, ...]
    coefficient: Share
    unit_share: Share
    carried: tuple[tuple[Credit, Share], ...]
    county_share: Share | None
    since: date | None = None

    @property
    def is_undivided(self) -> bool:
        """Whether all of it goes to one unit where nothing was ruled on."""
        return self.carried == _ALL_ON_LANDING

    def of(self, amounts: Sequence[int]) -> tuple[int, int]:
        """What of a month counts for those who brought the project, and in the book of the county it landed
        in; both in the unit of ``amounts``, of which there is one for each component.
        """
        if not self.coefficient[0]:
            return 0, 0
        recognised = part(sum([amounts[at] for at in self.parts]), self.coefficient)
        county = 0 if self.county_share is None else part(recognised, self.county_share)
        return part(recognised, self.unit_share), county

    def by_unit(self, amount: int, rulings: Rulings, default: str) -> dict[str, int]:
        """``amount`` as the credits carry it; whoever ``default`` names has those that were not ruled on.

        Nobody has more than all of it.
        """
        if self.is_undivided and not rulings:
            return {default: amount} if amount else {}
        found: dict[str, int] = {}
        for credit, carries in self.carried:
            carried = part(amount, carries)
            ruled = rulings.get(credit) if carried else None
            for unit, one in (split(carried, ruled) if ruled else {default: carried}).items():
                if one:
                    found[unit] = found.get(unit, 0) + one
        return {unit: amount if abs(one) > abs(amount) else one for unit, one in found.items()}


def weights(pack: Pack, standards: Standards) -> Weights:
    """What ``standards`` come to."""
    components = BASES.get(standards.basis, tuple(Component))
    order = list(Component)
    carried = [(Credit(row.id), row.results[Carried.AMOUNTS]) for row in pack.table("credits").rows]
    return Weights(
        tuple(order.index(one) for one in components),
        _share(standards.coefficient or Decimal(0)),
        _share(standards.unit_share),
        tuple((credit, _share(one)) for credit, one in carried if isinstance(one, Decimal) and one),
        None if standards.county_share is None else _share(standards.county_share),
        standards.since,
    )


def part(amount: int, share: Share) -> int:
    """``share`` of ``amount``, rounded half up, the sign aside."""
    if share == _WHOLE:
        return amount
    over, under = share
    whole = (2 * abs(amount) * over + under) // (2 * under)
    return -whole if amount < 0 else whole


def split(amount: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """``amount`` in whole parts that add up to it, as ``attribution.split`` does; ``shares`` make one."""
    under = lcm(*(share.denominator for share in shares.values()))
    parts = {
        name: divmod(abs(amount) * share.numerator * (under // share.denominator), under)
        for name, share in shares.items()
    }
    counts = {name: whole for name, (whole, _) in parts.items()}
    left = abs(amount) - sum(counts.values())
    for name in sorted(parts, key=lambda name: -parts[name][1])[:left]:
        counts[name] += 1
    return {name: -count if amount < 0 else count for name, count in counts.items()}


def _share(value: Decimal) -> Share:
    return value.as_integer_ratio()
