"""What a project's page shows of assessment and approval, read in one go on the database thread."""

from dataclasses import dataclass

from app.errors import OutpostError
from app.model.approvals import GATES
from app.model.row import Row
from app.rules.approvals import RouteSaid
from app.services.approvals import Application, Placement, approvals_of, case_values, placement_of
from app.services.meetings import agenda_of, assignments_of
from app.services.policy import pack_of
from app.services.reviews import Asked, Served, review_items, services_of
from app.services.route_words import preview, route_said
from ui.context.context import Context


@dataclass(frozen=True, slots=True)
class ProjectApproval:
    """``current``: the latest application with its route in words; ``expected``: the route that the project
    would get by what is known of it, or what keeps it from being told.
    """

    applications: tuple[Application, ...]
    said: RouteSaid | None
    expected: RouteSaid | OutpostError
    placement: Placement
    agenda: tuple[Row, ...]
    assignments: tuple[Row, ...]
    reviews: dict[str, tuple[Asked, ...]]
    services: tuple[Served, ...]

    @property
    def current(self) -> Application | None:
        """The latest application."""
        return next(iter(self.applications), None)


def load_approval(ctx: Context, row: Row) -> ProjectApproval | None:
    """Everything of a project; None for records of other kinds."""
    if row.kind != "project":
        return None
    desk, id, words = ctx.desk, row.id, ctx.words
    applications = tuple(approvals_of(desk, id))
    return ProjectApproval(
        applications,
        route_said(applications[0].row.values, words, pack_of(desk)) if applications else None,
        preview(pack_of(desk), case_values(desk, row, {}), words),
        placement_of(desk, row),
        tuple(agenda_of(desk, id)),
        tuple(assignments_of(desk, id)),
        {gate: tuple(review_items(desk, row, gate)) for gate in GATES},
        tuple(services_of(desk, id)),
    )
