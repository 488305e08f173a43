"""Ledgers as they come in by WeChat: one that has every known oddity, and small ones made to order."""

import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from xlsxwriter import Workbook as Writer

from app.rules.duplicate_keys import company_keys, person_keys, project_keys
from app.rules.names import CompanyFacts, PersonFacts
from app.services.ledger.grid import Cell, Line, Sheet, Workbook
from app.services.ledger.known import KnownBatch, KnownCompany, KnownContact, KnownProject
from app.services.ledger.reading import Ledger

T = TypeVar("T")
Value = str | int | float | None
Span = tuple[int, int, int, int]  # top, left, bottom, right

TITLE = "2026年招商引资项目台账(截至11月20日)"
UNITS = "填报单位:市招商局        单位:万元、亩"
HEAD = ("序号", "项目名称", "投资方", "行业", "投资情况", None, "进展", None, "责任单位", "信息来源及备注")
SUBHEAD = (None, None, None, None, "总投资", "其中:外资", "阶段", "填报日期", None, None)
HEAD_SPANS: tuple[Span, ...] = (
    *((2, column, 3, column) for column in (0, 1, 2, 3, 8, 9)),
    *((2, 4, 2, 5), (2, 6, 2, 7), (0, 0, 0, 9), (1, 0, 1, 9), (46, 0, 46, 3)),
)
_PROJECTS = """
众喜金陵河水泥生产线产权转让项目|众喜水泥|建材|||已落地|2026-04-12|县功镇|以商引商;产权转让
青岛啤酒15万吨纯生啤酒项目|青岛啤酒股份有限公司|食品饮料|2亿元以上||在谈|2026年5月|科技工业园区|领导带队;年产15万吨;与徐建集团等同列重点洽谈
长乐钢铁35万吨热轧钢生产项目|长乐钢铁公司|装备制造|||在建|5月底前|县功镇|园区;10月底前基本建成主体工程;迁建
江苏兴力城南商业综合开发项目|江苏兴力|商贸物流|||签约|2026/6/30|城南|小分队;商业综合体
巴黎之春住宅小区项目||房地产|||落地|||
西秦酒厂综合开发项目|西秦酒厂|食品饮料|||落地|46113||
会展宾馆项目||商贸服务|||落地|2026.13.1||会展
延长中立20万吨甲醇汽油调制项目|延长中立|新能源化工|||在建|2026.3.5|工业园区|10月底前建成投产
中集置业创业基地项目|中集置业投资公司|标准厂房|1亿元||拟开工|2026-04-12|科技工业园区|驻点;一期3万平方米厂房,5月动工
瑞熙钛业航空级钛合金加工项目|瑞熙钛业公司|新材料|||开工|2026年5月|科技工业园区|
西安森奥生物基因工程药物提纯加工项目|西安森奥生物公司|医药|||开工|5月底前|科技工业园区|
天香食品项目|天香食品|食品饮料|||投产|2026/6/30|科技工业园区|
秦益滤清器项目|秦益滤清器|机械|||投产||科技工业园区|
华泰交通设备半挂车项目|华泰交通设备|汽车|||投产|46113|科技工业园区|
育才熔铸锻造扩建项目|育才集团|玻璃|||在建|2026.13.1|工业园|7月底前完成

110KV变电站及10KV送出工程||基础设施|||建成|2026.3.5|科技工业园区|政府投资
煤矸石及废旧轮胎综合利用项目|(韩资企业)|节能环保|#225100|全部|签约|2026-04-12||一期;年产煤气1.83亿立方米
**经济开发区新石200万吨冶金焦及煤化工项目|新石|化工|||在建|2026年5月|经济技术开发区|
神沐生物天然气及有机肥生态循环利用项目|神沐|新能源|||落地|5月底前||年产沼气2800万方;列入国家试点
漳泽电力光伏发电项目|漳泽电力|新能源|||在谈|2026/6/30||
华润风电项目|华润|新能源|||投产|||与华能合计22万千瓦
华能风电项目|华能|新能源|||投产|46113||
大营地热资源开发利用项目|中国地质大学(武汉)|新能源|||在建|2026.13.1||替代集中供热500万平方米
氢能源汽车及加氢站项目|同济大学 / 中国地质大学|新能源汽车|||线索|2026.3.5|经济技术开发区|产业链
喬子梁洗煤厂||煤炭|||在建|2026-04-12||今年投产达效
安泰废钢加工基地|安泰|再生资源|||在建|2026年5月||X月底前建成投用
汽车零部件加工产业园|X集团|汽车|||在谈|5月底前|X工业园区|以企招企;在谈项目
坚瑞沃能锂电池项目|坚瑞沃能股份有限公司|新能源|||洽谈|2026/6/30|南川工业园区|领导带队;资源配置问题由省国资委协调

光热采暖项目||新能源|||线索||东川工业园区|以商引商;光伏光热专项规划
铝镁合金产业园项目||新材料|||在谈|46113|大通县|平台;研发机构推介
正威长三角电子信息产业中心项目|正威集团|电子信息|100亿元以上||落地|2026.13.1|昆阳镇|一把手招商;世界500强
金茂古鳌头产城融合项目|金茂集团|房地产/产城|超百亿元||落地|2026.3.5|鳌江镇|一把手招商;世界500强
水头纵腾总部大楼|纵腾|总部经济|||在建|2026-04-12|水头镇|总部回归;明年一季度投入使用
永立总部大楼|永立|总部经济|||在建|2026年5月||总部回归
水头世贸总部大楼|世贸|总部经济|||在建|5月底前|水头镇|总部回归
壬兴实业桑葚果醋饮品项目|陕西壬兴实业桑葚果醋饮品有限公司|农产品加工|2200万元||投产|2026/6/30|池河镇|返乡创业;徐德安
新合成建材项目|*县新合成建材有限公司|建材|300万元||投产|||返乡创业;陈小平
煤层气液化项目||煤层气|||签约|46113||日处理50万方
华夏电动汽车项目|华夏|新能源汽车|||签约|2026.13.1||
同煤电力环保项目|同煤集团|节能环保|||签约|2026.3.5||
"""
CONTACT_HEAD = ("姓名", "单位", "职务", "手机", "微信", "籍贯", "所在商会", "最近联系", "备注")
_CONTACTS = """
徐德安|陕西壬兴实业桑葚果醋饮品有限公司||||池河镇|||返乡创业能人
陈小平|*县新合成建材有限公司|||||||返乡创业
邸永利|**乐村淘|电商企业家|||**|||新生代创业青年
杨秉彝|||||**|||在外知名人士
仇(qiú)总|青岛啤酒股份有限公司|投资部|138 0013 8000||宝鸡||2026.3.8|姓氏多音
单女士|正威集团|总裁办主任|+86-139-1234-5678|shan_zw|平阳|上海平阳商会|2026/4/1|
张三 李四|华润||13700000001、13700000002||||上周|两人写在一格
曾晓明|坚瑞沃能股份有限公司|董事会秘书|#13800138001|||||手机被存成数字
王伟|华能||1.37E+10|||||手机号已被表格损坏
王 伟|华能|副总|13900000009|||||与上一行疑似同一人
"""


