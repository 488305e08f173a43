"""vCards of any age: 2.1 from old phones (GBK, quoted-printable), 3.0 and 4.0; written as 3.0 (RFC 2426)."""

import codecs
import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.errors import OutpostError
from app.rules.content_lines import escaped, folded

_CHINESE = re.compile("[\u3400-\u9fff]")
_HEAD = re.compile(rb'((?:"[^"]*"|[^":]++)*+):')  # what is quoted may hold colons and semicolons
_HEAD_DAMAGED = re.compile(rb"([^:]*):")  # a quote that never ends
_PARAM = re.compile(r';((?:"[^"]*"|[^";])*)')
_PART = re.compile(r"((?:\\.|[^\\;]++|\\$)*+)(?:;|$)", re.DOTALL)
_WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # with its year, the only one 3.0 has
_MOST_BYTES = 20 * 1024 * 1024


class NotACard(OutpostError):
    """There is no vCard in the file, or far too much."""

    code = "not_a_card"


@dataclass(frozen=True, slots=True)
class Card:
    """One person as a phone book has them; ``rest`` are lines that have no field of their own.

    ``uid``: of the record a card was written from, if it was written here.
    """

    name: str
    company: str = ""
    title: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechat: str = ""
    city: str = ""
    note: str = ""
    birthday: str = ""
    rest: tuple[str, ...] = ()
    uid: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    params: Mapping[str, str]
    value: str


def read_cards(data: bytes) -> list[Card]:
    """Every card of a file that has a name or a number.

    Raises:
        NotACard: there is none, or the file is larger than 20 MB.
    """
    if len(data) > _MOST_BYTES:
        raise NotACard()
    cards: list[Card] = []
    open_one: list[_Line] | None = None
    for line in _lines(_octets(data)):
        if line.name == "BEGIN" and line.value.upper() == "VCARD":
            open_one = []
        elif line.name == "END" and open_one is not None:
            card = _card(open_one)
            cards += [card] if card.name or card.phones else []
            open_one = None
        elif open_one is not None:
            open_one.append(line)
    if not cards:
        raise NotACard()
    return cards


def write_cards(cards: Iterable[tuple[str, Card]]) -> str:
    """(id, card) pairs as one 3.0 file, UTF-8, lines folded."""
    return "".join(folded(line) for id, card in cards for line in _written(id, card))


# --- reading ------------------------------------------------------------------------------------------


