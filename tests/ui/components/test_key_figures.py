"""The figures under a title: labels on one line whether or not a value is known."""

from tests.fakes.desktops import Desktop
from ui.components.key_figures import KeyFigures
from ui.widgets.label import ElidedLabel, Label


def test_labels_and_values_stand_level_beside_what_is_unknown(desktop: Desktop) -> None:
    figures = KeyFigures(desktop.window.ctx)
    desktop.bot.addWidget(figures)
    figures.set_figures([("总投资", "3.60", "亿元"), ("其中外资", "—", ""), ("责任单位", "城南街道", "")])
    figures.resize(800, 120)
    figures.show()
    labels = [one for one in figures.findChildren(Label) if not isinstance(one, ElidedLabel)]
    tops = {label.mapTo(figures, label.rect().topLeft()).y() for label in labels if label.text() != "亿元"}
    values = figures.findChildren(ElidedLabel)
    middles = {value.mapTo(figures, value.rect().center()).y() for value in values}
    assert len(tops) == 1 and len(values) == 3
    assert max(middles) - min(middles) <= 1
