"""Every value of a real ledger's columns, column by column, and how it is read."""

import json
from datetime import date
from decimal import Decimal
from importlib import import_module
from subprocess import run
from sys import executable

import pytest

from app.rules.amounts import AmountUnreadable, Unit, parse_amount
from app.rules.channels import read_channel
from app.rules.dates import DateError, DateImpossible, Precision, parse_date
from app.rules.industries import suggest_industry
from app.rules.names import company_key
from app.rules.numerals import Qualifier
from app.rules.people import read_people
from app.rules.phones import PhoneDamaged, read_phones
from app.rules.pinyin import read_pinyin
from app.rules.search_text import index_text
from app.rules.stages import Stage, parse_stage
from app.rules.text import clean_text
from tests.pace import times_plain

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("cell", "wan", "qualifier"),
    [
        ("2亿元以上", "20000", Qualifier.AT_LEAST),
        ("1亿元", "10000", Qualifier.EXACT),
        (225100, "225100", Qualifier.EXACT),
        ("100亿元以上", "1000000", Qualifier.AT_LEAST),
        ("超百亿元", "1000000", Qualifier.AT_LEAST),
        ("2200万元", "2200", Qualifier.EXACT),
        ("300万元", "300", Qualifier.EXACT),
    ],
)
def test_total_investment(cell: object, wan: str, qualifier: Qualifier) -> None:
    amount = parse_amount(cell, Unit.WAN)
    assert (amount.value, amount.qualifier) == (Decimal(wan), qualifier)


@pytest.mark.parametrize("cell", ["全部", "=SUM(E5:E46)"])
def test_words_and_formulas_among_the_amounts(cell: str) -> None:
    with pytest.raises(AmountUnreadable):
        parse_amount(cell, Unit.WAN)


@pytest.mark.parametrize(
    ("cell", "stage"),
    [
        *(("已落地", Stage.LANDED), ("在谈", Stage.NEGOTIATING), ("在建", Stage.CONSTRUCTION)),
        *(
            ("签约", Stage.SIGNED),
            ("落地", Stage.LANDED),
            ("拟开工", Stage.LANDED),
            ("开工", Stage.CONSTRUCTION),
        ),
        *(
            ("投产", Stage.PRODUCING),
            ("建成", Stage.COMPLETED),
            ("线索", Stage.LEAD),
            ("洽谈", Stage.NEGOTIATING),
        ),
    ],
)
def test_stages(cell: str, stage: Stage) -> None:
    assert parse_stage(cell).stage is stage


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("2026-04-12", "2026-04-12", Precision.DAY),
        ("2026年5月", "2026-05-01", Precision.MONTH),
        ("5月底前", "2026-05-31", Precision.DAY),
        ("2026/6/30", "2026-06-30", Precision.DAY),
        ("46113", "2026-04-01", Precision.DAY),
        ("2026.3.5", "2026-03-05", Precision.DAY),
        ("2026.3.8", "2026-03-08", Precision.DAY),
        ("2026/4/1", "2026-04-01", Precision.DAY),
        ("上周", "2026-11-09", Precision.WEEK),
    ],
)
def test_dates(cell: str, day: str, precision: Precision) -> None:
    read = parse_date(cell, TODAY)
    assert (read.date.isoformat(), read.precision) == (day, precision)


def test_the_impossible_date() -> None:
    with pytest.raises(DateImpossible):
        parse_date("2026.13.1", TODAY)


INDUSTRIES = (
    "建材 食品饮料 装备制造 商贸物流 房地产 商贸服务 新能源化工 标准厂房 新材料 医药 机械 "
    "汽车 玻璃 基础设施 节能环保 化工 新能源 新能源汽车 煤炭 再生资源 电子信息 房地产/产城 "
    "总部经济 农产品加工 煤层气"
)


@pytest.mark.parametrize("cell", INDUSTRIES.split())
def test_every_trade_points_somewhere(cell: str) -> None:
    assert suggest_industry(cell).candidates


CHANNELS = {
    "以商引商;产权转让": "business",
    "领导带队;资源配置问题由省国资委协调": "leader",
    "小分队;商业综合体": "squad",
    "园区;10月底前基本建成主体工程;迁建": "platform",
    "会展": "fair",
    "产业链": "chain",
    "总部回归": "returnee",
    "驻点;一期3万平方米厂房,5月动工": "stationed",
    "以企招企;在谈项目": "business",
    "返乡创业;陈小平": "returnee",
    "平台;研发机构推介": "platform",
    "一把手招商;世界500强": "leader",
    "以商引商;光伏光热专项规划": "business",
    "总部回归;明年一季度投入使用": "returnee",
    "返乡创业;徐德安": "returnee",
    **dict.fromkeys(
        ("10月底前建成投产", "7月底前完成", "政府投资", "一期;年产煤气1.83亿立方米", "日处理50万方")
    ),
    **dict.fromkeys(("年产沼气2800万方;列入国家试点", "与华能合计22万千瓦", "替代集中供热500万平方米")),
    **dict.fromkeys(("今年投产达效", "X月底前建成投用")),
}


