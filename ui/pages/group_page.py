"""Several pages under one entry of the rail, each behind its tab and made when first opened."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget

from ui.components.page import Page, column_layout, tab_strip
from ui.context.context import Context
from ui.pages.part_pages import make_part
from ui.widgets.switches import Tab, TabBar


class GroupPage(Page):
    """Passes on to the page in view whatever the window asks of a page."""

    def __init__(self, ctx: Context, name: str, parts: Sequence[str]) -> None:
        super().__init__(ctx, name)
        self.parts = tuple(parts)
        self._pages: dict[str, Page] = {}
        column = column_layout(self)
        self.tabs = TabBar(ctx.theme, [Tab(part, ctx.tr(f"ui.page.{part}")) for part in self.parts])
        self.tabs.changed.connect(self.show_part)
        column.addWidget(tab_strip(ctx, self.tabs, top=4))
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.show_part(self.parts[0])

    @property
    def part(self) -> Page:
        """The page in view."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def show_part(self, name: str) -> Page:
        """Go to a tab."""
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = make_part(self.ctx, name)
            page.status_changed.connect(self.status_changed)
            self.stack.addWidget(page)
        self.tabs.set_current(name)
        self.stack.setCurrentWidget(page)
        self.status_changed.emit()
        return page

    def arrive(self, tab: str = "") -> None:
        """``tab`` is a part, or a part and a tab of it (“targets/survey”)."""
        name, _, inner = tab.partition("/")
        if name in self.parts:
            self.show_part(name)
        self.part.arrive(inner)

    def current_tab(self) -> str:
        inner = self.part.current_tab()
        return f"{self.part.name}/{inner}" if inner else self.part.name

    @property
    def new_kind(self) -> str:
        return self.part.new_kind

    def status(self) -> Sequence[tuple[str, bool]]:
        return self.part.status()

    def has_amounts(self) -> bool:
        return self.part.has_amounts()

    def find_in_page(self) -> None:
        self.part.find_in_page()

    def listed(self, kind: str) -> Sequence[str]:
        return self.part.listed(kind)

    def toggle_inspector(self) -> None:
        self.part.toggle_inspector()

    def set_unit(self) -> None:
        for page in self._pages.values():
            page.set_unit()


PARTS: Mapping[str, tuple[str, ...]] = {
    "circles": (
        *("natives", "organisations", "greetings", "introductions"),
        *("relations", "returnees", "startups"),
    ),
    "pursuit": ("targets", "target_lists", "chains", "chain_nodes", "demands", "offers"),
    "contracts": ("deeds", "instalments"),
}
