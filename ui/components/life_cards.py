"""The cards of a project's life: what the next stage asks, nodes, who answers for it, lists, moves."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from app.model.life import LISTS
from app.model.registry import KINDS
from app.model.row import Row
from app.rules.requirements import Line
from app.services.key_lists import put_on_list, take_off_list
from app.services.node_plans import complete_node
from app.services.policy import pack_of
from app.services.teams import Duty
from ui.components.checklist import APPROVING, Checklist
from ui.components.project_life import LEVELS, NodeShown, ProjectLife, node_words
from ui.components.record_menu import (
    ReadLine,
    add_buttons,
    add_copy_line,
    record_menu,
    shut_box,
    ticked_menu,
    visit_links,
    words_of,
)
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Icon
from ui.widgets.gantt import Gantt, GanttBar
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light as LightSign
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.offering import Offering


class NextStageCard(Card):
    """到落地还差 n 项: every condition, and the way to mend what is missing."""

    def __init__(self, ctx: Context, row: Row, life: ProjectLife) -> None:
        assert life.next is not None
        stage, checked = life.next
        word = ctx.formats.choice(KINDS["project"].fields["stage"], stage)
        missing = len(checked.missing)
        key = "ui.life.next" if missing else "ui.life.next_ready"
        met = f"{len(checked.lines) - missing}/{len(checked.lines)}"
        super().__init__(ctx.theme, ctx.tr(key, stage=word, count=missing), unit=met)
        self._ctx, self._row, self._stage = ctx, row, stage
        self.checklist = Checklist(ctx, checked.lines, self._go)
        self.body.addWidget(self.checklist)

    def _go(self, line: Line) -> None:
        ctx, kind = self._ctx, line.requirement.kind
        if kind == "visit":
            ctx.new_asked.emit("visit", visit_links(self._row))
        elif kind in _TABS:
            ctx.tab_asked.emit("project", self._row.id, _TABS[kind])
        else:
            ctx.stage_asked.emit(self._row.id, self._stage.value)


_TABS = {"node": "plan", "team_member": "team", "attachment": "attachments", **APPROVING}
_TABS |= dict.fromkeys(("contract", "instalment"), "funds")


class NodeLine(Offering, QWidget):
    """One node: a box that completes it, its day, what it is, how it stands."""

    def __init__(self, ctx: Context, node: NodeShown) -> None:
        super().__init__()
        self._ctx, self._id, self._node = ctx, node.row.id, node.row
        done = node.done_on is not None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(ctx.theme.px(8))
        self.box = QCheckBox()
        self.box.setChecked(done)
        if done:
            shut_box(self.box)
        title = ctx.formats.title(node.row)
        self.box.setAccessibleName(title)
        self.box.setToolTip(ctx.tr("ui.plan.complete"))
        self.box.toggled.connect(self._complete)
        row.addWidget(self.box)
        day = Label(ctx.formats.short_day(node.row["planned_on"]), Role.BODY, "text.2")
        day.setFixedWidth(ctx.theme.px(84))
        row.addWidget(day)
        words = ElidedLabel(title, Role.BODY, "text.2" if done else "text.1")
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(words, 1)
        level, how = LEVELS[node.state], node_words(ctx, node)
        sign = LightSign(ctx.theme, level, how, Role.META) if level else Label(how, Role.META, "success")
        row.addWidget(sign)

    def menu(self) -> Menu:
        """Tick it off, and what can be done with any record."""
        return ticked_menu(self._ctx, self, self._node, self.box)

    def _complete(self, on: bool) -> None:
        if on:
            ctx, id = self._ctx, self._id
            self.box.setEnabled(False)
            said = ctx.tr("ui.said.node_done")
            ctx.change(lambda: complete_node(ctx.desk, id), changes=lambda changes: changes, said=said)


def node_counts(ctx: Context, life: ProjectLife) -> str:
    """完成 3/8 · 逾期 1."""
    counts = life.counts
    words = ctx.tr("ui.plan.counts", done=counts.done, total=counts.total) if counts.total else ""
    return f"{words} · {ctx.tr('ui.plan.overdue', count=counts.overdue)}" if counts.overdue else words


class NodesCard(Card):
    """The node plan as lines; the open ones can be ticked off."""

    def __init__(self, ctx: Context, row: Row, life: ProjectLife) -> None:
        super().__init__(
            ctx.theme, ctx.tr("ui.card.plan"), count=node_counts(ctx, life), link=ctx.tr("ui.plan.make")
        )
        self.header.link_clicked.connect(lambda: ctx.plan_asked.emit(row.id))
        self.lines = [NodeLine(ctx, node) for node in life.nodes]
        for line in self.lines:
            self.body.addWidget(line)
        if not self.lines:
            self.body.addWidget(Label(ctx.tr("ui.plan.none"), tone="text.3", wrap=True))


class GanttCard(Card):
    """The node plan on a time axis: each node from the day of the one before it."""

    def __init__(self, ctx: Context, row: Row, life: ProjectLife) -> None:
        super().__init__(
            ctx.theme, ctx.tr("ui.card.plan"), count=node_counts(ctx, life), link=ctx.tr("ui.plan.make")
        )
        self.header.link_clicked.connect(lambda: ctx.plan_asked.emit(row.id))
        if not life.nodes:
            self.body.addWidget(Label(ctx.tr("ui.plan.none"), tone="text.3", wrap=True))
            return
        self.gantt = Gantt(ctx.theme, ctx.tr("ui.plan.today"))
        bars, start = [], life.nodes[0].row["planned_on"]
        for node in life.nodes:
            end = node.row["planned_on"]
            bars.append(
                GanttBar(
                    key=node.row.id,
                    label=ctx.formats.title(node.row),
                    start=start,
                    end=end,
                    note=f"{ctx.formats.short_day(end)}  {node_words(ctx, node)}",
                    light=LEVELS[node.state],
                    done_on=node.done_on,
                )
            )
            start = end
        self.gantt.set_bars(bars, ctx.desk.today())
        self.gantt.opened.connect(lambda id: ctx.record_asked.emit("node", id))
        rows = {node.row.id: node.row for node in life.nodes}
        self.gantt.menu_of = lambda id: (
            record_menu(ctx, self.gantt, rows[id], words=ctx.formats.title(rows[id])) if id in rows else None
        )
        self.body.addWidget(self.gantt)


class TeamCard(Card):
    """Leaders in charge with the visits they owe, and the team."""

    def __init__(self, ctx: Context, row: Row, life: ProjectLife) -> None:
        super().__init__(
            ctx.theme,
            ctx.tr("ui.card.team"),
            count=str(sum(one.current for one in life.team) or ""),
            link=ctx.tr("ui.team.add"),
        )
        self.header.link_clicked.connect(lambda: ctx.leader_asked.emit(row.id))
        for duty in life.team:
            self.body.addWidget(self._line(ctx, duty))
        if not any(one.current and one.row["duty"] == "leader" for one in life.team):
            self.body.addWidget(Label(ctx.tr("ui.team.none"), tone="text.3"))
        add = Button(ctx.theme, ctx.tr("ui.team.add_member"), ButtonKind.LINK)
        begin = {"project_id": row.id, "duty": "member"}
        add.clicked.connect(lambda: ctx.new_asked.emit("team_member", begin))
        foot = QHBoxLayout()
        foot.addWidget(add)
        foot.addStretch(1)
        nest(self.body, foot)

    def _line(self, ctx: Context, duty: Duty) -> QWidget:
        member = duty.row
        line = ReadLine(ctx, member)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(ctx.theme.px(8))
        row.addWidget(Icon(ctx.theme, "user", "text.2" if duty.current else "text.3", 14))
        leads = duty.current and member["duty"] == "leader"
        name = Label(ctx.formats.title(member), Role.BODY_BOLD if leads else Role.BODY)
        name.set_tone("text.1" if duty.current else "text.3")
        row.addWidget(name)
        field = KINDS["team_member"].fields["duty"]
        about = [ctx.formats.choice(field, member["duty"] or ""), member["post"], member["unit"]]
        words = ElidedLabel("  ".join(str(one) for one in about if one), Role.META, "text.2")
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(words, 1)
        if duty.owed is not None:
            self._owed(ctx, row, duty)
        elif not duty.current:
            until = ctx.tr("ui.team.former", day=ctx.formats.short_day(member["until"]))
            row.addWidget(Label(until, Role.META, "text.3"))
        elif member["since"]:
            since = ctx.tr("ui.team.since", day=ctx.formats.short_day(member["since"]))
            row.addWidget(Label(since, Role.META, "text.3"))
        return line

    def _owed(self, ctx: Context, row: QHBoxLayout, duty: Duty) -> None:
        owed = duty.owed
        assert owed is not None
        last = ctx.formats.short_day(owed.last)
        said = ctx.tr("ui.team.visited", day=last) if owed.last else ctx.tr("ui.team.never")
        if owed.light:
            words = ctx.tr("ui.team.owed", weeks=owed.weeks)
            late = LightSign(ctx.theme, "red" if owed.light == "red" else "yellow", words, Role.META)
            late.setToolTip(said)
            row.addWidget(late)
        else:
            row.addWidget(Label(said, Role.META, "text.3"))


class ListLine(ReadLine):
    """One of the four lists: the entry of the project, and the button that rolls it in or out."""

    def __init__(self, ctx: Context, entry: Row | None, button: Button) -> None:
        super().__init__(ctx, entry)
        self._button = button

    def menu(self) -> Menu:
        """Roll it in or out, then what can be done with the entry there is."""

        def roll(menu: Menu) -> None:
            add_buttons(menu, [self._button])

        if self._row is not None:
            return record_menu(self._ctx, self, self._row, first=roll, hint=False)
        menu = Menu(self._ctx.theme, self)
        roll(menu)
        add_copy_line(self._ctx, menu, words_of(self))
        return menu


class ListsCard(Card):
    """The four lists with where the project stands; a click rolls it in or out."""

    def __init__(self, ctx: Context, row: Row, life: ProjectLife) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.card.lists"))
        self._ctx, self._id = ctx, row.id
        field = KINDS["listing"].fields["list"]
        self.buttons: dict[str, Button] = {}
        for name in LISTS:
            entries = [one for one in life.listings if one["list"] == name]
            current = next((one for one in entries if one["until"] is None), None)
            button = Button(
                ctx.theme, ctx.tr("ui.lists.take" if current else "ui.lists.put"), ButtonKind.LINK
            )
            holder = ListLine(ctx, current or next(reversed(entries), None), button)
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(ctx.theme.px(8))
            words = Label(ctx.formats.choice(field, name), Role.BODY_BOLD if current else Role.BODY)
            words.set_tone("text.1" if current else "text.2")
            line.addWidget(words)
            line.addStretch(1)
            if current is not None:
                on = ctx.tr("ui.lists.on", day=ctx.formats.short_day(current["since"]))
                line.addWidget(Label(on, Role.META, "text.3"))
            elif entries:
                off = ctx.tr("ui.lists.off", day=ctx.formats.short_day(entries[-1]["until"]))
                line.addWidget(Label(off, Role.META, "text.3"))
            button.clicked.connect(lambda _=False, name=name, on=bool(current): self._roll(name, on))
            self.buttons[name] = button
            line.addWidget(button)
            self.body.addWidget(holder)

    def _roll(self, name: str, on: bool) -> None:
        ctx, id = self._ctx, self._id
        word = ctx.formats.choice(KINDS["listing"].fields["list"], name)
        if on:
            said = ctx.tr("ui.said.unlisted", list=word)
            ctx.change(lambda: take_off_list(ctx.desk, id, name), changes=lambda changes: changes, said=said)
        else:
            said = ctx.tr("ui.said.listed", list=word)
            ctx.change(lambda: put_on_list(ctx.desk, id, name), changes=lambda made: made[1], said=said)


class MovesCard(Card):
    """Every move between stages, the last one first: when, by whom, why."""

    def __init__(self, ctx: Context, life: ProjectLife) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.card.moves"), count=str(len(life.moves) or ""))
        field = KINDS["project"].fields["stage"]
        for move in reversed(life.moves):
            before = ctx.formats.choice(field, move["before"]) if move["before"] else "—"
            after = ctx.formats.choice(field, move["after"] or "")
            holder = ReadLine(ctx, move)
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(ctx.theme.px(8))
            line.addWidget(Label(ctx.formats.short_day(move["moved_on"]), Role.BODY, "text.2"))
            line.addWidget(Label(ctx.tr("ui.moves.line", before=before, after=after), Role.BODY_BOLD))
            why = ElidedLabel(self._why(ctx, move), Role.META, "text.2")
            why.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            line.addWidget(why, 1)
            line.addWidget(Label(str(move["created_by"] or ""), Role.META, "text.3"))
            self.body.addWidget(holder)
        if not life.moves:
            self.body.addWidget(Label(ctx.tr("ui.moves.none"), tone="text.3"))

    def _why(self, ctx: Context, move: Row) -> str:
        words = pack_of(ctx.desk).words.get("exit_reason", {})
        exit_word = words.get(move["exit_reason"] or "")
        told = [exit_word.said(ctx.words.language) if exit_word else move["exit_reason"], move["reason"]]
        return "  ".join(str(one) for one in told if one)
