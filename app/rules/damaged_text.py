"""Text as it comes off the clipboard: out of PDF files, web pages and chats, mended where that is certain."""

import re
from dataclasses import dataclass

from app.reasons import Reason
from app.rules.text import clean_text

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028\u2029\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_LINE_MARKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n"})
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\t]")
_ENTITY = re.compile(r"&(?:#\d{2,7}|#x[0-9a-fA-F]{2,6}|nbsp|amp|lt|gt|quot|apos|ldquo|rdquo|mdash|hellip);")
_CHINESE = r"\u4e00-\u9fff"
_SPACED_OUT = re.compile(
    rf"(?<![{_CHINESE}] )(?<![{_CHINESE}])(?:[{_CHINESE}] ){{3,}}[{_CHINESE}](?![{_CHINESE}])"
)
_ENDS = re.compile(r"[。！？；：…!?;:」』”’）)】\]|]$")
_WRAPPED = 16  # a line this long that ends in the middle of a sentence was wrapped by a page
_LEAST_MENDED = 3  # Chinese characters that mended bytes must give to be believed
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Mended:
    """``text`` fit for the store; ``reasons`` say what was done to it and what is lost."""

    text: str
    reasons: tuple[Reason, ...]


def mend(text: str) -> Mended:
    """Undo what copying did: wrong bytes, entities, invisible marks, blanks between letters, wrapped lines.

    Idempotent; a text with nothing wrong comes back as it was but for blanks at the ends of its lines.
    """
    reasons: list[Reason] = []
    mended = _decoded(text)
    if mended != text:
        reasons.append(Reason("rules.pasted.decoded"))
    mended = mended.translate(_LINE_MARKS)
    if _ENTITY.search(mended):
        import html  # here: it comes with the names of 2,200 characters

        mended = _ENTITY.sub(lambda match: html.unescape(match[0]), mended)
        reasons.append(Reason("rules.pasted.entities"))
    mended = _INVISIBLE.sub("", mended)
    cleaned = clean_text(_BLANKS.sub(" ", mended))
    reasons += cleaned.removed
    lines = [_closed_up(" ".join(line.split(" ")).strip()) for line in cleaned.text.split("\n")]
    if lost := cleaned.text.count(_LOST):
        reasons.append(Reason("rules.pasted.lost", {"count": lost}))
    return Mended(_without_gaps(_unwrapped(lines)), tuple(reasons))


def _decoded(text: str) -> str:
    """UTF-8 that was read as Latin-1, Windows-1252 or GBK, read again; only where that leaves no doubt."""
    for read_wrong in (_as_windows, _as_gbk):
        try:
            again = read_wrong(text).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if again != text and len(re.findall(f"[{_CHINESE}]", again)) >= _LEAST_MENDED:
            return again
    return text


def _as_windows(text: str) -> bytes:
    """Bytes that Windows-1252 has no character for come through as Latin-1."""
    return b"".join(char.encode("latin-1" if "\x80" <= char <= "\x9f" else "cp1252") for char in text)


def _as_gbk(text: str) -> bytes:
    return text.encode("gbk")


def _closed_up(line: str) -> str:
    """``恒 力 电 子``: blanks that a PDF put between single characters."""
    return _SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), line)


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines that a page broke in the middle of a sentence, in one; only full lines are taken for such."""
    joined: list[str] = []
    last = ""
    for line in lines:
        if joined and line and _goes_on(last, line):
            joined[-1] += line
        else:
            joined.append(line)
        last = line
    return joined


def _goes_on(line: str, behind: str) -> bool:
    return (
        len(line) >= _WRAPPED
        and not _ENDS.search(line)
        and re.match(f"[{_CHINESE}，、。]", behind) is not None
        and re.search(f"[{_CHINESE}，、]$", line) is not None
    )


def _without_gaps(lines: list[str]) -> str:
    """One empty line at most between others, none at the ends."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")
