"""A year of a few units: signed projects, targets, judged leads."""

from typing import Any

from app.services.desk import Desk
from app.services.records import create_record
from app.services.scores.goals import set_goal


def signed(desk: Desk, name: str, unit: str, investment: str, on: str = "2026-03-01", **more: Any) -> str:
    """A project signed by a unit."""
    values = {"name": name, "stage": "signed", "responsible_unit": unit, "investment": investment}
    return create_record(desk, "project", {**values, "contract_on": on, **more})[0]


def goal(desk: Desk, name: str, measure: str, amount: str = "", **more: Any) -> str:
    """A target for the year 2026."""
    values = {"name": name, "owner": "unit", "measure": measure, "period": "year", "starts_on": "2026-01-01"}
    return set_goal(desk, {**values, **({"amount": amount} if amount else {}), **more})[0]


def judged(desk: Desk, project: str, finder: str, valuable: bool = True, on: str = "2026-05-06") -> str:
    """Headquarters' judgement of a lead."""
    values = {"name": finder, "project_id": project, "valuable": valuable, "judged_on": on}
    return create_record(desk, "lead_judgement", values)[0]


def score_year(desk: Desk) -> dict[str, str]:
    """Three units with projects of several sizes, targets and one person's quota; ids by project name."""
    ids = {
        "甲厂": signed(desk, "甲厂", "县功镇", "2999", rented_factory=True, contract_amount="2999"),
        "乙厂": signed(desk, "乙厂", "县功镇", "1亿", "2026-06-30", contract_amount="8000"),
        "丙厂": signed(desk, "丙厂", "磻溪镇", "5亿", contract_amount="5亿", started_on="2026-07-01"),
        "丁厂": signed(desk, "丁厂", "磻溪镇", "3000", "2025-04-01", contract_amount="3000"),
        "戊厂": signed(desk, "戊厂", "开发区", "2000", "2026-11-10"),
        "己厂": signed(desk, "己厂", "开发区", "", "2026-11-12"),
    }
    goal(desk, "县功镇", "contract_capital", "2亿")
    goal(desk, "磻溪镇", "contract_capital", "2亿")
    goal(desk, "陈经理", "valuable_leads", owner="person", unit="县功镇", rank="principal")
    for at in range(5):
        lead = create_record(desk, "project", {"name": f"线索{at}", "responsible_unit": "县功镇"})[0]
        judged(desk, lead, "陈经理")
    return ids
