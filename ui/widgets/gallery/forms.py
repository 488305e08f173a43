"""Gallery page of the editors, a dialog's inside, conflict boxes and a timeline."""

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.models.columns import StageMark
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.card import Banner, Card, Facts, Line, SectionHeader
from ui.widgets.chips import NeutralBadge
from ui.widgets.conflict_choice import ConflictChoice
from ui.widgets.fields.choice_field import Choice, ChoiceField, RefField
from ui.widgets.fields.list_field import LinesField, TagsField
from ui.widgets.fields.parsed_field import AmountField, DateField
from ui.widgets.fields.text_field import TextArea, TextField
from ui.widgets.form_row import FormRow
from ui.widgets.gallery.samples import parse_amount, parse_day
from ui.widgets.inspector import Inspector
from ui.widgets.label import Label
from ui.widgets.marks import Light, StageGlyph
from ui.widgets.month_view import MonthView
from ui.widgets.nesting import nest, nest_in_grid
from ui.widgets.suggestions import Suggestion
from ui.widgets.timeline import Timeline, TimelineEntry


def form(theme: Theme) -> Card:
    card = Card(theme, "新建项目")
    name = TextField(theme)
    name.set_value("煤矸石及废旧轮胎综合利用项目")
    amount = AmountField(theme, parse_amount, lambda v: f"{v:.2f}", unit="亿元", example="3.5亿")
    amount.set_value(Decimal("22.51"))
    wrong = AmountField(theme, parse_amount, lambda v: f"{v:.2f}", unit="亿元")
    wrong.set_raw("三个多亿吧")
    day = DateField(theme, parse_day, date.isoformat)
    day.set_value(date(2026, 11, 25))
    stage = ChoiceField(theme, [Choice("sign", "签约"), Choice("lead", "线索")])
    stage.set_value("sign")
    company = RefField(theme, lambda text, on_rows: on_rows([]), example="输入名称或拼音首字母")
    company.set_value(Suggestion("c1", "青岛啤酒股份有限公司"))
    tags = TagsField(theme, example="加标签")
    tags.set_value(["外资", "重点", "一期"])
    phones = LinesField(theme, add="加一个电话")
    phones.set_value(["138 0013 8000", "0917-8888666"])
    fixed = TextField(theme)
    fixed.set_value("PJ-2026-0040")
    fixed.set_read_only(True)
    note = TextArea(theme, lines=3)
    note.set_value("一期 · 年产煤气1.83亿立方米\n对方要求明确交地时间。")
    rows = [
        FormRow(theme, "项目名称", name, required=True),
        FormRow(theme, "总投资", amount, help="按合同金额填写，单位可以写亿、万或万美元"),
        wrong_row := FormRow(theme, "其中外资", wrong),
        FormRow(theme, "截止日期", day),
        FormRow(theme, "阶段", stage),
        FormRow(theme, "投资方", company, required=True),
        FormRow(theme, "标签", tags),
        FormRow(theme, "电话", phones),
        FormRow(theme, "编号", fixed),
        FormRow(theme, "备注", note),
    ]
    wrong_row.check()
    for row in rows:
        card.body.addWidget(row)
    return card


