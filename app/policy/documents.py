"""The TOML files of a pack's folder, read as one document that knows where everything stands."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.policy.faults import Findings, Place
from app.policy.pack import Text
from app.policy.positions import Path as KeyPath
from app.policy.positions import line_at, lines_of
from app.policy.slips import slip


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a TOML file, ``data``, at ``path`` within ``file``."""

    file: str
    path: KeyPath
    data: Mapping[str, Any]
    lines: Mapping[KeyPath, int]
    findings: Findings

    def place(self, *keys: str) -> Place:
        """Where ``keys`` stand, or what encloses them."""
        return Place(self.file, line_at(self.lines, self.path + keys))

    @property
    def name(self) -> str:
        """The part as its header writes it."""
        return ".".join(self.path)

    def parts(self) -> dict[str, "Part"]:
        """The tables within it; anything else within it is a fault."""
        found = {}
        for key, value in self.data.items():
            if isinstance(value, dict):
                found[key] = Part(self.file, (*self.path, key), value, self.lines, self.findings)
            else:
                self.wrong_type(key, "[…]")
        return found

    def parts_of(self, key: str) -> dict[str, "Part"]:
        """The tables within the table ``key``, if it is there."""
        value = self.get(key, dict, "[…]", required=False)
        if value is None:
            return {}
        return Part(self.file, (*self.path, key), value, self.lines, self.findings).parts()

    def only(self, *known: str) -> None:
        """Note every key that is not one of ``known``."""
        for key in self.data:
            if key not in known:
                self.findings.unknown("unknown_key", self.place(key), key, known)

    def wrong_type(self, key: str, wanted: str) -> None:
        """Note that ``key`` is not written like ``wanted``, an example that needs no language."""
        self.findings.add("wrong_type", self.place(key), key=key, wanted=wanted)

    def get(self, key: str, kind: type, wanted: str, *, required: bool = True) -> Any:
        """The value of ``key`` if it is of ``kind``; None, and a fault, if it is not."""
        if key not in self.data:
            if required:
                self.findings.add("missing_key", self.place(), key=key, section=self.name)
            return None
        value = self.data[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong_type(key, wanted)
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts ``key`` holds; empty, and a fault, if it holds anything else."""
        value = self.get(key, list, '["…", "…"]', required=False) or []
        if any(not isinstance(one, str) for one in value):
            self.wrong_type(key, '["…", "…"]')
            return ()
        return tuple(value)

    def text(self, key: str) -> Text | None:
        """``key = { zh = "…", en = "…" }``."""
        value = self.get(key, dict, '{ zh = "…", en = "…" }')
        return None if value is None else self.both(value, key)

    def both(self, value: Mapping[str, Any], key: str = "") -> Text | None:
        """The two languages of ``value``; a missing one is a fault."""
        place = self.place(key) if key else self.place()
        texts = [value.get(language) for language in ("zh", "en")]
        for language, text in zip(("zh", "en"), texts, strict=True):
            if not isinstance(text, str) or not text.strip():
                self.findings.add("missing_translation", place, key=key or self.name, language=language)
        zh, en = texts
        return Text(zh, en) if isinstance(zh, str) and isinstance(en, str) else None


def texts_of(folder: Path, findings: Findings) -> dict[str, str]:
    """The text of every ``*.toml`` in ``folder`` by file name; what cannot be read is a fault."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        name = f"{folder.name}/{path.name}"
        try:
            data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
            found[path.name] = data.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            findings.add("not_utf8", Place(name, error.object.count(b"\n", 0, error.start) + 1))
        except OSError as error:
            findings.add("unreadable", Place(name, 1), detail=error.strerror or "")
    return found


def read_texts(pack: str, texts: Mapping[str, str], findings: Findings) -> dict[str, Part]:
    """Every top-level table of the files of ``pack``, by name; one written twice is a fault."""
    found: dict[str, Part] = {}
    for file, text in sorted(texts.items()):
        for name, part in _read(f"{pack}/{file}", text, findings).items():
            if name in found:
                earlier = found[name].place()
                where = f"{earlier.file}:{earlier.line}"
                findings.add("section_twice", part.place(), section=name, where=where)
                continue
            found[name] = part
    return found


def _read(name: str, text: str, findings: Findings) -> dict[str, Part]:
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        findings.faults.append(slip(name, text, _line_of(str(error), text)))
        return {}
    return Part(name, (), tables, lines_of(text), findings).parts()


def _line_of(message: str, text: str) -> int:
    """The parser writes ``(at line 3, column 7)``, or ``(at end of document)``."""
    _, found, rest = message.rpartition("at line ")
    digits = rest.split(",")[0]
    return int(digits) if found and digits.isdigit() else text.rstrip("\n").count("\n") + 1
