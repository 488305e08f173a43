"""Which of the pieces of a line are firms: the signs around a name, and how strange its word is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.rules.capture import names
from app.rules.capture.firms import LIST_LED, Piece, ends_in_trade, is_placed
from app.rules.capture.likeness import is_everyday, is_name_like, may_be_name, strange_characters
from app.rules.capture.words import words
from app.rules.divisions import find_divisions

_GAP = re.compile(
    r"[\s的\0]*[(:]?\s*(?:"
    + r"(?:中国|大中华|华[东南北]|亚太)区?|总部|[\u4e00-\u9fff]{2}(?:部|基地|工厂|公司)|"
    + r"(?:区域)?(?:总经理|经理|董事长|总监)"
    + r"|采购|销售|市场|法务|财务|行政|人事|研发|招商|商务)?[\s的]*"
)
_COMMA_GAP = re.compile(r"\s*[,，、]\s*")
_LIST_GAP = re.compile(r"\s*[、/和与及]\s*")
_LIST_GOES_ON = re.compile(r"\s*[、,;]\s*(?:上午|下午|晚上)?")
_BELONGS = re.compile(r"的(?:[\u4e00-\u9fff]{2})?(?:总经理|经理|总监|董事长|老总|老板|负责人|人(?![才员]))")
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
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Who does what one of these tells is somebody, and so is who is heard of, urged or written to.
_SAYS = re.compile(
    r"\s*(?:的人|那边|这边|方面)?\s*(?:[今昨][天日]|刚才?|又|也|都|还|已经?|正)*"
    r"(?:说|问|想|要(?!求)|要求|提出|表示|反馈|反映|主动|来[电信函]|回[电信复]|打算|计划|准备|拟|考虑|担心|嫌|同意|拒绝|答应|承诺|"
    r"在(?:找|等|谈|看|比|选|建|考)|有意|不[来去投扩]|没[来去谈]|停了|黄了|签了|变了|走了|来了|到了|派|宣布|公告|带队|催|等着|希望|反悔|松口|看中|看上)"
)
_OBJECT = re.compile(
    r"(?:听说|得知|获悉|看到|知道|了解到|盯上?|催(?:一下|下)?|帮|替|关于|引进|签下|给到|发到|送到|名?叫|拿下|敲定|谈下|找|托人约|联系上|接洽|回复|答复|通知|邀请|支持|协助|[介绍推荐引]{2}了?|[谈见聊来接访签]过?的(?:那家|那个)?|[做搞产]\S{1,6}的|收到了?|给|向|跟|和|与|同|约|请|让|把|(?<![还正都仍])在)\s*$"
)
_OWNS = re.compile(
    r"的?(?:[二三四]期|能评|环评|合同|协议|框架|样品|土地款|保证金|手续|备案|图纸|厂房|供地|摘牌|土地|地块|用地)|的(?:材料|资料|地|项目|产线|厂)"
)
_SHIFT = re.compile(r"(?:上午|下午|中午|晚上|然后|接着)\s*(?:去|到|见|是)?\s*$")
_GOES_ON = re.compile(r" (?:[一二三四]期|项目|说|问|想|签约|开工)")
_THERE = re.compile(r"\s*(?:那边|这边|的人(?![才员]))")
_CLUBS = ("商会", "协会", "学会", "联谊会")
_NAME_BEHIND = re.compile(r" ([\u4e00-\u9fff]{3})(?=[\s,，。]|$)")
_ENDS = re.compile(r"$|[\s,，。;；、]")
_THEN = re.compile(r"(?:听说|得知|据说|说是|上次|去年|见过的|谈过的|聊过的|来过的|说|问)\s*$")
_MADE = re.compile(r"(?:做|生产|搞|上|建|产|销售|研发|主营|从事|需要?|要)\s*$")
_ROW_GAP = re.compile(r"\s*[、/]\s*")


def chosen(
    found: Sequence[Piece], plain: str, open_: str, people: Sequence[names.Span], named: bool
) -> list[Piece]:
    """Those that are firms: before a person, visited, in a list with one, or by their trade."""
    found = [
        piece for at, piece in enumerate(found) if not find_divisions(piece.text) or _in_row(found, at, plain)
    ]
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
    for left, right in pairwise(found):  # 大长江 摩托车 王厂长: what stands between is what they make
        if right.start in sure and _is_ware(right) and plain[left.end : right.start] == " ":
            sure = (sure - {right.start}) | {left.start}
    named_at = {piece.end for piece in found if piece.start in sure or piece.trade}
    sure |= {
        piece.start
        for piece in found
        if (_told_of(piece, plain, open_) and len(plain[: piece.start].rstrip()) not in named_at)
        or (_strange_trade(piece, plain) and not _behind_a_person(piece, plain, people))
        or _before_name(piece, plain)
    }
    sure |= _strange_list(found, plain)
    if not sure:
        sure = {piece.start for piece in found if _owns(piece, plain, open_)}
    if named:  # a firm is known already: nothing doubtful beside it
        return _joined([piece for piece in found if piece.start in sure], plain)
    head = found[0].text if found else ""
    begun = bool(found) and _GOES_ON.match(plain, found[0].end) and strange_characters(head) > 0
    likely = (
        begun
        or any(start > found[0].start for start, _ in people if found)
        or (bool(found) and is_name_like(found[0].text))
    )
    if not sure and likely and found and _heads(found[0], plain, open_):
        sure = {found[0].start}
    if not sure:
        sure = {piece.start for piece in found if piece.trade and not piece.text.endswith(_WEAK_TRADES)}
    return _joined([piece for piece in found if piece.start in sure], plain)


def _is_ware(piece: Piece) -> bool:
    """摩托车, 压缩机: a bare word that is no name of its own."""
    if piece.trade or piece.led or len(piece.text) > 3:
        return False
    return strange_characters(piece.text) < len(piece.text) - 1


def _in_row(found: Sequence[Piece], at: int, plain: str) -> bool:
    """方正、华天: the name of a county in a row with a strange word is a firm's."""
    piece = found[at]
    return any(
        _ROW_GAP.fullmatch(plain, *sorted((piece.end, other.start, piece.start, other.end))[1:3])
        and is_name_like(other.text)
        and not find_divisions(other.text)
        for other in found[max(0, at - 1) : at + 2]
        if other is not piece
    )


