"""Which of the days in a line is the visit's and which belong to what is owed next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.rules.capture.days import Day
from app.rules.capture.line import Line
from app.rules.capture.slots import Chip, NextStep, Slot
from app.rules.capture.words import CLAUSE_END, KIND, NEXT, SENTENCE_END, STEP
from app.rules.dates import DateQualifier, Precision

_BLANKS = " \t\u3000\0"
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]")
_HAPPENED = re.compile(r"[了过完]|拜访|走访|接待|见|电话|微信|联系")
_AGAIN = re.compile(r"(?:再|继续|二次|回访|复访|下次)")
# A day before one of these is a date of the project, not of something we owe.
_SCHEDULE = re.compile(
    r"^\W*(?:前|内|底)?(?:可|能|就|要|得|计划|预计|拟|正式|全面|完成)?(?:开工|投产|竣工|奠基|量产|达产|建成|交付|上市|试产|动工|完工|投运)"
)
# 5月18日开工,请县长参加: what is asked of us on the day of a schedule.
_ASKED = re.compile(r"[^,。;\s]{0,4}[,\s]+(?P<what>[邀请]请?[^,。;\s\0]{2,})")
_MET_BEFORE = re.compile(r"[^,。;]{0,6}?(?:拜访|走访|见|谈|联系|接待|考察)过?的(?!是)")
_ONE_WORD = "报给寄发交签催办"
_WILL_COME = re.compile(r"\s*(?:[再会要将]|过)?来[^访电了]")  # (丰田纺织) 下周四来考察
_MEAL = re.compile(r"吃个?饭|喝茶|饭局|聚一?聚")
_ERRAND = re.compile(
    r"[\s\0]*(?:[上下中]午|晚上|一早)?(?:去|到|赴)[^,。;见访谈会]{0,8}?[\s\0]*[送找签拿取办接交问报催领]"
)
_HALF_DAY = re.compile(r"^\s*(?:一早|早上|上午|中午|下午|晚上)")
_LISTED = re.compile(r"[\s\0]*[:：]")  # 明天：1、寄资料 2、拉群
_MEETING = re.compile(r"(?:时间|日期)[:：]\s*$")
_FIXED = re.compile(r"约(?:在|了|定)?\s*$")  # 约在周五上午十点
_OWED = re.compile(r"[\s\0]*(?:给|把|让|叫|邀?请)")  # 明天给欣旺达回电话
_OVER = re.compile(r"[\u4e00-\u9fff]过(?![来去户会一])")  # 年前请他吃过饭
_VAGUE = frozenset({"抓紧", "努力", "加油", "重视", "小心", "注意", "加把劲"})
# 1、寄资料 2、拉群: each is a step of its own.
_NUMBERED = re.compile(
    r"\s*(?:[①-⑳]|\(?[1-9一二三四五六七八九]\)|(?<![\d.])[1-9][.、](?!\d)|[一二三四五六七八九]、)\s*"
)
_COMES = re.compile(r"\s*(?:再|会|要)?(?:飞|赶|开车)?(?:过来|前来|回来|返程|回国|来|到)了?\s*")
_OUGHT = re.compile(r"[\s,，]*(?:要|得|需要?|必须|应)(?!.{0,3}(?:接待|拜访|走访))")
_EDGES = " \t\u3000,，:：。;；、!！-—\0"


class Steps:
    """The days of one line, sorted out."""

    def __init__(self, line: Line, found: Sequence[Day], today: date) -> None:
        self._line = line
        self._today = today
        self._days = [self._coming(day) for day in found]

    def visit_day(self) -> Day | None:
        """The day on which they met, or will; taken out of those that may be due."""
        for day in self._days:
            if day.read.precision is Precision.DAY and not day.deadline and self._is_visit(day):
                self._days.remove(day)
                return day
        return None

    def _coming(self, day: Day) -> Day:
        """A bare weekday that is over means the next one behind what happened (发了手册，周一回访)."""
        said = self._line.plain[day.start : day.end]
        owed = STEP.match(self._line.plain[day.end :].lstrip(_EDGES))
        if (
            day.read.date < self._today
            and _WEEKDAY.fullmatch(said)
            and _HAPPENED.search(self._line.plain[: day.start])
            and owed
        ):
            later = day.read.date + timedelta(days=7)
            return replace(day, read=replace(day.read, date=later, last=later))
        return day

    def _is_visit(self, day: Day) -> bool:
        before, behind = self._line.plain[: day.start], self._clause_behind(day)
        if not behind and self._line.plain.startswith((",", "，"), day.end):  # 4月20日，赴杭州拜访…
            behind = self._line.open[day.end + 1 : self._clause_end(day.end + 1)]
        if _MET_BEFORE.match(behind):
            return False
        if day.read.date <= self._today or _MEETING.search(before):
            return True
        if NEXT.search(before[self._clause_start(day.start) :]):
            return False
        if day.read.qualifier is DateQualifier.ABOUT or _OUGHT.match(behind) or _COMES.fullmatch(behind):
            return False
        if _WILL_COME.match(behind) and before.strip(_EDGES):
            return False
        if _LISTED.match(behind) or before.endswith(("安排", "组织", "通知")) or _OWED.match(behind):
            return False
        if _MEAL.search(behind) or (_FIXED.search(before) and not STEP.search(behind)):
            return True
        met = KIND.search(before)
        online = met and met[0].startswith("约") and re.match(r"[\s\0]*(?:视频|腾讯会议|线上)", behind)
        if (met and not online) or self._told_before(day):
            return False
        if _ERRAND.match(behind):
            return False
        found = KIND.search(behind)
        return found is not None and not _AGAIN.search(behind[: found.end()])

    def _clause_start(self, at: int) -> int:
        return max((end.end() for end in SENTENCE_END.finditer(self._line.plain, 0, at)), default=0)

    def _told_before(self, day: Day) -> bool:
        return any(other is not day and other.start < day.start for other in self._days)

    def _clause_behind(self, day: Day) -> str:
        end = self._clause_end(day.end)
        following = min((other.start for other in self._days if other.start >= day.end), default=end)
        return self._line.open[day.end : min(end, following)]

    def _clause_end(self, at: int, mark: re.Pattern[str] = CLAUSE_END) -> int:
        match = mark.search(self._line.plain, at)
        return match.start() if match else len(self._line.plain)

    # --- what is owed ----------------------------------------------------------------------------------

    def read(self) -> None:
        """Make the steps of the line."""
        for start, end in list(self._announced()):
            for first, last in _items(self._line.text, start, end):
                for one, other in self._by_day(first, last):
                    self._owed(one, other)
        for day in list(self._days):
            self._dated(day)

    def _by_day(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """周四寄资料 周五跟进: a day behind a blank begins the next one."""
        text = self._line.plain
        later = [d.start for d in self._days if start < d.start < end and text[start : d.start].strip(_EDGES)]
        at = start
        for cut in [one for one in later if text[one - 1] in " ,，、;；"]:
            yield at, cut
            at = cut
        yield at, end

    def _owed(self, start: int, end: int) -> None:
        inside = [day for day in self._days if start <= day.start < end]
        due = inside[0] if inside else None
        title = _without(self._line.text, start, end, due)
        if title and title not in _VAGUE:
            self._add(start, end, title, due)
            self._days = [day for day in self._days if day not in inside]

    def _announced(self) -> Iterator[tuple[int, int]]:
        """下一步…, 待办：…, to the end of the clause."""
        at = 0
        while match := NEXT.search(self._line.open, at):
            end = self._clause_end(match.end(), SENTENCE_END if match["colon"] else CLAUSE_END)
            yield match.end(), end
            at = max(end, match.end() + 1)

    def _dated(self, day: Day) -> None:
        if not (day.deadline or day.read.last > self._today):
            return
        if not day.deadline and day.read.precision in (Precision.QUARTER, Precision.YEAR):
            return
        start, end = self._title_behind(day)
        items = list(_items(self._line.text, day.end, self._clause_end(day.end, SENTENCE_END)))
        if len(items) > 1:
            for first, last in items:
                self._add(first, last, self._line.text[first:last], day)
            return
        if _MET_BEFORE.match(self._line.plain, day.end):
            return
        if schedule := _SCHEDULE.match(self._line.plain[day.end :]):
            if asked := _ASKED.match(self._line.plain, day.end + schedule.end()):
                self._add(asked.start("what"), asked.end(), self._line.text[slice(*asked.span("what"))], day)
            return
        title = self._line.plain[start:end].strip(_EDGES)
        if _COMES.fullmatch(title) or _OVER.search(title):
            return
        if len(title) >= 2 or (title and title in _ONE_WORD):
            self._add(day.start, end, self._line.text[start:end], day)
        elif (span := self._title_before(day)) is not None:
            self._add(span[0], day.end, self._line.text[span[0] : span[1]], day)

    def _title_behind(self, day: Day) -> tuple[int, int]:
        """The words behind a day up to a blank behind the first thing to do, or the end of the clause."""
        end = day.end + len(self._clause_behind(day))
        text = self._line.plain
        start = day.end
        while start < end and (text[start] in _EDGES or self._line.open[start] == "\0"):
            start += 1
        verb = STEP.match(text, start, end) or STEP.search(text, start, end)
        if verb is None:
            return start, start
        if "\0" in self._line.open[start : verb.start()].strip("\0"):
            return start, start  # another chip stands between
        stop = next((at for at in range(verb.end(), end) if text[at] in " \t\u3000"), end)
        if not self._line.plain[: day.start].strip(_EDGES):
            stop = end  # nothing else is told: the whole clause is owed
        return start, stop

    def _title_before(self, day: Day) -> tuple[int, int] | None:
        head = self._line.open[: day.start].rstrip(_BLANKS)
        start = max((head.rfind(mark) for mark in " ,，。;；\0"), default=-1) + 1
        asks = day.deadline and head.startswith("要", start)  # 要电价政策 周一之前
        if start + 1 < len(head) and (asks or STEP.match(head, start)) and "了" not in head[start:]:
            return start, len(head)
        return None

    def _add(self, start: int, end: int, title: str, due: Day | None) -> None:
        step = NextStep(title.strip(_EDGES), due.read.date.isoformat() if due else "")
        begin = min(start, due.start) if due else start
        self._line.add(Chip(Slot.STEP, begin, end, self._line.text[begin:end], step))
        if due in self._days:
            self._days.remove(due)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The numbered items of what is owed, or the whole of it."""
    marks = list(_NUMBERED.finditer(text, start, end))
    if len(marks) < 2 or text[start : marks[0].start()].strip(_EDGES):
        yield start, end
        return
    for mark, behind in zip(marks, [*marks[1:], None], strict=True):
        yield mark.end(), behind.start() if behind else end


def _without(text: str, start: int, end: int, day: Day | None) -> str:
    if day is None:
        return text[start:end].strip(_EDGES)
    behind = _HALF_DAY.sub("", text[day.end : end]) if day.start - start <= 1 else text[day.end : end]
    return (text[start : day.start] + behind).strip(_EDGES)
