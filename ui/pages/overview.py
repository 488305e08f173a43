"""The first tab of a record's page: stages, facts edited in place, what is owed, who, and what happened."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.model.field import Field
from app.model.outings import SIDES
from app.model.registry import KINDS
from app.model.row import Row
from app.services.reaching import REACHABLE
from app.services.receptions import ReceptionView
from ui.components.claim_strip import ClaimStrip
from ui.components.continued_card import ContinuedCard, sort_of
from ui.components.events import timeline_entries, timeline_of
from ui.components.fact_list import FactList
from ui.components.grade_signs import GradeCard, grade_shown
from ui.components.kept_cards import KeptCards
from ui.components.landing_card import LandingCard
from ui.components.life_cards import NextStageCard, NodesCard
from ui.components.promises_card import PromisesCard
from ui.components.proof_card import ProofCard, proof_of
from ui.components.reach_cards import LaterCard, TiesCard, WaysCard
from ui.components.record_cards import Columns, RecordsCard, StepsCard
from ui.components.record_menu import visit_links
from ui.components.snapshot import Snapshot
from ui.components.stage_ribbon import StageRibbon, planned_days, stage_days
from ui.components.trip_cards import ItineraryCard, hold_keyboard, owed_cards, result_card
from ui.context.context import Context
from ui.widgets.card import Card
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest

W = TypeVar("W")
RECENT = 8
LABEL_WIDTH = 112
_WITH_STEPS = ("project", "company", "contact", "visit")
_SELDOM = ("organisation", "chain_node", "target", "greeting", "demand")  # cards that only show what there is
_RELATED = {
    "project": (("company", "ui.card.companies"),),
    "company": (
        *(("project", "ui.card.projects"), ("chain_node", "ui.page.chain_nodes")),
        *(("target", "ui.page.targets"), ("organisation", "ui.page.organisations")),
        ("demand", "ui.page.demands"),
    ),
    "organisation": (("contact", "ui.card.people"), ("introduction", "ui.page.introductions")),
    "target_list": (("target", "ui.page.targets"),),
    "target": (("company", "ui.card.companies"), ("project", "ui.card.projects")),
    "chain_node": (
        *(("company", "ui.card.companies"), ("chain_node", "ui.page.chain_nodes")),
        ("demand", "ui.page.demands"),
    ),
    "demand": (
        *(("project", "ui.demands.leads"), ("company", "ui.demands.firm")),
        ("chain_node", "ui.page.chain_nodes"),
    ),
    "offer": (("project", "ui.card.projects"),),
    "startup": (("returnee", "ui.page.returnees"),),
    "introduction": (("project", "ui.card.projects"), ("organisation", "ui.page.organisations")),
    "contact": (
        *(("project", "ui.card.projects"), ("company", "ui.card.companies")),
        *(("organisation", "ui.page.organisations"), ("greeting", "ui.page.greetings")),
    ),
    "visit": (("project", "ui.card.projects"), ("company", "ui.card.companies")),
    "squad": (("trip", "ui.card.trips"),),
    "promise": (("visit", "ui.card.visits"), ("company", "ui.card.companies")),
    "next_step": (("project", "ui.card.projects"), ("visit", "ui.card.visits")),
}


class Overview(QWidget):
    """Cards in columns under the stage ribbon."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.facts: FactList | None = None
        self.steps: StepsCard | None = None
        self._shown_id = ""
        self._kept = KeptCards()
        self._unread: list[LaterCard] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(12))
        self.claims = ClaimStrip(ctx)
        column.addWidget(self.claims)
        self._top = QVBoxLayout()
        nest(column, self._top)
        self._columns = Columns(ctx)
        column.addWidget(self._columns)

    def forget(self) -> None:
        """Keep nothing: what comes next may be replaced even while it is being edited."""
        self.facts = None
        self._kept.forget()

    def show_record(self, snapshot: Snapshot) -> None:
        """Show it; cards stay where they tell the same. Nothing changes while a fact is being edited."""
        row = snapshot.row
        if self.facts is not None and self.facts.editing and row.id == self._shown_id:
            return
        self._shown_id = row.id
        with self._kept.shown():
            self._keep("claims", snapshot.claimed, row, lambda: self.claims.show_claimed(snapshot.claimed))
            ribbon = self._ribbon(snapshot) if row.kind == "project" else None
            if ribbon is None or ribbon.parent() is None:
                clear_layout(self._top)
            if ribbon is not None and ribbon.parent() is None:
                self._top.addWidget(ribbon)
            hold_keyboard(self, lambda: self._columns.set_columns(self._cards(snapshot)))
            if self.facts is not None:
                self.facts.show_record(row, snapshot.names)

    def read_rest(self) -> None:
        """What changes seldom is read when everything else is painted."""
        unread, self._unread = self._unread, []
        for card in unread:
            if isValid(card):
                card.refresh()

    # ---- cards
    def _keep(self, name: str, told: object, row: Row, make: Callable[[], W]) -> W:
        """What was made of the same, of this very record."""
        return self._kept.card(name, (row.kind, row.id, row.deleted, told), make)

    def _ribbon(self, snapshot: Snapshot) -> Card:
        ctx, row, life = self._ctx, snapshot.row, snapshot.life
        days = stage_days(row, snapshot.history, life.moves if life else ())
        told = row["stage"], days, planned_days(life)

        def made() -> Card:
            card = Card(ctx.theme)
            ribbon = StageRibbon(ctx, row, snapshot.history, life)
            ribbon.asked.connect(lambda stage: ctx.stage_asked.emit(row.id, stage))
            card.body.addWidget(ribbon)
            return card

        return self._keep("ribbon", told, row, made)

    def _cards(self, snapshot: Snapshot) -> list[list[QWidget]]:
        row = snapshot.row
        if row.kind == "trip":
            return self._trip(snapshot)
        if row.kind == "reception" and snapshot.reception is not None:
            return self._reception(snapshot, snapshot.reception)
        middle: list[QWidget] = self._owed(snapshot) if row.kind in _WITH_STEPS else []
        if row.kind == "visit":
            proof = proof_of(snapshot)
            middle.append(self._keep("proof", proof, row, lambda: ProofCard(self._ctx, proof)))
        if row.kind in ("project", "company", "visit"):
            middle.append(self._people(snapshot))
        middle += [
            self._related(snapshot, kind, key)
            for kind, key in _RELATED.get(row.kind, ())
            if kind not in _SELDOM or snapshot.of_kind(kind)
        ]
        if row.kind in REACHABLE and not row.deleted:
            middle += [self._later("ways", WaysCard, row), self._later("ties", TiesCard, row)]
        right: list[QWidget] = (
            [self._recent(snapshot)] if row.kind in ("project", "company", "contact", "organisation") else []
        )
        left: list[QWidget] = [*self._life(snapshot), self._facts(snapshot)]
        columns: list[list[QWidget]] = [left, middle, right]
        return [column for column in columns if column]

    def _owed(self, snapshot: Snapshot) -> list[QWidget]:
        """Next steps and promises."""
        ctx, row = self._ctx, snapshot.row
        links, steps, promises = self._links(row), snapshot.of_kind("next_step"), snapshot.of_kind("promise")
        new = partial(ctx.new_asked.emit, "next_step", links)
        self.steps = self._keep("steps", (steps, links), row, lambda: StepsCard(ctx, steps, new))
        given = self._keep("promises", (promises, links), row, lambda: PromisesCard(ctx, promises, links))
        return [self.steps, given]

    def _later(self, name: str, card: Callable[[Context, Row], LaterCard], row: Row) -> LaterCard:
        """A card that reads its rows itself: again in ``read_rest``, where it stays."""
        made: list[LaterCard] = []

        def make() -> LaterCard:
            made.append(card(self._ctx, row))
            return made[0]

        found = self._keep(name, None, row, make)
        if not made:
            self._unread.append(found)
        return found

    def _life(self, snapshot: Snapshot) -> list[QWidget]:
        """What the next stage asks for, and the nodes."""
        ctx, row, life = self._ctx, snapshot.row, snapshot.life
        if life is None or row.deleted:
            return []
        told: object = (life.next, visit_links(row))
        cards: list[QWidget] = (
            [self._keep("next", told, row, lambda: NextStageCard(ctx, row, life))] if life.next else []
        )
        if (continued := life.continuation) is not None:
            told = (continued, sort_of(ctx, row))
            cards.append(self._keep("continued", told, row, lambda: ContinuedCard(ctx, row, continued)))
        if (graded := life.grade) is not None:
            shown = grade_shown(ctx, *graded)
            cards.insert(0, self._keep("grade", shown, row, lambda: GradeCard(ctx, *graded)))
        if (landing := life.landing) is not None:
            cards.append(self._keep("landing", landing, row, lambda: LandingCard(ctx, row, landing)))
        told = (life.nodes, life.counts)
        return [*cards, self._keep("nodes", told, row, lambda: NodesCard(ctx, row, life))]

    def _facts(self, snapshot: Snapshot) -> Card:
        ctx, row = self._ctx, snapshot.row
        fields = facts_of(row)

        def made() -> Card:
            card = Card(ctx.theme, ctx.tr("ui.card.facts"))
            self.facts = FactList(ctx, row, snapshot.names, fields, label_width=LABEL_WIDTH)
            card.body.addWidget(self.facts)
            return card

        return self._keep("facts", None, row, made)

    def _people(self, snapshot: Snapshot) -> Card:
        ctx, row = self._ctx, snapshot.row
        begin = {
            "company_id": row.id
            if row.kind == "company"
            else row.values.get("company_id") or row.values.get("investor_id")
        }
        people = snapshot.of_kind("contact")

        def made() -> Card:
            return RecordsCard(
                ctx,
                ctx.tr("ui.card.people"),
                people,
                link=ctx.tr("ui.card.add_contact"),
                on_link=lambda: ctx.new_asked.emit("contact", begin),
            )

        return self._keep("people", (people, begin), row, made)

    def _related(self, snapshot: Snapshot, kind: str, key: str) -> Card:
        ctx, row = self._ctx, snapshot.row
        rows = [one for one in snapshot.of_kind(kind) if one.id != row.id]
        link = ctx.tr("ui.card.add_project") if (row.kind, kind) == ("company", "project") else ""

        def made() -> Card:
            return RecordsCard(
                ctx,
                ctx.tr(key),
                rows,
                link=link,
                on_link=lambda: ctx.new_asked.emit("project", {"investor_id": row.id}),
            )

        return self._keep(f"related {key}", rows, row, made)

    def _recent(self, snapshot: Snapshot) -> Card:
        ctx = self._ctx
        entries = timeline_entries(ctx, snapshot)

        def made() -> Card:
            card = Card(ctx.theme, ctx.tr("ui.tab.timeline"), count=str(len(entries)) if entries else "")
            timeline = timeline_of(ctx)
            timeline.set_entries(entries[:RECENT])
            card.body.addWidget(timeline)
            if not entries:
                timeline.hide()
                card.body.addWidget(Label(ctx.tr("ui.empty.timeline"), tone="text.3", wrap=True))
            return card

        return self._keep("recent", (entries[:RECENT], len(entries)), row=snapshot.row, make=made)

    def _trip(self, snapshot: Snapshot) -> list[list[QWidget]]:
        """What is planned takes the middle; facts at its side."""
        ctx = self._ctx
        return [
            [ItineraryCard(ctx, snapshot), result_card(ctx, snapshot)],
            [self._facts(snapshot), owed_cards(ctx, snapshot)],
        ]

    def _reception(self, snapshot: Snapshot, view: ReceptionView) -> list[list[QWidget]]:
        """Days and seats take the wide side; people, what to prepare and facts the other."""
        from ui.components.reception_cards import DaysCard, PeopleCard, SeatsCard, WarningsCard

        ctx, row = self._ctx, snapshot.row
        seats = self._keep("seats", None, row, lambda: SeatsCard(ctx, view))
        sides = [
            self._keep(side, None, row, lambda side=side: PeopleCard(ctx, view, side))  # type: ignore[misc]
            for side in SIDES[::-1]
        ]
        seats.show_view(view)
        for card in sides:
            card.show_view(view)
        days = self._keep("days", (view.stops, view.last), row, lambda: DaysCard(ctx, view))
        left: list[QWidget] = [days, seats]
        if view.warnings.count:
            told = view.warnings, view.stops
            left.insert(0, self._keep("warnings", told, row, lambda: WarningsCard(ctx, view)))
        links = {"reception_id": row.id, "project_id": row["project_id"], "company_id": row["company_id"]}
        new = partial(ctx.new_asked.emit, "next_step", links)
        steps = list(view.tasks)
        heading = ctx.tr("ui.reception.prepare")
        self.steps = self._keep("steps", (steps, links), row, lambda: StepsCard(ctx, steps, new, heading))
        right: list[QWidget] = [*sides, self.steps, self._facts(snapshot)]
        if view.visits:
            right.append(self._related(snapshot, "visit", "ui.reception.visits"))
        return [left, right]

    def _links(self, row: Row) -> dict[str, str | None]:
        """What a record made for this one names."""
        if row.kind != "visit":
            return {f"{row.kind}_id": row.id}
        return {"visit_id": row.id, "company_id": row["company_id"], "project_id": row["project_id"]}


def facts_of(row: Row) -> Sequence[Field]:
    """The fields people edit; a project's stage has its ribbon, words beside a value show with the value."""
    kind = KINDS[row.kind]
    words = {field.words for field in kind.fields.values() if field.words}
    skipped = words | ({"stage"} if row.kind == "project" else set())
    return [field for field in kind.form_fields if field.name not in skipped]
