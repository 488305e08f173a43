"""视图: what a list shows, kept under a name; one's own, or shared with the unit."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.services.views import (
    KIND,
    View,
    ViewState,
    forget_view,
    keep_view,
    share_view,
    unshare_view,
    views_of,
)
from ui.context.context import Context, Said
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.drop_down import DropDown
from ui.widgets.fields.text_field import TextField
from ui.widgets.label import Label
from ui.widgets.menu import Menu


class NamePopup(DropDown):
    """Asks for a view's name and whether the unit shall have it; Enter keeps, Esc closes."""

    named = Signal(str, bool)

    def __init__(self, ctx: Context, name: str, parent: QWidget) -> None:
        super().__init__(ctx.theme, parent)
        px, column = ctx.theme.px, self.column
        column.addWidget(Label(ctx.tr("ui.view.name"), Role.BODY_BOLD))
        self.field = TextField(ctx.theme, limit=60)
        self.field.set_name(ctx.tr("ui.view.name"))
        self.field.set_value(name)
        self.first = self.field
        self.field.setMinimumWidth(px(240))
        column.addWidget(self.field)
        self.share = QCheckBox(ctx.tr("ui.view.share"))
        column.addWidget(self.share)
        keep = Button(ctx.theme, ctx.tr("ui.view.keep"), ButtonKind.PRIMARY)
        keep.clicked.connect(self.keep)
        column.addWidget(keep, 0, Qt.AlignmentFlag.AlignRight)

    def keep(self) -> None:
        name, share = self.field.raw().strip(), self.share.isChecked()
        if name:
            self.close()
            self.named.emit(name, share)

    def entered(self) -> bool:
        self.keep()
        return True


class ViewMenu(QWidget):
    """“视图 本年在册 ▾”: chooses, keeps, changes, shares and drops views of one list."""

    chosen = Signal(object)
    """Show this ``ViewState``."""

    def __init__(self, ctx: Context, page: str, kind: str, state: Callable[[], ViewState]) -> None:
        """``state`` tells what the list shows now; what it shows to begin with is the default view."""
        super().__init__()
        self._ctx, self._page, self._kind, self._state = ctx, page, kind, state
        self.views: list[View] = []
        self.current: View | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(ctx.theme.px(4))
        row.addWidget(Label(ctx.tr("ui.view.title"), Role.META, "text.3"))
        self.button = Button(ctx.theme, "", ButtonKind.QUIET, small=True, menu_arrow=True)
        self.button.clicked.connect(self.open_menu)
        row.addWidget(self.button)
        self.show_name()
        ctx.hub.subscribe(self, {KIND}, lambda _changes: self.reload())
        self.reload()

    # ---- showing
    def reload(self) -> None:
        """Read the views again."""
        ctx, page, kind = self._ctx, self._page, self._kind
        ctx.read(lambda: views_of(ctx.desk, page, kind), self._take, key=("views", page), owner=self)

    def show_name(self) -> None:
        """The current view's name, with a mark where the list shows something else by now."""
        name = self.current.name if self.current is not None else self._ctx.tr("ui.view.default")
        wanted = self.current.state if self.current is not None else None
        changed = wanted is not None and wanted != self._state()
        self.button.setText(self._ctx.tr("ui.view.changed", name=name) if changed else name)

    def _take(self, views: list[View]) -> None:
        self.views = views
        if self.current is not None:
            same = (one for one in views if (one.name, one.id) == (self.current.name, self.current.id))
            self.current = next(same, None)
        self.show_name()

    # ---- the menu
    def open_menu(self) -> Menu:
        menu = self.menu()
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 4)))
        return menu

    def menu(self) -> Menu:
        """Every view, and what can be done with the current one."""
        ctx = self._ctx
        menu = Menu(ctx.theme, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add(ctx.tr("ui.view.default"), lambda: self.choose(None), icon=self._tick(None))
        for view in self.views:
            hint = ctx.tr("ui.view.shared") if view.shared else ""
            menu.add(view.name, partial(self.choose, view), icon=self._tick(view), hint=hint)
        menu.addSeparator()
        menu.add(ctx.tr("ui.view.save_as"), self.ask_name, icon="plus")
        if (current := self.current) is not None:
            menu.add(ctx.tr("ui.view.update", name=current.name), self.update_current, icon="save")
            if not current.shared:
                menu.add(ctx.tr("ui.view.share_it"), self.share_current, icon="users")
            menu.add(ctx.tr("ui.view.drop", name=current.name), self.drop_current, icon="trash", danger=True)
        return menu

    def choose(self, view: View | None) -> None:
        """Show a view, or the list as it is without one."""
        self.current = view
        self.chosen.emit(view.state if view is not None else ViewState())
        self.show_name()

    def ask_name(self) -> NamePopup:
        popup = NamePopup(self._ctx, "", self)
        popup.named.connect(self.save)
        popup.open_under(self.button)
        return popup

    def save(self, name: str, share: bool) -> None:
        """Keep what the list shows as a view."""
        if share:
            self._share(View(name, self._state()))
        else:
            self._keep(View(name, self._state()))

    def update_current(self) -> None:
        """Have the current view show what the list shows now."""
        if (current := self.current) is not None:
            changed = View(current.name, self._state(), current.id)
            if current.shared:
                self._share(changed)
            else:
                self._keep(changed)

    def share_current(self) -> None:
        """Give one's own view to the unit; it is no longer one's own then."""
        if (current := self.current) is not None and not current.shared:
            self._share(current)
            self._forget(current.name)

    def drop_current(self) -> None:
        """Drop the current view; the list stays as it is."""
        current, ctx = self.current, self._ctx
        if current is None:
            return
        self.current = None
        if current.shared:
            said = ctx.tr("ui.said.view_dropped", name=current.name)
            ctx.change(lambda: unshare_view(ctx.desk, current.id), changes=_same, said=said)
        else:
            self._forget(current.name)
            said = ctx.tr("ui.said.view_dropped", name=current.name)
            ctx.said.emit(Said(said, link=ctx.tr("ui.undo"), act=lambda: self._bring_back(current)))

    # ---- inside
    def _forget(self, name: str) -> None:
        ctx, page = self._ctx, self._page
        ctx.read(lambda: forget_view(ctx.desk, page, name), lambda _none: self.reload(), owner=self)

    def _bring_back(self, view: View) -> None:
        """One's own view is of this laptop alone, no step of undo: the toast itself keeps it again."""
        ctx, page, kind = self._ctx, self._page, self._kind
        self.current = view
        ctx.read(lambda: keep_view(ctx.desk, page, view, kind=kind), lambda _none: self.reload(), owner=self)

    def _keep(self, view: View) -> None:
        ctx, page, kind = self._ctx, self._page, self._kind
        self.current = view
        ctx.read(lambda: keep_view(ctx.desk, page, view, kind=kind), lambda _none: self.reload(), owner=self)
        ctx.say(ctx.tr("ui.said.view_kept", name=view.name))

    def _share(self, view: View) -> None:
        ctx, page, kind = self._ctx, self._page, self._kind
        said = ctx.tr("ui.said.view_shared", name=view.name)

        def work() -> ChangeSet:
            return share_view(ctx.desk, page, view, kind=kind)

        def done(changes: ChangeSet) -> None:
            made = next((id for of_kind, id in changes.ids if of_kind == KIND), view.id)
            self.current = View(view.name, view.state, made)
            self.reload()

        ctx.change(work, changes=_same, done=done, said=said)

    def _tick(self, view: View | None) -> str:
        return "check" if view == self.current else ""


def _same(changes: ChangeSet) -> ChangeSet:
    return changes
