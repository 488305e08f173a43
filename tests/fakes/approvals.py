"""Assessment and approval for the projects of the sample desk: meetings, verdicts, applications, services."""

from app.services.approvals import file_approval, record_step
from app.services.desk import Desk
from app.services.meetings import plan_meeting, put_on_agenda, record_outcome, sitting
from app.services.reviews import finish_service, give_verdict, start_service
from tests.fakes.lives import project


def give_approvals(desk: Desk) -> dict[str, str]:
    """Fill the sample desk; returns ids by short names."""
    gangue, beer, car, hydrogen = (
        project(desk, find) for find in ("煤矸石", "青岛啤酒15", "华夏电动", "氢能源")
    )
    held, _ = plan_meeting(
        desk,
        {
            "body": "assessment_group",
            "held_on": "2026-11-10",
            "place": "市招商局三楼会议室",
            "chair": "王县长",
            "attendees": ["发改局 李强", "自然资源局 赵敏", "生态环境局 周岚", "县功镇 陈立"],
        },
    )
    put_on_agenda(desk, held, [beer, hydrogen], "符合主导产业方向，投资强度达标，用水需专题论证。")
    first, second = sitting(desk, held).items
    assigned = [
        {"title": "编制用水保障方案", "owner_unit": "水务局", "owner": "王芳", "due_on": "2026-11-25"},
        {"title": "核实投资方资信", "owner_unit": "金融办", "owner": "陈立", "due_on": "2026-11-18"},
    ]
    record_outcome(
        desk, first.row.id, "conditional", opinion="用水保障方案通过后进入审批程序。", assignments=assigned
    )
    record_outcome(desk, second.row.id, "sent_back", opinion="加氢站选址不符合规划，重新选址后再报。")
    coming, _ = plan_meeting(
        desk,
        {"body": "office_meeting", "held_on": "2026-11-27", "place": "政府二楼会议室", "chair": "李市长"},
    )
    approval, _ = file_approval(
        desk, gangue, {"special": True, "special_terms": "固定资产投资补助 5%。", "filed_on": "2026-11-03"}
    )
    record_step(
        desk,
        approval,
        {"outcome": "passed", "who": "王县长", "opinion": "同意上会。", "decided_on": "2026-11-06"},
    )
    put_on_agenda(desk, coming, [gangue])
    second_one, _ = file_approval(desk, car, {"land": "20", "filed_on": "2026-11-17"})
    for item, verdict, found, reason in (
        ("negative_list", "met", "", ""),
        ("intensity", "met", "262 万元/亩", ""),
        ("pollution", "not_met", "", "废水排放超过园区限额，需配套处理设施。"),
        ("feasibility", "met", "已评审", ""),
    ):
        give_verdict(desk, gangue, item, {"verdict": verdict, "found": found, "reason": reason})
    done, _ = start_service(
        desk, gangue, "registration", {"started_on": "2026-11-09", "owner_unit": "市场监管局"}
    )
    finish_service(desk, done, "2026-11-11")
    start_service(desk, gangue, "land_permit", {"started_on": "2026-11-02", "owner_unit": "自然资源局"})
    start_service(desk, gangue, "power", {"started_on": "2026-11-16", "owner_unit": "供电公司"})
    return {"held": held, "coming": coming, "approval": approval, "second": second_one, "gangue": gangue}
