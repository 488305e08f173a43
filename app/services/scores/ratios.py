"""The rates of a board's lines: of what was signed in the window, and of the targets (systems.md C3, C6)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.policy.pack import Pack
from app.rules.rating import Rate, rates
from app.rules.targets import Progress

ZERO = Decimal(0)
FUNDS_OF = "funds_of"  # what counts of the funds of the projects signed in the window, up to its last day
_TARGET = "_target"
_OF_SIGNED = ("started", "producing", "landed")


def rates_of(pack: Pack, figures: Mapping[str, Decimal], targets: Sequence[Progress] = ()) -> dict[str, Rate]:
    """Every rate of the pack that can be told of one owner.

    The funds rate 到资率 is that of the projects signed in the window: what counts of their funds over their
    contract capital. A rate over a target is of all that the window holds.
    """
    if "rates" not in pack.tables:
        return {}
    signed = {name: figures.get(name, ZERO) for name in ("signed", "fulfilled", "contract_capital")}
    signed |= {name: figures.get(f"{name}_of", ZERO) for name in _OF_SIGNED}
    signed["funds_in_place"] = figures.get(FUNDS_OF, ZERO)
    aims = {f"{one.target.measure}{_TARGET}": one.target.amount for one in targets}
    done = {one.target.measure: one.done for one in targets}
    measures = {str(row.results[column]) for row in pack.table("rates").rows for column in ("over", "under")}
    of_targets = rates(pack, {name: one for name, one in (aims | done).items() if name in measures})
    found = {one.row.id: one for one in of_targets if str(one.row.results["under"]).endswith(_TARGET)}
    return {one.row.id: one for one in rates(pack, signed)} | found
