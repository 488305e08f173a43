"""Days and times of day in running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from app.rules.dates import DateError, DateQualifier, DateRead, Lean, Precision, parse_date
from app.rules.festivals import FESTIVAL
from app.rules.lunar import LUNAR
from app.rules.spoken_dates import AWAY, NEAR_QUARTER

_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_NEAR = r"(?:上上|下下|上|下|本|这)个?"
_DAY = r"(?:周|星期|礼拜)[一二三四五六日天末]"
_DAY_NUMBER = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_NO_PLACE = r"(?![楼线厂馆门地院路公库车桥井桩])"
_TO = r"\s*[-~—–至到、]{1,2}\s*"
_MONTH_PART = r"(?:底|末|初|中下旬|[上中下]旬|中(?!旬))"
_QUARTER = r"第?[一二三四]季度(?:末|底|初|之?内)?"


def _unnamed(pattern: re.Pattern[str]) -> str:
    """The pattern as a part of a greater one."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern)


_PATTERNS = (
    r"(?:大前天|大后天|明后天|今天|今日|昨天|昨日|前天|明天|明日|后天|[今昨明前后]儿个?)",
    r"(?P<short>[今昨明](?=早|晚|晨|上午|下午|中午))",
    rf"(?:{_NEAR})?{_DAY}",
    rf"(?:{_NEAR}(?:周|星期|礼拜)(?![一二三四五六日天末])(?:之内|以内|内)?|(?<![一二两三四五六七八九十\d])周内)",
    _unnamed(LUNAR),
    r"(?:\d{4}|二〇[一二三四五六七八九〇]{2})年\d{1,2}月(?:\d{1,2}[日号]?)?",
    rf"(?:[今明去]年)?(?:\d{{1,2}}|十[一二]|[一二三四五六七八九十])月(?:{_DAY_NUMBER}[日号]|\d{{1,2}}(?![\d日号万亿w.]))",
    rf"(?:[今明去]年)?(?:\d{{1,2}}|十[一二]|[一二三四五六七八九十])月(?:份)?{_MONTH_PART}?(?!\d)",
    rf"{_NEAR}月{_DAY_NUMBER}[日号]",
    rf"(?:{_NEAR})?月{_MONTH_PART}",
    rf"{_NEAR}月",
    r"[今明去]?年(?:底|初|末)",
    rf"(?:[今明去]年|\d{{4}}年)(?:[上下]半年(?:末|底|之?内)?|{_QUARTER})?|{_QUARTER}|[上下]半年(?:末|底|之?内)?",
    _unnamed(NEAR_QUARTER),
    rf"(?!{_NUMBER}(?:个半?月|个?季度|年)[之以]?前|半个?[月年][之以]?前){_unnamed(AWAY)}",
    rf"(?<![\d.月])\d{{1,2}}(?={_TO}\d{{1,2}}[号日]{_NO_PLACE}(?!之?内|以内))",
    rf"(?<![\d.])\d{{1,2}}[号日]{_NO_PLACE}",
    rf"(?<![第一二三四五六七八九十月])(?:二十[一二三四五六七八九]|三十一?|二十|十[一二三四五六七八九]?)号{_NO_PLACE}",
    r"(?<![\d./-])\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d])",
    r"(?<![\d./\-\u4e00-\u9fffA-Za-z])(?:1[0-2]|[1-9])[/.](?:3[01]|[12]\d|[1-9])(?![\d./%万亿wW米个元倍亩平公吨]|\s*[-~—–至到]\s*\d+(?:\.\d+)?[万亿wW亩])",
    FESTIVAL.pattern,
)
_DATE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_SIDE = re.compile(
    r"(?:[上下]班|[上下中]午|晚上?)?(?:之前|以前|前)(?!期|台|景|沿|往|去|后)(?:(?<=[底末日号初内旬]前)|(?<=之前|以前)|(?!来))"
)
# 12月1-4日, 3月25日至27日, 下周一到周三, 3.18-3.20: up to which day.
_UP_TO = re.compile(
    rf"{_TO}(?:(?P<day>{_NEAR})?(?P<weekday>{_DAY})|(?:(?P<m>\d{{1,2}})[月./])?(?P<d>\d{{1,2}})(?(m)[日号]?(?![\d%万亿wW亩.])|[日号]{_NO_PLACE}))"
)
_SAME_DAY = re.compile(r"\s*[(（](?:周|星期|礼拜)[一二三四五六日天][)）]")  # 3月12日(周四)
_HOUR = r"(?:\d{1,2}|十[一二]?|[一二两三四五六七八九])"
_TIME = re.compile(
    rf"(?P<half>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|早|晚)?(?P<clock>(?P<h>{_HOUR})(?:点(?P<m>半|一刻|三刻|\d{{1,2}}分?|钟)?|[:：](?P<mm>[0-5]\d)))"
)
_HALF = re.compile(r"(?:一大?早|(?<=\0)[早晚夜]上?|凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)")
_EVENING = re.compile(r"(?:饭|酒|宴|加班)[^,，。;]{0,3}$")
_HALVES = {
    "凌晨": 0,
    "早上": 0,
    "早晨": 0,
    "上午": 0,
    "早": 0,
    "中午": 12,
    "下午": 12,
    "傍晚": 12,
    "晚上": 12,
    "晚": 12,
}
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45, "钟": 0}
_SHORT = {"今": "今天", "昨": "昨天", "明": "明天", "前": "前天", "后": "后天"}
_SPOKEN = re.compile(r"([今昨明前后])(?:儿个?)?|明后天")  # 明后天 is tomorrow at the earliest
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it stands in the line, or several (``read.date`` to ``read.last``).

    ``deadline``: it is one to be met (周五前, 两周内).
    """

    start: int
    end: int
    read: DateRead
    deadline: bool


def days(line: str, today: date) -> Iterator[Day]:
    """Every day in the line, from the left."""
    reach = 0
    for match in _DATE.finditer(line):
        if match.start() < reach:
            continue
        body = match[0]
        end = match.end()
        if body.isdigit():
            body += "日"  # 15-17号
        if spoken := _SPOKEN.fullmatch(body):
            body = _SHORT[spoken[1] or "明"]
        side = _SIDE.match(line, end)
        if weekday := _SAME_DAY.match(line, end):
            end = reach = weekday.end()
        if side and not re.search(r"[前后](?!天)", body):
            body, end = body + "前", side.end()
        read = _read(body, today)
        if read is None:
            continue
        if (up_to := _UP_TO.match(line, end)) and (last := _last(read, up_to)):
            end = reach = up_to.end()
            read = replace(read, last=last)
        deadline = read.qualifier is DateQualifier.BEFORE or body.endswith("前")
        yield Day(match.start(), end, read, deadline)


def _last(read: DateRead, up_to: re.Match[str]) -> date | None:
    """The last of several days; None where the two are no such days."""
    first = read.date
    if read.precision is not Precision.DAY or read.last != first:
        return None
    try:
        if up_to["weekday"]:
            return first + timedelta(days=(_WEEKDAYS[up_to["weekday"][-1]] - first.weekday()) % 7)
        month = int(up_to["m"]) if up_to["m"] else first.month
        last = first.replace(month=month, day=int(up_to["d"]))
    except (ValueError, OverflowError):
        return None
    return last if last > first else None


def _read(body: str, today: date) -> DateRead | None:
    """The day; of a time that ends (本周内, 五一前) the last one."""
    try:
        read = parse_date(body, today, Lean.SAME_YEAR)
    except DateError:
        return None
    if read.date < today and read.qualifier is DateQualifier.BEFORE:
        return _future(body, today, read)
    return read


def _future(body: str, today: date, read: DateRead) -> DateRead:
    try:
        later = parse_date(body, today, Lean.FUTURE)
    except DateError:
        return read
    return later if later.date >= today else read


def times(line: str, taken: str) -> Iterator[tuple[int, int, time]]:
    """Times of day; 3点 without a half is taken as the afternoon where people work then."""
    last = -1
    for match in _TIME.finditer(taken):
        if last >= 0 and re.fullmatch(r"\s*[-~—–至到]\s*", line[last : match.start()]):
            continue  # 4点-5点半: when it ends
        hour = int(match["h"]) if match["h"].isdigit() else _CHINESE[match["h"]]
        said = match["m"] or match["mm"] or "0"
        minute = _MINUTES[said] if said in _MINUTES else int(said.rstrip("分"))
        half = match["half"]
        if half is None:
            late = (1 <= hour <= 6 and match["mm"] is None) or _EVENING.search(line[: match.start()])
            half = "下午" if late else "上午"
        if _HALVES[half] and hour < 12:
            hour += 12
        if hour < 24 and minute < 60:
            last = match.end()
            yield match.start(), last, time(hour, minute)


def halves(taken: str) -> Iterator[tuple[int, int]]:
    """下午 and the like that stand alone."""
    return (match.span() for match in _HALF.finditer(taken))
