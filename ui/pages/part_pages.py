"""The pages behind the tabs of “people from here”, of “targets”, of what is on offer and of “contracts”."""

from app.model.demands import OPEN, TALKING
from app.services.natives import NATIVE
from app.store.reading import Filter
from ui.components.page import Page
from ui.components.scope import Scope
from ui.components.surveys.agents import AgentsSurvey
from ui.components.surveys.fairs import FairsSurvey
from ui.components.surveys.natives import NativesSurvey
from ui.components.surveys.offers import OffersSurvey, ask_guide
from ui.components.surveys.survey import Survey
from ui.components.surveys.targets import TargetsSurvey
from ui.context.context import Context
from ui.pages.chain_page import ChainPage
from ui.pages.list_page import ListPage
from ui.pages.rail_lists import DELETED, ListSpec
from ui.pages.surveyed_list import SurveyedList
from ui.widgets.button import Button, ButtonKind

_KINDS = {
    "organisations": "organisation",
    "introductions": "introduction",
    "relations": "relation",
    "returnees": "returnee",
    "startups": "startup",
    "targets": "target",
    "target_lists": "target_list",
    "chain_nodes": "chain_node",
    "offers": "offer",
}
# The survey of a list, and the kinds that change it besides its own.
_SURVEYS: dict[str, tuple[str, type[Survey], set[str]]] = {
    "natives": ("whole", NativesSurvey, {"company"}),
    "organisations": ("agents", AgentsSurvey, {"introduction", "project"}),
    "targets": ("coverage", TargetsSurvey, {"visit", "target_list"}),
    "offers": ("whole", OffersSurvey, {"attachment"}),
    "returnees": ("fairs", FairsSurvey, {"startup"}),
}


def make_part(ctx: Context, name: str) -> Page:
    """The page of a tab."""
    if name == "chains":
        return ChainPage(ctx)
    spec = part_spec(name)
    if name in _SURVEYS:
        page = SurveyedList(ctx, spec, *_SURVEYS[name])
        if name == "targets":
            _offer_import(ctx, page)
        if name == "offers":
            _offer_guide(ctx, page)
        return page
    return ListPage(ctx, spec)


NATIVES_FIRST = ("hometown", "city", "phones", "chamber")  # where from, where now, how to reach them


def _offer_import(ctx: Context, page: ListPage) -> None:
    button = Button(ctx.theme, ctx.tr("ui.targets.import"), ButtonKind.QUIET, icon="upload")
    button.clicked.connect(lambda: ctx.targets_asked.emit(None))
    page.header.right.insertWidget(0, button)


def _offer_guide(ctx: Context, page: ListPage) -> None:
    """The listed projects as a guide: those ticked, or all."""
    button = Button(ctx.theme, ctx.tr("ui.offers.guide"), ButtonKind.QUIET, icon="file-text")
    button.clicked.connect(lambda: ask_guide(ctx, page, _chosen_or_listed(page)))
    page.header.right.insertWidget(0, button)


def _chosen_or_listed(page: ListPage) -> list[str]:
    chosen = page.table.chosen()
    return [id for id in page.table.ids() if id in chosen] or list(page.table.ids())


def part_spec(name: str) -> ListSpec:
    """What a tab lists."""
    if name == "natives":
        scopes = {"open": Scope((NATIVE,)), DELETED: Scope((NATIVE,), deleted=True)}
        return ListSpec(name, "contact", scopes, {"circle": "native"}, NATIVES_FIRST)
    if name == "greetings":
        owed = Scope((Filter("done_on", "empty"),), (("due_on", False),))
        made = Scope((Filter("done_on", "filled"),), (("done_on", True),))
        return ListSpec(name, "greeting", {"owed": owed, "made": made, DELETED: Scope(deleted=True)})
    if name == "deeds":
        latest = (("signed_on", True),)
        return ListSpec(
            name, "contract", {"open": Scope((), latest), DELETED: Scope((), latest, deleted=True)}
        )
    if name == "demands":
        soonest = (("due_on", False),)
        still = Scope((Filter("state", "in", (OPEN, TALKING)),), soonest)
        return ListSpec(
            name, "demand", {"todo": still, "all": Scope((), soonest), DELETED: Scope(deleted=True)}
        )
    if name == "instalments":
        due = Scope((Filter("paid_on", "empty"),), (("due_on", False),))
        paid = Scope((Filter("paid_on", "filled"),), (("paid_on", True),))
        return ListSpec(name, "instalment", {"due": due, "paid": paid, DELETED: Scope(deleted=True)})
    return ListSpec(name, _KINDS[name], {"open": Scope(), DELETED: Scope(deleted=True)})
