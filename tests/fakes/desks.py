"""A small real store as an officer's would be, and a desktop on it without headquarters."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.profile import ACTOR
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from app.services.records import complete_step, create_record, log_visit
from app.store.store import Store
from sync.client.errors import NotEnrolled, SyncError
from sync.client.watched import Watch
from sync.protocol.messages import DevicesReply
from tests.fakes.stores import founded
from ui.context.headquarters import Enrolled, Invitation, RunOutcome

NOW = datetime(2026, 11, 20, 0, 32, tzinfo=UTC)  # 08:32 in China
ACTOR_NAME = "陈立"


class TickingClock:
    """Each call is a second later."""

    def __init__(self, start: datetime = NOW) -> None:
        self._now = start

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@dataclass
class LonelyRunner:
    """A runner of a profile that works alone; enrolling is refused with ``refusal``."""

    refusal: SyncError

    def enrolled(self) -> Enrolled | None:
        return None

    def enrol(self, invitation: Invitation) -> Enrolled:
        raise self.refusal

    def run(self, *, allow_deletions: bool = False, watch: Watch | None = None) -> RunOutcome:
        raise NotEnrolled()

    def devices(self) -> DevicesReply:
        raise NotEnrolled()


def empty_store(folder: Path) -> Store:
    """A new store under ``folder`` whose clock stands in November 2026."""
    store = founded(folder / "store.db", clock=TickingClock(), randomness=random.Random(7))
    store.settings.set(ACTOR, ACTOR_NAME)
    return store


def sample_desk(folder: Path) -> Desk:
    """A store with some of everything."""
    desk = Desk(empty_store(folder), ACTOR_NAME)
    fill(desk)
    return desk


class Filler:
    """Makes the sample's records; ``made`` holds their ids by short names."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.made: dict[str, str] = {}

    def add(self, short: str, kind: str, /, **values: object) -> None:
        self.made[short] = create_record(self.desk, kind, values)[0]


# (short name, kind, values); "@beer" stands for the id of what is called "beer".
COMPANIES_AND_PEOPLE: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("beer", "company", {"name": "青岛啤酒股份有限公司", "short_name": "青岛啤酒", "city": "青岛"}),
    ("zhengwei", "company", {"name": "正威集团有限公司", "city": "深圳", "phones": ["0755-82078888"]}),
    ("korea", "company", {"name": "韩国清洁能源株式会社", "city": "上海", "industry": "煤化工"}),
    (
        "qiu",
        "contact",
        {
            "name": "仇志远",
            "reading": "qiú",
            "company_id": "@beer",
            "title": "投资部总经理",
            "phones": ["13800138000"],
        },
    ),
    (
        "shan",
        "contact",
        {
            "name": "单晓雯",
            "company_id": "@zhengwei",
            "title": "副总裁",
            "phones": ["13922223333", "13600001111"],
        },
    ),
    (
        "zeng",
        "contact",
        {"name": "曾国强", "company_id": "@korea", "title": "中国区代表", "phones": ["13911112222"]},
    ),
)
GANGUE: dict[str, object] = {
    "name": "煤矸石及废旧轮胎综合利用项目",
    "stage": "signed",
    "stage_on": "2026-11-12",
    "assessed_on": "2026-09-18",
    "approved_on": "2026-11-06",
    "contract_on": "2026-11-12",
    "investor_id": "@korea",
    "investment": "22.51亿",
    "foreign_investment": "22.51亿",
    "land": "86亩",
    "industry": "煤化工",
    "responsible_unit": "县功镇",
    "channel": "business",
    "contact_ids": ["@zeng"],
    "reported_on": "2026-04-12",
    "summary": "一期年产煤气1.83亿立方米。\n二期建设废旧轮胎热解线。",
    "tags": ["外资", "省重点"],
}
BREWERY: dict[str, object] = {
    "name": "青岛啤酒15万吨纯生啤酒项目",
    "stage": "negotiating",
    "stage_on": "2026-10-08",
    "investor_id": "@beer",
    "investment": "2亿元以上",
    "responsible_unit": "科技工业园区",
    "contact_ids": ["@qiu"],
}
# Name, stage, its date, investment, responsible unit.
PLAIN_PROJECTS = (
    ("氢能源汽车及加氢站项目", "lead", "2026-11-03", "4.5亿", "经济技术开发区"),
    ("江苏兴力城南商业综合开发项目", "landed", "2026-10-30", "5.2亿", "城南街道"),
    ("长乐钢铁35万吨热轧钢生产项目", "construction", "2026-06-18", "8.6亿", "县功镇"),
    ("天香食品项目", "producing", "2026-03-09", "9500万", ""),
    ("华夏电动汽车项目", "approved", "2026-09-25", "9.8亿", ""),
    ("永立总部大楼", "paused", "2026-08-01", "4.8亿", ""),
)
TRIP: dict[str, object] = {
    "title": "长三角招商行",
    "starts_on": "2026-11-18",
    "ends_on": "2026-11-22",
    "leader": "陈立",
    "members": ["陈立", "王芳"],
    "cities": ["上海", "平阳", "宝鸡"],
    "purpose": "走访煤化工和食品企业",
}
VISIT: dict[str, object] = {
    "visited_on": "2026-11-20",
    "kind": "outward",
    "subject": "土地条款洽谈",
    "company_id": "@korea",
    "project_id": "@gangue",
    "contact_ids": ["@zeng"],
    "trip_id": "@trip",
    "our_people": ["陈立"],
    "place": "上海",
    "content": "对方同意分两期供地，要求明确交地时间。",
}
CALL: dict[str, object] = {
    "visited_on": "2026-11-06",
    "kind": "call",
    "subject": "用水保障",
    "company_id": "@beer",
    "project_id": "@brewery",
    "contact_ids": ["@qiu"],
    "content": "需要15万吨纯生线的用水保障方案。",
}