def _line(text: str) -> tuple[Value, ...]:
    """One line of a table above; ``#`` marks a number cell."""
    return tuple(int(cell[1:]) if cell.startswith("#") else cell or None for cell in text.split("|"))


def _project_lines() -> list[tuple[Value, ...]]:
    lines: list[tuple[Value, ...]] = []
    number = 0
    for text in _PROJECTS.strip().splitlines():
        number += 1 if text else 0
        lines.append((number, *_line(text)) if text else ())
    return lines


PROJECT_SHEET: tuple[tuple[Value, ...], ...] = (
    *((TITLE,), (UNITS,), HEAD, SUBHEAD),
    *_project_lines(),
    ("合计", None, None, None, "=SUM(E5:E46)"),
)
CONTACT_SHEET: tuple[tuple[Value, ...], ...] = (
    CONTACT_HEAD,
    *(_line(text) for text in _CONTACTS.strip().splitlines()),
)


def workbook_bytes(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    *,
    spans: Mapping[str, Iterable[Span]] | None = None,
    hidden: Iterable[str] = (),
) -> bytes:
    """An .xlsx of plain cells; a text that begins with ``=`` becomes a formula without a result."""
    out = io.BytesIO()
    with Writer(out, {"in_memory": True, "strings_to_urls": False}) as book:
        merged = book.add_format()
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for top, left, bottom, right in (spans or {}).get(name, ()):
                sheet.merge_range(top, left, bottom, right, "", merged)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    _write(sheet, at, column, value)
            if name in set(hidden):
                sheet.hide()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Value) -> None:
    if value is None:
        return
    if isinstance(value, str) and value.startswith("="):
        sheet.write_formula(row, column, value, None, "")
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value)


def messy_ledger(folder: Path) -> Path:
    """The ledger with every known oddity: 40 projects, 10 lines of contacts, as an .xlsx file."""
    path = folder / "招商项目台账.xlsx"
    sheets = {"在谈及落地项目": PROJECT_SHEET, "客商通讯录": CONTACT_SHEET}
    path.write_bytes(workbook_bytes(sheets, spans={"在谈及落地项目": HEAD_SPANS}))
    return path


def grid(rows: Sequence[Sequence[Value]], *, name: str = "表", merges: Iterable[Span] = ()) -> Sheet:
    """A sheet as the reader answers it, without a file."""
    return Sheet(name, [_grid_line(row) for row in rows], list(merges))


def _grid_line(row: Sequence[Value]) -> Line:
    line: Line = {}
    for column, value in enumerate(row):
        if isinstance(value, str) and value.startswith("="):
            line[column] = Cell(value, "formula", value)
        elif isinstance(value, str) and value.strip():
            line[column] = Cell(value)
        elif isinstance(value, int | float):
            line[column] = Cell(str(value), "number")
    return line


def ledger(*sheets: Sheet, name: str = "台账.xlsx", sha256: str = "0" * 64) -> Ledger:
    """A file as the reader answers it, without a file."""
    return Ledger(name, sha256, Workbook(list(sheets)), b"")


@dataclass
class FakeKnown:
    """A store's content as the importer sees it, from lists."""

    company_list: Sequence[KnownCompany] = ()
    contact_list: Sequence[KnownContact] = ()
    project_list: Sequence[KnownProject] = ()
    batches: Mapping[str, KnownBatch] = field(default_factory=dict)

    def companies(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownCompany]]:
        """See ``Known``."""
        return _filed(
            keys, self.company_list, lambda one: company_keys(CompanyFacts(one.name, one.credit_code))
        )

    def contacts(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownContact]]:
        """See ``Known``."""
        return _filed(keys, self.contact_list, lambda one: person_keys(PersonFacts(one.name, one.phones)))

    def projects(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownProject]]:
        """See ``Known``."""
        return _filed(keys, self.project_list, lambda one: project_keys(one.name))

    def batch(self, sha256: str) -> KnownBatch | None:
        """See ``Known``."""
        return self.batches.get(sha256)


def _filed(
    keys: Collection[str], known: Sequence[T], filed: Callable[[T], Collection[str]]
) -> dict[str, list[T]]:
    return {key: found for key in keys if (found := [one for one in known if key in filed(one)])}
