"""The ledger with every known oddity, from the file into a real store: nothing of it may be lost."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.model.registry import KINDS
from app.model.row import Row
from app.model.values import document
from app.rules.validation import read_values
from app.services.desk import Desk
from app.services.ledger.apply import ImportResult, import_ledger, plan_import
from app.services.ledger.plan import Plan
from app.services.ledger.preview import Level, Tally
from app.services.ledger.reading import Ledger, read_ledger
from app.services.records import undo
from sync.protocol.shapes import canonical
from tests.fakes.ledgers import messy_ledger
from tests.fakes.stores import new_desk

# The very file the copy in tests.fakes was made from, where it stands beside the working copy.
ORIGINAL = Path(__file__).parents[5] / "shared" / "data" / "招商项目台账.xlsx"
SOURCES = ["copy", *(["original"] if ORIGINAL.exists() else [])]


class Imported:
    """One file imported into one new store."""

    def __init__(self, folder: Path, path: Path) -> None:
        self.desk: Desk = new_desk(folder / "profile")
        self.before = self.desk.store.content_hash()
        self.ledger: Ledger = read_ledger(path)
        self.plan: Plan = plan_import(self.desk, self.ledger)
        self.result: ImportResult = import_ledger(self.desk, self.plan)

    def rows(self, kind: str) -> list[Row]:
        return self.desk.store.rows(kind, self.desk.store.ids(kind))

    def named(self, kind: str, name: str) -> Row:
        return next(row for row in self.rows(kind) if row["name"] == name)


@pytest.fixture(scope="module", params=SOURCES)
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("ledger")
    one = Imported(folder, ORIGINAL if request.param == "original" else messy_ledger(folder))
    yield one
    one.desk.store.close()


def test_how_many(imported: Imported) -> None:
    assert imported.result.counts == {
        "project": Tally(new=40),
        "contact": Tally(new=11),
        "company": Tally(new=34),
    }
    assert len(imported.rows("project")) == 40
    assert len(imported.rows("contact")) == 11
    names = [row["name"] for row in imported.rows("company")]
    assert len(names) == len(set(names)) == 34
    assert not [name for name in names if "韩资" in name or "合计" in name]


def test_one_notice_for_each_kind_of_trouble(imported: Imported) -> None:
    assert all(notice.level is Level.WARNING for notice in imported.plan.notices)
    assert [(n.reason.key, [cell.place for cell in n.cells]) for n in imported.plan.notices] == [
        ("rules.date.impossible_month", ["H11", "H19", "H28", "H37", "H45"]),
        ("rules.phone.damaged", ["D10"]),
        ("import.warn.twice", ["A11"]),
    ]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def test_every_cell_is_found_again(imported: Imported) -> None:
    """In the record of its own row: a field, its ``source`` or its note; else in the batch's leftovers."""
    records: dict[tuple[str, int], list[str]] = {}
    for kind in ("project", "contact"):
        for row in imported.rows(kind):
            place = row["source"]["sheet"], row["source"]["row"]
            records.setdefault(place, []).extend(_texts(dict(row.values)))
    batch = imported.desk.store.get("import_batch", imported.result.batch_id)
    assert batch is not None
    leftovers = batch["leftovers"].splitlines()
    walked = 0
    for sheet in imported.ledger.workbook.sheets:
        for number, line in enumerate(sheet.rows, start=1):
            kept = records.get((sheet.name, number), [])
            left = [text for text in leftovers if text.startswith(f"[{sheet.name}!{number}]")]
            for cell in line.values():
                walked += 1
                exact = cell.text in kept
                assert exact or any(cell.text in text for text in left), (sheet.name, number, cell.text)
    assert walked == 362


def test_amounts_and_their_words(imported: Imported) -> None:
    tyres = imported.named("project", "煤矸石及废旧轮胎综合利用项目")
    assert tyres["investment"] == tyres["foreign_investment"] == Decimal(225100)
    assert (tyres["foreign_words"], tyres["investor_id"]) == ("全部", None)
    assert "投资方：(韩资企业)" in tyres["note"]
    beer = imported.named("project", "青岛啤酒15万吨纯生啤酒项目")
    assert (beer["investment"], beer["investment_words"]) == (Decimal(20000), "2亿元以上")
    towns = imported.named("project", "金茂古鳌头产城融合项目")
    assert (towns["investment"], towns["investment_words"]) == (Decimal(1000000), "超百亿元")


