"""Firms in running text: pieces between the words around them, and which of those are names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.rules.capture import names
from app.rules.capture.likeness import is_name_like
from app.rules.capture.words import KIND, LEADING, NEXT, TOPIC, any_of, not_a_name, words
from app.rules.divisions import Level, find_divisions
from app.rules.reference import load

_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()（）·&-]+")
_LEGAL = re.compile(
    r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|总公司|分公司|子公司)(?:[\u4e00-\u9fff]{2,4}分公司)?"
)
# What follows a name in the same run without being part of it.
_STOP = re.compile(
    r"谈|聊|想|拟|打算|计划|有意|意向|要|需|关心|关注|明确|准备|正在|投资|扩建|新建|落户|汇报|推介|介紹|说|问|带|派|在|做|是|有|将|就|把|因|目前|来(?:电|访|了|看|考|签|我|谈|参|说)|[一二三四]期|用地|申请|项目|合同|协议|招工|"
    r"报(?!社|业)|供地|框架|地价|电价|气价|蒸汽|环评|能评|"
    r"寄|挖|老板娘|土地|地块|回函|确实|选址|当(?!代|升|红)|厂房|满产|用电|用水|用气|用能|选(?=[的了中])|来看|停产|扩产|传真|补(?!天|贴|牙)|讲(?!究)|送(?!变)|发(?!展|科|动|电|酵|那|集|股|制|泰|达|明|现)|催(?!化)|回(?=[电复函访话])|找|冷库|产线|完成|签|已|还|拿|没|不(?!锈)|嫌|看|给|两家|三家"
)
_COMES = re.compile(r"\s*(?:来(?:电|访|考察|看|我[县市区]|签)|到访|签约|一行)")
LIST_LED = re.compile(
    r"(?:[\d一二两三四五六七八九十几][家批拨](?:企业|公司|客商)?|企业|公司|客商)[::]\s*(?:上午|下午)?$"
)
_COUNTED = re.compile(
    r"^[\d一二两三四五六七八九十几]+[家个人块栋条批间位种类天年月次名期平吨台㎡拨组]|^[A-Za-z]{0,2}-?\d+[-\d]*号?$|\d[万亿亩元]"
)
_REGION = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:大中华|中国|亚太|华[东南北])区$")
_SITE = re.compile(r"(?<=[\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2})(?:基地|工厂|公司)$")
_ROLE = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:区域|大区)?(?:总经理|经理|总监|董事长|主任|秘书长?|会长|理事长|董秘|副?总裁|副总|厂长|法人|创始人)$"
)
_TEAM = re.compile(
    r"(?<=[A-Za-z]{2}|[\u4e00-\u9fff]{2})(?:采购|销售|市场|法务|财务|行政|人事|研发|招商|商务)$"
)
_ROOM = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:会议室|办公室|办公楼|展厅|车间|厂里)$")
_PHRASE = re.compile(
    r"我们|你们|咱|期间|途中|路上|不(?!锈)|[没把被很吗呢吧啊吃听您她他谁啥这那]|高铁站|火车站|机场"
)
_BODY = re.compile(r"[\u4e00-\u9fff]{2}(?:局|厅|委员会|管委会|政府)|^[县市区镇](?:委|里|局|政府)")
# Words of a form, or of who introduces them, behind which a firm is named.
_TOLD = re.compile(
    r"(?:介绍|推荐|引荐|牵线|投资方|投资主体|企业方|业主|甲方|乙方|(?:企业|公司|单位|对象)(?:名称)?)[:(]\s*$|(?:投资方|企业方|业主)[是为]\s*$|(?:店|厂|公司|企业|品牌)(?:名字?)?叫\s*$"
)
_OFFICIAL = re.compile(r"(?:[市县区镇局处科部厅店院所站校]长|书记|主任)$")
_BOTH = re.compile(r"(.{2,8}?)[和与及](.{2,8})")
_NO_FIRM = "会团组站路街口线区里"
_NO_START = "地厂线那这总人的和与老客"
_NEW_OFFICE = re.compile(r"[拟想要]?(?:设立?|成立|注册|新设|开设)")
_SMALL_LED = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[\u4e00-\u9fff])(?:见|访|找)了?$|(?:^|[^来过回\u4e00-\u9fff]|[明后今天午长])(?:去|到|赴)了?趟?\s*$|(?:帮|替|催了?下?)$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run between blanks, marks and the words around names; ``led``: behind a word for visiting."""

    start: int
    end: int
    text: str
    led: bool

    @property
    def trade(self) -> bool:
        """Whether it ends in the word of a trade, with something before it."""
        return ends_in_trade(self.text)


