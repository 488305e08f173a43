"""Claims, cases and the registry as headquarters sends them, put into a laptop's store."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from app.rules.enterprise import enterprise_keys, registry_id
from app.services.claims import claim
from app.services.desk import Desk
from app.store.work import UNIT_ID
from sync.client.place import HELLO
from sync.protocol.messages import Hello
from tests.fakes.desks import NOW

SHANGHAI, BAOJI = "unit-shanghai", "unit-baoji"
NAMES = {SHANGHAI: "驻沪招商分局", BAOJI: "县功镇"}
OPEN_CASE, RULED_CASE = "case-open", "case-ruled"


def become(desk: Desk, role: str = "officer", unit: str = SHANGHAI) -> None:
    """Let the laptop be that of somebody of this role, by headquarters' last word."""
    hello = Hello("m", "市招商局", desk.actor, "u", role, unit, NAMES, (1, 2), 500, 10**6, 10**6)
    with desk.store.replica() as replica:
        replica.set(HELLO, msgspec.json.encode(hello).decode())
        replica.set(UNIT_ID, unit)


def register(desk: Desk, name: str, **values: Any) -> None:
    """A row of the registry."""
    key = enterprise_keys(name)[0]
    row: dict[str, Any] = {"title": key.partition(":")[2], "key": key, "state": "protected"}
    row |= {"holder_ids": [BAOJI], "holders": [NAMES[BAOJI]], "until": desk.today() + timedelta(days=12)}
    with desk.store.write(actor="总部", label="sync") as work:
        work.create("registry", row | values, id=registry_id(key))


def party(unit: str, claimant: str, at: datetime, number: int, **more: Any) -> dict[str, Any]:
    """One party of a case with one claim."""
    claimed = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    received = (at + timedelta(hours=5)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    one = {"id": f"claim-{unit}", "title": "", "number": number, "claimant": claimant, "channel": None}
    one |= {"claimed_at": claimed, "received_at": received, "flags": None}
    timeline = more.pop("timeline", [])
    return {"unit_id": unit, "unit": NAMES[unit], "claims": [one | more], "timeline": timeline}


def add_cases(desk: Desk) -> None:
    """An open case on 正威集团 and a ruled one on 青岛啤酒, each with this unit in it."""
    day = timedelta(days=1)
    first = party(
        SHANGHAI,
        desk.actor,
        NOW - 3 * day,
        41,
        timeline=[
            {"at": "2026-10-28", "what": "visit", "detail": "call"},
            {"at": "2026-11-18", "what": "visit", "detail": "outward"},
            {"at": "2026-11-18T03:10:00.000Z", "what": "stage", "detail": "negotiating"},
        ],
    )
    second = party(
        BAOJI,
        "赵国平",
        NOW - 4 * day,
        43,
        flags=["clock_back"],
        timeline=[{"at": "2026-11-15", "what": "visit", "detail": "inward"}],
    )
    earlier = party(BAOJI, "赵国平", NOW - 20 * day, 17)
    later = party(SHANGHAI, "王芳", NOW - 19 * day, 19)
    with desk.store.write(actor="总部", label="sync") as work:
        work.create(
            "clash",
            {"title": "正威集团有限公司", "case_id": OPEN_CASE, "parties": [first, second]}
            | {"opened_at": NOW - day, "status": "open"},
        )
        work.create(
            "clash",
            {"title": "青岛啤酒股份有限公司", "case_id": RULED_CASE}
            | {"parties": [earlier, later]}
            | {"opened_at": NOW - 18 * day, "status": "ruled", "ruling": "shared"}
            | {"shares": [{"unit_id": BAOJI, "percent": 60}, {"unit_id": SHANGHAI, "percent": 40}]}
            | {
                "reason": "县功镇先报；驻沪分局首谈并促成来访",
                "ruled_by": "陈主任",
                "ruled_at": NOW - 10 * day,
            },
        )


def claimed(desk: Desk, words: str, case: str = "", **values: Any) -> str:
    """A claim of this laptop on the company found by ``words``, with headquarters' receipt on it."""
    company = desk.store.ids("company", find=words)[0]
    id, _ = claim(desk, "company", company, {"evidence": "登门拜访"})
    receipt = {"number": 41, "received_at": NOW, "state": "clash" if case else "protected"}
    receipt |= {"case_id": case or None, "unit_id": SHANGHAI}
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("claim", id, receipt | values)
    return company
