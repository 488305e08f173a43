"""The lines that vCards (RFC 2426) and calendars (RFC 5545) are written in."""

import re

_FOLD = 75  # octets of a line


def escaped(value: str) -> str:
    """A text as it stands in a line."""
    return re.sub(r"([\\,;])", r"\\\1", value).replace("\r", "").replace("\n", "\\n")


def folded(line: str) -> str:
    """At most 75 octets a line, never within a character; ends with the line's end."""
    pieces, current = [], ""
    for letter in line:
        if len((current + letter).encode()) > _FOLD:
            pieces.append(current)
            current = " "
        current += letter
    return "\r\n".join([*pieces, current]) + "\r\n"
