"""``outpost fill``: a dry run, corrections, saved views, and refusals."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.profile import open_profile
from app.services.desk import Desk
from app.services.views import View, ViewState, keep_view
from app.store.reading import Filter
from tests.fakes import forms
from tests.fakes.forms import form_file
from tests.ui.cli.conftest import Outpost


def add(outpost: Outpost, made: str, /, **values: Any) -> str:
    return str(outpost("add", made, "--json", "-", given=values).answer["id"])


def test_fill_with_a_look_before(outpost: Outpost, tmp_path: Path) -> None:
    template = form_file(tmp_path, forms.last_month, "调度表.xlsx")
    kept = add(outpost, "project", name="甲项目", stage="signed", investment="2亿")
    add(outpost, "project", name="乙项目", stage="lead")
    seen = outpost("fill", str(template), "--dry-run").answer
    assert (seen["records"], seen["lines"], seen["remembered"]) == (2, 3, False)
    assert [one["source"] for one in seen["columns"]] == ["serial", "name", "investment", ""]
    assert "D" in [one["column"] for one in seen["columns"] if one["why_not"]]
    done = outpost("fill", str(template), "--id", kept, "--mapping", "-", given={"D": "stage"}).answer
    sheet = load_workbook(done["file"]).worksheets[0]
    assert [cell.value for cell in sheet[3]] == [1, "甲项目", 20000, "签约"]
    assert (done["records"], done["gaps"], len(done["replaced"])) == (1, [], 3)
    assert Path(done["file"]).parent == tmp_path and Path(done["file"]) != template
    assert outpost("fill", str(template), "--dry-run").answer["remembered"] is True


def test_refusals(outpost: Outpost, tmp_path: Path) -> None:
    template = form_file(tmp_path, forms.one_line)
    add(outpost, "project", name="甲项目", stage="signed")
    over = outpost("fill", str(template), "--out", str(template))
    assert over.error["code"] == "fill_would_overwrite" and over.exit_code == 3
    old = tmp_path / "旧表.csv"
    old.write_text("项目名称,总投资,责任单位\n", encoding="utf-8")
    assert outpost("fill", str(old)).error["code"] == "fill_format"
    wrong = outpost("fill", str(template), "--mapping", "-", given={"Z": "name"})
    assert wrong.exit_code != 0 and "A, B" in wrong.err
    assert outpost("fill", str(template), "--mapping", "-", given={"A": "nobody"}).exit_code != 0
    assert outpost("fill", str(template), "--view", "没有").exit_code != 0
    assert outpost("fill", str(template), "--kind", "nothing").exit_code != 0


def test_the_table_and_the_view_asked_for(outpost: Outpost, folder: Path, tmp_path: Path) -> None:
    """Two tables in one file, and a view that leaves one project out."""
    template = form_file(tmp_path, forms.one_line)
    book = load_workbook(template)
    second = book.create_sheet("落地项目")
    forms.last_month(second)
    book.save(template)
    add(outpost, "project", name="甲项目", stage="signed", industry="电子信息")
    add(outpost, "project", name="乙项目", stage="signed", industry="食品饮料")
    profile = open_profile(folder, passphrase_source=lambda: None)
    state = ViewState(filters=(Filter("industry", "eq", "食品饮料"),))
    keep_view(Desk(profile.store, "周敏"), "projects", View("食品", state), kind="project")
    profile.close()

    tables = outpost("fill", str(template), "--dry-run").answer["tables"]
    assert len(tables) == 2
    for key in tables:
        seen = outpost("fill", str(template), "--dry-run", "--table", key, "--view", "食品").answer
        assert (seen["table"], seen["records"]) == (key, 1)
    done = outpost("fill", str(template), "--table", tables[1], "--view", "食品").answer
    filled = load_workbook(done["file"])
    names = [cell.value for row in filled[second.title].iter_rows() for cell in row]
    assert "乙项目" in names and "甲项目" not in names
    untouched = [cell.value for row in filled.worksheets[0].iter_rows() for cell in row]
    assert "乙项目" not in untouched, "the other table was filled too"
    unknown = outpost("fill", str(template), "--view", "没有")
    assert unknown.exit_code != 0 and "食品" in unknown.err, "it tells which views there are"