@cache
def ends_in_trade(text: str) -> bool:
    """Whether it ends in the word of a trade, with something before it that may be a name."""
    trades = [*load("trade_words")["words"], *words("firm_ends")]
    word = next((w for w in sorted(trades, key=len, reverse=True) if len(w) > 1 and text.endswith(w)), "")
    head = text[: -len(word)] if word else ""
    return len(head) >= 2 and head not in trades and head not in not_a_name() and not _generic(text)


@cache
def _cuts() -> re.Pattern[str]:
    some = {*words("visiting"), *words("cuts"), *words("describing")}
    return re.compile(
        "(?:"
        + "|".join(map(re.escape, sorted(some, key=len, reverse=True)))
        + ")(?!集团|股份|科技|六和|人|方式)[了过下着]{0,2}|了下?|[跟与给是]|(?<!美)(?<!^)的"
    )


@cache
def _led() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!来)(?<!来我[县市区])(?<![带陪领])(?:{any_of('visiting')}|{any_of('describing')})(?:[了过到下着]|过的)?一?[家下趟]?[\s::\0]*$"
    )


@cache
def _describing() -> re.Pattern[str]:
    return re.compile(any_of("describing"))


@cache
def _country() -> re.Pattern[str]:
    return re.compile(f"{any_of('countries')}?")


@cache
def _describing_behind() -> re.Pattern[str]:
    return re.compile(rf"\s*的?{any_of('describing')}")


@cache
def _generic(text: str) -> bool:
    """Whether it is a common noun, a body of government, or a phrase."""
    return (
        text in not_a_name()
        or text in load("honorifics")["words"]
        or text.isdigit()
        or text in words("given_names")
        or text in words("departments")
        or (
            text.startswith(words("quarters")) and not text.endswith(words("firm_marks") + words("firm_ends"))
        )
        or _OFFICIAL.search(text) is not None
        or names.department_end(f"某某{text}") == 2
        or text.endswith(words("generic_ends"))
        or text.startswith(words("generic_heads"))
        or bool(_BODY.search(text) or _PHRASE.search(text) or NEXT.match(text))
        or bool(TOPIC.match(text))
        or bool(KIND.fullmatch(text))
    )


def plausible(text: str) -> bool:
    """Whether a firm may be called so."""
    if (
        not 2 <= len(text) <= 16
        or not re.search(r"[\u4e00-\u9fffA-Za-z]", text)
        or (text[0].isdigit() and len(text) < 2)
    ):
        return False
    whole = names.place_at(text) == len(text) and not _is_county(text)
    return not whole and not _generic(text) and not _COUNTED.search(text)


def _is_county(text: str) -> bool:
    """方正, 卧龙: short names of counties and districts that firms have as well."""
    return len(text) == 2 and all(
        d.level is Level.COUNTY and d.name[-1] in "县区" for d in find_divisions(text)
    )


def written_out(open_: str) -> Iterator[names.Span]:
    """Firms with their legal form, without the words that lead up to them."""
    for run in _RUN.finditer(open_):
        at = run.start()
        while legal := _LEGAL.search(open_, at, run.end()):
            start = max((cut.end() for cut in _cuts().finditer(open_, at, legal.start())), default=at)
            head = open_[start : legal.start()]
            start += len(head) - len(LEADING.sub("", head))
            if legal.start() - start >= 2 and not _NEW_OFFICE.match(open_, start):
                yield start, legal.end()
            at = legal.end()


