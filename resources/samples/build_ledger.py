"""Builds the demo's ledger: invented firms and people, with the oddities of real ones.

Run ``python -m resources.samples.build_ledger`` after changing a table below.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

TARGET = Path(__file__).with_name("云溪市招商项目台账.xlsx")
TITLE = "2026年云溪市招商引资项目台账(截至11月20日)"
UNITS = "填报单位:云溪市招商局        单位:万元、亩"
HEAD = "序号|项目名称|投资方|行业|投资情况||用地|进展||责任单位|信息来源及备注"
SUBHEAD = "||||总投资|其中:外资||阶段|填报日期||"
SPANS = ("A1:K1", "A2:K2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:I3", "J3:J4", "K3:K4")
PROJECTS = """
星澜新能源电池托盘项目|江苏星澜新能源科技有限公司|新能源|22.51亿||320|签约|2026.3.5|高新区|领导带队;一期150亩,二期视产能推进
青禾精密轴承项目|青禾轴承|装备制造|2亿元以上||85|在谈|2026年5月|城北街道|以商引商;由华冶重机推荐
华冶重机迁建项目|华冶重机股份有限公司|装备制造|#56000||210|在建|5月底前|高新区|小分队;10月底前主体完工
云上智算中心|杭州云栈数据有限公司|数字经济|12亿||60|洽谈|2026/6/30|高新区|云招商;对电价有要求
桑田桑葚果饮加工项目|桑田食品|农产品加工|#2200||12|投产|2026-04-12|池口镇|返乡创业;徐慧芳
鼎鲜冷链物流园|鼎鲜供应链 / 云溪供销集团|商贸物流|3.6亿元||140|签约|#46113|城南街道|会展;两家合资,股比待定
溪谷康养度假区|溪谷文旅|文旅康养|超百亿元||600|线索|2026.13.1|溪谷乡|一把手招商;列入市级重点洽谈
东岭光伏组件项目|(韩资企业)|新能源|#80000|全部|190|签约|2026-05-20|东岭工业园|驻点;独资

骏驰汽车线束项目|骏驰线束|汽车零部件|8500万||35|开工|2026/7/1|高新区|产业链;骏驰整车配套
恒泰铝镁合金材料项目|恒泰新材料有限公司|新材料|4.2亿||120|拟开工|2026.8.15|东岭工业园|平台;土地已摘牌
云溪跨境电商产业园|云易通|电子商务|1.5亿||约40亩|在谈|上半年|城南街道|网络;拟租用标准厂房
芯岸封测二期|芯岸半导体(云溪)|电子信息|18亿||75|研判通过|2026-09-03|高新区|以企招企
古渡白酒技改扩能|古渡酒厂|食品饮料|6000万||20|竣工|2026年10月|古渡镇|园区;年产三千吨
城东生活垃圾焚烧发电||节能环保|5.8亿||98|暂缓|2026.10.8|城东街道|PPP;环评未通过
澜海生物提取物项目|澜海生物|医药|3-5亿||60|线索||高新区|猎头;待回访
云溪总部大楼|纵横数联|总部经济|9亿||18|落地|2026-11-02|城南街道|总部回归;明年一季度投入使用
"""
CONTACT_HEAD = "手机|姓名|单位|职务|微信|籍贯|所在商会|最近联系|备注"
CONTACTS = """
138 0055 1201|仇(qiú)总|江苏星澜新能源科技有限公司|总经理||云溪池口|苏州云溪商会|2026.11.8|姓氏多音
+86-139-0055-1202|单女士|杭州云栈数据有限公司|投资总监|shan_yz|平阳||2026/11/12|
#13700551203|曾晓岚|青禾轴承|董事会秘书||宁波|||手机被存成数字
13700551204、13700551205|徐立 沈君|华冶重机股份有限公司|||||上周|两人写在一格
1.37E+10|王伟|鼎鲜供应链|||||2026-09-18|手机号已被表格损坏
13900551206|王 伟|鼎鲜供应链|副总||||2026-11-01|与上一行疑似同一人
|徐慧芳|桑田食品|法人||池口镇|||返乡创业能人
13600551207|区国强|芯岸半导体(云溪)|厂长||佛山||10月底|
0564-3355120转801|查敏|恒泰新材料有限公司|财务总监|||上海安徽商会|2026.10.22|
|欧阳秉文||||溪谷乡|北京云溪商会|2026年春节|在外知名人士
13500551208|朴在勋|(韩资企业)|代表||首尔||2026-05-20|
"""


def build(target: Path = TARGET) -> None:
    """Write the ledger to ``target``."""
    with Workbook(str(target), {"strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2026, 11, 20, tzinfo=UTC), "author": ""})
        _projects(book)
        _contacts(book)


def _projects(book: Workbook) -> None:
    sheet = book.add_worksheet("在谈及落地项目")
    title = book.add_format({"bold": True, "align": "center", "font_size": 14})
    head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1})
    for span in SPANS:
        sheet.merge_range(span, "", head if span[1] != "1" else title)
    sheet.write_string(0, 0, TITLE, title)
    sheet.write_string(1, 0, UNITS)
    _line(sheet, 2, HEAD, head)
    _line(sheet, 3, SUBHEAD, head)
    number, row = 0, 4
    for text in PROJECTS.strip().splitlines():
        if text:
            number += 1
            _line(sheet, row, f"#{number}|{text}")
        row += 1
    sheet.merge_range(row, 0, row, 3, "合计", head)
    sheet.write_formula(row, 4, f"=SUM(E5:E{row})", None, "")
    sheet.write_string(row + 1, 0, "注:投资额为协议数,用地为拟用地。")
    sheet.set_column("A:A", 6)
    sheet.set_column("B:C", 28)
    sheet.set_column("D:J", 13)
    sheet.set_column("K:K", 40)
    sheet.freeze_panes(4, 2)


def _contacts(book: Workbook) -> None:
    sheet = book.add_worksheet("客商通讯录")
    _line(sheet, 0, CONTACT_HEAD, book.add_format({"bold": True, "bottom": 1}))
    for row, text in enumerate(CONTACTS.strip().splitlines(), start=1):
        _line(sheet, row, text)
    sheet.set_column("A:I", 18)


def _line(sheet: Any, row: int, text: str, look: Any = None) -> None:
    """One row of a table above; ``#`` marks a number cell."""
    for column, cell in enumerate(text.split("|")):
        if cell.startswith("#"):
            sheet.write_number(row, column, int(cell[1:]), look)
        elif cell:
            sheet.write_string(row, column, cell, look)


if __name__ == "__main__":
    build()
