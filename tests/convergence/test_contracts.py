"""A contract written offline signs its project on both laptops and at headquarters, with its instalments."""

from datetime import timedelta

from app.services.contracts import deeds_of, instalment_paid
from app.services.desk import Desk
from app.services.records import change_record, create_record, required_row
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open


def sign(desk: Desk, project: str, amount: str) -> str:
    values = {"title": "投资合同", "project_id": project, "deed": "contract", "signed_on": desk.today()}
    return create_record(desk, "contract", {**values, "amount": amount})[0]


def agree(desk: Desk, project: str, contract: str, amount: str, days: int) -> str:
    due = desk.today() + timedelta(days=days)
    values = {"title": "第1期", "project_id": project, "contract_id": contract, "due_on": due}
    return create_record(desk, "instalment", {**values, "amount": amount})[0]


def same(headquarters: Headquarters, *laptops: Laptop) -> bool:
    return {one.store.content_hash() for one in laptops} == {hq_digest(headquarters)}


def test_both_laptops_and_headquarters_have_it(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    project = zhang.create("project", name="储能项目", stage="approved")
    zhang.synced()
    li.synced()
    desk, other = Desk(zhang.store, "张三"), Desk(li.store, "李四")
    late = agree(desk, project, sign(desk, project, "5000"), "2000", -30)
    zhang.synced()
    li.synced()
    assert li.value("project", project, "contract_amount") == 5000
    found = deeds_of(other, required_row(other, "project", project))
    assert [one.row.id for one in found.instalments] == [late] and found.missing == 2000
    instalment_paid(other, late)
    li.synced()
    zhang.synced()
    assert deeds_of(desk, required_row(desk, "project", project)).missing == 0
    assert same(headquarters, zhang, li)


def test_instalments_agreed_on_apart_are_both_kept(opened: Open, headquarters: Headquarters) -> None:
    """Each fits by itself; together they say more than the contract: nothing is lost, both see it."""
    zhang, li = opened("张三"), opened("李四")
    project = zhang.create("project", name="储能项目", stage="approved")
    desk, other = Desk(zhang.store, "张三"), Desk(li.store, "李四")
    contract = sign(desk, project, "5000")
    zhang.synced()
    li.synced()
    agree(desk, project, contract, "4000", 10)
    agree(other, project, contract, "3000", 20)
    for laptop in (zhang, li, zhang):
        laptop.synced()
    found = deeds_of(desk, required_row(desk, "project", project))
    assert [one.row["amount"] for one in found.instalments] == [4000, 3000]
    change_record(desk, "contract", contract, {"amount": "7000"})
    zhang.synced()
    li.synced()
    assert li.value("project", project, "contract_amount") == 7000
    assert same(headquarters, zhang, li)
