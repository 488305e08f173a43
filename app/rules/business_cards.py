"""Lines of a business card as fields: who, what, whose, and how sure each is. No pictures here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.rules.folding import fold_width, simplify
from app.rules.people import family_name
from app.rules.phones import read_phones

FIELDS = ("name", "title", "company", "company_en", "phones", "email", "address", "website", "wechat")
LABELLED, PATTERN, LIKELY, GUESS = 1.0, 0.95, 0.85, 0.6

_EMAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")
_SITE = re.compile(r"(?:https?://|www\.)[\w.-]+\.[A-Za-z]{2,}(?:/\S*)?")
_LABEL = re.compile(
    r"^(?:(?P<fax>传\s*真|fax|f)|(?P<post>邮\s*编|邮政编码|p\.?c\.?|zip)|(?P<wechat>微\s*信(?:号)?|wechat(?:\s*id)?|wx)"
    r"|(?P<mail>电子邮[箱件]|邮\s*箱|e-?mail|mail|e)|(?P<address>(?:公司|单位|办公)?地\s*址|address|addr?)"
    r"|(?P<site>网\s*址|官\s*网|website|web|url)|(?P<both>微信/手机|手机/微信)"
    r"|(?P<phone>(?:联系|办公|公司|移动)?电\s*话|座\s*机|直\s*线|总\s*机|手\s*机(?:号码?)?|tel|phone|mobile|mob|cell|direct|[tmhp]))"
    r"\s*(?:\([^)]*\))?\s*[.:：]\s*",
    re.IGNORECASE,
)
_BARE = (
    r"(?:联系|办公|公司|移动)?电\s*话|手\s*[机提](?:号码?)?|办公室?|座\s*机|直\s*线|总\s*机|微\s*信(?:号)?|QQ"
)
_BARE_LABEL = re.compile(
    rf"^(?:(?:(?:{_BARE})[\s/]*)+(?=[+\d(])|(?:tel|cell|mobile|mob|phone|[tmhp])\s+(?=[+\d(]))", re.IGNORECASE
)
_BARE_WECHAT = re.compile(r"^微\s*信(?:号)?\s*(?=[A-Za-z][\w-]{5,}$)")
_ONLY_LABELS = re.compile(
    rf"(?:(?:{_BARE}|tel|fax|mobile|mob|cell|phone|[tmhp])[\s.:/,;()]*)+", re.IGNORECASE
)
_BEFORE_MAIL = r"(?:(?<![A-Za-z])(?:e-?mail|mail|e)|电子邮[箱件]|邮\s*箱|电\s*邮)"
_BEFORE_SITE = r"(?:(?<![A-Za-z])(?:website|web|url)|网\s*址|官\s*网)"
_ABROAD = re.compile(r"^\(?(852|853|886)\)?(?=[\s-]*\d[\d\s-]{6,10}$)")  # written without the plus sign
_POST = re.compile(r"^邮\s*编\s*\d{6}$|^\d{6}$")
_HOTLINE = re.compile(r"热线|客服|hotline", re.IGNORECASE)
_FAX_INSIDE = re.compile(r"\s*(?:传\s*真|fax)\s*[.:：]?\s*[+\d()\s-]+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d[\d\s()-]{5,}\d(?:\s*(?:转|ext\.?)\s*\d{1,5})?")
_FIRM = re.compile(
    r"公司|集团|[工药电水]厂|制品厂|厂$|商行$|银行|商会|协会|[促学]会$|委员会|管委会|研究[院所]|设计院|事务所|大学|学院|学校"
    r"|医院|合作社|基金会?|分行|支行|中心$|局$|厅$|镇政府|人民政府|贸促会|开发区|园区$|软件园|生物城|产业园|联盟$|工作室$|商贸$"
)
_FIRM_EN = re.compile(
    r"\b(?:co\.?,?\s*ltd|ltd|limited|inc|corp(?:oration)?|group|gmbh|llc|plc|holdings?|company|university"
    r"|institute|association|chamber|bank|council)\b\.?",
    re.IGNORECASE,
)
_BEFORE = (
    "高级|资深|首席|执行|常务|区域|项目|招商|党委|客户|业务|销售|市场|技术|投资|运营|产品|财务|行政|人事|副"
)
_TITLE = re.compile(
    rf"(?:{_BEFORE})*(?:董事局主席|董事长|副?总经理|总经理助理|总裁助理|董事会秘书|首席\S{{0,4}}[官代表]+|经理|总监|总裁|董事|主席|主任|会长|秘书长"
    r"|理事长|工程师|教授|律师|合伙人|创始人|厂长|书记|[局处科部院校站所镇县市]长|代表|顾问|助理|专员|主管|研究员|会计师|分析师|负责人)"
)
_TITLE_EN = re.compile(
    r"\b(?:C[A-Z]O|VP|chairman|president|director|manager|partner|engineer|founder|secretary|professor|lawyer"
    r"|representative|consultant|supervisor|assistant)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"省|市|自治区|[区县旗]|镇|街道|路|大道|街|号|楼|层|室|座|大厦|园|村|广场")
_ADDRESS_EN = re.compile(
    r"\b(?:road|rd|street|st|avenue|ave|district|building|floor|room|china|zone|park|city)\b", re.IGNORECASE
)
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff·]{2,5}")
_ENGLISH_NAME = re.compile(r"[A-Z][a-zA-Z'-]+(?:\s+[A-Z]\.?)?\s+[A-Z][a-zA-Z'-]+")
_SPREAD_NAME = re.compile(r"^([\u3400-\u9fff])\s+([\u3400-\u9fff])(?=\s|$)")
_SPLIT = re.compile(r"[\s|｜]+")


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line as it was read, and how sure the reader is of its letters, 0 to 1."""

    text: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """What a field was read as, and how sure that is, 0 to 1: of the letters and of what they are."""

    text: str
    confidence: float


