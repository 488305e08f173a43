"""飞地: what a unit brings to another one's park, and how the two share the taxes (systems.md C13).

Funds in place follow the placement (B10); taxes returned are split as the pack says. Both books show it.
"""

from decimal import Decimal
from fractions import Fraction

from app.model.row import Row
from app.policy.cases import decided
from app.policy.pack import Pack
from app.policy.table import Decision, FactsMissing
from app.rules.attribution import FEN, split
from app.services.fund_records import facts_of

TABLE = "enclave"


def enclave_rule(pack: Pack, project: Row) -> Decision | None:
    """The row of the pack that shares a project's taxes; None where it landed with whoever brought it, where
    the pack shares nothing, or where the project does not tell yet what the pack asks for.
    """
    brought_by, landed_with = _units(project)
    if TABLE not in pack.tables or not landed_with or landed_with == brought_by:
        return None
    try:
        return decided(pack, TABLE, facts_of(project))
    except FactsMissing:
        return None


def tax_parts(pack: Pack, project: Row, amount: Decimal) -> dict[str, Decimal]:
    """What each unit has of a tax returned, 万元; together they are ``amount``."""
    brought_by, landed_with = _units(project)
    rule = enclave_rule(pack, project)
    share = rule.row.results["brought"] if rule is not None else None
    if not isinstance(share, Decimal):
        return {brought_by: amount}
    of = Fraction(share)
    return split(amount, {brought_by: of, landed_with: 1 - of}, FEN)


def _units(project: Row) -> tuple[str, str]:
    return str(project["responsible_unit"] or ""), str(project["landing_unit"] or "")
