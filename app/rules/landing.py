"""Where a project should land: every place of the pack with what follows there, the best first (feature 6).

002 §3(1): 最优落地平台优先. What counts without anybody's consent stands before what needs it, that before
what cannot be told yet, and last what does not count; among equals, the larger share of the unit that brought
it, then the place where most of its industry landed already, then the one with most that is ready for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.i18n import Translator
from app.policy.explaining import conditions_said, label
from app.policy.pack import Pack
from app.policy.table import FactsMissing, Row
from app.rules.attribution import Carried, Credit
from app.rules.counting import place
from app.rules.project_facts import facts_of
from app.rules.rounding import percent

TABLE, PLACES, CONSENT = "placement", "place", "consent"
FREE, BY_CONSENT, UNKNOWN, OUT = STANDINGS = ("free", "by_consent", "unknown", "out")


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is at a place: projects of the industry that landed, sites on offer that would do."""

    landed: int = 0
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Platform:
    """One place: ``row`` of the rules that answered, or the facts that are ``missing`` for an answer."""

    word: str
    standing: str
    row: Row | None
    missing: tuple[str, ...]
    ground: Ground

    @property
    def unit_share(self) -> Decimal:
        """What the unit that brought it counts, of one."""
        share = self.row.results.get("unit_share") if self.row else None
        return share if isinstance(share, Decimal) else Decimal(0)

    @property
    def good(self) -> bool:
        """Whether it may be proposed."""
        return self.standing in (FREE, BY_CONSENT)


def platforms(pack: Pack, values: Mapping[str, object], grounds: Mapping[str, Ground]) -> list[Platform]:
    """The places of the pack for a project with these ``values``, the best first; empty where it has none."""
    if TABLE not in pack.tables:
        return []
    told = facts_of(pack, values, TABLE)
    found = [_platform(pack, told, word, grounds.get(word, Ground())) for word in pack.words.get(PLACES, ())]
    order = {word: at for at, word in enumerate(pack.words.get(PLACES, ()))}
    return sorted(
        found,
        key=lambda one: (
            STANDINGS.index(one.standing),
            -one.unit_share,
            -one.ground.landed,
            -len(one.ground.sites),
            order[one.word],
        ),
    )


def equal_points(pack: Pack) -> Row | None:
    """The rule by which who first reported a project and who landed it have the same points; None without."""
    if "credits" not in pack.tables:
        return None
    rows = {row.id: row for row in pack.table("credits").rows}
    first, landing = rows.get(Credit.FIRST_REPORT), rows.get(Credit.LANDING)
    if first is None or landing is None:
        return None
    same = first.results[Carried.POINTS] == landing.results[Carried.POINTS]
    return landing if same and landing.results[Carried.POINTS] else None


def platform_words(pack: Pack, one: Platform, tr: Translator) -> list[str]:
    """Why a place stands where it does: what the rules say, their source, what is there."""
    said = tr.language
    words = [tr.tr(f"landing.{one.standing}")]
    if one.missing:
        names = tr.tr("ui.list_separator").join(label(pack.facts[name], tr) for name in one.missing)
        words = [tr.tr("policy.missing_facts", facts=names)]
    if one.row is not None:
        results = one.row.results
        words += [
            pack.word(vocabulary, str(results[vocabulary])).said(said)
            for vocabulary in ("site", "why")
            if results.get(vocabulary)
        ]
    if one.good:
        if one.unit_share != 1:
            words.append(tr.tr("landing.share", share=percent(Fraction(one.unit_share), 0)))
        if one.ground.landed:
            words.append(tr.tr("landing.landed", count=one.ground.landed))
        if one.ground.sites:
            names = tr.tr("ui.list_separator").join(one.ground.sites[:2])
            words.append(tr.tr("landing.sites", count=len(one.ground.sites), names=names))
    return words


def rule_words(pack: Pack, one: Platform, tr: Translator) -> str:
    """The rule that answered and where it is written; "" where none did."""
    if one.row is None:
        return ""
    source = pack.source_text(one.row.source, tr.language)
    return tr.tr("ui.placement.rule", rule=conditions_said(pack, one.row, tr), source=source)


def fitting(sites: Sequence[Mapping[str, object]], name: str, land: Decimal | None) -> tuple[str, ...]:
    """Those sites on offer at a place called ``name`` that have as much ``land`` (亩) as wanted, by name."""
    return tuple(
        str(site["name"])
        for site in sites
        if any(name in str(site.get(field) or "") for field in ("place", "site", "provider"))
        and (land is None or not isinstance(site.get("land"), Decimal) or site["land"] >= land)  # type: ignore[operator]
    )


def _platform(pack: Pack, told: Mapping[str, object], word: str, ground: Ground) -> Platform:
    """Without anybody's consent where that counts, else with it, whether given or to be asked for."""
    asks = CONSENT in {fact.name for fact in pack.table(TABLE).facts}
    cases: list[tuple[str, dict[str, object]]] = [(FREE, {CONSENT: False} if asks else {})]
    cases += [(BY_CONSENT, {CONSENT: True})] if asks else []
    row = None
    for standing, given in cases:
        try:
            found = place(pack, {**told, PLACES: word, **given})
        except FactsMissing as error:
            missing = tuple(one for one in str(error.params["facts"]).split(", ") if one in pack.facts)
            return Platform(word, UNKNOWN, None, missing, ground)
        row = found.decision.row
        if found.counts:
            return Platform(word, standing, row, (), ground)
    return Platform(word, OUT, row, (), ground)
