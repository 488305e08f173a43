"""The drawn chain at its edges: where boxes stand, the ends of the arrows, links in a ring, menus, hints."""

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.widgets.chain_graph import ChainBox, ChainGraph

WIDE = [["a", "b", "c", "d"], ["e"], ["f", "g"]]
LINKS = [("a", "e"), ("d", "e"), ("e", "f"), ("e", "g"), ("a", "g")]


def graph_of(bot: QtBot, theme: Theme, layers: list[list[str]], links: list[tuple[str, str]]) -> ChainGraph:
    made = ChainGraph(theme)
    bot.addWidget(made)
    boxes = [
        [ChainBox(key, key.upper(), (f"{key}1", f"{key}2"), key == "a") for key in one] for one in layers
    ]
    made.set_chain(boxes, links, [])
    made.resize(made.sizeHint())
    made.show()
    made.setFocus()
    return made


@pytest.mark.parametrize("layers", [[["a"]], [["a", "b"]], WIDE, [["a"], ["b"], ["c"], ["d"]]])
def test_boxes_stand_apart_within_the_picture_layer_by_layer(
    qtbot: QtBot, theme: Theme, layers: list[list[str]]
) -> None:
    graph = graph_of(qtbot, theme, layers, [])
    rects = {key: graph.box_rect(key) for layer in layers for key in layer}
    assert all(graph.rect().contains(rect) for rect in rects.values())
    assert not any(one.intersects(other) for one, other in combinations(rects.values(), 2))
    for left, right in pairwise(layers):
        assert max(rects[key].right() for key in left) < min(rects[key].left() for key in right)
    assert graph.box_rect("nobody") == QRect()


def walk(graph: ChainGraph, *keys: Qt.Key, held: Qt.KeyboardModifier) -> list[tuple[str, str] | str]:
    found: list[tuple[str, str] | str] = []
    for key in keys:
        QTest.keyClick(graph, key, held)
        found.append(graph.current_link if any(graph.current_link) else graph.current)
    return found


def test_arrows_stop_at_the_ends(qtbot: QtBot, theme: Theme) -> None:
    graph = graph_of(qtbot, theme, WIDE, LINKS)
    none = Qt.KeyboardModifier.NoModifier
    assert walk(graph, Qt.Key.Key_Up, Qt.Key.Key_Left, held=none) == ["a", "a"]
    assert walk(graph, *[Qt.Key.Key_Down] * 4, held=none) == ["b", "c", "d", "d"]
    assert walk(graph, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, held=none) == ["e", "e", "e"]
    graph.choose("g")
    assert walk(graph, Qt.Key.Key_Right, Qt.Key.Key_Down, held=none) == ["g", "g"]


def test_links_are_walked_in_a_ring_from_where_one_stands(qtbot: QtBot, theme: Theme) -> None:
    graph = graph_of(qtbot, theme, WIDE, LINKS)
    shift = Qt.KeyboardModifier.ShiftModifier
    graph.choose("d")
    assert walk(graph, *[Qt.Key.Key_Right] * 5, held=shift) == [*LINKS[1:], LINKS[0]]
    assert graph.accessibleName() == "A → E" and graph.current == "a"
    graph.choose("e")
    assert walk(graph, Qt.Key.Key_Up, held=shift) == [("e", "g")]
    lonely = graph_of(qtbot, theme, [["a"]], [])
    assert walk(lonely, Qt.Key.Key_Right, held=shift) == ["a"]


def menu(graph: ChainGraph, reason: QContextMenuEvent.Reason, spot: QPoint) -> None:
    QApplication.sendEvent(graph, QContextMenuEvent(reason, spot, graph.mapToGlobal(spot)))


def test_a_menu_is_asked_for_what_is_under_the_mouse_or_where_one_stands(qtbot: QtBot, theme: Theme) -> None:
    graph = graph_of(qtbot, theme, WIDE, LINKS)
    asked: list[tuple[str, str]] = []
    graph.menu_asked.connect(lambda key, other, _: asked.append((key, other)))
    mouse, keyboard = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard
    menu(graph, mouse, QPoint(graph.width() - 2, graph.height() - 2))
    assert asked == [] and graph.current == "a"
    menu(graph, mouse, graph.box_rect("f").center())
    menu(graph, keyboard, QPoint(0, 0))
    graph.choose_link(("e", "g"))
    menu(graph, keyboard, QPoint(0, 0))
    assert asked == [("f", ""), ("f", ""), ("e", "g")]


def move(graph: ChainGraph, spot: QPoint) -> None:
    where, none = QPointF(spot), Qt.MouseButton.NoButton
    held = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(graph, QMouseEvent(QEvent.Type.MouseMove, where, where, none, none, held))


def test_the_mouse_is_told_what_it_is_over(qtbot: QtBot, theme: Theme) -> None:
    graph = graph_of(qtbot, theme, WIDE, LINKS)
    move(graph, graph.box_rect("g").center())
    assert graph.toolTip() == "G\ng1\ng2"
    assert graph.cursor().shape() is Qt.CursorShape.PointingHandCursor
    move(graph, QPoint(graph.width() - 2, graph.height() - 2))
    assert graph.toolTip() == "" and graph.cursor().shape() is Qt.CursorShape.ArrowCursor
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=QPoint(graph.width() - 2, graph.height() - 2))
    assert graph.current == "a"


def test_a_link_that_is_gone_is_no_longer_chosen(qtbot: QtBot, theme: Theme) -> None:
    graph = graph_of(qtbot, theme, WIDE, LINKS)
    graph.choose_link(("e", "g"))
    acted: list[tuple[str, str]] = []
    graph.acted.connect(lambda key, other: acted.append((key, other)))
    graph.set_chain([[ChainBox("e", "E", (), False), ChainBox("g", "G", (), False)]], [], ["上游"])
    assert graph.current_link == ("", "") and graph.current == "e" and graph.accessibleName() == "E"
    QTest.keyClick(graph, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert acted == [("e", "")]