def pieces(plain: str, open_: str) -> list[Piece]:
    """The pieces of a line that may be names, from the left."""
    found: list[Piece] = []
    for run in _RUN.finditer(open_):
        at = run.start()
        for cut in [*_cuts().finditer(open_, run.start(), run.end()), None]:
            end = cut.start() if cut else run.end()
            if not (cut and _describes(open_, cut)):
                found.extend(_piece(plain, open_, at, end))
            at = cut.end() if cut else end
    return found


def _describes(open_: str, cut: re.Match[str]) -> bool:
    """华为供应商, 华为的供应商: the firm before says only what the other one is."""
    return bool(_describing().match(open_, cut.end() if cut[0].startswith("的") else cut.start()))


def _piece(plain: str, open_: str, start: int, end: int) -> Iterator[Piece]:
    first, last = names.trimmed(open_, start, end)
    if stop := _STOP.search(open_, min(first + 2, last), last):
        first, last = names.trimmed(open_, first, stop.start())
    first, last, room = _narrowed(open_, first, last)
    text = open_[first:last]
    both = _BOTH.fullmatch(text)  # 法雷奥和电装
    if both and all(map(_may_stand_alone, both.groups())):
        yield from _piece(plain, open_, first, first + both.end(1))
        yield from _piece(plain, open_, first + both.start(2), last)
    elif text and plausible(text) and not _describing_behind().match(plain, last):
        inside = room and plain[:first].endswith(("在", "到", "去"))
        comes = len(text) >= 3 and bool(_COMES.match(plain, last))
        yield Piece(first, last, text, is_led(plain[:first]) or inside or comes)
    if stop and (rest := stop.end()) < end:
        yield from (more for more in _piece(plain, open_, rest, end) if more.trade or is_name_like(more.text))


def _may_stand_alone(text: str) -> bool:
    return ends_in_trade(text) or is_name_like(text) or is_placed(text)


def _narrowed(open_: str, first: int, last: int) -> tuple[int, int, bool]:
    """Without marks and the site, team or role behind the name; and whether a room was named."""
    while first < last and open_[first] in "()（）&-·、":
        first += 1
    while first < last and open_[last - 1] in ("(（&-·" if "(" in open_[first:last] else "(（&-·)"):
        last -= 1
    last = first + names.department_end(open_[first:last])
    if region := _REGION.search(open_[first:last]):
        last = first + region.start()
    if (
        last - first >= 5
        and find_divisions(open_[last - 2 : last])
        and ends_in_trade(open_[first : last - 2])
    ):
        last -= 2  # 胜宏科技惠州(总部)
    site = _SITE.search(open_[first:last])
    if site and find_divisions(site[1]):
        last = first + site.start()
    for behind in (_TEAM, _ROLE):
        if more := behind.search(open_[first:last]):
            last = first + more.start()
    for length in (3, 2):  # 正威集团王文银
        if names.is_likely_name(open_[last - length : last]) and ends_in_trade(open_[first : last - length]):
            last -= length
            break
    room = _ROOM.search(open_[first:last])
    return first, first + room.start() if room else last, room is not None


def is_led(before: str) -> bool:
    """Whether what stands before a piece says that a firm follows."""
    return any(found.search(before) for found in (_led(), LIST_LED, _TOLD, _SMALL_LED))


def is_placed(text: str) -> bool:
    """铜陵精达, 法国法雷奥: a strange word behind where it is from."""
    country = _country().match(text)
    place = names.place_at(text) or (country.end() if country else 0)
    rest = text[place:]
    if not 0 < place < len(text) or not is_name_like(rest):
        return False
    return rest[-1] not in _NO_FIRM and rest[0] not in _NO_START
