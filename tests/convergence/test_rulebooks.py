"""Rules published at headquarters reach every laptop and are gone by at both ends."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.model.rulebooks import HOLIDAYS
from app.rules.stages import Stage
from app.services.desk import Desk
from app.services.life import check_move, move_stage
from app.services.policy import holidays_of, pack_of, published
from app.store.work import RULES_KEY
from sync.hq import rulebooks
from sync.protocol.times import milliseconds
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open

STRICT = """
[pack]
name = { zh = "严格", en = "Strict" }
version = 1
effective = 2026-01-01
base = "default"

[sources]
doc = { zh = "办法", en = "Measures" }

[words.requirement]
first_obligation = { zh = "投资不少于 1 亿元", en = "At least 100 million yuan" }

[conditions]
cases = '''
| id               | kind    | field      | test     | value | source |
| first_obligation | project | investment | at_least | 1亿   | doc §1 |
'''
"""


SIGNED = {"name": "储能项目", "stage": "signed", "investment": Decimal(5000)}


def publish(headquarters: Headquarters, draft: rulebooks.Draft) -> None:
    store = headquarters.store
    with store.write() as connection:
        now = milliseconds(headquarters.clock())
        rulebooks.publish(connection, store.tenant, draft, by="陈主任", now=now)


def strict(folder: Path) -> rulebooks.Draft:
    (folder / "strict").mkdir()
    (folder / "strict" / "pack.toml").write_text(STRICT, "utf-8")
    return rulebooks.pack_draft(str(folder / "strict"))


def desk_of(laptop: Laptop) -> Desk:
    return Desk(laptop.store, "张三")


def test_a_published_pack_is_gone_by_everywhere(
    opened: Open, headquarters: Headquarters, tmp_path: Path
) -> None:
    zhang, li = opened("张三"), opened("李四")
    today = zhang.clock().date()
    project = zhang.create(
        "project",
        name="储能项目",
        stage="signed",
        contract_on=today,
        obligation_on=today,
        investment=Decimal(5000),
    )
    zhang.synced()
    li.synced()
    publish(headquarters, strict(tmp_path))

    move_stage(desk_of(zhang), project, Stage.LANDED)  # by the rules it still holds
    zhang.synced()
    assert {item.operation.kind for item in zhang.store.outbox(state="refused")} == {"project", "stage_move"}
    li.synced()
    for laptop in (zhang, li):
        assert pack_of(desk_of(laptop)).id == "strict"
        assert pack_of(desk_of(laptop), date(2025, 12, 1)).id == "default", (
            "a month before it, by its own rules"
        )
    assert not check_move(desk_of(li), project, Stage.LANDED).move.allowed
    assert li.store.content_hash() == hq_digest(headquarters)


def test_a_forged_pack_is_kept_but_not_gone_by(
    opened: Open, headquarters: Headquarters, tmp_path: Path
) -> None:
    zhang = opened("张三")
    publish(headquarters, strict(tmp_path))
    zhang.synced()
    with zhang.store.replica() as replica:
        replica.set(RULES_KEY, "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=")
    (one,) = published(desk_of(zhang))
    assert (one.trouble, one.row["title"], pack_of(desk_of(zhang)).id) == ("forged", "严格", "default")
    zhang.synced()
    assert pack_of(desk_of(zhang)).id == "strict", "the key comes with every sync"


def test_published_holidays_take_the_place_of_the_law(opened: Open, headquarters: Headquarters) -> None:
    zhang = opened("张三")
    zhang.synced()
    day, saturday = date(2027, 2, 12), date(2027, 2, 20)
    before = holidays_of(desk_of(zhang))
    assert before.is_working(day) and not before.is_working(saturday)
    years = {"2027": {"off": ["02-05..02-13"], "work": ["02-20"]}}
    publish(headquarters, rulebooks.holidays_draft(json.dumps({"years": years}).encode(), version=1))
    zhang.synced()
    days = holidays_of(desk_of(zhang))
    assert not days.is_working(day) and days.is_working(saturday)
    assert days.is_working(date(2026, 2, 14)), "other years stay"
    assert [one.row["title"] for one in published(desk_of(zhang), HOLIDAYS)] == ["2027"]
