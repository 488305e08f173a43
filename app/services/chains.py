"""Business chains 产业链: their places in layers, the firms here that fill them, the gaps (A11)."""

from dataclasses import dataclass
from typing import Any

from app.model.pursuit import REACHES
from app.model.row import Row
from app.rules.chain_layers import drawn, layers
from app.services.desk import Desk
from app.store.reading import Filter

_ALONG_THE_CHAIN = ("supplier", "customer")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a chain: the firms here that fill it; without any it is a gap."""

    row: Row
    firms: tuple[Row, ...]

    @property
    def gap(self) -> bool:
        """Whether nobody here fills the place."""
        return not self.firms


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain by layers, upstream first; ``links`` lead from a supplying place to the one supplied (ids)."""

    name: str
    layers: tuple[tuple[Place, ...], ...]
    links: tuple[tuple[str, str], ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, upstream first."""
        return tuple(place for layer in self.layers for place in layer)

    @property
    def gaps(self) -> int:
        """How many places nobody here fills."""
        return sum(place.gap for place in self.places)


def chains(desk: Desk) -> list[Chain]:
    """Every chain, by name."""
    store = desk.store
    rows = store.rows("chain_node", store.ids("chain_node"))
    firms = {row.id: row for row in store.rows("company", _firm_ids(rows)) if not row.deleted}
    named: dict[str, list[Row]] = {}
    for row in rows:
        named.setdefault(row["chain"], []).append(row)
    return [_chain(name, named[name], firms) for name in sorted(named)]


def chain_of(desk: Desk, company: str) -> list[Row]:
    """The places that a firm fills."""
    return [row for row in desk.store.referring("company", company) if row.kind == "chain_node"]


def beginning_of_lead(desk: Desk, node: Row) -> dict[str, Any]:
    """What a lead raised from a place of a chain begins with: the channel, the industry, and why."""
    suppliers = desk.store.rows("chain_node", node["from_ids"] or ())
    neighbours = [one["name"] for one in suppliers if not one.deleted]
    supplied = desk.store.ids("chain_node", filters=[Filter("chain", "eq", node["chain"])])
    after = [
        row["name"] for row in desk.store.rows("chain_node", supplied) if node.id in (row["from_ids"] or ())
    ]
    line = " → ".join("、".join(some) for some in (neighbours, [node["name"]], after) if some)
    summary = "\n".join(part for part in (line, node["wanted"] or "") if part)
    return {"channel": "chain", "industry": node["chain"], "summary": summary}


def lead_of_tie(desk: Desk, tie: Row) -> dict[str, Any] | None:
    """What a lead begins with that a supplier or a customer of a firm here makes: 以商引商 (A11).

    None where the relation is none of those between two firms.
    """
    pair = (str(tie["company_id"] or ""), str(tie["to_company_id"] or ""))
    firms = {row.id: row for row in desk.store.rows("company", pair) if not row.deleted}
    if tie["tie"] not in _ALONG_THE_CHAIN or len(firms) < len(pair):
        return None
    here, other = firms[pair[0]], firms[pair[1]]
    names = [str(other["name"]), str(here["name"])]
    line = " → ".join(names if tie["tie"] == "supplier" else reversed(names))
    summary = "\n".join(part for part in (line, tie["note"] or "") if part)
    begin = {
        "channel": "business",
        "investor_id": other.id,
        "industry": other["industry"],
        "summary": summary,
    }
    return {name: value for name, value in begin.items() if value}


def _firm_ids(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(id for row in rows for id in row["company_ids"] or ()))


def _chain(name: str, rows: list[Row], firms: dict[str, Row]) -> Chain:
    rows = sorted(rows, key=lambda row: (row["created_at"] is None, str(row["created_at"]), row.id))
    by_id = {row.id: row for row in rows}
    from_ids = {id: [one for one in row["from_ids"] or () if one in by_id] for id, row in by_id.items()}
    reach = {id: REACHES.index(row["reach"]) for id, row in by_id.items() if row["reach"] in REACHES}
    shown = tuple(
        tuple(
            Place(by_id[id], tuple(firms[one] for one in by_id[id]["company_ids"] or () if one in firms))
            for id in layer
        )
        for layer in drawn(layers(from_ids, reach), from_ids)
    )
    links = tuple((one, id) for id, some in from_ids.items() for one in some)
    return Chain(name, shown, links)
