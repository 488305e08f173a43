"""The places of the rail: order, groups and icons. The first thing to be seen: it loads nothing else."""

from collections.abc import Mapping

from ui.theme.theme import Theme
from ui.widgets.rail import Rail, RailEntry

GROUPS = (
    ("today",),
    ("leads", "projects"),
    ("companies", "contacts", "circles", "pursuit"),
    ("visits", "trips", "receptions", "steps", "promises"),
    ("approvals", "contracts", "funds"),
    ("alerts", "scores", "clashes"),
)
BOTTOM = ("sync", "settings")
# Ctrl+1 … 9 open the first nine, the same ones as ever.
_FIRST = ("today", "leads", "projects", "companies", "contacts", "visits", "trips", "steps", *BOTTOM)
PAGES = (*_FIRST, *(name for group in GROUPS for name in group if name not in _FIRST))
ICONS: Mapping[str, str] = {
    "today": "calendar-check",
    "leads": "inbox",
    "projects": "layers",
    "approvals": "shield",
    "contracts": "file-text",
    "companies": "building",
    "contacts": "users",
    "circles": "star",
    "pursuit": "target",
    "visits": "map-pin",
    "trips": "luggage",
    "receptions": "office",
    "steps": "clipboard-check",
    "alerts": "alert-triangle",
    "scores": "bar-chart",
    "promises": "check",
    "clashes": "handshake",
    "funds": "banknote",
    "sync": "refresh-cw",
    "settings": "settings",
}


def make_rail(theme: Theme) -> Rail:
    """The rail, with every place on it."""
    tr = theme.words.tr
    *groups, bottom = (
        [RailEntry(name, tr(f"ui.page.{name}"), ICONS[name]) for name in group] for group in (*GROUPS, BOTTOM)
    )
    return Rail(theme, ("flag", tr("ui.product")), groups, bottom)
