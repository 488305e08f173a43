"""The approval route of a project, computed from the pack's table (systems.md B5, B6)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import OutpostError
from app.policy.cases import Case, FactUnusable, read_case
from app.policy.pack import STRICTEST, Pack, Way
from app.policy.table import Decision


class RoutesNotComparable(OutpostError):
    """Land of mixed use whose parts take routes on different ladders: neither is the stricter one."""

    code = "routes_not_comparable"


@dataclass(frozen=True, slots=True)
class Route:
    """The way to go. ``raised_from``: the way of the row, where one level was added; ``at_top``: it should
    have been raised and is at the top already.
    """

    way: Way
    decision: Decision
    case: Case
    raised_from: Way | None = None
    at_top: bool = False


def route(pack: Pack, raw: Mapping[str, object]) -> Route:
    """The route of a case; ``category`` may be a list for land of mixed use.

    Raises:
        FactUnknown, FactUnusable, FactsMissing, NoSuchTable, RoutesNotComparable: as they say.
    """
    categories = raw.get("category")
    if not isinstance(categories, list):
        return _route(pack, raw)
    if pack.routes.mixed != STRICTEST or not categories:
        raise FactUnusable(field="category", name="category", written=str(categories)[:40], wanted="word")
    routes = [_route(pack, {**raw, "category": category}) for category in categories]
    ladders = [ladder for ladder in pack.routes.ladders if all(one.way.id in ladder for one in routes)]
    if not ladders:
        raise RoutesNotComparable(routes=", ".join(one.way.id for one in routes))
    return max(routes, key=lambda one: ladders[0].index(one.way.id))


def _route(pack: Pack, raw: Mapping[str, object]) -> Route:
    raised_by = pack.routes.raised_by
    case = read_case(pack, raw, ["routes"], *([raised_by] if raised_by else []))
    decision = pack.table("routes").decide(case.values)
    way = pack.routes.ways[str(decision.row.results["route"])]
    if not raised_by or case.values[raised_by] is not True:
        return Route(way, decision, case)
    for ladder in pack.routes.ladders:
        if way.id in ladder[:-1]:
            higher = pack.routes.ways[ladder[ladder.index(way.id) + 1]]
            return Route(higher, decision, case, raised_from=way)
    return Route(way, decision, case, at_top=True)
