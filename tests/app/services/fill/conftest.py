"""A desk with five projects, and a way to fill a form with them and look at what came of it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.services.desk import Desk
from app.services.fill.filling import Filled, fill_form
from app.services.fill.plan import FillPlan, plan_fill, with_sources
from app.services.ledger.parsing import parsed
from app.services.ledger.reading import Ledger
from app.services.records import create_record
from tests.fakes.forms import Make, form_file
from tests.fakes.stores import new_desk

Fills = Callable[..., tuple[FillPlan, Filled, Any]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path / "profile")
    firm, _ = create_record(desk, "company", {"name": "华润集团", "city": "深圳"})
    person, _ = create_record(desk, "contact", {"name": "张三", "phones": ["13800138000"]})
    stages = {"甲项目": "signed", "乙项目": "negotiating", "丙项目": "producing", "丁项目": "lead"}
    for name, stage in (stages | {"=戊项目": "landed"}).items():
        about = {"name": name, "stage": stage, "investment": "1.2345亿", "land": "30亩", "industry": "电子"}
        links = {"investor_id": firm, "contact_ids": [person], "responsible_unit": "滨海区"}
        create_record(desk, "project", {**about, **links, "contract_on": "2026-03-05"})
    yield desk
    desk.store.close()


@pytest.fixture
def fills(desk: Desk, tmp_path: Path) -> Fills:
    """Fill a form with every project, oldest first: the plan, what came of it, and the sheet it became."""

    def run(
        make: Make, corrected: Mapping[int, str] | None = None, *, kind: str = "project", first: int = 5
    ) -> tuple[FillPlan, Filled, Any]:
        template = form_file(tmp_path, make)
        before = template.read_bytes()
        plan = with_sources(plan_fill(desk, ledger_of(template), kind), corrected or {})
        ids = sorted(desk.store.ids(kind))[:first]
        out = tmp_path / f"{make.__name__}-{len(list(tmp_path.iterdir()))}.xlsx"
        done = fill_form(desk, plan, ids, out)
        assert template.read_bytes() == before, "their file is never touched"
        return plan, done, load_workbook(done.path).worksheets[0]

    return run


def ledger_of(path: Path) -> Ledger:
    """A file read here, without the child process that reads what strangers send."""
    content = path.read_bytes()
    workbook = parsed(content, text_table=False).workbook
    assert workbook is not None
    return Ledger(path.name, hashlib.sha256(content).hexdigest(), workbook, content)


def told(sheet: Any, row: int) -> list[Any]:
    """The values of a line."""
    return [cell.value for cell in sheet[row]]
