"""A funnel's bars are as long as their counts."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.widgets.pictures import has_colour
from ui.theme.theme import Theme
from ui.widgets.funnel import Funnel, Step

STEPS = [Step("签约", 247, ""), Step("履约率", 244, "98.79%"), Step("开工率", 0, "0.00%")]


@pytest.fixture
def funnel(qtbot: QtBot, theme: Theme) -> Funnel:
    made = Funnel(theme)
    made.set_steps(STEPS)
    made.resize(500, made.sizeHint().height())
    qtbot.addWidget(made)
    made.show()
    return made


def test_bars_are_as_long_as_their_counts(funnel: Funnel) -> None:
    whole, some, none = (funnel.bar_rect(at) for at in range(3))
    assert whole.width() > some.width() > 0 and none.isEmpty()
    assert round(whole.width() * 244 / 247) == some.width()
    assert {rect.left() for rect in (whole, some)} == {whole.left()}


def test_it_is_painted_and_read_out(funnel: Funnel, theme: Theme) -> None:
    assert has_colour(funnel.grab().toImage(), theme.color("accent"))
    for step in STEPS:
        assert f"{step.label} {step.count}" in funnel.accessibleName()


def test_nothing_signed_has_no_bars(funnel: Funnel, theme: Theme) -> None:
    funnel.set_steps([Step("签约", 0, "—")])
    assert funnel.bar_rect(0).isEmpty()
    assert not has_colour(funnel.grab().toImage(), theme.color("accent"))
