"""On which line each key of a TOML file stands: the parser of the standard library does not tell."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

Path = tuple[str, ...]

CONTENT = "'''"

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*((?:\"[^\"]*\"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:\"[^\"]*\"|'[^']*'|[\w-]+))*)\s*=")
_OPENING = re.compile(r"[ \t]*(?:\'\'\'|\"\"\")(\n?)")
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^']|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|#[^\n]*|[\[{]|[\]}]|\n|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)


def lines_of(text: str) -> Mapping[Path, int]:
    """The line, from 1, of every table header and every key of a valid TOML text.

    Where a text between three quotes begins is listed below its key as ``CONTENT``. Keys inside inline tables
    and arrays are not listed: ask ``line_at``, which takes the nearest above.
    """
    found: dict[Path, int] = {}
    prefix: Path = ()
    at, line = 0, 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        here = text[at:end]
        if header := _HEADER.match(here):
            prefix = _parts(header[1])
            found.setdefault(prefix, line)
        elif key := _KEY.match(here):
            path = prefix + _parts(key[1])
            found.setdefault(path, line)
            if opening := _OPENING.match(text, at + key.end()):
                # The parser drops a line break that follows the opening quotes.
                found.setdefault((*path, CONTENT), line + opening[1].count("\n"))
            end = _end_of_value(text, at + key.end())
        line += text.count("\n", at, end) + 1
        at = end + 1
    return found


def line_at(lines: Mapping[Path, int], path: Path) -> int:
    """The line of ``path``, or of what encloses it."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


def _end_of_value(text: str, at: int) -> int:
    """Where the line ends on which the value that begins at ``at`` ends."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        word = token[0]
        if word in ("[", "{"):
            depth += 1
        elif word in ("]", "}"):
            depth -= 1
        elif word == "\n" and depth == 0:
            return token.start()
    return len(text)


def _parts(dotted: str) -> Path:
    """``a."b.c".d`` as its parts, read by the parser itself."""
    node: Any = tomllib.loads(f"{dotted} = 0")
    parts: list[str] = []
    while isinstance(node, dict):
        ((name, node),) = node.items()
        parts.append(name)
    return tuple(parts)
