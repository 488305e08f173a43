"""The composite score on the page of 考核: ranked by it, and each line told down to its rule."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes.desktops import Desktop, make_desktop, said_by
from tests.fakes.indicators import score_by_indicators
from tests.fakes.scored import score_year
from ui.pages.scores_page import ScoresPage
from ui.theme.theme import Theme


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    for made in make_desktop(qtbot, theme, profile_folder):
        score_year(made.desk)
        score_by_indicators(made.desk)
        made.window.set_unit("wan")
        yield made


def test_the_card_tells_how_the_points_came_about(desktop: Desktop) -> None:
    page = desktop.page("scores")
    assert isinstance(page, ScoresPage)
    desktop.settle()
    page.rank_by("composite")
    page.show_owner("县功镇")
    desktop.settle()
    assert page.indicators is not None
    said = "\n".join(text for _, text in said_by(page.indicators))
    assert "综合得分" in said and "合同引资完成率" in said
    assert "10,999 万元，最低 0 万元，最高 50,000 万元：60 + 占比 × 40，折成 40 分。依据 通用规则" in said
    assert "完成 55%，× 30 分" in said and "第 1 名：第一名 20 分，每名递减 5 分" in said
    assert "没有达到最低一档" in said
    assert next(row for row in page.standings.rows if row.key == "磻溪镇").figure.startswith("96")
    page.show_owner("开发区")
    desktop.settle()
    assert page.indicators is not None
    assert "没有数据或没有任务，不得分" in "\n".join(text for _, text in said_by(page.indicators))
