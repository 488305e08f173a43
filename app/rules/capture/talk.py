"""How they met, how it came about, what was promised and what it was about."""

import re
from collections.abc import Sequence
from functools import cache

from app.rules.capture import names
from app.rules.capture.line import Line
from app.rules.capture.slots import Slot
from app.rules.capture.words import DENIED, KIND, NEXT, PROMISE, TOPIC
from app.rules.channels import channel_of
from app.rules.reference import load

_PROMISE_END = re.compile(
    r"[，,。；;！!？?\n]|\s+(?=下|明|后天|周|本周|月底|年|\d{1,2}[月号日/.]|要|谈|有|我们|我方|对方|他们|双方)"
)
_BY = r"(?:介绍|引荐|推荐|牵线|促成|认识|结识|搭桥|搭线|引见|找到|牵的线|牵了线|搭的桥|撮合)"
_READ_ABOUT = tuple("要发看听写做寄")
_CALLED = re.compile(r"[请邀](?!.{0,10}[了过])[^,。;]{0,10}$")  # 想请他们来看看
_PROJECT = re.compile(
    r"(?:投资|建设|新建|扩建|想上|拟上|要上|做|搞|建)(?:一个|个)?(?P<what>[\u4e00-\u9fffA-Za-z0-9]{2,16}?(?:项目|生产线|产线|基地|工厂|产业园|总部|中心))"
)
# 想投锂电池, 拟投资5亿元建冷链物流: what they want their money to go into.
_WISH = re.compile(
    r"(?:想|拟|打算|计划|有意向?|意向)(?:要|来|去|再|在[\u4e00-\u9fff]{1,4}?)*投(?![诉标产放保运递稿票])资?[\0\s]*(?:左右|以上|上下)?"
    r"(?:做|建设?|搞|上|办|开|新建|扩建)?(?:的是|[一两]?[个家条座]|的)?"
)
# 项目：五轴机床, 意向：生物基材料, as forms have it.
_FORM = re.compile(
    r"(?<![\u4e00-\u9fff])(?:项目(?:名称)?|(?:投资)?意向(?:项目|产业)?|投资方向|主导产业)[:：]\s*"
)
_TOPIC_END = re.compile(r"[，,。；;！!？?\n、\0\s]")


def promises(line: Line, days: Sequence[int]) -> None:
    """答应… to the end of what was promised; ``days``: where days begin, a blank before one ends it too."""
    for match in PROMISE.finditer(line.open):
        stop = _PROMISE_END.search(line.plain, match.end())
        end = stop.start() if stop else len(line.plain)
        end = min(
            (day for day in days if match.end() < day < end and line.plain[day - 1] in " \u3000"), default=end
        )
        if end > match.end():
            line.chip(Slot.PROMISE, match.start(), end, line.text[match.start() : end].strip())


def kinds(line: Line) -> None:
    """The first word that says how they met."""
    said = [found for found in KIND.finditer(line.open) if not _said_otherwise(line, found)]
    now = [found for found in said if not line.plain.startswith("过的", found.end())]  # 拜访过的恒力电子
    sure = [found for found in now if not found[0].startswith("约")]  # 约了周四视频会议
    match = next(iter(sure or now or said), None)
    if match is not None and match.lastgroup is not None:
        line.chip(Slot.KIND, match.start(), match.end(), match.lastgroup)
        for more in KIND.finditer(line.open):
            if more.lastgroup == "outward":  # 去恒力拜访: both words say the same
                line.take(*more.span())


def _said_otherwise(line: Line, match: re.Match[str]) -> bool:
    """没见到 is no visit, and 电话 before a number no call."""
    number = re.match(r"[\s:]*", line.plain[match.end() :])
    behind = match.end() + (number.end() if number else 0)
    labels = match[0].endswith("电话") and any(c.slot is Slot.PHONE and c.start == behind for c in line.chips)
    called = match[0].startswith("来") and _CALLED.search(line.plain[: match.start()])
    return labels or bool(called or DENIED.search(line.plain[: match.start()]))


@cache
def _channel() -> re.Pattern[str]:
    words = sorted(load("channel_words")["words"], key=len, reverse=True)
    some = "|".join(map(re.escape, words))
    whole = "|".join(re.escape(word) for word in words if re.search("招商|引商|引企|招引|小分队", word))
    return re.compile(
        rf"(?:通过|经过?|由|靠)?[\u4e00-\u9fff]{{0,8}}?(?P<by>{some})(?P<who>[\u4e00-\u9fff]{{0,6}}?(?:[电话\0]{{2}},)?)\s?{_BY}(?:的|来的)?|(?P<whole>{whole})|(?P<kin>老乡|同学|校友|战友)(?=\s?(?P<kinsman>[\u4e00-\u9fff]{{2,3}}))|(?P<show>[\u4e00-\u9fff]{{2,10}}展|[广高进工服消糖投]\S会|博览会|洽谈会|推介会)(?:会)?上?\s*(?:认识|结识)"
    )


def channels(line: Line) -> None:
    """商会介绍, 以商引商."""
    for match in _channel().finditer(line.open):
        if match["kin"] and not any(names.is_likely_name(match["kinsman"][:n]) for n in (2, 3)):
            continue
        if match["by"] and line.open[match.start("by") - 1 : match.start("by")] in _READ_ABOUT:
            continue  # 要园区介绍: what is to be read
        word = match["by"] or match["kin"] or match["whole"] or "展会"
        code = channel_of(word)
        if code is None:
            continue
        named = names.is_likely_name(match["who"] or "")  # 老乡李建国介绍
        titled = bool(match["who"] and names.titled_people(match["who"]))  # 商会的胡会长牵线
        end = match.end("by") if named or titled else match.end()
        line.chip(Slot.CHANNEL, match.start(), end, str(code))
        if named:
            line.chip(Slot.PERSON, *match.span("who"), line.text[match.start("who") : match.end("who")])
        return


def wishes(line: Line) -> None:
    """What they want to invest in; found before firms are, because trades end their names."""
    for match in sorted(
        [*_FORM.finditer(line.open), *_WISH.finditer(line.open)], key=lambda one: one.start()
    ):
        stop = _TOPIC_END.search(line.open, match.end())
        end = stop.start() if stop else len(line.open)
        text = line.text[match.end() : end].strip("的了")
        if len(text) >= 2 and not text.isascii() and not NEXT.match(text):
            begin = match.end() if "\0" in match[0] else match.start()
            line.chip(Slot.SUBJECT, begin, end, text)
            return


def subject(line: Line) -> None:
    """What was talked about, in the words of the line."""
    if any(chip.slot is Slot.SUBJECT for chip in line.chips):
        return
    for match in TOPIC.finditer(line.open):
        stop = _TOPIC_END.search(line.open, match.end())
        end = stop.start() if stop else len(line.open)
        text = line.text[match.end() : end].strip("的了")
        if len(text) >= 2 and not NEXT.match(text):
            line.chip(Slot.SUBJECT, match.start(), end, text)
            return
    if found := _PROJECT.search(line.open):
        line.chip(Slot.SUBJECT, found.start(), found.end(), found["what"])
