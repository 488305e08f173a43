"""What a case must tell to try a table that is a plain list, and its answers read as they are typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from app.i18n import Translator
from app.policy.cases import FactUnknown, FactUnusable, exact, read_value
from app.policy.facts import Fact, FactKind, Unit
from app.policy.pack import Pack
from app.policy.shapes import GATES, MEASURES
from app.policy.showing import row_name
from app.policy.table import FactsMissing
from app.rules.node_plans import plan_names


class Sort(StrEnum):
    """What is told."""

    WORD = "word"
    NUMBER = "number"
    DAY = "day"


Options = Callable[[Pack, Translator], Mapping[str, str]]
Told = Mapping[str, str | Decimal | date]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a case tells; its label is ``policy.ask.NAME``. ``options``: the words, with labels."""

    name: str
    sort: Sort
    options: Options | None = None
    unit: Unit | None = None
    needed: bool = True


def _rows(table: str) -> Options:
    return lambda pack, tr: {row.id: row_name(pack, table, row, tr) for row in pack.table(table).rows}


def _words(vocabulary: str) -> Options:
    return lambda pack, tr: {w: text.said(tr.language) for w, text in pack.words.get(vocabulary, {}).items()}


def _keys(prefix: str, *words: str) -> Options:
    return lambda _pack, tr: {word: tr.tr(f"{prefix}.{word}") for word in words}


def _plans(pack: Pack, tr: Translator) -> dict[str, str]:
    return {plan: pack.word("plan", plan).said(tr.language) for plan in plan_names(pack)}


def _stepped(pack: Pack, tr: Translator) -> dict[str, str]:
    """The indicators that go by steps."""
    steps = {str(row.results["indicator"]) for row in pack.table("indicator_steps").rows}
    return {one: pack.word("indicator", one).said(tr.language) for one in sorted(steps)}


def _pick(name: str, options: Options, *, needed: bool = True) -> Ask:
    return Ask(name, Sort.WORD, options, needed=needed)


def _number(name: str, unit: Unit = Unit.WAN, *, needed: bool = True) -> Ask:
    return Ask(name, Sort.NUMBER, unit=unit, needed=needed)


def _day(name: str, *, needed: bool = True) -> Ask:
    return Ask(name, Sort.DAY, needed=needed)


_FIGURES = tuple(_number(name, Unit.WAN, needed=False) for name in MEASURES)
# Every plain list with what its case tells.
ASKS: Mapping[str, tuple[Ask, ...]] = {
    "lead_points": (_number("valuable", Unit.ITEMS), _number("quota", Unit.ITEMS)),
    "stages": (_pick("from", _rows("stages")), _pick("to", _rows("stages"))),
    "conditions": (_pick("requirement", _rows("conditions")), Ask("found", Sort.WORD, needed=False)),
    "exit_reasons": (
        _pick("exit_reason", _rows("exit_reasons")),
        _pick("to", _keys("choice.project.stage", "paused", "lost")),
    ),
    "node_plan": (_pick("plan", _plans), _day("end")),
    "rates": _FIGURES,
    "targets": (
        *(_pick("period", _rows("targets")), _number("target_amount"), _number("done_amount")),
        *(_day("starts_on"), _day("on")),
    ),
    "credits": (_pick("carried", _keys("policy.carried", "points", "amounts")), _number("amount")),
    "funds": (_pick("fund", _rows("funds")), _number("committed"), _number("amount")),
    "sizes": (_number("investment"), _pick("kind", _words("kind"), needed=False)),
    "four_highs": (_pick("high", _rows("four_highs")), _number("own_figure", Unit.ITEMS)),
    "negative_list": (Ask("about", Sort.WORD),),
    "ranking": (_pick("ranking", _rows("ranking")), *_FIGURES),
    "appraisal.rounds": (Ask("marks", Sort.WORD), _number("own_mark", Unit.ITEMS)),
    "appraisal.grades": (
        _pick("grade", _rows("appraisal.grades")),
        _number("copies", Unit.ITEMS, needed=False),
    ),
    "indicators": (
        _pick("indicator", _rows("indicators")),
        _number("own_figure", Unit.ITEMS),
        Ask("figures", Sort.WORD, needed=False),
    ),
    "indicator_steps": (_pick("indicator", _stepped), _number("own_figure", Unit.ITEMS)),
    "reviews": (_pick("gate", _keys("choice.review.gate", *GATES)), _number("investment")),
    "services": (_pick("service", _rows("services")), _day("starts_on"), _day("on")),
    "alerts": (_pick("alert", _rows("alerts")), _number("figure", Unit.ITEMS)),
}


def label(ask: Ask, translator: Translator) -> str:
    """What is asked, in words."""
    return translator.tr(f"policy.measure.{ask.name}" if ask.name in MEASURES else f"policy.ask.{ask.name}")


def read_told(pack: Pack, table: str, raw: Mapping[str, object], translator: Translator) -> Told:
    """A case for a plain list, as typed or as JSON.

    Raises:
        FactUnknown, FactUnusable, FactsMissing: as they say.
    """
    asked = {ask.name: ask for ask in ASKS[table]}
    for name in raw:
        if name not in asked:
            raise FactUnknown(field=name, name=name, known=", ".join(asked))
    told = {
        name: _read(pack, asked[name], value, translator) for name, value in raw.items() if value is not None
    }
    if missing := [name for name, ask in asked.items() if ask.needed and name not in told]:
        raise FactsMissing(facts=", ".join(missing), table=table)
    return told


def _read(pack: Pack, ask: Ask, value: object, translator: Translator) -> str | Decimal | date:
    if ask.sort is Sort.NUMBER:
        number = read_value(pack, Fact(ask.name, FactKind.NUMBER, ask.unit), value)
        assert isinstance(number, Fraction)
        return exact(number)
    if ask.sort is Sort.DAY:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise _unusable(ask, value, "2026-03-05") from error
    if not isinstance(value, str):
        raise _unusable(ask, value, "…")
    if ask.options is not None and value not in (known := ask.options(pack, translator)):
        raise _unusable(ask, value, ", ".join(known))
    return value


def _unusable(ask: Ask, value: object, wanted: str) -> FactUnusable:
    return FactUnusable(field=ask.name, name=ask.name, written=str(value)[:40], wanted=wanted)
