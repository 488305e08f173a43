"""Why a row answers and why the others do not, in sentences."""

from app.i18n import Translator
from app.policy.conditions import Anything, Band, Condition, Flag, OneOf, number_text
from app.policy.facts import FACTS, Fact, Unit, Value
from app.policy.pack import Pack
from app.policy.table import Failure, Row


def label(fact: Fact, translator: Translator) -> str:
    """What a fact is called."""
    if fact.name in FACTS:
        return translator.tr(f"policy.fact.{fact.name}")
    return fact.en if translator.language == "en" else fact.zh


def conditions_said(pack: Pack, row: Row, translator: Translator) -> str:
    """What a row asks for: its conditions, without the columns that may hold anything."""
    asked = [
        condition_said(pack, pack.facts[name], condition, translator)
        for name, condition in row.conditions.items()
        if not isinstance(condition, Anything)
    ]
    return translator.tr("policy.and").join(asked) or translator.tr("policy.always")


def condition_said(pack: Pack, fact: Fact, condition: Condition, translator: Translator) -> str:
    """One condition: ``供地 0 < x ≤ 30 亩``, ``类别：工业``."""
    name = label(fact, translator)
    if isinstance(condition, Band):
        return f"{name} {_band(condition)}{_unit(fact, translator)}"
    if isinstance(condition, Flag):
        return translator.tr("policy.asks", fact=name, wanted=_flag(condition.wanted, translator))
    if isinstance(condition, OneOf):
        words = " / ".join(pack.word(fact.words, word).said(translator.language) for word in condition.words)
        key = "policy.asks_not" if condition.negated else "policy.asks"
        return translator.tr(key, fact=name, wanted=words)
    return translator.tr("policy.asks", fact=name, wanted=translator.tr("policy.anything"))


def failure_said(pack: Pack, failure: Failure, translator: Translator) -> str:
    """One reason why a row does not answer."""
    fact = pack.facts[failure.fact]
    wanted = condition_said(pack, fact, failure.wanted, translator)
    value = value_said(pack, fact, failure.value, translator)
    return translator.tr("policy.failed", wanted=wanted, value=value)


def value_said(pack: Pack, fact: Fact, value: Value, translator: Translator) -> str:
    """A value with its unit, in words."""
    if isinstance(value, bool):
        return _flag(value, translator)
    if isinstance(value, str):
        return pack.word(fact.words, value).said(translator.language)
    return number_text(value) + _unit(fact, translator)


def unit_said(unit: Unit, translator: Translator) -> str:
    """A unit in the reader's language."""
    return translator.tr(f"policy.unit.{unit.name.lower()}")


def _flag(value: bool, translator: Translator) -> str:
    return translator.tr("policy.yes") if value else translator.tr("policy.no")


def _unit(fact: Fact, translator: Translator) -> str:
    if fact.unit is None or fact.unit is Unit.SHARE:
        return ""
    return f" {unit_said(fact.unit, translator)}"


def _band(band: Band) -> str:
    """``≤ 30`` for one-sided bands, ``30 < x ≤ 50`` for others."""
    if band.low is not None and band.low == band.high:
        return f"= {number_text(band.low)}"
    if band.low is None and band.high is not None:
        return f"{'≤' if band.high_in else '<'} {number_text(band.high)}"
    if band.high is None and band.low is not None:
        return f"{'≥' if band.low_in else '>'} {number_text(band.low)}"
    return str(band)