@pytest.mark.parametrize(("cell", "channel"), CHANNELS.items())
def test_channels_and_the_remarks_behind_them(cell: str, channel: str | None) -> None:
    read = read_channel(cell)
    assert read.channel == channel
    assert read.word + read.rest == (cell if channel is None else cell.replace(";", "", 1))


INVESTORS = [
    "众喜水泥",
    "青岛啤酒股份有限公司",
    "长乐钢铁公司",
    "江苏兴力",
    "西秦酒厂",
    "延长中立",
    "中集置业投资公司",
    "瑞熙钛业公司",
    "西安森奥生物公司",
    "天香食品",
    "秦益滤清器",
    "华泰交通设备",
    "育才集团",
    "(韩资企业)",
    "新石",
    "神沐",
    "漳泽电力",
    "华润",
    "华能",
    "中国地质大学(武汉)",
    "同济大学 / 中国地质大学",
    "安泰",
    "X集团",
    "坚瑞沃能股份有限公司",
    "正威集团",
    "金茂集团",
    "纵腾",
    "永立",
    "世贸",
    "陕西壬兴实业桑葚果醋饮品有限公司",
    "*县新合成建材有限公司",
    "华夏",
    "同煤集团",
]


def test_no_two_investors_share_a_key() -> None:
    assert len({company_key(name) for name in INVESTORS}) == len(INVESTORS)


@pytest.mark.parametrize(
    ("name", "phone", "people", "numbers"),
    [
        ("徐德安", None, ["徐德安"], []),
        ("陈小平", None, ["陈小平"], []),
        ("邸永利", None, ["邸永利"], []),
        ("杨秉彝", None, ["杨秉彝"], []),
        ("仇(qiú)总", "138 0013 8000", ["仇总"], ["+8613800138000"]),
        ("单女士", "+86-139-1234-5678", ["单女士"], ["+8613912345678"]),
        ("张三 李四", "13700000001、13700000002", ["张三", "李四"], ["+8613700000001", "+8613700000002"]),
        ("曾晓明", 13800138001, ["曾晓明"], ["+8613800138001"]),
        ("王伟", "1.37E+10", ["王伟"], []),
        ("王 伟", "13900000009", ["王伟"], ["+8613900000009"]),
    ],
)
def test_the_address_book(name: str, phone: object, people: list[str], numbers: list[str]) -> None:
    phones = read_phones(phone)
    read = read_people(name, len(phones.phones) or None)
    assert [person.name for person in read.people] == people
    assert read.certain
    assert [number.e164 for number in phones.phones] == numbers
    assert [type(problem) for problem in phones.problems] == ([PhoneDamaged] if phone == "1.37E+10" else [])


def test_a_row_is_read_as_fast_as_a_ledger_of_hundreds_needs() -> None:
    def read_row() -> None:
        clean_text("众喜金陵河水泥生产线产权转让项目")
        company_key("青岛啤酒股份有限公司")
        parse_amount("2亿元以上", Unit.WAN)
        parse_stage("拟开工")
        for cell in ("5月底前", "46113", "2026.13.1"):
            try:
                parse_date(cell, TODAY)
            except DateError:
                continue
        read_channel("以商引商;产权转让")
        read_people("张三 李四", 2)
        read_phones("13700000001、13700000002")
        read_pinyin("仇总", person=True)
        index_text("青岛啤酒15万吨纯生啤酒项目")

    read_row()  # loads the reference data and the libraries once
    assert times_plain(read_row, turns=25) < 12


def test_importing_the_rules_loads_no_heavy_library() -> None:
    names = "amounts channels credit_code dates divisions folding industries land names people phones pinyin"
    modules = [f"app.rules.{name}" for name in f"{names} search_text stages text".split()]
    heavy = ("pypinyin", "phonenumbers", "rapidfuzz", "sqlalchemy")
    code = (
        f"import sys, json; [__import__(name) for name in {modules!r}];"
        f"print(json.dumps([name for name in {heavy!r} if name in sys.modules]))"
    )
    done = run([executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
    assert all(import_module(name) for name in modules)
