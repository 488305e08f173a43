"""Gallery page of the small things: buttons, chips, marks, switches, top bar, rail."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui.models.columns import StageMark
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.card import Banner, Card, EmptyState, Facts
from ui.widgets.chips import FilterChip, NeutralBadge
from ui.widgets.gallery.samples import STAGES
from ui.widgets.label import Label
from ui.widgets.marks import Light, StageGlyph
from ui.widgets.nesting import nest
from ui.widgets.progress_strip import ProgressStrip
from ui.widgets.rail import Rail, RailEntry
from ui.widgets.search_field import SearchField
from ui.widgets.status_chip import Standing, StatusChip
from ui.widgets.switches import SegmentedControl, Tab, TabBar


def line(theme: Theme, *widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
    """Widgets in a row."""
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    for widget in widgets:
        row.addWidget(widget)
    if stretch:
        row.addStretch()
    return row


def rail(theme: Theme) -> Rail:
    """The product's rail as in the pictures."""
    groups = [
        [RailEntry("today", "今日", "calendar-check")],
        [
            RailEntry("leads", "线索", "inbox"),
            RailEntry("companies", "企业客商", "building"),
            RailEntry("people", "联系人", "users"),
            RailEntry("trips", "外出走访", "map-pin"),
        ],
        [
            RailEntry("projects", "项目", "layers"),
            RailEntry("review", "研判审批", "clipboard-check"),
            RailEntry("funds", "到位资金", "banknote"),
            RailEntry("alerts", "预警督办", "alert-triangle"),
            RailEntry("scores", "考核", "bar-chart"),
            RailEntry("reports", "通报报表", "file-text"),
        ],
        [RailEntry("targets", "目标企业", "target"), RailEntry("carriers", "载体政策", "factory")],
    ]
    made = Rail(theme, ("flag", "招商前哨"), groups, [RailEntry("sync", "同步与设置", "refresh-cw")])
    for key, count in (("today", 7), ("leads", 12), ("review", 2), ("alerts", 5)):
        made.set_count(key, count)
    made.set_current("projects")
    made.set_person("驻沪招商分局", "招商专员")
    return made


def top_bar(theme: Theme) -> QWidget:
    """Search, chip, quick capture."""
    bar = QWidget()
    bar.setProperty("surface", "app")
    bar.setFixedHeight(theme.px(52))
    chip = StatusChip(theme)
    chip.set_standing(Standing(online=False, pending=6, conflicts=3, last_sync="08:12"))
    row = QHBoxLayout(bar)
    row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
    row.setSpacing(theme.px(12))
    row.addWidget(SearchField(theme, "搜索企业、联系人、项目，可输拼音首字母", hint="Ctrl+K"))
    row.addStretch()
    row.addWidget(chip)
    row.addWidget(Button(theme, "快速录入", ButtonKind.PRIMARY, icon="plus", hint="Ctrl+N"))
    return bar


def buttons(theme: Theme) -> Card:
    card = Card(theme, "按钮", count="6", link="全部 12 项")
    off = Button(theme, "不可用")
    off.setEnabled(False)
    nest(
        card.body,
        line(
            theme,
            Button(theme, "采用所选", ButtonKind.PRIMARY, hint="Ctrl+Enter"),
            Button(theme, "记走访", icon="pencil"),
            Button(theme, "推进阶段", icon="chevron-right"),
            Button(theme, "导出", ButtonKind.QUIET, icon="download"),
            Button(theme, "删除", ButtonKind.DANGER, icon="trash"),
            off,
        ),
    )
    nest(
        card.body,
        line(
            theme,
            Button(theme, "立即同步", icon="refresh-cw", hint="F5"),
            Button(theme, "全部用我的", small=True),
            Button(theme, "本年在册", ButtonKind.QUIET, menu_arrow=True),
            Button(theme, "打开行程", ButtonKind.LINK),
            IconButton(theme, "x", "关闭"),
            IconButton(theme, "more-horizontal", "更多"),
        ),
    )
    return card