def _told_of(piece: Piece, plain: str, open_: str) -> bool:
    """A strange word that says, asks or wants something (闻泰在找地), or that somebody heard of."""
    begins = not _CHINESE.match(open_[: piece.start][-1:]) or bool(_THEN.search(plain[: piece.start]))
    if begins and _THERE.match(plain, piece.end) and not is_everyday(piece.text):
        return piece.text not in words("quarters") and strange_characters(piece.text) > 0
    if not is_name_like(piece.text) or names.is_likely_name(piece.text):
        return False
    if _OBJECT.search(plain[: piece.start]):
        return True
    if _behind_a_chip(piece, open_):
        return False
    if begins and _SAYS.match(plain, piece.end):
        return True
    if _SHIFT.search(plain[: piece.start]) and _ENDS.match(plain, piece.end):
        return True
    return bool(
        plain.startswith("项目", piece.end)
        and len(piece.text) > 2
        and strange_characters(piece.text) == len(piece.text)
    )


def _behind_a_person(piece: Piece, plain: str, people: Sequence[names.Span]) -> bool:
    """陆厂长 轮毂轴承: what they make."""
    return any(end == piece.start - 1 and plain[end] == " " for _, end in people)


def _owns(piece: Piece, plain: str, open_: str) -> bool:
    """天合二期, 爱旭的能评: a strange word that something is of."""
    if not is_name_like(piece.text) or names.is_likely_name(piece.text) or _behind_a_chip(piece, open_):
        return False
    return _OWNS.match(plain, piece.end) is not None


def _behind_a_chip(piece: Piece, open_: str) -> bool:
    """张总 色纺 说: who says it was named before."""
    return open_[: piece.start].endswith("\0 ")


def _before_name(piece: Piece, plain: str) -> bool:
    """A strange word and a full name behind a blank (华兴源创 陈文源)."""
    name = _NAME_BEHIND.match(plain, piece.end)
    if name is None or not is_name_like(piece.text) or is_everyday(name[1]):
        return False
    return names.is_likely_name(name[1]) and not ends_in_trade(name[1])


def _strange_trade(piece: Piece, plain: str) -> bool:
    """A strange word with its trade (凯盛新材), but not what somebody makes."""
    placed = is_placed(piece.text)
    if not placed and (not piece.trade or piece.text.endswith(_WEAK_TRADES) or not is_name_like(piece.text)):
        return False
    return not _MADE.search(plain[: piece.start])


def _strange_list(found: Sequence[Piece], plain: str) -> set[int]:
    """方正、华天、长电: strange words in a row, the most of them."""
    listed: set[int] = set()
    row: list[Piece] = []
    for piece in [*found, None]:
        if piece and row and _ROW_GAP.fullmatch(plain, row[-1].end, piece.start):
            row.append(piece)
            continue
        strange = sum(is_name_like(one.text) for one in row)
        enough = strange * 2 > len(row) if len(row) > 2 else strange == len(row)
        if len(row) >= 2 and enough and all(len(one.text) <= 6 for one in row):
            listed |= {one.start for one in row}
        row = [piece] if piece else []
    return listed


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
        if LIST_LED.search(plain[: piece.start]) or goes_on:
            listed.add(piece.start)
            last = piece
        else:
            last = None
    return listed


def _before_person(piece: Piece, plain: str, people: Sequence[names.Span]) -> bool:
    person = next((start for start, _ in people if start >= piece.end), None)
    if person is None or (piece.text.endswith(_CLUBS) and not piece.led):
        return False
    if _GAP.fullmatch(plain, piece.end, person):
        return True
    return (piece.trade or piece.led or may_be_name(piece.text)) and bool(
        _COMMA_GAP.fullmatch(plain, piece.end, person)
    )


def _behind_person(piece: Piece, plain: str, people: Sequence[names.Span]) -> bool:
    """李总(恒逸石化)."""
    around = plain[piece.start - 1 : piece.start] + plain[piece.end : piece.end + 1]
    alone = (re.search(r"(?:^|[,。;])\s*$", plain[:start]) for start, end in people if end == piece.start - 1)
    return around == "()" and any(alone)  # not 中材科技黄总(风电叶片), which says what they make


def _visited(piece: Piece) -> bool:
    return piece.led and not names.is_likely_name(piece.text) and not is_everyday(piece.text)