def test_dates_of_every_form(imported: Imported) -> None:
    found = {row["name"]: (row["reported_on"], row["reported_words"]) for row in imported.rows("project")}
    assert found["众喜金陵河水泥生产线产权转让项目"] == (date(2026, 4, 12), None)
    assert found["长乐钢铁35万吨热轧钢生产项目"] == (date(2026, 5, 31), "5月底前")
    assert found["西秦酒厂综合开发项目"] == (date(2026, 4, 1), None)
    assert found["青岛啤酒15万吨纯生啤酒项目"] == (date(2026, 5, 1), "2026年5月")
    assert found["会展宾馆项目"] == (None, None)
    assert "进展·填报日期：2026.13.1" in imported.named("project", "会展宾馆项目")["note"]


def test_stages_channels_and_remarks(imported: Imported) -> None:
    base = imported.named("project", "中集置业创业基地项目")
    assert (base["stage"], base["channel"]) == ("landed", "stationed")
    assert "进展·阶段：拟开工" in base["note"]
    assert imported.named("project", "110KV变电站及10KV送出工程")["stage"] == "completed"
    returned = imported.named("project", "壬兴实业桑葚果醋饮品项目")
    assert "徐德安" in returned["note"]
    assert returned["contact_ids"] is None


def test_companies_are_linked_and_shared(imported: Imported) -> None:
    beer = imported.named("project", "青岛啤酒15万吨纯生啤酒项目")
    chief = imported.named("contact", "仇总")
    assert beer["investor_id"] == chief["company_id"] == imported.named("company", "青岛啤酒股份有限公司").id
    hydrogen = imported.named("project", "氢能源汽车及加氢站项目")
    assert hydrogen["investor_id"] == imported.named("company", "同济大学").id
    assert imported.named("company", "中国地质大学").rev == 0
    assert "投资方：同济大学 / 中国地质大学" in hydrogen["note"]
    assert imported.named("company", "*县新合成建材有限公司").rev == 0


def test_people_and_their_numbers(imported: Imported) -> None:
    phones = {row["name"]: row["phones"] for row in imported.rows("contact") if row["name"] != "王伟"}
    assert phones["仇总"] == ["+8613800138000"]
    assert phones["单女士"] == ["+8613912345678"]
    assert (phones["张三"], phones["李四"]) == (["+8613700000001"], ["+8613700000002"])
    assert phones["曾晓明"] == ["+8613800138001"]
    assert imported.named("contact", "仇总")["reading"] == "qiú"
    assert imported.named("contact", "杨秉彝")["hometown"] == "**"
    twins = [row for row in imported.rows("contact") if row["name"] == "王伟"]
    assert sorted(row["phones"] or [] for row in twins) == [[], ["+8613900000009"]]
    damaged = next(row for row in twins if not row["phones"])
    assert "手机：1.37E+10" in damaged["note"]


def test_every_record_is_sound_and_points_at_its_batch(imported: Imported) -> None:
    for kind in ("project", "contact", "company", "import_batch", "attachment"):
        for row in imported.rows(kind):
            fields = KINDS[kind].fields
            doc = document(KINDS[kind], row.values)
            assert {name: canonical(fields[name], value) for name, value in doc.items()} == doc
            values, problems = read_values(KINDS[kind], doc, today=date(2026, 11, 20))
            assert problems == []
            assert document(KINDS[kind], values) == doc
            if "batch_id" in row.values:
                assert row["batch_id"] == imported.result.batch_id
    assert imported.desk.store.integrity() == []


def test_the_file_itself_is_kept(imported: Imported) -> None:
    (attachment,) = imported.rows("attachment")
    assert attachment["parent_id"] == imported.result.batch_id
    content = b"".join(imported.desk.store.files.read(attachment["sha256"]))
    assert content == imported.ledger.content


def test_again_is_skipped_and_one_undo_takes_all_of_it_back(tmp_path: Path) -> None:
    one = Imported(tmp_path, messy_ledger(tmp_path))
    again = plan_import(one.desk, one.ledger)
    assert again.counts == {
        "project": Tally(skipped=40),
        "contact": Tally(skipped=11),
        "company": Tally(skipped=34),
    }
    assert again.notices[0].reason.params == {"file": "招商项目台账.xlsx", "day": "2026-11-20"}
    assert one.desk.store.content_hash() != one.before
    undo(one.desk)
    assert one.desk.store.content_hash() == one.before
    assert plan_import(one.desk, one.ledger).counts["project"] == Tally(new=40)
    one.desk.store.close()
