"""Layers of a business chain, upstream first (systems.md A11): where each place stands when it is drawn."""

from collections.abc import Mapping, Sequence


def layers(from_ids: Mapping[str, Sequence[str]], reach: Mapping[str, int] | None = None) -> dict[str, int]:
    """The layer of every place, from 0: one behind the last of those it is supplied from.

    ``reach`` says where one without any link stands (0 up, 1 middle, 2 down). Places that are not there do
    not count; of a circle the first place begins.
    """
    found: dict[str, int] = {}
    open_ones = list(from_ids)
    while open_ones:
        ready = [id for id in open_ones if not _awaited(id, from_ids, open_ones)] or open_ones[:1]
        for id in ready:
            found[id] = max((found[one] + 1 for one in from_ids[id] if one in found), default=0)
        open_ones = [id for id in open_ones if id not in found]
    linked = {one for id, some in from_ids.items() for one in (id, *some) if some}
    return found | {id: at for id, at in (reach or {}).items() if id in found and id not in linked}


def _awaited(id: str, from_ids: Mapping[str, Sequence[str]], open_ones: Sequence[str]) -> set[str]:
    return (set(from_ids[id]) & set(open_ones)) - {id}


def drawn(layer: Mapping[str, int], from_ids: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The places layer by layer, each layer in an order that crosses few lines.

    Each stands by the middle of what supplies it; layers with nobody in them are left out.
    """
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for id, at in layer.items():
        rows[at].append(id)
    places: dict[str, float] = {}
    for row in rows:
        row.sort(key=lambda id: _middle(id, from_ids, places, len(layer)))
        places |= {id: place / len(row) for place, id in enumerate(row)}
    return [row for row in rows if row]


def _middle(id: str, from_ids: Mapping[str, Sequence[str]], places: Mapping[str, float], last: int) -> float:
    told = [places[one] for one in from_ids[id] if one in places]
    return sum(told) / len(told) if told else float(last)
