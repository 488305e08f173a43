"""States of the page of assessment worth a picture."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

import resources
from app.model.assessment import GOAL_MEASURES
from app.services.scores.board import COMPOSITE
from ui.main_window import MainWindow
from ui.pages.appraisal_tab import AppraisalTab
from ui.pages.goals_tab import GoalsTab
from ui.pages.score_tab import ScoreTab
from ui.pages.scores_page import APPRAISAL, BOARD, GOALS, LEADS, MERIT, REWARDS, TERMS, ScoresPage

ScoreScene = Callable[[MainWindow], QWidget]
SAMPLE = Path(resources.__file__).parent / "samples" / "scores.json"


def _tab(name: str, window: MainWindow) -> QWidget:
    window.open_page("scores", name)
    return window


def _when_shown(window: MainWindow, name: str, act: Callable[[ScoreTab], object]) -> QWidget:
    """Once the lines are there: behind what the tab itself has asked for."""
    page = window.open_page("scores", name)
    assert isinstance(page, ScoresPage)
    tab = page.part
    assert tab is not None
    window.ctx.read(lambda: None, lambda _none: QTimer.singleShot(0, tab, lambda: act(tab)), owner=page)
    return window


def _edit(name: str, window: MainWindow) -> QWidget:
    """F2 on the first line."""
    return _when_shown(window, name, lambda tab: tab.edit(next(iter(tab.rows), "")))


def _composite(window: MainWindow) -> QWidget:
    """Ranked by indicators, where the pack has them."""
    page = window.open_page("scores", BOARD)
    assert isinstance(page, ScoresPage)

    def rank() -> None:
        if page.told is not None and COMPOSITE in page.told.orders(window.ctx):
            page.rankings.set_current(COMPOSITE)
            page.rank_by(COMPOSITE)

    # Behind what the page itself has asked for.
    window.ctx.read(lambda: None, lambda _none: QTimer.singleShot(0, page, rank), owner=page)
    return window


def _paste(window: MainWindow) -> QWidget:
    """A copied block with names: one figure cannot be taken, one name is new."""

    def paste(tab: ScoreTab) -> None:
        assert isinstance(tab, GoalsTab)
        amounts = json.loads(SAMPLE.read_text(encoding="utf-8"))["pasted"]
        names = [*list(tab.rows)[: len(amounts) - 1], "—"]
        head = f"{tab.ctx.tr('field.goal.name')}\t{tab.ctx.tr(f'choice.goal.measure.{GOAL_MEASURES[0]}')}"
        block = [head, *(f"{name}\t{text}" for name, text in zip(names, amounts, strict=False))]
        QGuiApplication.clipboard().setText("\n".join(block))
        tab.paste()

    return _when_shown(window, GOALS, paste)


def _paste_marks(window: MainWindow) -> QWidget:
    """A copied tally: one grade is no number of copies."""

    def paste(tab: ScoreTab) -> None:
        assert isinstance(tab, AppraisalTab)
        told = json.loads(SAMPLE.read_text(encoding="utf-8"))["appraisal"]["pasted"]
        tab.check([line.split("\t") for line in told])

    return _when_shown(window, APPRAISAL, paste)


SCORE_SCENES: tuple[tuple[str, ScoreScene], ...] = (
    *((f"scores-{name}", partial(_tab, name)) for name in (GOALS, LEADS, MERIT, APPRAISAL, TERMS, REWARDS)),
    ("scores-composite", _composite),
    ("scores-goals-paste", _paste),
    ("scores-goals-set", partial(_edit, GOALS)),
    ("scores-leads-judge", partial(_edit, LEADS)),
    ("scores-merit-decide", partial(_edit, MERIT)),
    ("scores-appraisal-marks", partial(_edit, APPRAISAL)),
    ("scores-appraisal-paste", _paste_marks),
)
