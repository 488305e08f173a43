"""People and places in running text."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from app.rules.capture.likeness import is_everyday
from app.rules.capture.words import CITY_PART, LEADING, TRAILING, any_of, letters, not_a_name, words
from app.rules.divisions import Level, by_name, find_divisions
from app.rules.reference import load

Span = tuple[int, int]

# Forms of address that only speech has, beside the titles of the reference data.
_SPOKEN = (
    *("局", "县", "市", "区", "处", "科", "镇", "大姐", "哥", "姐", "叔", "伯", "嫂"),
    *("司长", "社长", "专务", "常委", "课长", "本部长", "老总", "掌柜"),
)
_NO_ADDRESS = frozenset({"会计", "法人", "秘书", "股东", "负责人"})
# Characters that are surnames and also say "with", "to", "meet": before a name they are the latter.
_SMALL_WORDS = "和与跟从同由时经对给约连请找陪向于见让叫去到来是有带发的"
_JAPANESE = frozenset(
    {"社长", "部长", "本部长", "课长", "专务", "常务", "会长", "先生", "女士", "代表", "经理", "总", "总经理"}
)
_LONGEST_NAME = 30
# What makes a title of one character the beginning of a longer word: 总投资, 工业, 科技, 董事.
_GOES_ON = re.compile(
    r"总(?:投|量|部|额|价|体|产|面|共|计|机|厂)|工(?:机械|科技|精|电器|业|程|厂|艺|商|作|人|资|期|贸|行|控|具|科|会|信|地|锂)|科(?:技|学|研|创|目|达|大)|"
    r"董(?:事|秘)|[局处]长|[县市区镇](?:里|上|内|政|委|长|场|级|值|域|北|东)|姐妹|哥们|处理"
)


_NO_TITLE = re.compile(
    r"老板(?:娘|们|电器)|(?<=康)师傅|(?<=[徐柳临厦])工(?=、[徐柳临厦]工|的[\u4e00-\u9fff]总|、|三家|两家)|工(?:锻压|精密|股份|集团)|工(?=的[\u4e00-\u9fff]总)"
)


@cache
def _titles() -> re.Pattern[str]:
    titles = sorted({*load("honorifics")["words"], *_SPOKEN} - _NO_ADDRESS, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, titles)))


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    data = load("surnames")
    return frozenset(data["single"]) | letters("rare_surnames"), frozenset(data["compound"])


def family_length(text: str) -> int:
    """How many characters of ``text``'s beginning are a surname; 0: none."""
    single, compound = _surnames()
    if text[:2] in compound:
        return 2
    return 1 if text[:1] in single else 0


