"""Firms in running text: pieces between the words around them, and which of those are names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from app.rules.capture import names
from app.rules.capture.words import KIND, LEADING, NEXT, TOPIC, any_of, not_a_name, words
from app.rules.divisions import find_divisions
from app.rules.reference import load

_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()（）·&-]+")
_LEGAL = re.compile(
    r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|总公司|分公司|子公司)(?:[\u4e00-\u9fff]{2,4}分公司)?"
)
# What follows a name in the same run without being part of it.
_STOP = re.compile(
    r"谈|聊|想|拟|打算|计划|有意|意向|要|需|关心|关注|明确|准备|正在|投资|扩建|新建|落户|汇报|推介|介紹|说|问|带|派|在|做|是|有|将|就|把|因|目前|来(?:电|访|了|看|考|签|我|谈|参|说)|[一二三四]期|用地|申请|项目|合同|协议|招工|"
    r"报(?!社|业)|供地|框架|地价|电价|气价|蒸汽|环评|能评|"
    r"完成|签|已|还|拿|没|不|嫌|看|给|两家|三家"
)
_GAP = re.compile(
    r"[\s的\0]*[(:]?\s*(?:"
    + r"(?:中国|大中华|华[东南北]|亚太)区?|总部|[\u4e00-\u9fff]{2}(?:部|基地|工厂|公司)|"
    + r"(?:区域)?(?:总经理|经理|董事长|总监)"
    + r")?[\s的]*"
)
_COMMA_GAP = re.compile(r"\s*[,，、]\s*")
_LIST_GAP = re.compile(r"\s*[、/和与及]\s*")
_COMES = re.compile(r"\s*(?:来(?:电|访|考察|看|我[县市区]|签)|到访|签约|一行)")
_LIST_LED = re.compile(
    r"(?:[\d一二两三四五六七八九十几][家批拨](?:企业|公司|客商)?|企业|公司|客商)[::]\s*(?:上午|下午)?$"
)
_LIST_GOES_ON = re.compile(r"\s*[、,;]\s*(?:上午|下午|晚上)?")
_COUNTED = re.compile(r"^[\d一二两三四五六七八九十几]+[家个人块栋条批间位种类天年月次名期]|\d[万亿亩元]")
_REGION = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:大中华|中国|亚太|华[东南北])区$")
_SITE = re.compile(r"(?<=[\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2})(?:基地|工厂|公司)$")
_ROLE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:区域|大区)?(?:总经理|经理|总监|董事长|主任|秘书长?)$")
_BELONGS = re.compile(r"的(?:[\u4e00-\u9fff]{2})?(?:总经理|经理|总监|董事长|老总|老板|负责人|人(?![才员]))")
_PHRASE = re.compile(r"[不没把被很吗呢吧啊吃听您她他谁啥这那]|高铁站|火车站|机场")
_LATIN = re.compile(r"[A-Za-z0-9 &.-]*[A-Za-z][A-Za-z0-9 &.-]*")
# Trades that end many common nouns as well: no sign of a name by themselves.
_WEAK_TRADES = (
    "企业",
    "产业",
    "发展",
    "国际",
    "服务",
    "管理",
    "建设",
    "开发",
    "工程",
    "技术",
    "设备",
    "装备",
    "材料",
    "汽车",
    "交通",
    "投资",
)
_BODY = re.compile(r"[\u4e00-\u9fff]{2}(?:局|厅|委员会|管委会|政府)|^[县市区镇](?:委|里|局|政府)")
# Words of a form, or of who introduces them, behind which a firm is named.
_TOLD = re.compile(
    r"(?:介绍|推荐|引荐|牵线|投资方|投资主体|企业方|业主|甲方|乙方|(?:企业|公司|单位)(?:名称)?)[:(]\s*$|(?:投资方|企业方|业主)[是为]\s*$"
)
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
        return _ends_in_trade(self.text)


@cache
def _ends_in_trade(text: str) -> bool:
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
        rf"(?<!来)(?<!来我[县市区])(?<![再带陪领])(?:{any_of('visiting')}|{any_of('describing')})(?:[了过到下着]|过的)?一?[家下趟]?[\s::\0]*$"
    )


@cache
def _describing() -> re.Pattern[str]:
    return re.compile(any_of("describing"))


@cache
def _generic(text: str) -> bool:
    """Whether it is a common noun, a body of government, or a phrase."""
    return (
        text in not_a_name()
        or text in load("honorifics")["words"]
        or text.isdigit()
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
    place = names.place_at(text)
    return place != len(text) and not _generic(text) and not _COUNTED.search(text)


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
            if not (cut and _describing().fullmatch(cut[0])):
                found.extend(_piece(plain, open_, at, end))
            at = cut.end() if cut else end
    return found


def _piece(plain: str, open_: str, start: int, end: int) -> Iterator[Piece]:
    first, last = names.trimmed(open_, start, end)
    if stop := _STOP.search(open_, min(first + 2, last), last):
        first, last = names.trimmed(open_, first, stop.start())
    while first < last and open_[first] in "()（）&-·、":
        first += 1
    while first < last and open_[last - 1] in ("(（&-·" if "(" in open_[first:last] else "(（&-·)"):
        last -= 1
    last = first + names.department_end(open_[first:last])
    if region := _REGION.search(open_[first:last]):
        last = first + region.start()
    if site := _SITE.search(open_[first:last]):
        last = first + site.start() if find_divisions(site[1]) else last
    if role := _ROLE.search(open_[first:last]):
        last = first + role.start()
    if names.is_likely_name(open_[last - 3 : last]) and _ends_in_trade(open_[first : last - 3]):
        last -= 3  # 正威集团王文银
    text = open_[first:last]
    if text and plausible(text):
        before = plain[:first]
        led = bool(
            _led().search(before)
            or _LIST_LED.search(before)
            or _TOLD.search(before)
            or _SMALL_LED.search(before)
        )
        led = led or (len(text) >= 3 and bool(_COMES.match(plain, last)))
        yield Piece(first, last, text, led)


def chosen(
    found: Sequence[Piece], plain: str, open_: str, people: Sequence[names.Span], named: bool
) -> list[Piece]:
    """Those that are firms: before a person, visited, in a list with one, or by their trade."""
    sure = {
        piece.start
        for piece in found
        if _before_person(piece, plain, people)
        or _behind_person(piece, plain, people)
        or _visited(piece)
        or _BELONGS.match(plain, piece.end)
    }
    for left, right in pairwise(found):
        if left.start in sure and _LIST_GAP.fullmatch(plain, left.end, right.start):
            sure.add(right.start)
    for left, right in reversed(list(pairwise(found))):
        if right.start in sure and _LIST_GAP.fullmatch(plain, left.end, right.start):
            sure.add(left.start)
    sure |= _listed(found, plain)
    if named:  # a firm is known already: nothing doubtful beside it
        return _joined([piece for piece in found if piece.start in sure], plain)
    if not sure and people and found and _heads(found[0], plain, open_):
        sure = {found[0].start}
    if not sure:
        sure = {piece.start for piece in found if piece.trade and not piece.text.endswith(_WEAK_TRADES)}
    return _joined([piece for piece in found if piece.start in sure], plain)


def _heads(piece: Piece, plain: str, open_: str) -> bool:
    """Whether it is the first word of the line that no chip has."""
    return not open_[: piece.start].strip("\0 ") and plain[piece.end : piece.end + 1] in (" ", "")


def _joined(found: Sequence[Piece], plain: str) -> list[Piece]:
    """``TCL 华星``: a name in two scripts is one."""
    joined: list[Piece] = []
    for piece in found:
        before = joined[-1] if joined else None
        if before and plain[before.end : piece.start] == " " and _LATIN.fullmatch(before.text):
            joined[-1] = replace(
                piece, start=before.start, text=f"{before.text} {piece.text}", led=before.led
            )
        else:
            joined.append(piece)
    return joined


def _listed(found: Sequence[Piece], plain: str) -> set[int]:
    """3家:大华、宇视 to its end; 上午 and 下午 may stand in between."""
    listed: set[int] = set()
    last: Piece | None = None
    for piece in found:
        goes_on = (
            last is not None
            and len(piece.text) <= 6
            and _LIST_GOES_ON.fullmatch(plain, last.end, piece.start)
        )
        if _LIST_LED.search(plain[: piece.start]) or goes_on:
            listed.add(piece.start)
            last = piece
        else:
            last = None
    return listed


def _before_person(piece: Piece, plain: str, people: Sequence[names.Span]) -> bool:
    person = next((start for start, _ in people if start >= piece.end), None)
    if person is None:
        return False
    if _GAP.fullmatch(plain, piece.end, person):
        return True
    return (piece.trade or piece.led) and bool(_COMMA_GAP.fullmatch(plain, piece.end, person))


def _behind_person(piece: Piece, plain: str, people: Sequence[names.Span]) -> bool:
    """李总(恒逸石化)."""
    around = plain[piece.start - 1 : piece.start] + plain[piece.end : piece.end + 1]
    alone = (re.search(r"(?:^|[,。;])\s*$", plain[:start]) for start, end in people if end == piece.start - 1)
    return around == "()" and any(alone)  # not 中材科技黄总(风电叶片), which says what they make


def _visited(piece: Piece) -> bool:
    return piece.led and not names.is_likely_name(piece.text)
