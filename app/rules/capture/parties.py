"""Who they are and where: firms, people, our own, places."""

import re
from functools import cache

from app.rules.capture import firms, names
from app.rules.capture.chosen import chosen
from app.rules.capture.likeness import is_everyday
from app.rules.capture.line import Line
from app.rules.capture.slots import Known, Slot
from app.rules.capture.talk import wishes
from app.rules.capture.words import (
    LEADS,
    OURS_BEFORE,
    OURS_OFFICE,
    OURS_WITH,
    TOGETHER,
    any_of,
    letters,
    words,
)

_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()（）·&-]+")
_CONTACT = re.compile(r"(?:(?:联系人|对接人|经办人|姓名)[是为::]?|名?叫|老乡|同学|校友|战友|朋友)\s*$")
_CONTACT_WORD = re.compile(r"(?:联系人|对接人|经办人)[是为]?|名?叫|老乡|同学|校友|战友|朋友")
_NEXT_WORD = re.compile(r"[ \u3000][\u4e00-\u9fff]{2,8}(?![\u4e00-\u9fffA-Za-z0-9])")
_WENT = re.compile(r"(?:在|路过|途经|去|跑|(?<![接见碰遇收谈签找听])到|赴|抵|往)(?:了?一?趟|了|达|的)?")
_PLACE_ENDS = re.compile(
    r"$|[^\u4e00-\u9fff]|[与和跟同见找拜走看参考调接会的聊碰签出召实认开驻洽谈对约访小站之顺]"
)
_PLACE_WORD_NOT = re.compile(r"\s*(?:联络处|商会|办事处|分公司|那边|方面|人\b|客商)")
# 小王、小张一起…: who goes together at the beginning of a clause are those who write.
_TELLERS = re.compile(r"(?:^|[,。;、和\s])$")
_WITH_ME = re.compile(r"[和跟与同]我")
_TOGETHER_ALL = re.compile(
    r"(?:[、和][小老][\u4e00-\u9fff])*(?:[今昨明后]天|[上下本这]?周[一二三四五六日]?)?(?:[上下]午)?(?:一起|一同|一道|同去|[去到赴跑](?!过)|跟进|负责|随行|陪同)"
)
_ALONG = re.compile(r"(?:和|跟|与|同|随)\s*$")
_ROUNDS = re.compile(r"\s*(?:走了?|跑了?|走访|拜访|看了)")  # 跟曹主任走了两家
_TELLS = re.compile(r"介绍了?|陪同|接待|带看|主讲|亲自|带队|说|表示|提出|来电|反映")
_LATIN_TITLED = re.compile(
    r"(?<![A-Za-z])[A-Z][a-z]{1,12}(?:总(?![部投])|经理|博士|先生|女士|工(?![\u4e00-\u9fff]))"
)
_FIRM_CALLED = re.compile(r"(?:店|公司|厂|企业|工厂|品牌)(?:名字?)?叫")
_ELSEWHERE = re.compile(r"(?:否则|不然|厂|总部|公司|工厂|基地|注册地?|老家|户口)$")
_ATTENDS = re.compile(r"\s*(?:全程)?陪(?:同|着)")
_SUPERIOR = re.compile(r"(?:主任|科长|处长|局长|书记|[县市区镇乡]长)$")
_NAME_GOES_ON = re.compile(r"$|[^\u4e00-\u9fff]|[说带来去问想要在和与到反表提介亲陪接一讲也是还给]")
_AND = re.compile(r"\s*[、,和与]\s*")


@cache
def _quarter() -> re.Pattern[str]:
    return re.compile(any_of("quarters"))


@cache
def _factory() -> re.Pattern[str]:
    """What makes the place before it a part of a firm's name: 常熟开关厂."""
    return re.compile(rf"[^\W与和跟同碰见看找拜走访参考遇接谈聊签]{{1,6}}?(?:厂|公司|{any_of('firm_marks')})")


