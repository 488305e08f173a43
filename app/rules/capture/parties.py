"""Who they are and where: firms, people, our own, places."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.rules.capture import names
from app.rules.capture.slots import Known, Slot
from app.rules.capture.words import NOT_A_NAME, OURS_BEFORE, OURS_BEHIND, TOPIC, VISITING
from app.rules.reference import load

if TYPE_CHECKING:
    from app.rules.capture.grammar import Line

_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()（）·&-]+")
_CONTACT = re.compile(r"(?:联系人|对接人|经办人|负责人)[是为:：]?\s*$")
_STOP = re.compile(
    r"谈|聊|想|拟|打算|计划|有意|意向|要|需|希望|提出|表示|反映|反馈|关心|关注|明确|同意|准备|已|正在|投资|扩建|新建|落户|了解|汇报|介绍|推介|介紹|答应|承诺|说|问|带|派|来|在|做|是|有|将|就|对|把|因|目前|现"
)


class Parties:
    """The firms, people and places of one line."""

    def __init__(self, line: "Line", known: Known) -> None:
        self._line = line
        self._known = known

    def read(self) -> None:
        """Fill the slots; the surest first."""
        line = self._line
        for (start, end), name in names.known_names(line.open, self._known.companies):
            line.chip(Slot.COMPANY, start, end, name)
        for (start, end), name in names.known_names(line.open, self._known.people):
            self._person(start, end, name)
        for start, end in names.titled_people(line.plain, line.open):
            self._person(start, end, line.text[start:end])
        self._places()
        if not self._has(Slot.COMPANY):
            for start, end in names.written_out(line.open):
                line.chip(Slot.COMPANY, start, end, line.text[start:end])
        if not self._has(Slot.COMPANY):
            self._unknown_company()
        self._bare_people()

    def _has(self, slot: Slot) -> bool:
        return any(chip.slot is slot for chip in self._line.chips)

    def _person(self, start: int, end: int, name: str) -> None:
        plain = self._line.plain
        before = self._line.open[:start]
        joined = next((c for c in self._line.chips if c.slot is Slot.OURS and plain[c.end : start] in ("、", "和", ",")), None)
        ours = OURS_BEFORE.search(plain[:start]) or OURS_BEHIND.match(plain[end:]) or joined
        slot = Slot.OURS if ours else Slot.PERSON
        self._line.chip(slot, start, end, name)
        if mark := OURS_BEFORE.search(before):
            self._line.take(*mark.span())

    def _runs(self) -> Iterator[tuple[int, int]]:
        return (match.span() for match in _RUN.finditer(self._line.open))

    def _places(self) -> None:
        """Runs that are a place and nothing else; with more behind it, the place is part of a name."""
        for start, end in self._runs():
            first, last = names.trimmed(self._line.plain, start, end)
            length = names.place_at(self._line.plain[first:last])
            if length and first + length == last:
                self._line.chip(Slot.PLACE, first, last, self._line.text[first:last])

    def _unknown_company(self) -> None:
        """Before a person, behind a word for visiting, or by its trade: in this order."""
        candidates = [(self._doubt(*span), span) for span in self._cut_runs()]
        candidates = [(doubt, span) for doubt, span in candidates if doubt is not None]
        if candidates:
            _, (start, end) = min(candidates)  # type: ignore[type-var]
            self._line.chip(Slot.COMPANY, start, end, self._line.text[start:end])

    def _cut_runs(self) -> Iterator[tuple[int, int]]:
        for start, end in self._runs():
            first, last = names.trimmed(self._line.plain, start, end)
            if cut := _STOP.search(self._line.plain, first + 1, last):
                first, last = names.trimmed(self._line.plain, first, cut.start())
            text = self._line.plain[first:last]
            if len(text) >= 2 and text not in NOT_A_NAME and not text.isdigit() and not TOPIC.match(text):
                yield first, last

    def _doubt(self, start: int, end: int) -> int | None:
        plain = self._line.plain
        text = plain[start:end]
        behind = len(plain[end:]) - len(plain[end:].lstrip(" 的\u3000"))
        by_person = any(c.slot is Slot.PERSON and c.start == end + behind for c in self._line.chips)
        visited = VISITING.search(plain[:start].rstrip())
        trade = any(text.endswith(word) for word in load("trade_words")["words"])
        if by_person and (len(text) <= 16):
            return 0
        if visited and not (names.is_full_name(text) and not trade):
            return 1
        return 2 if trade and len(text) >= 3 else None

    def _bare_people(self) -> None:
        """Full names without a title: behind 联系人, before a number, or as a word of their own by a firm."""
        for start, end in list(self._runs()):
            first, last = names.trimmed(self._line.plain, start, end)
            if not names.is_full_name(self._line.plain[first:last]):
                continue
            before, behind = self._line.plain[:first].rstrip(), self._line.plain[last:].lstrip()
            cued = bool(_CONTACT.search(before))
            beside = any(
                (c.slot in (Slot.COMPANY, Slot.PERSON, Slot.KIND) and c.end == len(before))
                or (c.slot is Slot.PHONE and c.start == len(self._line.plain) - len(behind))
                for c in self._line.chips
            )
            if cued or beside:
                self._person(first, last, self._line.text[first:last])
