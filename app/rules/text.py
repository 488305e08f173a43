"""Text as users type and paste it: kept word for word, or refused with a reason, never mangled."""

import re
from dataclasses import dataclass

from app.reasons import Reason
from app.rules.refusals import RuleError

LIMIT = 1_000_000  # characters of one value, whatever the field allows
_BIDI = "\u202a-\u202e"  # embeddings and overrides reorder what stands around them; marks and isolates do not
_BAD = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff{_BIDI}\ud800-\udfff]")


class TextError(RuleError):
    """Base of everything that can be wrong with text; ``position`` counts characters from 1."""


class TextHasControl(TextError):
    """NUL or another control character; ``code_point`` names it (``U+0000``)."""

    code = "text.control"


class TextHasOverride(TextError):
    """A mark that reverses the reading direction of what follows, as used to disguise names."""

    code = "text.override"


class TextHasSurrogate(TextError):
    """Half of a character: the text was cut in the wrong place before it came here."""

    code = "text.surrogate"


class TextTooLong(TextError):
    """More than ``limit`` characters; ``length`` says how many."""

    code = "text.too_long"


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text fit for the store, and what had to be taken out of it."""

    text: str
    removed: tuple[Reason, ...]


def check_text(text: str, limit: int = LIMIT) -> str:
    """Return ``text`` unchanged but for line ends (``\\n``), or refuse it.

    Emoji, right-to-left marks, full-width digits, tabs and line breaks are kept.

    Raises:
        TextError: one of its subclasses.
    """
    text = normal_line_ends(text)
    if len(text) > limit:
        raise TextTooLong(text[:40], length=len(text), limit=limit)
    # Nothing printable is bad, and nearly every text is printable: that is told a good deal sooner.
    if not text.isprintable() and (match := _BAD.search(text)):
        raise _refusal(text, match.start())
    return text


def _refusal(text: str, at: int) -> TextError:
    char = text[at]
    position, code_point = at + 1, f"U+{ord(char):04X}"
    around = _BAD.sub("", text[max(0, at - 15) : at + 15])
    if "\ud800" <= char <= "\udfff":
        return TextHasSurrogate(around, position=position, code_point=code_point)
    kind = TextHasOverride if re.match(f"[{_BIDI}]", char) else TextHasControl
    return kind(around, position=position, code_point=code_point)


def clean_text(text: str) -> CleanText:
    """For imports: take out what ``check_text`` would refuse, and say what was taken out. Idempotent."""
    text = normal_line_ends(text)
    reasons: list[Reason] = []
    removed = sorted({match.group() for match in _BAD.finditer(text)})
    for char in removed:
        reasons.append(
            Reason("rules.text.removed", {"code_point": f"U+{ord(char):04X}", "count": text.count(char)})
        )
    return CleanText(_BAD.sub("", text), tuple(reasons))


def one_line(text: str) -> str:
    """Runs of white space and line breaks as one space, none at the ends."""
    return " ".join(text.split())


def normal_line_ends(text: str) -> str:
    """``\\r\\n`` and ``\\r`` as ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
