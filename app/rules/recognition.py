"""What of a project's funds counts, for whom, and why (systems.md C2, B10, C10, and the three credits)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from app.errors import OutpostError
from app.i18n import Translator
from app.policy.explaining import label
from app.policy.pack import NoSuchTable, Pack
from app.policy.table import FactsMissing, Row
from app.reasons import Reason
from app.rules.amounts import plain
from app.rules.attribution import Carried, Credit, Rulings, attribute, split
from app.rules.counting import count, place
from app.rules.fund_ledger import ZERO, Component, Figures
from app.rules.rounding import half_up

PLACES = 6  # 万元 to one fen
_FEN = Decimal(1).scaleb(-PLACES)
_WIDE = Context(prec=200, rounding=ROUND_HALF_UP)  # no amount and no share has so many digits
# Which components are each basis of the coefficients (C2).
BASES: Mapping[str, tuple[Component, ...]] = {
    "actual": (Component.LAND, Component.FIXED),
    "paid_in": (Component.WORKING,),
    "fixed_assets": (Component.FIXED,),
}


@dataclass(frozen=True, slots=True)
class Standards:
    """What the pack says of one project: ``coefficient`` of ``basis``, None where it does not count.

    ``unit_share`` and ``county_share`` are of what counts (B10, C10); ``why``: what follows from it, in a
    sentence; ``rows``: the rows of the pack that gave it. ``unknown``: the project does not say what it is.
    ``since``: the first month that counts; what came in before belongs to the earlier project (feature 30).
    """

    coefficient: Decimal | None
    basis: str
    unit_share: Decimal
    county_share: Decimal | None
    why: Reason
    rows: tuple[Row, ...] = ()
    unknown: bool = False
    since: date | None = None

    def at(self, month: date) -> "Standards":
        """What holds for the figures of a month."""
        if self.since is None or month >= self.since or self.coefficient is None:
            return self
        key = "unsigned" if self.since == date.max else "earlier_funds"
        why = Reason(f"rules.continued.{key}", {"month": f"{self.since:%Y-%m}"})
        return replace(self, coefficient=None, why=why)

    def basis_amount(self, month: Figures) -> Decimal:
        """What of a month's figures the coefficient is applied to; whatever there is where nothing counts."""
        components = BASES.get(self.basis)
        return month.total if components is None else sum(map(month.amount, components), ZERO)

    def recognised(self, month: Figures) -> Decimal:
        """What of a month counts, before it is shared."""
        if self.coefficient is None:
            return ZERO
        return _exact(self.basis_amount(month), self.coefficient)

    def for_unit(self, month: Figures) -> Decimal:
        """What of a month counts for those who brought the project."""
        return _exact(self.recognised(month), self.unit_share)

    def for_county(self, month: Figures) -> Decimal | None:
        """What of a month counts in the book of the county it landed in; None where that is not asked."""
        return None if self.county_share is None else _exact(self.recognised(month), self.county_share)


def standards(pack: Pack, facts: Mapping[str, object]) -> Standards:
    """What the pack says of a project with these facts (``app.policy.facts``; None: not told)."""
    told = {name: value for name, value in facts.items() if value is not None}
    if "kind" not in told:
        return _unknown(Reason("rules.funds.no_kind"))
    try:
        counted = count(pack, _asked(pack, "coefficients", {**told, "actual": 0, "paid_in": 0}))
    except FactsMissing as error:
        return _unknown(Reason("rules.funds.facts_missing", {"facts": _named(pack, error)}))
    except NoSuchTable:
        return _unknown(Reason("rules.funds.no_table"))
    except OutpostError:
        return _unknown(Reason("rules.funds.kind_unknown", {"kind": str(told["kind"])}))
    row = counted.decision.row
    if counted.coefficient is None:
        return Standards(None, "", ZERO, None, _why_not(pack, row), (row,))
    percent = f"{half_up(Fraction(counted.coefficient) * 100, 2).normalize():f}%"
    why = Reason("rules.funds.counted", {"percent": percent, "source": _source(pack, row)})
    found = Standards(counted.coefficient, counted.basis, Decimal(1), None, why, (row,))
    return _placed(pack, told, found)


def shared(
    pack: Pack, amount: Decimal, rulings: Rulings, default: str, what: Carried = Carried.AMOUNTS
) -> dict[str, Decimal]:
    """``amount`` by unit; whoever ``default`` names has each credit that was not ruled on.

    The parts add up to the amount where the credits of the pack carry it once. Where they carry it several
    times, because the finder and the lander get the same (002 §3(1)), several units may have all of it, but
    nobody has more than the largest share that any of these credits gives: totals of the city are those of
    the projects, not of the units.
    """
    ruled = {**{one: {default: Fraction(1)} for one in Credit}, **rulings}
    found: dict[str, Decimal] = {}
    carried = attribute(pack, what, amount, ruled)
    for parts in carried.values():
        for unit, part in parts.items():
            if part:
                found[unit] = found.get(unit, ZERO) + part
    if sum(map(abs, found.values())) <= abs(amount):
        return found
    most = [split(amount, ruled[credit]) for credit, parts in carried.items() if any(parts.values())]
    return {
        unit: min(part, max((parts.get(unit, ZERO) for parts in most), key=abs), key=abs)
        for unit, part in found.items()
    }


def _placed(pack: Pack, told: Mapping[str, object], found: Standards) -> Standards:
    """With the shares by where it landed, where the project says so and the pack asks."""
    if "place" not in told or "placement" not in pack.tables:
        return found
    try:
        placed = place(pack, _asked(pack, "placement", told))
    except OutpostError:
        return found  # a case that tells too little is counted as if nothing had been told of its place
    row = placed.decision.row
    unit, county = row.results.get("unit_share"), row.results.get("county_share")
    share = unit if isinstance(unit, Decimal) else Decimal(1)
    rows = (*found.rows, row)
    kept = replace(found, unit_share=share if placed.counts else ZERO, rows=rows)
    kept = replace(kept, county_share=county if isinstance(county, Decimal) else None)
    return kept if row.results.get("why") is None else replace(kept, why=_why_not(pack, row))


def _asked(pack: Pack, table: str, told: Mapping[str, object]) -> dict[str, object]:
    """The facts that a table asks for, and the bases."""
    names = {fact.name for fact in pack.table(table).facts} | ({"actual", "paid_in"} & told.keys())
    return {name: value for name, value in told.items() if name in names}


def _why_not(pack: Pack, row: Row) -> Reason:
    word = row.results.get("why")
    text = pack.words.get("why", {}).get(str(word))
    said = {"zh": text.zh, "en": text.en} if text else {"zh": row.id, "en": row.id}
    return Reason("rules.funds.why", {"why": said, "source": _source(pack, row)})


def _source(pack: Pack, row: Row) -> dict[str, str]:
    """Where the row is written, in both languages."""
    return {language: pack.source_text(row.source, language) for language in ("zh", "en")}


def _named(pack: Pack, error: FactsMissing) -> dict[str, str]:
    """What is missing by the names people know, in both languages."""
    names = [name for name in str(error.params.get("facts", "")).split(", ") if name in pack.facts]

    def said(language: str, between: str) -> str:
        return between.join(label(pack.facts[name], Translator(language)) for name in names)

    return {"zh": said("zh_CN", "、"), "en": said("en", ", ")}


def _unknown(why: Reason) -> Standards:
    return Standards(None, "", Decimal(1), None, why, unknown=True)


def _exact(amount: Decimal, share: Decimal) -> Decimal:
    if not amount:
        return ZERO
    return plain(_WIDE.multiply(amount, share).quantize(_FEN, context=_WIDE))