def conflict(theme: Theme) -> Card:
    card = Card(theme, "江苏兴力城南商业综合开发项目")
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(12))
    heads = (
        ("字段", ""),
        ("修改前", "11-16"),
        ("我的", "本机 · 昨天 17:40"),
        ("总部", "城南街道 · 昨天 18:05"),
    )
    for column, (title, when) in enumerate(heads):
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Label(title, Role.META, "text.3") if not column else Label(title, Role.BODY_BOLD))
        head.addWidget(Label(when, Role.META, "text.3"), 1)
        nest_in_grid(grid, head, 0, column)
    lines = (
        ("总投资", "5.00 亿元", ("5.50 亿元", "+0.50 亿元"), ("5.20 亿元", "+0.20 亿元，附合同扫描件"), 1),
        ("责任单位", "招商局", ("科技工业园区", "按落户布局调整"), ("城南街道", "以落户协议为准"), 1),
        ("下一步截止", "2026-11-30", ("2026-11-22", "对方来电提前"), ("2026-12-05", "随月度计划顺延"), 0),
    )
    for row, (field, before, mine, theirs, chosen) in enumerate(lines, start=1):
        grid.addWidget(Label(field, tone="text.2"), row, 0)
        grid.addWidget(Label(before, tone="text.2"), row, 1)
        for side, (value, reason) in enumerate((mine, theirs)):
            box = ConflictChoice(theme, value, reason)
            box.setChecked(side == chosen)
            grid.addWidget(box, row, 2 + side)
    grid.setColumnStretch(2, 1)
    grid.setColumnStretch(3, 1)
    nest(card.body, grid)
    return card


def inspector(theme: Theme) -> Inspector:
    """A record in the frame at the right."""
    made = Inspector(theme)
    made.setFixedWidth(theme.px(336))
    made.set_title("煤矸石及废旧轮胎综合利用项目")
    signs = [
        StageGlyph(theme, StageMark(5, "stage.sign"), "签约"),
        Light(theme, "yellow", "黄 · 节点临近", Role.META),
    ]
    made.set_signs(signs, [NeutralBadge(theme, "待发送", icon="arrow-up")])
    made.set_actions(
        [
            Button(theme, "记走访", icon="pencil"),
            Button(theme, "推进阶段", icon="chevron-right"),
            Button(theme, "打开", ButtonKind.QUIET),
            IconButton(theme, "more-horizontal", "更多"),
        ]
    )
    made.body.addWidget(Banner(theme, "离落地还差 2 项", "土地出让合同（11月25日前）、项目公司营业执照"))
    facts = Facts(theme)
    facts.set_facts(
        [
            ("总投资", "22.51 亿元"),
            ("其中外资", "全部"),
            ("到位资金", ""),
            ("投资方", "韩资企业"),
            ("责任单位", "县功镇"),
            ("备注", "一期 · 年产煤气1.83亿立方米"),
        ]
    )
    made.body.addWidget(facts)
    made.body.addWidget(Line())
    made.body.addWidget(SectionHeader(theme, "最近往来", link="全部 9 条", role=Role.BODY_BOLD))
    made.body.addWidget(timeline(theme))
    return made


def timeline(theme: Theme) -> Timeline:
    made = Timeline(theme)
    made.set_entries(
        [
            TimelineEntry(
                "1",
                "pencil",
                "洽谈 · 土地条款",
                "今天 10:32",
                "对方同意分两期供地，要求明确交地时间。",
                "arrow-up",
            ),
            TimelineEntry("2", "paperclip", "收到营业执照预审件", "11-18", "附件 2/3 已回传"),
            TimelineEntry(
                "3",
                "clipboard-check",
                "常委会议通过",
                "11-06",
                "原则同意；一期用地 86 亩，外资到账计划随季报。",
            ),
            TimelineEntry("4", "map-pin", "实地考察", "10-21"),
        ]
    )
    return made


def month(theme: Theme) -> Card:
    card = Card(theme, "2026年11月")
    view = MonthView(theme, date(2026, 11, 20))
    view.set_day(date(2026, 11, 25))
    card.body.addWidget(view)
    return card


def page(theme: Theme) -> QWidget:
    """Form left, conflict and month in the middle, inspector right."""
    whole = QWidget()
    whole.setProperty("surface", "app")
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    left, middle = QVBoxLayout(), QVBoxLayout()
    for side, cards in ((left, (form,)), (middle, (conflict, month))):
        side.setContentsMargins(theme.px(12), theme.px(12), 0, theme.px(12))
        side.setSpacing(theme.px(12))
        for card in cards:
            side.addWidget(card(theme))
        side.addStretch()
        nest(row, side, 1)
    row.addWidget(inspector(theme))
    return whole
