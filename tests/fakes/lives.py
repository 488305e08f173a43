"""Lives for the projects of the sample desk: plans, leaders, lists, moves, some of it late."""

from app.rules.stages import Stage
from app.services.desk import Desk
from app.services.key_lists import put_on_list, take_off_list
from app.services.life import move_stage
from app.services.node_plans import complete_node, make_plan, nodes_of
from app.services.records import change_record, create_record
from app.services.teams import put_in_charge


def project(desk: Desk, find: str) -> str:
    """The project whose name holds ``find``."""
    return desk.store.ids("project", find=find)[0]


def give_life(desk: Desk) -> str:
    """Fill the sample desk's projects; returns the one with most around it (煤矸石, signed)."""
    gangue, steel, food = (project(desk, find) for find in ("煤矸石", "长乐钢铁", "天香"))
    make_plan(desk, gangue, "build", "2028-06-30")
    nodes = {node["title"]: node for node in nodes_of(desk, gangue)}
    change_record(desk, "node", nodes["签约"].id, {"planned_on": "2026-11-15"})
    change_record(desk, "node", nodes["项目公司注册"].id, {"planned_on": "2026-11-12"})
    change_record(desk, "node", nodes["交付用地或厂房"].id, {"planned_on": "2026-11-28"})
    complete_node(desk, nodes["签约"].id, "2026-11-12")
    put_in_charge(desk, gangue, {"name": "王县长", "post": "副县长", "since": "2026-06-01"})
    put_in_charge(desk, gangue, {"name": "陈县长", "post": "县长", "since": "2026-10-12"})
    for name, duty, unit in (("李强", "head", "县功镇"), ("赵敏", "member", "自然资源局")):
        member = {"name": name, "duty": duty, "unit": unit, "since": "2026-10-12", "project_id": gangue}
        create_record(desk, "team_member", member)
    put_on_list(desk, gangue, "pursuit", since="2026-09-01")
    take_off_list(desk, gangue, "pursuit", on="2026-11-12", reason="已签约")
    put_on_list(desk, gangue, "signing", since="2026-11-12", reason="市里定的")
    put_on_list(desk, steel, "service", since="2026-07-01")
    put_on_list(desk, food, "service", since="2026-08-01")
    change_record(desk, "project", steel, {"started_on": "2026-06-18"})
    mall = project(desk, "江苏兴力")
    move_stage(desk, mall, Stage.PAUSED, on="2026-11-10", exit_reason="funding", reason="等银行放款")
    return gangue
