"""What an import learns about a real store."""

from app.services.desk import Desk
from app.services.ledger.known import KnownBatch, KnownCompany, KnownContact, KnownProject
from app.services.ledger.store_known import StoreKnown
from app.services.records import create_record, delete_records


def test_an_empty_store_knows_nothing(desk: Desk) -> None:
    known = StoreKnown(desk.store)
    assert not known.companies({"name:小米"}) and not known.contacts({"name:张三"})
    assert not known.projects({"name:甲项目"}) and not known.projects(set())
    assert known.batch("0" * 64) is None


def test_records_come_with_the_names_they_point_at(desk: Desk) -> None:
    company, _ = create_record(desk, "company", {"name": "小米", "credit_code": "91110108551385082Q"})
    alone, _ = create_record(desk, "contact", {"name": "杨秉彝"})
    person, _ = create_record(
        desk, "contact", {"name": "张三", "company_id": company, "phones": ["13700000001"]}
    )
    project, _ = create_record(desk, "project", {"name": "甲项目", "investor_id": company})
    known = StoreKnown(desk.store)
    assert known.companies({"name:小米", "name:无此"}) == {
        "name:小米": [KnownCompany(company, "小米", "91110108551385082Q")]
    }
    one = KnownContact(person, "张三", ("+8613700000001",), "小米")
    assert known.contacts({"name:张三", "phone:+8613700000001", "name:杨秉彝"}) == {
        "name:张三": [one],
        "phone:+8613700000001": [one],
        "name:杨秉彝": [KnownContact(alone, "杨秉彝")],
    }
    assert known.projects({"name:甲项目"}) == {"name:甲项目": [KnownProject(project, "甲项目", "小米")]}


def test_the_deleted_are_not_known(desk: Desk) -> None:
    company, _ = create_record(desk, "company", {"name": "小米"})
    delete_records(desk, [("company", company)])
    assert StoreKnown(desk.store).companies({"name:小米"}) == {}


def test_the_newest_of_several_comes_first(desk: Desk) -> None:
    ids = [create_record(desk, "company", {"name": "小米"})[0] for _ in range(3)]
    (found,) = StoreKnown(desk.store).companies({"name:小米"}).values()
    assert [company.id for company in found] == ids[::-1]


def test_an_earlier_import_of_the_same_file(desk: Desk) -> None:
    with desk.store.write(actor="周敏", label="test") as work:
        batch = work.create("import_batch", {"file_name": "台账.xlsx", "sha256": "a" * 64})
    assert StoreKnown(desk.store).batch("a" * 64) == KnownBatch(batch, "台账.xlsx", "2026-11-20")
    assert StoreKnown(desk.store).batch("b" * 64) is None
    delete_records(desk, [("import_batch", batch)])
    assert StoreKnown(desk.store).batch("a" * 64) is None