@dataclass
class BusinessCard:
    """The fields of a card; ``phones`` in E.164, and the lines that are none of them."""

    parts: dict[str, Part] = field(default_factory=dict)
    phones: list[Part] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def values(self) -> Mapping[str, str]:
        """Field → text, the telephones aside."""
        return {name: part.text for name, part in self.parts.items()}

    def take(self, name: str, text: str, confidence: float) -> bool:
        """Keep what is read first, or surer."""
        text = text.strip(" ,，、:：;；|｜")
        known = self.parts.get(name)
        if not text or (known is not None and known.confidence >= confidence):
            return False
        if known is not None:
            self.rest.append(known.text)
        self.parts[name] = Part(text, round(confidence, 2))
        return True

    def take_or_keep(self, name: str, text: str, confidence: float) -> None:
        """As ``take``; what is not taken is kept among the rest."""
        if not self.take(name, text, confidence):
            self.keep(text)

    def keep(self, text: str) -> None:
        """Keep what no field takes."""
        if text.strip() and text not in self.values().values():
            self.rest.append(text)


def read_business_card(lines: Sequence[CardLine]) -> BusinessCard:
    """Sort the lines of a card, top to bottom, into fields. Never raises; what is none of them is kept."""
    card = BusinessCard()
    open_: list[CardLine] = []
    for line in lines:
        text = _told(card, CardLine(_joined(line.text), line.confidence))
        if text:
            open_.append(CardLine(text, line.confidence))
    left = [line for line in open_ if not _firm_or_place(card, line)]
    for line in _people_first(left):
        _person(card, line)
    return card


def _joined(text: str) -> str:
    """Half-width, and a name of two characters without the blanks that spread it (李　娜)."""
    return _SPREAD_NAME.sub(r"\1\2", fold_width(text).strip())


# ---- what is told by a label or its shape
def _told(card: BusinessCard, line: CardLine) -> str:
    """Take mail, site, numbers and what a label names; answer what is left of the line."""
    text, sure = line.text, line.confidence
    for pattern, name, before in ((_EMAIL, "email", _BEFORE_MAIL), (_SITE, "website", _BEFORE_SITE)):
        for found in pattern.findall(text):
            card.take_or_keep(name, found, PATTERN * sure)
            start = text.index(found)
            told = re.search(rf"{before}\s*[.:]?\s*$", simplify(text[:start]), re.IGNORECASE)
            text = f"{text[: told.start() if told else start]} {text[start + len(found) :]}".strip()
    if text != line.text and len(_LABEL.sub("", f"{text}:").strip(" :：()")) < 2:
        return ""
    plain = simplify(text)  # character by character: places in one are places in the other
    label = _LABEL.match(plain)
    if label is None and (bare := _BARE_WECHAT.match(plain)):
        return "" if card.take("wechat", text[bare.end() :], LABELLED * sure) else text
    if label is None:
        return _numbers(card, text, sure)
    kind, body = str(label.lastgroup), text[label.end() :].strip()
    if kind in ("fax", "post", "mail", "site"):
        card.rest += [line.text] if kind in ("fax", "post") else []
        return ""
    if kind == "address" or (kind == "wechat" and not _NUMBER.fullmatch(body)):
        card.take_or_keep(kind, body, LABELLED * sure)
        return ""
    return _numbers(card, body, sure, labelled=True)


