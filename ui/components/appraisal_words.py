"""A round of the service appraisal in words, as its tab and its dialogs say it."""

from app.rules.appraisal_results import Result, Results
from ui.context.context import Context


def verdict_words(ctx: Context, results: Results, one: Result) -> str:
    """What follows, in the words of the pack in force then."""
    if one.rank is None:
        return ctx.tr("ui.appraisals.few", least=results.least)
    return one.en if ctx.words.language == "en" else one.zh


def rule_words(ctx: Context, results: Results, one: Result) -> str:
    """Where it stands that this follows."""
    english = ctx.words.language == "en"
    told = {
        "source": one.source_en if english else one.source_zh,
        "pack": results.en if english else results.zh,
    }
    return ctx.tr("ui.appraisals.rule", **told)


def missing_words(ctx: Context, results: Results, one: Result) -> str:
    """差多少: the mark that leads out of the last, or among the first; "" where there is none."""
    if one.missing is None or one.mark is None:
        return ""
    key = "to_leave" if one.part == "bottom" else "to_top"
    told = {"mark": results.mark_text(one.mark + one.missing), "missing": results.mark_text(one.missing)}
    return ctx.tr(f"ui.appraisals.{key}", **told)
