"""Lists in order, filters, search by Chinese, pinyin and digits, what points where."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from app.store import errors
from app.store.reading import Filter
from app.store.store import Store
from tests.app.store.plans import plans

PROJECTS = (
    ("正威长三角电子信息产业中心", "landed", Decimal(1_000_000), "电子信息"),
    ("青岛啤酒纯生啤酒项目", "negotiating", Decimal(20_000), "食品饮料"),
    ("煤矸石综合利用项目", "signed", Decimal(225_100), "节能环保"),
    ("氢能源汽车项目", "lead", None, None),
)


@pytest.fixture
def ids(store: Store) -> dict[str, str]:
    with store.write(actor="周敏", label="x") as work:
        firm = work.create("company", {"name": "青岛啤酒股份有限公司", "credit_code": None})
        found = {
            name[:2]: work.create(
                "project", {"name": name, "stage": stage, "investment": amount, "industry": industry}
            )
            for name, stage, amount, industry in PROJECTS
        }
        work.update("project", found["青岛"], {"investor_id": firm})
        found["firm"] = firm
        found["person"] = work.create(
            "contact",
            {"name": "仇总", "reading": "qiú zǒng", "company_id": firm, "phones": ["+8613800138000"]},
        )
        found["visit"] = work.create(
            "visit", {"subject": "看地", "kind": "outward", "contact_ids": [found["person"]]}
        )
    return found


def names(store: Store, ids: list[str]) -> list[str]:
    return [row["name"][:2] for row in store.rows("project", ids)]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ([("name", False)], ["煤矸", "青岛", "氢能", "正威"]),
        ([("name", True)], ["正威", "氢能", "青岛", "煤矸"]),
        ([("investment", True)], ["正威", "煤矸", "青岛", "氢能"]),
        ([("investment", False)], ["青岛", "煤矸", "正威", "氢能"]),
        ([("stage", False)], ["氢能", "青岛", "煤矸", "正威"]),
        ([("industry", False)], ["正威", "煤矸", "青岛", "氢能"]),
        ([("investor_id", False), ("stage", True)], ["青岛", "正威", "煤矸", "氢能"]),
        ([], ["氢能", "煤矸", "青岛", "正威"]),
    ],
)
def test_sorting_by_pinyin_amount_stage_and_reference(
    store: Store, ids: dict[str, str], sort: list[tuple[str, bool]], expected: list[str]
) -> None:
    assert names(store, store.ids("project", sort=sort)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Filter("stage", "eq", "signed"), {"煤矸"}),
        (Filter("stage", "ne", "signed"), {"正威", "青岛", "氢能"}),
        (Filter("stage", "in", ("lead", "signed")), {"煤矸", "氢能"}),
        (Filter("investment", "ge", Decimal(200_000)), {"正威", "煤矸"}),
        (Filter("investment", "le", Decimal(20_000)), {"青岛"}),
        (Filter("industry", "contains", "电子"), {"正威"}),
        (Filter("industry", "contains", "%"), set()),
        (Filter("industry", "empty"), {"氢能"}),
        (Filter("investor_id", "filled"), {"青岛"}),
    ],
)
def test_filters(store: Store, ids: dict[str, str], condition: Filter, expected: set[str]) -> None:
    assert set(names(store, store.ids("project", filters=[condition]))) == expected


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("煤", "project", "煤矸"),
        ("矸石", "project", "煤矸"),
        ("mgs", "project", "煤矸"),
        ("meiganshi", "project", "煤矸"),
        ("青島啤酒", "company", "firm"),
        ("qdpj", "company", "firm"),
        ("qz", "contact", "person"),
        ("cz", "contact", "person"),
        ("8000", "contact", "person"),
        ("3800138", "contact", "person"),
        ("食品", "project", "青岛"),
        ("项目 氢", "project", "氢能"),
    ],
)
def test_search_finds(store: Store, ids: dict[str, str], typed: str, kind: str, key: str) -> None:
    assert (kind, ids[key]) in {(hit.kind, hit.id) for hit in store.find(typed)}


STRANGE = ["", "  ", "'", '"', "*", "煤 OR", "NEAR(", "\x00", "😀", "(", "-", "没有这个"]


@pytest.mark.parametrize("typed", STRANGE)
def test_search_takes_anything(store: Store, ids: dict[str, str], typed: str) -> None:
    assert isinstance(store.find(typed), list)
    assert isinstance(store.ids("project", find=typed) if typed.strip() else [], list)


def test_search_forgets_deleted_and_renamed(store: Store, ids: dict[str, str]) -> None:
    with store.write(actor="周敏", label="x") as work:
        work.delete("project", ids["煤矸"])
        work.update("project", ids["氢能"], {"name": "制氢项目"})
    assert store.find("煤矸石") == []
    assert store.find("氢能源") == []
    assert [hit.id for hit in store.find("制氢")] == [ids["氢能"]]


def test_kinds_narrow_a_search(store: Store, ids: dict[str, str]) -> None:
    assert {hit.kind for hit in store.find("青岛", kinds=("company",))} == {"company"}


def test_what_points_at_a_record(store: Store, ids: dict[str, str]) -> None:
    assert {(r.kind, r.id) for r in store.referring("company", ids["firm"])} == {
        ("project", ids["青岛"]),
        ("contact", ids["person"]),
    }
    assert [r.kind for r in store.referring("contact", ids["person"])] == ["visit"]


def test_rows_keep_the_order_asked_and_leave_out_strangers(store: Store, ids: dict[str, str]) -> None:
    wanted = [ids["氢能"], "00000000-0000-7000-8000-000000000000", ids["正威"]]
    assert [row.id for row in store.rows("project", wanted)] == [ids["氢能"], ids["正威"]]


def test_history_tells_who_what_and_before(store: Store, ids: dict[str, str]) -> None:
    with store.write(actor="李强", label="x") as work:
        work.update("project", ids["煤矸"], {"stage": "landed"})
    newest = store.history("project", ids["煤矸"])[0]
    assert (newest.by, newest.action, newest.fields) == ("李强", "update", {"stage": ("signed", "landed")})


def test_unknown_sort_and_filter_fields_are_refused_by_name(store: Store) -> None:
    with pytest.raises(errors.UnknownField, match="bogus"):
        store.ids("project", sort=[("bogus", False)])
    with pytest.raises(errors.UnknownField, match="bogus"):
        store.ids("project", filters=[Filter("bogus", "eq", 1)])


@pytest.mark.parametrize(
    ("kind", "filters", "index"),
    [
        ("contact", [("company_id", "eq", "x")], "ix_contact_company_id"),
        ("visit", [("state", "eq", "planned"), ("company_id", "eq", "x")], "ix_visit_company_id"),
        ("project", [("investor_id", "in", ["x", "y"])], "ix_project_investor_id"),
        ("project", [("leader", "eq", "陈静")], "project_live"),
        ("project", [("investor_id", "eq", None)], "project_live"),
    ],
)
def test_the_records_of_one_firm_are_found_by_its_index(
    store: Store, kind: str, filters: list[tuple[str, str, object]], index: str
) -> None:
    """SQLite would rather read every live record: 200,000 visits for the three of a firm."""
    chosen = [Filter(*one) for one in filters]

    def look() -> None:
        assert store.ids(kind, filters=chosen) == [] and store.agenda.how_many(kind, chosen) == 0

    told = plans(store, look)
    assert len(told) == 2 and all(index in plan for plan in told), told


@pytest.mark.parametrize(
    ("kind", "asked_for", "index"),
    [
        ("project", ("stage", "in", ("lead", "negotiating")), "project_by_stage"),
        ("next_step", ("done_on", "empty", None), "next_step_by_state"),
        ("visit", None, "visit_live"),
    ],
)
def test_lists_are_counted_without_reading_their_records(
    store: Store, kind: str, asked_for: tuple[str, str, object] | None, index: str
) -> None:
    """After a save SQLite has to decrypt whatever it reads: 20 ms for as many thousand projects."""
    asked: list[tuple[str, object]] = []
    with store._read() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    assert store.agenda.how_many(kind, [Filter(*asked_for)] if asked_for else []) == len(
        store.ids(kind, filters=[Filter(*asked_for)] if asked_for else [])
    )
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])  # type: ignore[arg-type]
        assert f"COVERING INDEX {index}" in " ".join(str(row[3]) for row in rows)


def test_what_points_at_a_record_is_found_by_its_index(store: Store, ids: dict[str, str]) -> None:
    """Else every live line of funds would be looked through for the ten of a project."""
    told = plans(store, lambda: store.referring("project", ids["煤矸"]))
    for kind in ("fund_entry", "visit", "next_step", "node"):
        assert any(f"SEARCH {kind} USING INDEX ix_{kind}_project_id" in plan for plan in told), told


def test_a_firms_records_come_without_those_deleted(store: Store, ids: dict[str, str]) -> None:
    of_firm = [Filter("company_id", "eq", ids["firm"])]
    with store.write(actor="周敏", label="x") as work:
        other = work.create("contact", {"name": "单总", "company_id": ids["firm"]})
    assert store.ids("contact", filters=of_firm) == [other, ids["person"]], "newest first"
    with store.write(actor="周敏", label="x") as work:
        work.delete("contact", ids["person"])
    assert store.ids("contact", filters=of_firm) == [other]
    assert store.ids("contact", filters=of_firm, deleted=True) == [ids["person"]]
    assert store.agenda.how_many("contact", of_firm) == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("investment", [Decimal(20_000), Decimal(225_100), Decimal(1_000_000)]),
        ("stage", ["landed", "lead", "signed"]),
        ("stage_on", [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]),
    ],
)
def test_lists_that_differ_in_their_values_alone(
    store: Store, ids: dict[str, str], field: str, values: list[Any]
) -> None:
    """They share what they are asked with, so that each is asked with its own."""
    with store.write(actor="周敏", label="x") as work:
        for id, value in zip(store.ids("project")[:3], values, strict=True):
            work.update("project", id, {field: value})
    held = {id: store.get("project", id)[field] for id in store.ids("project")}  # type: ignore[index]
    assert set(values) <= set(held.values())
    for value in (*values, values[0]):
        for op, stands in (("eq", value.__eq__), ("ne", value.__ne__)):
            found = store.ids("project", filters=[Filter(field, op, value)], sort=[("name", False)])
            assert set(found) == {
                id for id, one in held.items() if stands(one) is True or (one is None and op == "ne")
            }
    for many in (values[:1], values[1:], [], values * 8, [*values, None]):
        found = store.ids("project", filters=[Filter(field, "in", many)])
        assert set(found) == {id for id, one in held.items() if one is not None and one in many}