def _octets(data: bytes) -> bytes:
    """Without the mark that Windows puts first; what it calls Unicode as UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _lines(data: bytes) -> Iterator[_Line]:
    for raw in _unfolded(data):
        found = _HEAD.match(raw) or _HEAD_DAMAGED.match(raw)
        if found is None:
            continue
        value = raw[found.end() :]
        name, semicolon, params_text = _text(found[1], "").partition(";")
        params = _PARAM.findall(semicolon + params_text)
        told = dict(_param(one) for one in params)
        if told.get("ENCODING", "").upper() in ("QUOTED-PRINTABLE", "Q"):
            value = quopri.decodestring(value)
        shown = _text(value, told.get("CHARSET", "")).strip()
        yield _Line(name.rpartition(".")[2].strip().upper(), told, shown)


def _unfolded(data: bytes) -> Iterator[bytes]:
    """Whole lines: what is folded joined, and what quoted-printable breaks off with “=”."""
    whole: bytearray | None = None  # of megabytes, where there is a photograph
    for line in re.split(rb"\r\n|\r|\n", data):
        if whole is not None and whole.endswith(b"=") and b"QUOTED-PRINTABLE" in whole.upper():
            whole[-1:] = line
        elif whole is not None and line[:1] in (b" ", b"\t"):
            whole += line[1:]
        else:
            if whole:
                yield bytes(whole)
            whole = bytearray(line)
    if whole:
        yield bytes(whole)


def _param(text: str) -> tuple[str, str]:
    """2.1 writes ``CELL`` and ``QUOTED-PRINTABLE`` bare."""
    name, equals, value = text.partition("=")
    if equals:
        return name.strip().upper(), value.strip().strip('"')
    bare = name.strip().upper()
    return ("ENCODING", bare) if bare == "QUOTED-PRINTABLE" else ("TYPE", bare)


def _text(data: bytes, charset: str) -> str:
    """In the charset told, else UTF-8, else what Chinese phones wrote before it."""
    for one in (charset or "utf-8", "utf-8", "gb18030"):
        try:
            return data.decode(one)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _parts(value: str) -> list[str]:
    return [_plain(found[1]) for found in _PART.finditer(value)]


def _plain(value: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda m: "\n" if m[1] in "nN" else m[1], value).strip()


def _card(lines: list[_Line]) -> Card:
    found: dict[str, list[str]] = {}
    rest: list[str] = []
    for line in lines:
        if line.name == "ADR":
            found.setdefault("ADR", []).append([*_parts(line.value), *[""] * 4][3])
        elif line.name == "N":
            found.setdefault("N", []).append(_name(_parts(line.value)))
        elif line.name == "ORG":
            found.setdefault("ORG", []).append(" ".join(one for one in _parts(line.value) if one))
        elif line.name in ("FN", "TITLE", "TEL", "EMAIL", "NOTE", "X-WECHAT", "BDAY"):
            found.setdefault(line.name, []).append(_plain(line.value))
        elif line.name in ("IMPP", "X-SOCIALPROFILE") and _of_wechat(line):
            found.setdefault("X-WECHAT", []).append(line.value.rpartition(":")[2])
        elif line.name == "UID":
            found.setdefault("UID", []).append(line.value.removeprefix("urn:uuid:"))
        elif line.name in ("URL", "X-QQ", "NICKNAME"):
            rest.append(f"{line.name}: {_plain(line.value)}")
    one = {name: next((value for value in values if value), "") for name, values in found.items()}
    phones = (re.sub(r"(?i)^tel:|;.*$", "", value) for value in found.get("TEL", ()))
    return Card(
        name=one.get("FN") or one.get("N", ""),
        company=one.get("ORG", ""),
        title=one.get("TITLE", ""),
        phones=tuple(dict.fromkeys(phone for phone in phones if phone)),
        emails=tuple(dict.fromkeys(value for value in found.get("EMAIL", ()) if value)),
        wechat=one.get("X-WECHAT", ""),
        city=one.get("ADR", ""),
        note="\n".join(value for value in found.get("NOTE", ()) if value),
        birthday=one.get("BDAY", "").partition("T")[0].removeprefix("--"),
        rest=tuple(rest),
        uid=one.get("UID", ""),
    )


def _of_wechat(line: _Line) -> bool:
    return any("wechat" in told.lower() for told in (line.value, *line.params.values()))


def _name(parts: list[str]) -> str:
    """Family and given name: joined in Chinese, given name first elsewhere."""
    family, given = [*parts, "", ""][:2]
    if _CHINESE.search(family + given):
        return family + given
    return f"{given} {family}".strip()


# --- writing ------------------------------------------------------------------------------------------


def _written(id: str, card: Card) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"UID:urn:uuid:{id}")
    yield f"N:;{escaped(card.name)};;;"
    yield f"FN:{escaped(card.name)}"
    for name, value in (("ORG", card.company), ("TITLE", card.title), ("X-WECHAT", card.wechat)):
        if value:
            yield f"{name}:{escaped(value)}"
    yield from (f"TEL;TYPE=CELL:{escaped(phone)}" for phone in card.phones)
    yield from (f"EMAIL:{escaped(email)}" for email in card.emails)
    if card.city:
        yield f"ADR:;;;{escaped(card.city)};;;"
    if _WRITTEN_DAY.fullmatch(card.birthday):
        yield f"BDAY:{card.birthday}"
    if card.note:
        yield f"NOTE:{escaped(card.note)}"
    yield "END:VCARD"
