"""The drawn chain: walked with the keyboard and the mouse, gaps dashed, links chosen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.widgets.chain_graph import ChainBox, ChainGraph

LAYERS = [
    [ChainBox("ore", "锂矿", ("缺口",), True), ChainBox("film", "隔膜", ("1 家",), False)],
    [ChainBox("cell", "电芯", ("1 家", "星澜"), False)],
    [ChainBox("bus", "客车", ("1 家",), False), ChainBox("grid", "储能", ("缺口",), True)],
]
LINKS = [("ore", "cell"), ("film", "cell"), ("cell", "bus"), ("cell", "grid")]


@pytest.fixture
def graph(qtbot: QtBot, theme: Theme) -> Iterator[ChainGraph]:
    made = ChainGraph(theme)
    qtbot.addWidget(made)
    made.set_chain(LAYERS, LINKS, ["上游", "中游", "下游"])
    made.resize(made.sizeHint())
    made.show()
    made.setFocus()
    yield made


def press(graph: ChainGraph, key: Qt.Key, shift: bool = False, control: bool = False) -> None:
    held = Qt.KeyboardModifier.NoModifier
    held = held | Qt.KeyboardModifier.ShiftModifier if shift else held
    held = held | Qt.KeyboardModifier.ControlModifier if control else held
    QTest.keyClick(graph, key, held)


def test_arrows_walk_from_place_to_place(graph: ChainGraph) -> None:
    assert graph.current == "ore" and "锂矿" in graph.accessibleName()
    walked = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        press(graph, key)
        walked.append(graph.current)
    assert walked[:2] == ["film", "cell"] and set(walked[2:]) <= {"bus", "grid"} and walked[3] == "grid"


def test_enter_opens_and_ctrl_enter_acts(graph: ChainGraph, qtbot: QtBot) -> None:
    with qtbot.waitSignal(graph.opened) as opened:
        press(graph, Qt.Key.Key_Return)
    assert opened.args == ["ore"]
    with qtbot.waitSignal(graph.acted) as acted:
        press(graph, Qt.Key.Key_Return, control=True)
    assert acted.args == ["ore", ""]
    press(graph, Qt.Key.Key_Right, shift=True)
    assert graph.current_link == ("ore", "cell") and graph.accessibleName() == "锂矿 → 电芯"
    with qtbot.waitSignal(graph.acted) as acted:
        press(graph, Qt.Key.Key_Return, control=True)
    assert acted.args == ["ore", "cell"]
    press(graph, Qt.Key.Key_Left, shift=True)
    assert graph.current_link == LINKS[-1]


def test_the_mouse_chooses_places_and_links(graph: ChainGraph, qtbot: QtBot) -> None:
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=graph.box_rect("cell").center())
    assert graph.current == "cell"
    first, last = graph.box_rect("film"), graph.box_rect("cell")
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=QPoint(first.right() + 2, first.center().y()))
    assert graph.current_link == ("film", "cell") and first.right() < last.left()
    with qtbot.waitSignal(graph.opened) as opened:
        QTest.mouseDClick(graph, Qt.MouseButton.LeftButton, pos=graph.box_rect("bus").center())
    assert opened.args == ["bus"]


def test_a_gap_looks_otherwise_than_a_place_that_is_filled(graph: ChainGraph, theme: Theme) -> None:
    picture = graph.grab().toImage()
    ratio = picture.devicePixelRatio()

    def ground(key: str) -> str:
        spot = graph.box_rect(key).bottomRight() - QPoint(12, 12)
        return picture.pixelColor(round(spot.x() * ratio), round(spot.y() * ratio)).name()

    assert ground("ore") == theme.color("warn.soft").name()
    assert ground("cell") == theme.color("bg.panel").name()


def test_the_place_one_stood_on_is_kept(graph: ChainGraph) -> None:
    graph.choose("grid")
    graph.set_chain(LAYERS[1:], LINKS[2:], [])
    assert graph.current == "grid"
    graph.set_chain(LAYERS[:1], [], [])
    assert graph.current == "ore"
    graph.set_chain([], [], [])
    press(graph, Qt.Key.Key_Right)
    assert graph.current == "" and graph.accessibleName() == ""


def test_links_run_past_the_boxes_between_and_beside_each_other(graph: ChainGraph) -> None:
    far = [*LINKS, ("ore", "bus"), ("film", "bus"), ("film", "grid"), ("ore", "grid")]
    graph.set_chain(LAYERS, far, ["上游", "中游", "下游"])
    drawn = {link: [graph.path_of(link).pointAtPercent(at / 400) for at in range(401)] for link in far}
    for link, points in drawn.items():
        others = [box.key for layer in LAYERS for box in layer if box.key not in link]
        crossed = [key for key in others if any(graph.box_rect(key).toRectF().contains(p) for p in points)]
        assert not crossed, (link, crossed)
    middle = graph.box_rect("cell").center().x()
    heights = {round(point.y()) for link in far[4:] for point in drawn[link] if abs(point.x() - middle) < 2}
    assert len(heights) >= 4, "four links, four lines"
    assert min(heights) >= 0 and max(heights) < graph.height()
