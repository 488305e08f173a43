"""A large store, as headquarters would have filled it: invented people and projects, the same every time."""

import random
from collections.abc import Iterator
from pathlib import Path

from app.model.values import Document
from app.services.indexing import ChineseIndexing
from app.store.raw import DATABASE_NAME
from app.store.replica import Incoming
from app.store.store import Store
from tests.fakes.stores import KEY, SteppingClock, new_store

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国文志斌海波宇浩然子轩雨欣怡晨思远"
    "嘉豪梓涵若兰晓云慧"
)
PLACES = "恒力云溪青禾华冶星澜桑田鼎鲜溪谷东岭骏驰恒泰芯岸古渡澜海纵横"
TRADES = ("新材料", "装备制造", "新能源", "农产品加工", "数字经济", "医药", "汽车零部件", "文旅康养")
STAGES = ("lead", "negotiating", "assessed", "signed", "construction", "producing")
BATCH = 1000


def contact(dice: random.Random, number: int) -> Document:
    """One person."""
    name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2))))
    return {
        "name": name,
        "title": dice.choice(("总经理", "董事长", "投资总监", "办公室主任")),
        "phones": [f"+861{dice.choice('3578')}{dice.randrange(10**9):09d}"],
        "city": dice.choice(("上海", "苏州", "深圳", "杭州")),
        "last_contact_on": f"2026-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "created_by": "周敏",
    }


def project(dice: random.Random, number: int) -> Document:
    """One project of about 500 bytes of JSON."""
    place = "".join(dice.sample(PLACES, 2))
    return {
        "name": f"{place}{dice.choice(TRADES)}项目{number}",
        "stage": dice.choice(STAGES),
        "stage_on": f"2026-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "industry": dice.choice(TRADES),
        "channel": "squad",
        "investment": str(dice.randrange(500, 500_000)),
        "land": str(dice.randrange(5, 600)),
        "place": dice.choice(("高新区", "东岭工业园", "城北街道")),
        "responsible_unit": dice.choice(("招商一局", "招商二局", "高新区管委会")),
        "leader": dice.choice(SURNAMES) + "副市长",
        "summary": "建设标准厂房和研发中心，分两期实施，一期投产后年产值约三亿元。" + str(number),
        "note": "由" + dice.choice(SURNAMES) + "总推荐，已实地考察两次。",
        "found_by": f"驻外招商第{1 + number % 9}队",
        "reported_on": f"2026-{1 + number % 11:02d}-{1 + number % 27:02d}",
        "tags": ["重点"],
        "created_by": "周敏",
    }


MAKERS = {"contact": contact, "project": project}


def documents(kind: str, count: int, *, seed: int = 8) -> Iterator[Document]:
    """``count`` records of a kind."""
    dice = random.Random(f"{kind} {seed}")
    return (MAKERS[kind](dice, number) for number in range(count))


def fill(store: Store, kind: str, count: int) -> None:
    """Put records into the store as a first sync would."""
    dice = random.Random(f"ids {kind}")
    made = enumerate(documents(kind, count), start=1)
    for _ in range(0, count, BATCH):
        some = [
            Incoming(_id(dice, number), number, doc, False, doc, False, False, 1_770_000_000_000, "周敏")
            for number, doc in zip_limited(made)
        ]
        with store.replica() as replica:
            replica.write(kind, some)


def zip_limited(made: Iterator[tuple[int, Document]]) -> Iterator[tuple[int, Document]]:
    """The next batch."""
    for _ in range(BATCH):
        if (one := next(made, None)) is None:
            return
        yield one


def large_store(folder: Path, *, contacts: int, projects: int) -> Store:
    """A store with so many records, on the disk."""
    store = new_store(folder, clock=SteppingClock())
    fill(store, "contact", contacts)
    fill(store, "project", projects)
    return store


def opened_store(folder: Path) -> Store:
    """The store of ``folder`` once more."""
    return Store.open(
        folder / DATABASE_NAME,
        KEY,
        clock=SteppingClock(),
        randomness=random.Random("opened again"),
        indexing=ChineseIndexing(),
    )


def _id(dice: random.Random, number: int) -> str:
    """A time-ordered id, as laptops make them."""
    return f"0190{number:08x}"[:8] + f"-{number & 0xFFFF:04x}-7000-8000-{dice.randrange(1 << 48):012x}"
