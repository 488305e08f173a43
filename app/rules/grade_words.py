"""A grade in words: which of the four hold, by how much, what is unknown, which line bars a project."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from app.i18n import Translator
from app.policy.pack import Pack
from app.policy.table import Row
from app.rules.grading import Barred, Graded, High

_PERCENT = ("technology", "linkage")


def figure(high: High, value: Fraction, tr: Translator, *, up: bool = False) -> str:
    """A figure with its unit, cut off at hundredths: what is below a threshold never reads as on it.

    ``up``: the next hundredth instead, of what is still missing.
    """
    hundredths = ceil(value * 100) if up else floor(value * 100)
    shown = f"{Decimal(hundredths) / 100:,.2f}".rstrip("0").rstrip(".")
    unit = "percent" if high.id in _PERCENT else "per_mu"
    return tr.tr(f"grade.unit.{unit}", figure=shown)


def high_words(high: High, tr: Translator) -> str:
    """One of the four in a sentence."""
    name = tr.tr(f"policy.four_highs.{high.id}")
    least = figure(high, Fraction(high.least), tr)
    if high.value is None or high.by is None:
        labels = tr.tr("ui.list_separator").join(tr.tr(f"field.project.{one}") for one in high.wanted)
        return tr.tr("grade.unknown", name=name, least=least, fields=labels)
    told = {"name": name, "figure": figure(high, high.value, tr), "least": least}
    if not high.by:
        return tr.tr("grade.on", **told)
    by = figure(high, abs(high.by), tr, up=not high.holds)
    return tr.tr("grade.holds" if high.holds else "grade.below", by=by, **told)


def grade_name(pack: Pack, row: Row | None, tr: Translator) -> str:
    """What a grade is called, or ""."""
    return pack.word("lead_grade", str(row.results["grade"])).said(tr.language) if row is not None else ""


def summary(pack: Pack, grade: Graded, tr: Translator) -> str:
    """The grade in a few words: its name, how many of the four hold, how many are unknown."""
    if not grade.highs:
        return ""
    told = tr.tr("grade.count", count=grade.count, of=len(grade.highs))
    if grade.unknown:
        told = tr.tr("grade.count_unknown", count=grade.count, of=len(grade.highs), unknown=grade.unknown)
    name = grade_name(pack, grade.row, tr)
    return tr.tr("grade.named", name=name, told=told) if name else told


def barred_words(pack: Pack, grade: Graded, tr: Translator) -> list[str]:
    """The lines of the negative list that are met, each with the word, the field and the source."""
    return [barred_line(pack, one, tr) for one in grade.barred]


def barred_line(pack: Pack, one: Barred, tr: Translator) -> str:
    """One line of the negative list that is met."""
    return tr.tr(
        "grade.barred",
        name=pack.word("negative", one.row.id).said(tr.language),
        word=one.word,
        field=tr.tr(f"field.project.{one.field}"),
        source=pack.source_text(one.row.source, tr.language),
    )
