"""Claims and cases in words: who has an enterprise, until when, and how a case was ruled."""

from collections.abc import Callable

import msgspec

from app.model.registry import KINDS
from app.model.row import Row
from app.services.claims import Checked
from app.services.clashes import Case, Party, Told
from app.store.store import Store
from sync.client.place import HELLO
from sync.protocol.messages import Hello
from ui.context.context import Context
from ui.models.columns import Level
from ui.theme.tokens import Token
from ui.widgets.timeline import TimelineEntry

RULER = "hq"
_ICONS = {"claim": "flag", "visit": "map-pin", "stage": "layers"}


def may_rule(store: Store) -> bool:
    """Whether the person of this laptop is one of headquarters' own, by its last word."""
    kept = store.remembered(HELLO)
    return bool(kept) and msgspec.json.decode(kept, type=Hello).role == RULER


def check_words(ctx: Context, checked: Checked) -> tuple[str, Token]:
    """A quiet line about an enterprise, and its tone; "" where there is nothing to say."""
    if checked.verdict == "free":
        return ctx.tr("ui.claim.check.free"), "text.3"
    units = ctx.formats.listed(list(checked.units)) or ctx.tr("ui.claim.somebody")
    if checked.verdict == "own":
        key = "ui.claim.check.own_clash" if checked.state == "clash" else "ui.claim.check.own"
        until = checked.until
        if until is not None:
            key = "ui.claim.check.own_until"
        return ctx.tr(key, until=ctx.formats.day(until)), "text.2"
    if checked.verdict == "likely":
        return ctx.tr("ui.claim.check.likely", name=checked.name, units=units), "warn"
    if checked.state == "clash":
        return ctx.tr("ui.claim.check.clash", units=units), "warn"
    return ctx.tr("ui.claim.check.taken", units=units, until=ctx.formats.day(checked.until)), "warn"


def claim_state(ctx: Context, claim: Row) -> str:
    """How a claim stands, in a word or two; before headquarters' receipt it waits to be sent."""
    if claim["state"] is None:
        return ctx.tr("ui.claim.unsent")
    return ctx.formats.choice(KINDS["claim"].fields["state"], claim["state"])


def case_light(case: Case) -> tuple[Level, str]:
    """The light of a case and the key of its word."""
    return ("yellow", "open") if case.is_open else ("green", "ruled")


def ruling_words(ctx: Context, case: Case) -> str:
    """“按比例分成：北方处 60%，南方处 40%”."""
    row = case.row
    how = ctx.formats.choice(KINDS["clash"].fields["ruling"], row["ruling"] or "")
    shares = [
        ctx.tr("ui.clash.share", unit=party_name(ctx, party), percent=party.share)
        for party in case.parties
        if party.share
    ]
    words = ctx.tr("ui.clash.ruling", how=how, shares=ctx.formats.listed(shares))
    if row["landing_unit"]:
        words += ctx.tr("ui.clash.landing", unit=case.unit(row["landing_unit"]))
    return words


def party_name(ctx: Context, party: Party) -> str:
    """The unit's name; headquarters' own people and leaders belong to none."""
    return party.unit or ctx.tr("ui.clash.no_unit")


def party_entries(ctx: Context, party: Party) -> list[TimelineEntry]:
    """What a party did, newest first."""
    return [_entry(ctx, number, told) for number, told in reversed(list(enumerate(party.timeline)))]


def _entry(ctx: Context, number: int, told: Told) -> TimelineEntry:
    when = ctx.formats.moment(told.moment) if told.moment is not None else ctx.formats.short_day(told.day)
    return TimelineEntry(
        str(number), _ICONS.get(told.what, "dot"), _TITLES[told.what](ctx, told.detail), when
    )


_TITLES: dict[str, Callable[[Context, str], str]] = {
    "claim": lambda ctx, detail: ctx.tr("ui.clash.told.claim", who=detail),
    "visit": lambda ctx, detail: ctx.tr(
        "ui.clash.told.visit", how=ctx.formats.choice(KINDS["visit"].fields["kind"], detail)
    ),
    "stage": lambda ctx, detail: ctx.tr(
        "ui.clash.told.stage", stage=ctx.formats.choice(KINDS["project"].fields["stage"], detail)
    ),
}