def fill(desk: Desk) -> dict[str, str]:
    """Some companies, people, projects, visits, steps and a file; ids by short names."""
    made: dict[str, str] = {}

    def ids(value: object) -> object:
        if isinstance(value, list):
            return [ids(one) for one in value]
        return made[value[1:]] if isinstance(value, str) and value.startswith("@") else value

    def known(values: dict[str, object]) -> dict[str, object]:
        return {name: ids(value) for name, value in values.items()}

    for short, kind, values in COMPANIES_AND_PEOPLE:
        made[short] = create_record(desk, kind, known(values))[0]
    for short, values in (("gangue", GANGUE), ("brewery", BREWERY)):
        made[short] = create_record(desk, "project", known(values))[0]
    for name, stage, day, money, unit in PLAIN_PROJECTS:
        project = {
            "name": name,
            "stage": stage,
            "stage_on": day,
            "investment": money,
            "responsible_unit": unit,
        }
        investor = {"investor_id": made["zhengwei"]} if stage == "landed" else {}
        create_record(desk, "project", project | investor)
    made["trip"] = create_record(desk, "trip", TRIP)[0]
    answer = {"title": "一期交地时间书面答复", "due_on": "2026-11-25", "owner": "陈立"}
    made["visit"] = log_visit(desk, known(VISIT), answer)[0]
    log_visit(desk, known(CALL), {"title": "答复用水保障方案", "due_on": "2026-11-12", "owner": "王芳"})
    for title, due in (("土地出让合同", "2026-11-30"), ("外资备案", "2026-11-15")):
        step = {"title": title, "due_on": due, "owner": "李强", "project_id": made["gangue"]}
        made[title] = create_record(desk, "next_step", step)[0]
    complete_step(desk, made["外资备案"])
    scan = iter([b"%PDF-1.7 sample"])
    made["file"] = attach_bytes(desk, "project", made["gangue"], scan, name="营业执照预审件.pdf")[0]
    return made


def add_conflicts(desk: Desk) -> tuple[str, str]:
    """Two open cards as headquarters would send them: an edit against an edit, a delete against an edit."""
    mall = desk.store.ids("project", find="江苏兴力")[0]
    food = desk.store.ids("project", find="天香食品")[0]
    common = {
        "status": "open",
        "author": desk.actor,
        "authored_at": NOW,
        "other": "城南街道",
        "other_at": NOW,
    }
    entries = [
        {"field": "investment", "before": "50000", "mine": "55000", "hq": "52000"},
        {"field": "responsible_unit", "before": "招商局", "mine": "科技工业园区", "hq": "城南街道"},
        {"field": "stage_on", "before": "2026-11-30", "mine": "2026-11-22", "hq": "2026-10-30"},
    ]
    with desk.store.write(actor="总部", label="sync") as work:
        edit = work.create(
            "conflict",
            {"target_kind": "project", "target_id": mall, "reason": "edit", "entries": entries, **common},
        )
        gone = [{"field": "place", "before": None, "mine": "城北", "hq": None}]
        delete = work.create(
            "conflict",
            {"target_kind": "project", "target_id": food, "reason": "delete", "entries": gone, **common},
        )
        work.delete("project", food)
    return edit, delete
