"""What page each place of the rail is."""

from ui.components.page import Page
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.pages.rail_lists import ListSpec, list_specs


def specs() -> dict[str, ListSpec]:
    """The lists by name."""
    return {spec.name: spec for spec in list_specs()}


def make_page(ctx: Context, monitor: SyncMonitor, name: str) -> Page:
    """The page of a rail entry; made when first opened."""
    if name == "today":
        from ui.pages.today_page import TodayPage

        return TodayPage(ctx, monitor)
    if name == "sync":
        from ui.pages.sync_centre import SyncCentre

        return SyncCentre(ctx, monitor)
    if name == "settings":
        from ui.pages.settings_page import SettingsPage

        return SettingsPage(ctx, monitor)
    if name == "clashes":
        from ui.pages.clashes_page import ClashesPage

        return ClashesPage(ctx)
    if name in ("circles", "pursuit", "contracts"):
        from ui.pages.group_page import PARTS, GroupPage

        return GroupPage(ctx, name, PARTS[name])
    if name == "funds":
        from ui.pages.funds_page import FundsPage

        return FundsPage(ctx)
    if name == "approvals":
        from ui.pages.approvals_page import ApprovalsPage

        return ApprovalsPage(ctx)
    if name == "alerts":
        from ui.pages.alerts_page import AlertsPage

        return AlertsPage(ctx)
    if name == "scores":
        from ui.pages.scores_page import ScoresPage

        return ScoresPage(ctx)
    if name == "projects":
        from ui.pages.projects_page import ProjectsPage

        return ProjectsPage(ctx, specs()[name])
    if name == "trips":
        from ui.pages.trips_page import TripsPage

        return TripsPage(ctx, specs()[name])
    from ui.pages.list_page import ListPage

    return ListPage(ctx, specs()[name])
