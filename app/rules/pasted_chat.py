"""What was pasted: a WeChat conversation, a piece of a web page, or just words; cleaned, with its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.reasons import Reason
from app.rules.damaged_text import mend
from app.rules.dates import DateError, Precision, parse_date

_DAY = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?)"
_WHEN = (
    rf"(?:(?P<day>{_DAY}|昨天|今天|前天|(?:星期|周)[一二三四五六日天])\s+)?"
    r"(?:上午|下午|晚上|凌晨|早上|中午)?\s*(?P<time>\d{1,2}:\d{2})(?::\d{2})?"
)
_NAME = r"(?P<who>[^\s:：/@][^\n:：/@]{0,29}?)"
_TIMED = re.compile(rf"^{_NAME}\s+{_WHEN}\s*$")
_NAMED = re.compile(r"^(?P<who>[^\s\d:：/@，。？！][^\n:：/@，。？！]{0,19})[:：]\s*$")
_ALONE = re.compile(rf"^\s*{_WHEN}\s*$")
_DIVIDER = re.compile(rf"^[—\-–─\s]*(?P<day>{_DAY})[—\-–─\s]*$")
_PLACEHOLDER = re.compile(
    r"^\[(?:图片|语音|视频|表情|动画表情|文件|位置|链接|名片|Photo|Voice|Video|Sticker|File)\]$"
)
_FURNITURE = re.compile(
    r"^(?:以下为新消息|以上是打招呼的内容|你已添加了.{1,30}，现在可以开始聊天了。?|.{0,30}撤回了一条消息|"
    r"点击(?:查看|展开)(?:全文|更多)?|展开全文|阅读原文|分享到[:：]?.*|责任编辑[:：].*|扫一扫.*|返回(?:首页|顶部)|上一篇.*|下一篇.*)$"
)
_TITLE = "微信聊天"


class Source(StrEnum):
    """Where a pasted text is from."""

    WECHAT = "wechat"
    WEB = "web"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Message:
    """What one person wrote; ``time`` is HH:MM or "", ``day`` the day as far as the chat says."""

    who: str
    text: str
    time: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Pasted:
    """``text`` is what a note keeps; ``messages`` are those of a chat; ``reasons`` tell what was mended."""

    source: Source
    text: str
    messages: tuple[Message, ...] = ()
    address: str = ""
    reasons: tuple[Reason, ...] = ()


def read_pasted(text: str, today: date, *, address: str = "") -> Pasted:
    """Clean what was pasted. ``address`` is that of the page it was copied from, where the system knows it.

    A chat is one with two people's headings, or one heading with a time. Never raises.
    """
    mended = mend(text)
    lines = _headed([line for line in mended.text.split("\n") if not _FURNITURE.match(line.strip())])
    messages = tuple(_messages(lines, today))
    if messages:
        return Pasted(Source.WECHAT, _told(messages), messages, "", mended.reasons)
    source = Source.WEB if address else Source.TEXT
    return Pasted(source, "\n".join(lines).strip("\n"), (), address, mended.reasons)


def _headed(lines: list[str]) -> list[str]:
    """A name on one line and the day with the time on the next, as telephones write them, in one heading."""
    found: list[str] = []
    for line in lines:
        dated = _ALONE.match(line)
        name = found[-1].strip() if found else ""
        if dated and dated["day"] and re.fullmatch(_NAME, name) and not _DIVIDER.match(name):
            found[-1] = f"{name} {line.strip()}"
        else:
            found.append(line)
    return found


def _messages(lines: list[str], today: date) -> Iterator[Message]:
    heads = [match for line in lines if (match := _heading(line)) is not None]
    timed = [match for match in heads if "time" in match.groupdict()]
    if not timed and len(heads) < 2:
        return
    day: date | None = None  # as the chat goes on
    began: date | None = None  # that of the message being read
    head: re.Match[str] | None = None
    said: list[str] = []
    for line in [*lines, ""]:
        if divider := _DIVIDER.match(line):
            day = _day(divider["day"], today)
            continue
        if (following := _heading(line)) is not None:
            yield from _message(head, said, began)
            head, said = following, []
            if told := following.groupdict().get("day"):
                day = _day(told, today)
            began = day
        elif line.strip():
            said.append(line.strip())
    yield from _message(head, said, began)


def _message(head: re.Match[str] | None, said: list[str], day: date | None) -> Iterator[Message]:
    """One message; pictures and the like leave their mark, words before the first heading stand alone."""
    text = "\n".join(said)
    if head is None:
        if text:
            yield Message("", text)
    elif text:
        yield Message(head["who"].strip(), text, head.groupdict().get("time") or "", day)


def _heading(line: str) -> re.Match[str] | None:
    return _TIMED.match(line) or _NAMED.match(line)


def _day(told: str, today: date) -> date | None:
    try:
        read = parse_date(told, today)
    except DateError:
        return None
    return read.date if read.precision is Precision.DAY else None


def _told(messages: tuple[Message, ...]) -> str:
    """The chat as a note: its days as headings, a line for every message, runs of one person together."""
    lines: list[str] = []
    day: date | None = None
    who = ""
    for number, one in enumerate(messages):
        if number == 0 or one.day != day:
            day, who = one.day, ""
            lines.append(f"{_TITLE} {day.isoformat()}" if day else _TITLE)
        body = one.text if _PLACEHOLDER.match(one.text) else one.text.replace("\n", " ")
        lines.append(body if not one.who or one.who == who else f"{one.who}：{body}")
        who = one.who
    return "\n".join(lines)