class Parties:
    """The firms, people and places of one line."""

    def __init__(self, line: Line, known: Known) -> None:
        self._line = line
        self._known = known

    def read(self) -> None:
        """Fill the slots; the surest first."""
        line = self._line
        for (start, end), name in names.known_names(line.inner, self._known.companies):
            line.chip(Slot.COMPANY, start, end, name)
        for start, end in list(firms.written_out(line.inner)):
            line.chip(Slot.COMPANY, start, end, line.text[start:end])
        self._people()
        self._places()
        wishes(line)
        self._firms()
        self._people_of_firms()
        self._bare_people()

    def _spans(self, slot: Slot) -> list[names.Span]:
        return sorted((chip.start, chip.end) for chip in self._line.chips if chip.slot is slot)

    # --- people ----------------------------------------------------------------------------------------

    def _people(self) -> None:
        line = self._line
        found: list[tuple[names.Span, str]] = list(names.known_names(line.inner, self._known.people))
        taken = [span for span, _ in found]
        for span, given in names.titled_people(line.inner):
            if all(span[1] <= a or b <= span[0] for a, b in taken):
                family = names.family_length(line.plain[span[0] :])
                end = (
                    span[0] + family + given
                    if given and (given == 2 or line.plain[span[0]] in letters("common_surnames"))
                    else span[1]
                )
                found.append((span, line.text[span[0] : end]))
        taken = [span for span, _ in found]
        taken += [match.span() for match in _LATIN_TITLED.finditer(line.inner)]
        found += [(span, line.text[span[0] : span[1]]) for span in taken[len(found) :]]
        told = names.familiar_people, names.people_behind_titles, names.people_behind_labels
        for span in [span for found_by in told for span in found_by(line.inner)]:
            if all(span[1] <= a or b <= span[0] for a, b in taken):
                found.append((span, line.text[span[0] : span[1]]))
        before: names.Span | None = None
        for (start, end), name in sorted(found):
            joined = before is not None and _AND.fullmatch(line.plain, before[1], start)
            ours = bool(joined) or self._is_ours(start, end)
            line.chip(Slot.OURS if ours else Slot.PERSON, start, end, name)
            if label := names.LABEL.search(line.open[:start]):
                line.take(*label.span())  # which is no firm before a person
            before = (start, end) if ours else None

    def _is_ours(self, start: int, end: int) -> bool:
        """One of us: accompanied, came along, or an official who goes visiting."""
        before, behind = self._line.plain[:start], self._line.plain[end:]
        if OURS_BEFORE.search(before):
            return not re.match(r"\s*(?:看地|看厂|考察|看)", behind)
        if _WITH_ME.match(behind) and (
            self._line.plain[start] in "小老" or _SUPERIOR.search(self._line.plain[start:end])
        ):
            return True
        if self._line.plain[start] in "小老" and (
            OURS_OFFICE.search(before) or (_TELLERS.search(before) and _TOGETHER_ALL.match(behind))
        ):
            return True
        if _ATTENDS.match(behind) and _SUPERIOR.search(self._line.plain[start:end]):
            return True
        if LEADS.match(behind):
            return not any(chip.slot is Slot.KIND and chip.value == "inward" for chip in self._line.chips)
        if OURS_WITH.search(before) and TOGETHER.match(behind):
            return True
        if _ALONG.search(before) and _ROUNDS.match(behind) and _SUPERIOR.search(self._line.plain[start:end]):
            return True
        official = re.search(any_of("our_titles") + "$", self._line.plain[start:end])
        guest = any(chip.slot is Slot.KIND and chip.value == "inward" for chip in self._line.chips)
        going = re.match(
            rf"(?:[、和][\u4e00-\u9fff]{{2,8}})?(?:一行|一起|一同|共同)?{any_of('visiting')}", behind
        )
        return bool(
            official and (going or not guest) and not re.search(any_of("visiting") + r"[^,。;]*$", before)
        )

    def _bare_people(self) -> None:
        """Full names without a title: behind 联系人, before a number, leading a group, or behind a firm."""
        line = self._line
        for match in list(_WORD.finditer(line.inner)):
            start, end = match.span()
            if _FIRM_CALLED.search(line.plain[:start]):
                continue
            if names.is_likely_name(match[0][:3]) and _TELLS.match(match[0], 3):
                line.chip(Slot.PERSON, start, start + 3, line.text[start : start + 3])
                continue
            if leads := re.search(r"(?:带队|率队)", match[0]):
                end = start + leads.start()
                start = max(start, end - 3)
                start = start if names.is_likely_name(line.plain[start:end]) else start + 1
            if _FIRM_CALLED.search(match[0]):
                continue
            if contact := _CONTACT_WORD.search(match[0]):
                start += contact.end()
            first, last = names.trimmed(line.plain, start, end)
            text = line.plain[first:last]
            if not (
                names.is_likely_name(text)
                if not _CONTACT.search(line.plain[:first])
                else names.is_full_name(text)
            ):
                continue
            if leads or self._is_named(first, last):
                ours = bool(leads) and self._is_ours(first, last)
                line.chip(Slot.OURS if ours else Slot.PERSON, first, last, line.text[first:last])

    def _people_of_firms(self) -> None:
        """``劲仔食品周劲松说``: a full name right behind a firm."""
        line = self._line
        for _, at in self._spans(Slot.COMPANY):
            for end in (at + 3, at + 2):
                name = line.inner[at:end]
                if (
                    len(name) == end - at
                    and names.is_likely_name(name)
                    and _NAME_GOES_ON.match(line.plain[end:])
                ):
                    line.chip(Slot.PERSON, at, end, line.text[at:end])
                    break

    def _is_named(self, start: int, end: int) -> bool:
        plain = self._line.plain
        before, behind = len(plain[:start].rstrip()), end + len(plain[end:]) - len(plain[end:].lstrip())
        if _CONTACT.search(plain[:start]):
            return True
        if any(chip.slot is Slot.PHONE and chip.start == behind for chip in self._line.chips):
            return True
        if not any(at == before for _, at in self._spans(Slot.COMPANY)):
            return False
        alone = not re.match(r"[\u4e00-\u9fff]", plain[end:]) and before < start
        return end - start == 3 or (alone and not is_everyday(plain[start:end]))

    # --- places ----------------------------------------------------------------------------------------

    def _places(self) -> None:
        """The first place that stands alone or that they went to; else it is part of a name."""
        plain, open_ = self._line.plain, self._line.open
        found = []
        for word in _WORD.finditer(open_):
            length = names.place_at(word[0])
            if 0 < length < len(word[0]) and word[0][length:] in words("quarters"):
                found.append((word.start(), word.start() + length))
            if length and length == len(word[0]) and self._stands_for_itself(word):
                found.append((word.start(), self._chained(word.start(), word.end())))
        for went in _WENT.finditer(plain):
            if _ELSEWHERE.search(plain[: went.start()]):
                continue
            there = _WORD.match(open_, went.end())
            length = names.place_at(there[0]) if there else 0
            end = went.end() + length
            if (
                length
                and not _factory().match(open_, end)
                and (
                    _PLACE_ENDS.match(open_[end:]) or _quarter().match(open_, end) or self._then_visited(end)
                )
            ):
                found.append((went.end(), self._chained(went.end(), end)))
        if found:
            start, end = min(found)
            self._line.chip(Slot.PLACE, start, end, re.sub(r"\s+", "", self._line.text[start:end]))

    def _chained(self, start: int, end: int) -> int:
        """``上海 松江``, ``苏州 工业园区``: where the place ends with what lies in it behind a blank."""
        while more := _NEXT_WORD.match(self._line.open, end):
            chain = re.sub(r"\s+", "", self._line.plain[start : more.end()])
            if names.place_at(chain) != len(chain):
                break
            end = more.end()
        return end

    def _stands_for_itself(self, word: re.Match[str]) -> bool:
        behind = self._line.plain[word.end() :]
        if any(
            chip.start == word.end() for chip in self._line.chips if chip.slot in (Slot.PERSON, Slot.OURS)
        ):
            return False
        if re.match(r"\s*、", behind):  # 方正、华天: a row of firms, unless all are places
            after = _WORD.match(behind.lstrip(" 、"))
            if after is None or names.place_at(after[0]) != len(after[0]):
                return False
        return not names.is_origin(word[0]) and not _PLACE_WORD_NOT.match(behind)

    def _then_visited(self, end: int) -> bool:
        """``在武汉光谷拜访…``: what stands between the place and the visit is a part of the place."""
        return bool(
            re.match(
                rf"[\u4e00-\u9fff]{{2,6}}?{any_of('visiting')}[了过到]?[\u4e00-\u9fffA-Z]",
                self._line.plain[end:],
            )
        )

    # --- firms -----------------------------------------------------------------------------------------

    def _firms(self) -> None:
        line = self._line
        people = sorted(self._spans(Slot.PERSON))
        for piece in chosen(
            firms.pieces(line.plain, line.inner),
            line.plain,
            line.inner,
            people,
            bool(self._spans(Slot.COMPANY)),
        ):
            line.chip(Slot.COMPANY, piece.start, piece.end, line.text[piece.start : piece.end])