def known_names(line: str, names: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Names this laptop knows, the longest first at each place, with the name to store."""
    longest = _LONGEST_NAME if names else 0  # looking for the longest of a hundred thousand takes too long
    at = 0
    while at < len(line):
        for length in range(min(longest, len(line) - at), 1, -1):
            if line[at : at + length] in names:
                yield (at, at + length), names[line[at : at + length]]
                at += length - 1
                break
        at += 1


def titled_people(open_: str) -> list[tuple[Span, int]]:
    """``张总``, ``李明副总``: a surname, at most two characters, a title; with the given name's length.

    ``open_``: the line with what is taken blanked out. Where readings overlap the least doubtful wins.
    """
    found = [entry for match in _titles().finditer(open_) for entry in _readings(open_, match)]
    taken: list[tuple[Span, int]] = []
    for _, span, given in sorted(found):
        if all(span[1] <= other[0] or other[1] <= span[0] for other, _ in taken):
            taken.append((span, given))
    return sorted(taken)


def _readings(open_: str, title: re.Match[str]) -> Iterator[tuple[int, Span, int]]:
    """The names that may stand before a title, each with a doubt: the smaller, the likelier."""
    short = len(title[0]) == 1
    if (short and _GOES_ON.match(open_, title.start())) or _NO_TITLE.match(open_, title.start()):
        return
    for start in range(max(0, title.start() - 4), title.start()):
        bare = open_[start : title.start()]
        if bare in words("japanese_surnames") and title[0] in _JAPANESE:
            yield -9, (start, title.end()), 0
            continue
        family = family_length(bare)
        given = len(bare) - family
        if not family or given > 2 or not re.fullmatch(r"[\u4e00-\u9fff]+", bare) or bare.endswith("会"):
            continue
        begins = _begins(open_, start) or open_[:start].endswith(words("firm_marks"))
        if not _may_be_called(open_, start, title, given, begins):
            continue
        common = bare[0] in letters("common_surnames") or family == 2
        whole = given > 0 and begins and (common or given == 2)
        full = given == 2 and common and not short and bare[-1] not in letters("common_surnames")
        doubt = 0 if whole else 4 if full else 4 * given
        doubt += (0 if common else 5) - (2 if begins else 0) - len(title[0])
        yield doubt, (start, title.end()), given


def _may_be_called(open_: str, start: int, title: re.Match[str], given: int, begins: bool) -> bool:
    """Whether what stands from ``start`` to the title is no piece of another word."""
    bare, said = open_[start : title.start()], title[0]
    family = bare[: len(bare) - given]
    common = bare[0] in letters("common_surnames") or len(family) == 2
    if open_[max(0, start - 1) : title.start()] in ("分管", "主管"):
        return False
    if given:
        if len(said) == 1 and not (begins and _is_whole_name(bare, said)):
            return False
        if not (common or begins) or bare[0] in _SMALL_WORDS or bare in not_a_name():
            return False
        if re.search("[做当任是在的了和给]", bare[1:]):
            return False
    if said == "老板" and start and not common and is_everyday(open_[start - 1 : start + 1]):
        return False  # 公司老板
    if said == "工" and not common:
        return False
    minor = said == "代表" or said in "局县市区处科镇姐哥叔伯嫂"
    return not minor or ((common or said == "代表") and _stands_alone(open_, start, title.end()))


def _is_whole_name(bare: str, title: str) -> bool:
    """陈坚总: a name before the shortest title, where no surname stands right before it."""
    return (
        title in "总董"
        and bare[0] in letters("common_surnames")
        and bare[-1] not in letters("common_surnames")
        and not find_divisions(bare)
        and not is_everyday(bare)
    )


def _begins(open_: str, start: int) -> bool:
    return (
        start == 0
        or open_[:start].endswith(("老板娘", "公司"))
        or not "\u4e00" <= open_[start - 1] <= "\u9fff"
        or open_[start - 1] in _SMALL_WORDS
    )


def _stands_alone(open_: str, start: int, end: int) -> bool:
    """``王局`` as a word of its own, or before what someone does."""
    return _begins(open_, start) and bool(
        re.match(r"$|[^\u4e00-\u9fff]|一行|[去到来带说和陪一同赴也在就请给介问讲告推帮]", open_[end:])
    )


_FAMILIAR = re.compile(
    r"(?<![\u4e00-\u9fff大中最])[小老](?P<family>[\u4e00-\u9fff])|(?<=[的和与跟同带陪叫任、长局部科室办处组理书机监员])[小老](?P<other>[\u4e00-\u9fff])"
)
_NAME_ENDS = re.compile(
    r"$|[^\u4e00-\u9fff]|[和与跟去到来说在一陪带也同喝吃见对接介发问回打送推报今昨明后下上本这周]"
)


def is_addressed(name: str) -> bool:
    """Whether a name is a surname and how to address it (张总, 小王), not the whole name."""
    title = next((match for match in _titles().finditer(name) if match.end() == len(name)), None)
    return name[0] in "小老" if title is None and len(name) == 2 else title is not None


def familiar_people(open_: str) -> Iterator[Span]:
    """``小王`` and ``老蔡``."""
    for match in _FAMILIAR.finditer(open_):
        family = match["family"] or match["other"]
        if family in letters("common_surnames") and _NAME_ENDS.match(open_[match.end() :]):
            yield match.span()


_TITLE_FIRST = re.compile(
    r"(?:总经理|副总经理|董事长|总裁|副总裁|厂长|总监|经理|主任|负责人)[ :：]+"
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?![\u4e00-\u9fff])"
    r"|(?:证代|秘书|主管|董秘|总经理|董事长|总裁|副总裁|副总|厂长|总监|创始人|法人代表|法人)"
    r"(?P<close>[\u4e00-\u9fff]{2,3})(?![\u4e00-\u9fff])"
    r"|(?:副?[市县区镇]长|副?书记|副?局长)(?P<official>[\u4e00-\u9fff]{2,3}?)(?=$|[^\u4e00-\u9fff]|[去到带赴来会率参接一])"
)


def people_behind_titles(open_: str) -> Iterator[Span]:
    """``总经理 潘正颐``, as cards and tables have it."""
    return (
        match.span(match.lastgroup or 0)
        for match in _TITLE_FIRST.finditer(open_)
        if is_likely_name(match["name"] or match["close"] or match["official"])
    )


_LABELS = "客商|客户|投资人|负责人|联系人|对接人|经办人|引荐人|介绍人|推荐人|姓名"
LABEL = re.compile(rf"(?:{_LABELS})[:：]\s*$")
_LABELLED = re.compile(rf"(?P<label>{_LABELS})[:：]\s*(?P<name>[\u4e00-\u9fff]{{2,3}})(?![\u4e00-\u9fff])")


def people_behind_labels(open_: str) -> Iterator[Span]:
    """``客商：李明``, as forms have it."""
    for match in _LABELLED.finditer(open_):
        of_person = match["label"] not in ("客商", "客户")  # who may be firms as well
        if is_likely_name(match["name"]) or (of_person and is_full_name(match["name"])):
            yield match.span("name")


def is_full_name(text: str) -> bool:
    """A surname and one or two characters, and nothing else that is known."""
    family = family_length(text)
    given = len(text) - family
    return (
        bool(family)
        and re.fullmatch(r"[\u4e00-\u9fff]+", text) is not None
        and 1 <= given <= 2
        and text not in not_a_name()
        and not find_divisions(text)
    )


def is_likely_name(text: str) -> bool:
    """A full name whose surname begins few other words."""
    return is_full_name(text) and text[0] in letters("name_surnames")


def trimmed(line: str, start: int, end: int) -> Span:
    """The span without small words and blanks at both ends."""
    text = line[start:end]
    left = len(text) - len(text.lstrip())
    text = text.strip()
    shorter = LEADING.sub("", text)
    left += len(text) - len(shorter)
    shorter = TRAILING.sub("", shorter)
    return start + left, start + left + len(shorter)


@cache
def _places() -> tuple[frozenset[str], int]:
    names = frozenset(name for name in by_name() if len(name) >= 2)
    return names, max(map(len, names))


_PART = re.compile(CITY_PART)
_ZONE = re.compile(r"[\u4e00-\u9fff]{2,3}(?:开发区|高新区|经开区|工业园区|新区|保税区|镇)")


def place_at(text: str) -> int:
    """The length of the chain of divisions ``text`` begins with, with its 市, 区, 开发区; 0: none."""
    names, longest = _places()
    at = 0
    while at < len(text):
        length = next(
            (n for n in range(min(longest, len(text) - at), 1, -1) if text[at : at + n] in names), 0
        )
        part = _PART.match(text, at + length) if length or at else None
        if part and len(part[0]) == 1 and length and _begins_inner(text, at, at + length):
            part = None  # 宁波镇海 is no town of 宁波
        if part is None and not length and at:
            part = _ZONE.match(text, at)
        if at and length and part is None and not _inside(text[at : at + length], text[:at]):
            return at
        if not length and part is None:
            return at
        at = part.end() if part else at + length
    return at


def _begins_inner(text: str, start: int, at: int) -> bool:
    """Whether a division inside the one from ``start`` begins at ``at``."""
    names, _ = _places()
    inner = (text[at : at + size] for size in (4, 3, 2))
    return any(name in names and _inside(name, text[start:at]) for name in inner)


@cache
def _inside(name: str, outer: str) -> bool:
    """Whether a division called ``name`` lies in the one that ``outer`` ends with."""
    around = [d for start in range(len(outer) - 1) for d in find_divisions(outer[start:])]
    return any(d.code.startswith(o.code[: 2 * o.level]) for d in find_divisions(name) for o in around)


@cache
def is_origin(text: str) -> bool:
    """香港, 澳门, 台湾: before a firm they tell where it is from."""
    return any(d.level is Level.PROVINCE and d.code[0] in "78" for d in find_divisions(text))


def department_end(text: str) -> int:
    """``华润集团战略部`` → 4: where the firm's name ends before its department."""
    match = re.search(any_of("departments") + "(?:部门|部|中心|处)$", text)
    return match.start() if match and match.start() >= 2 else len(text)