def marks(theme: Theme) -> Card:
    card = Card(theme, "标记", unit="亿元")
    lights = (("red", "红"), ("yellow", "黄"), ("green", "绿"))
    nest(card.body, line(theme, *(Light(theme, level, word) for level, word in lights)))  # type: ignore[arg-type]
    for part in (STAGES[:5], STAGES[5:]):
        nest(
            card.body,
            line(theme, *(StageGlyph(theme, StageMark(step, tone), word) for word, step, tone in part)),
        )
    nest(
        card.body,
        line(
            theme,
            StageGlyph(theme, StageMark(3, "stage.lead", "paused"), "暂缓"),
            StageGlyph(theme, StageMark(3, "stage.lead", "lost"), "流失"),
            NeutralBadge(theme, "走访"),
            NeutralBadge(theme, "修改"),
            NeutralBadge(theme, "待发送", icon="arrow-up"),
            NeutralBadge(theme, "走访", token="accent", ground="accent.soft"),
        ),
    )
    nest(card.body, line(theme, FilterChip(theme, "年度", "2026"), FilterChip(theme, "总投资", "⩾ 2000 万")))
    return card


def switches(theme: Theme) -> Card:
    card = Card(theme, "切换")
    views = [("grid", "表格"), ("board", "看板"), ("time", "时间轴"), ("lists", "四张清单")]
    units = [("yuan", "元"), ("wan", "万元"), ("yi", "亿元")]
    small = SegmentedControl(theme, units, small=True)
    small.set_current("yi")
    nest(card.body, line(theme, SegmentedControl(theme, views), small))
    tabs = TabBar(
        theme,
        [
            Tab("out", "待发送", "6"),
            Tab("files", "附件", "12/15"),
            Tab("conflicts", "冲突", "3", alert=True),
            Tab("refused", "退回待处理", "1", alert=True),
            Tab("devices", "设备", "2"),
        ],
    )
    tabs.set_current("conflicts")
    nest(card.body, line(theme, tabs))
    checked, radio = QCheckBox("以后同类冲突照此处理"), QRadioButton("单选")
    checked.setChecked(True)
    radio.setChecked(True)
    off = QCheckBox("不可用")
    off.setEnabled(False)
    nest(card.body, line(theme, checked, QCheckBox("未选"), off, radio, QRadioButton("另一项")))
    strip = ProgressStrip(theme, cancel="停止")
    strip.set_progress(12, 15, "附件 12/15")
    strip.bar.set_share(0.8, 0.888)
    card.body.addWidget(strip)
    return card


def notices(theme: Theme) -> Card:
    card = Card(theme, "提示与事实")
    card.body.addWidget(
        Banner(
            theme,
            "可能撞单：青岛啤酒股份有限公司",
            "科技工业园区 已于 2026年3月8日 首报，在谈“青岛啤酒15万吨纯生啤酒项目”。",
            action="并入该项目",
        )
    )
    note = "没有选中的值不会丢失，会连同修改人和时间留在历史里。"
    card.body.addWidget(Banner(theme, note, ground="bg.sunken", tone="text.2", icon="clock"))
    facts = Facts(theme)
    facts.set_facts(
        [
            ("总投资", "22.51 亿元"),
            ("其中外资", "全部"),
            ("到位资金", ""),
            ("备注", "一期 · 年产煤气1.83亿立方米"),
        ]
    )
    card.body.addWidget(facts)
    empty = EmptyState(theme, "还没有走访记录。", "记走访", hint="Ctrl+N")
    card.body.addWidget(empty)
    return card


def type_roles(theme: Theme) -> Card:
    card = Card(theme, "字号")
    for role in Role:
        card.body.addWidget(Label(f"{role.name} 到位资金 18.64 亿元，2026-11-20", role))
    return card


def page(theme: Theme) -> QWidget:
    """All of it beside the rail."""
    whole = QWidget()
    whole.setProperty("surface", "app")
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(rail(theme))
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(top_bar(theme))
    body = QHBoxLayout()
    body.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(20))
    body.setSpacing(theme.px(12))
    left, right = QVBoxLayout(), QVBoxLayout()
    for side, cards in ((left, (buttons, marks, switches)), (right, (notices, type_roles))):
        side.setSpacing(theme.px(12))
        for card in cards:
            side.addWidget(card(theme))
        side.addStretch()
        nest(body, side, 1)
    nest(column, body)
    nest(row, column, 1)
    return whole