def _numbers(card: BusinessCard, text: str, sure: float, *, labelled: bool = False) -> str:
    if _POST.match(text) or _HOTLINE.search(text):
        card.rest.append(text)
        return ""
    plain = simplify(text)
    bare = _BARE_LABEL.match(plain)
    body = text[bare.end() if bare else 0 :]
    for fax in reversed(list(_FAX_INSIDE.finditer(simplify(body)))):
        card.keep(body[fax.start() : fax.end()].strip())
        body = f"{body[: fax.start()]} {body[fax.end() :]}"
    labelled = labelled or bare is not None
    if not labelled and _ADDRESS.search(body) and not body.startswith(("+", "0", "1", "(")):
        return text
    found = [match.group() for match in _NUMBER.finditer(body)]
    for one in found:
        numbers = [phone.stored for phone in read_phones(_ABROAD.sub(r"+\1 ", one.strip())).phones]
        for number in numbers:
            if all(known.text != number for known in card.phones):
                card.phones.append(Part(number, round((LABELLED if labelled else PATTERN) * sure, 2)))
        body = body.replace(one, " " if numbers else one)
    if not found:
        return text
    left = body.strip(" /,;()")
    if len(left) > 1 and not _ONLY_LABELS.fullmatch(simplify(left)):
        card.keep(left)
    return ""


# ---- firms and places
def _firm_or_place(card: BusinessCard, line: CardLine) -> bool:
    text, sure = line.text, line.confidence
    if re.search("[\u3400-\u9fff]", text):
        plain = simplify(text)
        ends = _FIRM.search(plain)
        place = _ADDRESS.findall(plain)
        if len(place) >= 3 and re.search(r"\d", text) and not text.endswith(("公司", "集团")):
            return card.take("address", text, LIKELY * sure)
        if ends and not _has_title(text) and len(text) >= 4:
            whole = text.endswith(("公司", "集团", "局", "商会", "大学", "事务所")) or "公司" in text
            return card.take("company", text, (PATTERN if whole else LIKELY) * sure)
        return False
    if _FIRM_EN.search(text) and not _only_title(text):
        return card.take("company_en", text, PATTERN * sure)
    if len(_ADDRESS_EN.findall(text)) >= 2 or (_ADDRESS_EN.search(text) and re.search(r"\d", text)):
        return card.take("address", text, LIKELY * sure)
    return False


def _has_title(text: str) -> bool:
    """Whether a part of the line is a title by itself (张伟 董事长), not the name of a firm."""
    return any(_TITLE.search(part) and not _FIRM.search(part) for part in _SPLIT.split(text)[1:])


def _only_title(text: str) -> bool:
    return bool(_TITLE_EN.search(text)) and not re.search(
        r"\b(?:ltd|limited|inc|corp|gmbh)\b", text, re.IGNORECASE
    )


# ---- people
def _people_first(lines: Sequence[CardLine]) -> Iterator[CardLine]:
    """Lines with a title first: whose it is stands there more surely than alone."""
    yield from sorted(lines, key=lambda line: not _title_in(line.text))


def _title_in(text: str) -> bool:
    return bool(_TITLE.search(text) or _TITLE_EN.search(text))


def _person(card: BusinessCard, line: CardLine) -> None:
    text, sure = line.text, line.confidence
    bracketed = re.fullmatch(r"(.+?)\s*\((.+)\)", text)
    if bracketed and _title_in(bracketed[2]) and _is_name(bracketed[1]):
        card.take("name", bracketed[1], PATTERN * sure)
        card.take("title", bracketed[2], PATTERN * sure)
        return
    name, title = _name_and_title(text)
    if name:
        card.take_or_keep("name", name, (PATTERN if title else LIKELY) * sure)
    if title:
        card.take_or_keep("title", title, PATTERN * sure)
    if not name and not title:
        english = _ENGLISH_NAME.fullmatch(text)
        if english is None or not card.take("name", text, GUESS * sure):
            card.rest.append(text)


def _name_and_title(text: str) -> tuple[str, str]:
    """张伟 董事长, 丁磊总经理, 单志远 Dan Zhiyuan, 投资部 总监, CEO."""
    parts = [part for part in _SPLIT.split(text) if part]
    if parts and _is_name(parts[0]):
        further = " ".join(parts[1:])
        return parts[0], further if _title_in(further) else ""
    if len(parts) > 1 and _is_name(parts[-1]) and _title_in(" ".join(parts[:-1])):
        return parts[-1], " ".join(parts[:-1])
    found = _TITLE.search(text)
    if found and _is_name(text[: found.start()].strip()):
        return text[: found.start()].strip(), text[found.start() :].strip()
    return ("", text) if _title_in(text) else ("", "")


def _is_name(text: str) -> bool:
    """Two to five characters that begin with a surname and are no title; or an English name."""
    if _CHINESE_NAME.fullmatch(text):
        return bool(family_name(text)) and not _TITLE.search(text) and not _FIRM.search(text)
    return False
