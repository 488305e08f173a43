"""The cards of assessment and approval on a project's page."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from app.errors import OutpostError
from app.model.registry import KINDS
from app.model.row import Row
from app.policy.explaining import conditions_said, label
from app.rules.approvals import RouteSaid
from app.services.approvals import Application
from app.services.policy import pack_of
from app.services.reviews import Asked, Served, finish_service
from ui.components.project_approval import ProjectApproval
from ui.components.record_menu import ReadLine, shut_box, ticked_menu
from ui.components.route_ribbon import RouteRibbon, StepShown, steps_shown
from ui.components.steps_box import StepRow
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card, Icon
from ui.widgets.chips import NeutralBadge
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light as LightSign
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering

OUTCOME_LOOK: dict[str, tuple[str, Token, Token]] = {
    "passed": ("check", "success", "success.soft"),
    "conditional": ("check", "warn", "warn.soft"),
    "sent_back": ("rotate-ccw", "danger", "danger.soft"),
    "refused": ("x", "danger", "danger.soft"),
    "withdrawn": ("minus", "text.3", "bg.hover"),
}
_VERDICT_LOOK: dict[str, tuple[str, Token]] = {
    "met": ("check", "success"),
    "not_met": ("x", "danger"),
    "not_asked": ("minus", "text.3"),
}
PRESSING = 2  # working days left from which a limit is shown as soon due


def outcome_badge(ctx: Context, kind: str, outcome: str) -> NeutralBadge:
    """The outcome of a step, an item or an application: icon, word and colour."""
    icon, token, ground = OUTCOME_LOOK.get(outcome, ("clock", "text.2", "bg.hover"))
    text = ctx.formats.choice(KINDS[kind].fields["outcome"], outcome)
    return NeutralBadge(ctx.theme, text, token=token, ground=ground, icon=icon)


def line_of(ctx: Context, of: Row | None = None) -> tuple[QWidget, QHBoxLayout]:
    """A bare row to put words in; ``of``: the record that it tells of, for its menu."""
    holder = ReadLine(ctx, of)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(ctx.theme.px(8))
    return holder, row


def stretching(text: str, role: Role = Role.BODY, tone: Token = "text.1") -> ElidedLabel:
    """Words that take the room that is left, and elide."""
    label = ElidedLabel(text, role, tone)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return label


def missing_words(ctx: Context, error: OutpostError) -> str:
    """What a case that no row answers yet still needs, by the names people know."""
    if error.code != "facts_missing":
        return ctx.sentence(error)
    known = pack_of(ctx.desk).facts
    names = [name for name in str(error.params["facts"]).split(", ") if name in known]
    return ctx.tr(
        "policy.missing_facts", facts=ctx.formats.listed([label(known[one], ctx.words) for one in names])
    )


class ApprovalCard(Card):
    """The current application: its route as a ribbon and why it is this one, whose turn it is."""

    def __init__(self, ctx: Context, row: Row, found: ProjectApproval) -> None:
        one = found.current
        waits = one is not None and one.standing.is_open
        again = one is None or one.standing.state in ("sent_back", "refused", "withdrawn")
        super().__init__(
            ctx.theme, ctx.tr("ui.card.approval"), link=ctx.tr("ui.approval.file") if again else ""
        )
        self.header.link_clicked.connect(lambda: ctx.approval_asked.emit("file", row.id))
        if one is None or found.said is None:
            self._expect(ctx, found)
            return
        self.body.addWidget(RouteRibbon(ctx, steps_shown(ctx, one, found.said.steps)))
        self._why(ctx, found.said)
        self.body.addWidget(self._foot(ctx, one, waits))

    def _expect(self, ctx: Context, found: ProjectApproval) -> None:
        """No application yet: the route that it would get, or what is missing for it."""
        expected = found.expected
        if isinstance(expected, OutpostError):
            self.body.addWidget(Label(ctx.tr("ui.approval.none"), tone="text.2", wrap=True))
            self.body.addWidget(Label(missing_words(ctx, expected), Role.META, "text.3", wrap=True))
            return
        self.body.addWidget(
            Label(ctx.tr("ui.approval.expected", route=expected.name), tone="text.2", wrap=True)
        )
        self.body.addWidget(RouteRibbon(ctx, [StepShown(name, "", tip=name) for name in expected.steps]))
        self._why(ctx, expected)

    def _why(self, ctx: Context, said: RouteSaid) -> None:
        why = ctx.tr("ui.approval.why", route=said.name, why=said.why)
        self.body.addWidget(Label(why, Role.BODY, "text.2", wrap=True))
        source = ctx.tr("ui.approval.source", source=said.source, version=said.version)
        self.body.addWidget(Label(source, Role.META, "text.3", wrap=True))

    def _foot(self, ctx: Context, one: Application, waits: bool) -> QWidget:
        foot, line = line_of(ctx)
        if waits:
            step = Button(ctx.theme, ctx.tr("ui.approval.step"), ButtonKind.PRIMARY, icon="check")
            step.clicked.connect(lambda: ctx.approval_asked.emit("step", one.row.id))
            line.addWidget(step)
        else:
            line.addWidget(outcome_badge(ctx, "approval", one.standing.state))
            day = ctx.formats.day(one.standing.since) if one.standing.since else ""
            line.addWidget(Label(day, Role.META, "text.3"))
        form = Button(ctx.theme, ctx.tr("ui.approval.form"), icon="file-text")
        form.clicked.connect(lambda: ctx.approval_asked.emit("form", one.row.id))
        line.addWidget(form)
        line.addStretch(1)
        if waits:
            back = Button(ctx.theme, ctx.tr("ui.approval.withdraw"), ButtonKind.LINK)
            back.clicked.connect(lambda: ctx.approval_asked.emit("withdraw", one.row.id))
            line.addWidget(back)
        return foot


class OpinionsCard(Card):
    """What each step said, and earlier applications."""

    def __init__(self, ctx: Context, found: ProjectApproval) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.card.opinions"))
        for one in found.applications:
            if one is not found.current:
                day = ctx.formats.day(one.row["filed_on"])
                self.body.addWidget(Label(ctx.tr("ui.approval.earlier", day=day), Role.META, "text.3"))
            for step in one.steps:
                self.body.addWidget(self._step(ctx, step))
        if not any(one.steps for one in found.applications):
            self.body.addWidget(Label(ctx.tr("ui.approval.no_steps"), tone="text.3"))

    def _step(self, ctx: Context, step: Row) -> QWidget:
        holder, line = line_of(ctx, step)
        line.addWidget(Label(ctx.formats.short_day(step["decided_on"]), Role.META, "text.2"))
        line.addWidget(Label(ctx.formats.title(step), Role.BODY))
        line.addWidget(stretching(str(step["opinion"] or ""), Role.META, "text.2"), 1)
        if step["who"]:
            line.addWidget(Label(str(step["who"]), Role.META, "text.3"))
        line.addWidget(outcome_badge(ctx, "approval_step", step["outcome"] or ""))
        return holder


class PlacementCard(Card):
    """Where the project may land and who counts it (B10)."""

    def __init__(self, ctx: Context, found: ProjectApproval) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.card.placement"))
        placed = found.placement.placed
        if placed is None:
            assert found.placement.trouble is not None
            words = missing_words(ctx, found.placement.trouble)
            self.body.addWidget(Label(words, Role.META, "text.3", wrap=True))
            return
        pack, said = pack_of(ctx.desk), ctx.words.language
        holder, line = line_of(ctx)
        tone: Token = "success" if placed.counts else "warn"
        line.addWidget(Icon(ctx.theme, "check" if placed.counts else "alert-triangle", tone, 14))
        why = placed.decision.row.results.get("why")
        told = [ctx.tr("ui.placement.counts" if placed.counts else "ui.placement.not_counted")]
        told += [pack.word("site", placed.site).said(said)] if placed.site else []
        told += [pack.word("why", str(why)).said(said)] if why else []
        line.addWidget(stretching(ctx.tr("ui.placement.join").join(told)), 1)
        self.body.addWidget(holder)
        row = placed.decision.row
        source = pack.source_text(row.source, said)
        rule = ctx.tr("ui.placement.rule", rule=conditions_said(pack, row, ctx.words), source=source)
        self.body.addWidget(Label(rule, Role.META, "text.3", wrap=True))


class ReviewsCard(Card):
    """The items of one gate with their verdicts; a click gives one."""

    def __init__(self, ctx: Context, row: Row, gate: str, items: tuple[Asked, ...]) -> None:
        title = ctx.formats.choice(KINDS["review"].fields["gate"], gate)
        done = sum(one.row is not None for one in items)
        super().__init__(ctx.theme, title, count=f"{done}/{len(items)}" if items else "")
        self.body.setSpacing(ctx.theme.px(4))
        for one in items:
            self.body.addWidget(self._line(ctx, row, one))
        if not items:
            self.body.addWidget(Label(ctx.tr("ui.review.none"), tone="text.3", wrap=True))

    def _line(self, ctx: Context, project: Row, one: Asked) -> QWidget:
        holder, line = line_of(ctx, one.row)
        pack, said = pack_of(ctx.desk), ctx.words.language
        verdict = (one.row["verdict"] or "") if one.row else ""
        icon, tone = _VERDICT_LOOK.get(verdict, ("dot", "text.3"))
        line.addWidget(Icon(ctx.theme, icon, tone, 14))
        name = pack.word("review", one.item).said(said) if one.rule else ctx.formats.title(one.row)  # type: ignore[arg-type]
        line.addWidget(Label(name, Role.BODY, "text.1" if verdict else "text.2"))
        threshold = one.rule.results.get("threshold") if one.rule else None
        asked = pack.word("threshold", str(threshold)).said(said) if threshold else ""
        told = (one.row["reason"] or one.row["found"] or asked) if one.row else asked
        line.addWidget(stretching(str(told), Role.META, "text.2" if one.row else "text.3"), 1)
        if one.row is not None:
            field = KINDS["review"].fields["verdict"]
            words = Label(ctx.formats.choice(field, verdict), Role.META, tone)
            words.setToolTip(
                " ".join(str(part) for part in (one.row["reviewer"], one.row["reviewed_on"]) if part)
            )
            line.addWidget(words)
        if one.rule is not None:
            key = "ui.review.change" if one.row else "ui.review.give"
            give = Button(ctx.theme, ctx.tr(key), ButtonKind.LINK)
            give.clicked.connect(lambda: ctx.approval_asked.emit("verdict", f"{project.id} {one.item}"))
            line.addWidget(give)
        return holder


class MeetingsCard(Card):
    """The meetings the project was before: outcome, opinion, and what was assigned."""

    def __init__(self, ctx: Context, found: ProjectApproval) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.card.meetings"), count=str(len(found.agenda) or ""))
        field = KINDS["meeting"].fields["body"]
        for item in found.agenda:
            holder, line = line_of(ctx, item)
            line.addWidget(Label(ctx.formats.short_day(item["held_on"]), Role.META, "text.2"))
            body = ctx.formats.choice(field, item["body"]) if item["body"] else ctx.formats.kind("meeting")
            line.addWidget(Label(body, Role.BODY))
            line.addWidget(stretching(str(item["opinion"] or ""), Role.META, "text.2"), 1)
            if item["outcome"]:
                line.addWidget(outcome_badge(ctx, "agenda_item", item["outcome"]))
            else:
                line.addWidget(Label(ctx.tr("ui.meeting.on_agenda"), Role.META, "text.3"))
            self.body.addWidget(holder)
        for row in found.assignments:
            self.body.addWidget(StepRow(ctx, row))
        if not found.agenda:
            self.body.addWidget(Label(ctx.tr("ui.meeting.never"), tone="text.3", wrap=True))


class ServicesCard(Card):
    """Services for the investor against their limits."""

    def __init__(self, ctx: Context, row: Row, found: ProjectApproval) -> None:
        done = sum(one.limit.done for one in found.services)
        count = f"{done}/{len(found.services)}" if found.services else ""
        super().__init__(ctx.theme, ctx.tr("ui.card.services"), count=count, link=ctx.tr("ui.service.start"))
        self.header.link_clicked.connect(lambda: ctx.approval_asked.emit("service", row.id))
        for one in found.services:
            self.body.addWidget(ServiceLine(ctx, one))
        if not found.services:
            self.body.addWidget(Label(ctx.tr("ui.service.none"), tone="text.3", wrap=True))


class ServiceLine(Offering, QWidget):
    """One service: a box that finishes it, its owner, days left or late; ``project`` names whose it is."""

    def __init__(self, ctx: Context, one: Served, project: str = "") -> None:
        super().__init__()
        self._ctx, self._one = ctx, one
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(ctx.theme.px(8))
        self.box = QCheckBox()
        self.box.setChecked(one.limit.done)
        if one.limit.done:
            shut_box(self.box)
        self.box.setAccessibleName(ctx.formats.title(one.row))
        self.box.toggled.connect(self._finish)
        row.addWidget(self.box)
        row.addWidget(Label(ctx.formats.title(one.row), Role.BODY, "text.2" if one.limit.done else "text.1"))
        who = "  ".join(str(part) for part in (project, one.row["owner_unit"], one.row["owner"]) if part)
        row.addWidget(stretching(who, Role.META, "text.2"), 1)
        row.addWidget(Label(ctx.formats.short_day(one.limit.due_on), Role.META, "text.3"))
        row.addWidget(limit_sign(ctx, one))

    def menu(self) -> Menu:
        """Tick it off, and what can be done with any record."""
        return ticked_menu(self._ctx, self, self._one.row, self.box)

    def _finish(self, on: bool) -> None:
        if on:
            ctx, id = self._ctx, self._one.row.id
            self.box.setEnabled(False)
            said = ctx.tr("ui.said.service_done")
            ctx.change(lambda: finish_service(ctx.desk, id), changes=lambda changes: changes, said=said)


def limit_sign(ctx: Context, one: Served) -> QWidget:
    """●逾期 n 个工作日, ▲还有 n, or what was done."""
    limit = one.limit
    if limit.done:
        key = "ui.service.done_late" if limit.late else "ui.service.done"
        return Label(ctx.tr(key, days=limit.late), Role.META, "text.3" if limit.late else "success")
    if limit.late:
        return LightSign(ctx.theme, "red", ctx.tr("ui.service.late", days=limit.late), Role.META)
    level = "yellow" if limit.left <= PRESSING else "green"
    return LightSign(ctx.theme, level, ctx.tr("ui.service.left", days=limit.left), Role.META)  # type: ignore[arg-type]


def approval_columns(ctx: Context, row: Row, found: ProjectApproval) -> list[list[QWidget]]:
    """The cards of the tab, in two columns."""
    first: list[QWidget] = [ApprovalCard(ctx, row, found), OpinionsCard(ctx, found), MeetingsCard(ctx, found)]
    second: list[QWidget] = [PlacementCard(ctx, found)]
    second += [ReviewsCard(ctx, row, gate, items) for gate, items in found.reviews.items()]
    return [first, [*second, ServicesCard(ctx, row, found)]]
