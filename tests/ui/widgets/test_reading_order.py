"""Tab in reading order: lines from the left, frame by frame, one stop for buttons that exclude each other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from tests.ui.widgets.pictures import put
from ui.theme.theme import Theme
from ui.widgets.fields.text_field import TextField
from ui.widgets.reading_order import next_stop, stops
from ui.widgets.switches import SegmentedControl


def buttons(words: str) -> dict[str, QPushButton]:
    return {word: QPushButton(word) for word in words.split()}


def told(root: QWidget) -> str:
    return " ".join(one.text() for one in stops(root) if isinstance(one, QPushButton))


def grid(made: dict[str, QPushButton], lines: str) -> QWidget:
    """A frame with buttons at their places, put in as they were made."""
    frame, places = QWidget(), [line.split() for line in lines.splitlines()]
    layout = QGridLayout(frame)
    for word, button in made.items():
        row = next(n for n, line in enumerate(places) if word in line)
        layout.addWidget(button, row, places[row].index(word))
    return frame


def test_lines_are_read_from_the_left_however_they_were_made(host: QWidget) -> None:
    put(host, grid(buttons("d b a c"), "a b\nc d"))
    assert told(host) == "a b c d"


def test_a_column_is_read_before_the_one_beside_it(host: QWidget) -> None:
    made = buttons("c a d b")
    both = QWidget()
    row = QHBoxLayout(both)
    for words in ("a b", "c d"):
        holder = QWidget()
        column = QVBoxLayout(holder)
        for word in words.split():
            column.addWidget(made[word])
        row.addWidget(holder)
    put(host, both)
    assert told(host) == "a b c d"


def test_lower_things_of_one_line_are_still_of_that_line(host: QWidget) -> None:
    frame, made = QWidget(), buttons("right left")
    for word, x, y in (("left", 0, 10), ("right", 100, 0)):
        made[word].setParent(frame)
        made[word].setGeometry(x, y, 80, 30)
    put(host, frame)
    assert told(host) == "left right"


def test_what_is_hidden_or_off_or_out_of_reach_is_passed_over(host: QWidget) -> None:
    made = buttons("a b c d")
    frame = grid(made, "a b\nc d")
    put(host, frame)
    made["b"].hide()
    made["c"].setEnabled(False)
    made["d"].setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert told(host) == "a"


def test_a_field_counts_once_where_its_line_is(host: QWidget, theme: Theme) -> None:
    field = TextField(theme)
    put(host, field)
    assert [one.focusProxy() for one in stops(host)] == [None]


def test_of_segments_tab_comes_to_the_chosen_one(host: QWidget, theme: Theme) -> None:
    control = SegmentedControl(theme, [("1", "一"), ("2", "二"), ("3", "三")])
    put(host, control)
    for key in ("2", "3", "1"):
        control.set_current(key)
        assert [one.accessibleName() for one in stops(host)] == [{"1": "一", "2": "二", "3": "三"}[key]]


def test_the_keyboard_goes_round_both_ways(host: QWidget) -> None:
    made = buttons("b c a")
    put(host, grid(made, "a b c"))
    for forward, way in ((True, "a b c a"), (False, "c b a c")):
        now: QWidget | None = None
        for word in way.split():
            assert next_stop(host, now, forward)
            now = made[word]
            assert now.hasFocus()


def test_from_what_is_no_stop_it_goes_on_inside_or_beside_it(host: QWidget) -> None:
    made = buttons("a b c")
    inner = grid({"b": made["b"]}, "b")
    frame = QWidget()
    column = QVBoxLayout(frame)
    note = QLabel("note")
    for widget in (made["a"], inner, note, made["c"]):
        column.addWidget(widget)
    put(host, frame)
    next_stop(host, inner, forward=True)
    assert made["b"].hasFocus()
    next_stop(host, inner, forward=False)
    assert made["a"].hasFocus()
    next_stop(host, note, forward=True)
    assert made["a"].hasFocus(), "what holds nothing: from the top of the frame around it"


def test_there_may_be_nowhere_to_go(host: QWidget) -> None:
    put(host, QLabel("alone"))
    assert not next_stop(host, None, forward=True)


def test_what_is_being_closed_keeps_the_keyboard_from_wandering_through_it(host: QWidget) -> None:
    made = buttons("a b")
    frame = grid(made, "a b")
    put(host, frame)
    frame.hide()
    assert stops(frame) == [] and not next_stop(frame, made["a"], forward=True)
