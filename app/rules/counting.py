"""What of a project counts, and how much (systems.md C2), and whose it is by where it landed (B10, C10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.policy.cases import Case, exact, read_case
from app.policy.pack import Pack
from app.policy.table import Decision, FactsMissing

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """``recognised`` = ``amount`` of the ``basis`` × ``coefficient``, in 万元; without a coefficient the
    project does not count and ``recognised`` is 0. ``basis_from``: the fact the amount was told under.
    """

    coefficient: Decimal | None
    basis: str
    basis_from: str
    amount: Decimal | None
    recognised: Decimal
    decision: Decision
    case: Case


def count(pack: Pack, raw: Mapping[str, object]) -> Counted:
    """The recognised amount. Where the actual investment is not told apart, the investment stands for it.

    Raises:
        FactUnknown, FactUnusable, FactsMissing, NoSuchTable: as they say.
    """
    case = read_case(pack, raw, ["coefficients"])
    decision = pack.table("coefficients").decide(case.values)
    coefficient, basis = decision.row.results.get("coefficient"), decision.row.results.get("basis")
    if not isinstance(coefficient, Decimal) or not isinstance(basis, str):
        return Counted(None, "", "", None, NONE, decision, case)
    told = "investment" if basis == "actual" and "actual" not in case.values else basis
    if told not in case.values:
        raise FactsMissing(facts=basis, table="coefficients")
    amount = exact(case.values[told])
    return Counted(coefficient, basis, told, amount, amount * coefficient, decision, case)


@dataclass(frozen=True, slots=True)
class Placed:
    """Whether a project counts where it landed, and whose its ``funds`` 万元 are; None: not said or asked."""

    counts: bool
    site: str | None
    unit_funds: Decimal | None
    county_funds: Decimal | None
    decision: Decision
    case: Case


def place(pack: Pack, raw: Mapping[str, object]) -> Placed:
    """Where a project may land and who counts it.

    Raises:
        FactUnknown, FactUnusable, FactsMissing, NoSuchTable: as they say.
    """
    case = read_case(pack, raw, ["placement"])
    decision = pack.table("placement").decide(case.values)
    results = decision.row.results
    funds = exact(case.values["funds"]) if "funds" in case.values else None
    site = results.get("site")
    return Placed(
        results["counts"] is True,
        site if isinstance(site, str) else None,
        _share(funds, results.get("unit_share")),
        _share(funds, results.get("county_share")),
        decision,
        case,
    )


def _share(funds: Decimal | None, share: object) -> Decimal | None:
    return funds * share if funds is not None and isinstance(share, Decimal) else None
