"""Amounts, areas and telephone numbers in running text: found by trying the longest run that reads as one."""

import re
from collections.abc import Iterator
from decimal import Decimal

from app.reasons import Reason
from app.rules.amounts import Amount, AmountError, parse_amount
from app.rules.capture.slots import Chip, Slot
from app.rules.land import Land, LandError, parse_land

_DIGITS = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_BEFORE = r"(?:不超过|不低于|不少于|至少|最少|最多|大约|大概|约|超过|超|近|逾|过|将近|接近|上)?"
_BODY = (
    rf"(?:[\d.{_DIGITS}万亿wW个多余\-~—–至到]|(?<=\d),(?=\d{{3}}(?!\d))"
    rf"|(?<=[{_DIGITS}])点(?=[{_DIGITS}])|(?<=[十百千])来)"
)
_AFTER = r"(?:以上|以下|左右|上下|以内|起步|多)?"
_MONEY_UNIT = r"(?:美元|美金|美刀|欧元|欧(?![洲盟\u4e00-\u9fff])|日元|港元|港币|英镑|人民币|元)?"
_RUN = re.compile(rf"{_BEFORE}(?=[\d{_DIGITS}万亿])(?:{_BODY})+{_MONEY_UNIT}{_AFTER}{_MONEY_UNIT}")
_AREA_UNIT = r"(?:亩|公顷|平方公里|平方米|平米|㎡|m2|m²|平)"
_AREA = re.compile(rf"{_BEFORE}(?=[\d{_DIGITS}])(?:{_BODY})+[多来]?{_AREA_UNIT}(?:以上|以下|左右|上下|起)?")
_PHONE = re.compile(
    r"(?:(?<![\d+])\+?86[ -]?|(?<!\d))1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"
)
# A figure behind one of these is not what the investor means to invest.
_OTHER_MONEY = re.compile(
    r"(?:产值|销售|营收|营业|收入|纳税|税收|税|租金|房租|工资|年薪|利润|注册资[本金]?|资本金|估值|市值|融资|贷款|授信|补贴|奖补|奖励|"
    r"扶持|成交|电费|订单|货款|定金|单价|每亩|一亩|亩均|年产|产能|出口|进口|价格|报价|人均|缴税|净利|(?<!固定)资产|债|到位|基金|保证金|押金|首付|打款|(?<![\u4e00-\u9fff])管(?:理|着)?(?![道件线网材子])|每平|年租|强度)"
    r"[\w]{0,3}?(?:额|总额|规模|约|超|达|近|到|为|是|能到|可达|过|了|大概|\s)*$"
)
# An area that is a building and not land asked for.
_BUILDING = re.compile(r"租(?:用|赁)?$|(?:厂房|楼|建筑|面积|办公|仓库|车间|仓|房)[\w]{0,2}$")
# 平 and ㎡ measure floors, unless it is said that they are of land.
_GROUND = re.compile(r"地[^,。;]{0,6}$")
_TO = re.compile(r"\s*[-~—–至到]\s*")
_BUILDING_BEHIND = re.compile(r"^的?(?:标准?厂房|厂房|办公|仓库|车间|仓|楼|写字|宿舍|展厅)")
_LEAST_LAND = Decimal("0.01")  # 亩; less is a saying: 三通一平
_TENS = re.compile(r"([一二三四五六七八九])(?<!十.)[二三四五六七八九]十(?=亩)")  # 四五十亩: at least forty
_UNIT_SAID = re.compile(r"[万亿wW元块金]")
# Behind a figure that counts something else, or is a price for each.
_MEASURE = re.compile(
    r"^\s*(?:平|方|㎡|亩(?!均)|公顷|吨|台|套|人|栋|条|间|层|米|个月|片|件|只|辆|瓦|千瓦|度|户|块地|家|次|名|%|锭|头|羽|支|颗|组|架|艘|箱|瓶|[kKMG][wW])"
)
_PAID = re.compile(r"^(?:元|块)?的?(?:定金|订金|押金|保证金|首付|货款|房租|租金|税)")
_EACH = re.compile(r"^\s*(?:/|每|一)(?:亩|平|㎡|吨|人|年|套|度|方|月|间|个|台)")
_PRICED = re.compile(r"一(?:亩|平)\s*\d|[元万亿块]一(?:亩|平)")
_VAGUE = re.compile(r"(?:几|数|好几)$")
_NEXT_DATE = re.compile(r"^(?:月|号|日|点|周|个月|天|年)")


def phones(line: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand."""
    return (match.span() for match in _PHONE.finditer(line))


def areas(line: str) -> Iterator[Chip]:
    """Land that is asked for; buildings are left in the text."""
    before: Chip | None = None
    for match in _AREA.finditer(line):
        start, end = match.span()
        text = match[0]
        if before and _TO.fullmatch(line, before.end, start):
            whole = _area(f"{before.text.removesuffix('亩')}-{text}")  # 15亩到20亩
            if whole is not None:
                before = Chip(Slot.LAND, before.start, end, line[before.start : end], whole.value, whole.note)
                continue
        if before:
            yield before
        before = _land_asked_for(line, start, end, text)
    if before:
        yield before


def _land_asked_for(line: str, start: int, end: int, text: str) -> Chip | None:
    if _PRICED.search(line[max(0, start - 1) : end + 1]) or _OTHER_MONEY.search(line[:start]):
        return None
    floors = not text.rstrip("以上下左右起").endswith(("亩", "公顷", "里"))
    if floors and not _GROUND.search(line[:start]):
        return None
    if _BUILDING.search(line[:start]) or _BUILDING_BEHIND.match(line[end:]):
        return None
    found = _area(text)
    return None if found is None else Chip(Slot.LAND, start, end, text, found.value, found.note)


def _area(text: str) -> Land | None:
    """The area, with or without the word before the figure (上300亩)."""
    text = re.sub(r"平$", "平方米", text)
    text = _TENS.sub(r"\1十", text)
    for tried in (text, re.sub(rf"^[^\d{_DIGITS}]+", "", text)):
        try:
            land = parse_land(tried)
            return land if land.value >= _LEAST_LAND else None
        except LandError:
            continue
    return None


def amounts(line: str, taken: str) -> Iterator[Chip]:
    """What is to be invested. ``taken``: the line with what other chips cover blanked out."""
    at = 0
    while match := _RUN.search(taken, at):
        found = _longest(line, match.start(), match.end())
        if found is None:
            at = match.start() + 1
            continue
        end, amount = found
        at = end
        before, behind = line[: match.start()], line[end:]
        if (
            _OTHER_MONEY.search(before)
            or _VAGUE.search(before)
            or _EACH.match(behind)
            or _PAID.match(behind)
            or _MEASURE.match(behind)
        ):
            continue
        slot = Slot.AMOUNT if amount.currency == "CNY" else Slot.FOREIGN
        yield Chip(slot, match.start(), end, line[match.start() : end], amount.value, _note(amount))


def _longest(line: str, start: int, end: int) -> tuple[int, Amount] | None:
    for stop in range(end, start, -1):
        text = line[start:stop]
        if not _UNIT_SAID.search(text) or (
            text[-1] in _DIGITS + "0123456789" and _NEXT_DATE.match(line[stop:])
        ):
            continue
        try:
            return stop, parse_amount(text)
        except AmountError:
            continue
    return None


def _note(amount: Amount) -> Reason | None:
    if amount.currency == "CNY":
        return amount.note
    return amount.note or Reason(
        "capture.note.currency", {"text": amount.text, "value": format(Decimal(amount.value), "f")}
    )
