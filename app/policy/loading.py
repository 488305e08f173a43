"""Loading a pack: its folder read, checked as a whole, and built; or refused with all that is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from app.policy.coverage import troubles
from app.policy.documents import Part, read_texts, texts_of
from app.policy.facts import FACTS, Fact, FactKind, Unit
from app.policy.faults import Findings, PackEmpty, PackMissing, PackRefused, Place
from app.policy.grade_checks import check_grades
from app.policy.indicator_checks import check_indicators
from app.policy.pack import NO_ROUTES, STRICTEST, Pack, Routes, Text, Way
from app.policy.requirements import Requirement, check_used, read_requirements
from app.policy.shapes import CLOSED_WORDS, COUNTDOWN_ALERTS, FALLING_ALERTS, OPEN_WORDS, SHAPES
from app.policy.table import Row, Table
from app.policy.table_reading import Names, read_table

SECTIONS = ("pack", "sources", "words", "facts", *dict.fromkeys(name.split(".")[0] for name in SHAPES))
_PACK_KEYS = ("name", "version", "effective", "until", "base")
_FULL_MARK = 100  # of a questionnaire
_MOST_TROUBLES = 10  # of one table; after ten the first are to be mended anyway

Loader = Callable[[str], Pack]


def load_folder(folder: Path, base_named: Loader) -> Pack:
    """The pack in ``folder``; ``base_named`` loads the pack it builds on.

    Raises:
        PackEmpty: the folder holds no TOML file.
        PackRefused: with every fault that was found.
    """
    if not any(folder.glob("*.toml")):
        there = sorted(path.name for path in folder.iterdir())
        raise PackEmpty(name=str(folder), found=", ".join(there[:5]) or "—")
    findings = Findings()
    return _built(folder.name, texts_of(folder, findings), findings, base_named)


def load_texts(id: str, texts: Mapping[str, str], base_named: Loader) -> Pack:
    """The pack ``id`` whose files, by name, hold ``texts``.

    Raises:
        PackRefused: with every fault that was found.
    """
    return _built(id, texts, Findings(), base_named)


def _built(id: str, texts: Mapping[str, str], findings: Findings, base_named: Loader) -> Pack:
    pack = _Builder(id, read_texts(id, texts, findings), findings, base_named).build()
    if findings.faults or pack is None:
        raise PackRefused(id, findings.faults)
    return pack


class _Builder:
    def __init__(self, id: str, parts: Mapping[str, Part], findings: Findings, base_named: Loader) -> None:
        self._id, self._parts, self._findings = id, parts, findings
        self._base_named = base_named

    def build(self) -> Pack | None:
        """The pack; what stands for it is worthless where there are findings."""
        for name, part in self._parts.items():
            if name not in SECTIONS:
                self._findings.unknown("unknown_section", part.place(), name, SECTIONS)
        head = self._head()
        if head is None:
            return None
        base = self._base(head)
        pack = replace(head, sources=self._sources(base), words=self._words(base), facts=self._facts(base))
        pack = replace(pack, routes=self._routes(pack, base))
        pack = replace(pack, tables=self._tables(pack, base))
        self._check_tables(pack)
        return replace(pack, requirements=self._requirements(pack))

    def _head(self) -> Pack | None:
        part = self._parts.get("pack")
        if part is None:
            if not self._findings.faults:  # else the head may stand in what could not be read
                first = next(iter(self._parts.values()), None)
                self._findings.add("no_head", first.place() if first else Place(f"{self._id}/pack.toml", 1))
            return None
        part.only(*_PACK_KEYS)
        name, version = part.text("name"), part.get("version", int, "1")
        effective, until = self._day(part, "effective"), self._day(part, "until", required=False)
        base = part.get("base", str, '"default"', required=False) or ""
        if version is not None and version < 1:
            part.wrong_type("version", "1")
        if effective and until and until < effective:
            self._findings.add("dates_reversed", part.place("until"), effective=effective, until=until)
        blank = Text(self._id, self._id)
        return Pack(
            *(self._id, name or blank, version or 1, effective or date.min, until, base),
            *({}, {}, {}, {}, NO_ROUTES, {}),
        )

    def _day(self, part: Part, key: str, *, required: bool = True) -> date | None:
        value: object = part.get(key, date, "2022-10-10", required=required)
        if isinstance(value, datetime):
            part.wrong_type(key, "2022-10-10")
            return None
        return value if isinstance(value, date) else None

    def _base(self, head: Pack) -> Pack | None:
        if not head.base:
            return None
        try:
            return self._base_named(head.base)
        except PackMissing as error:
            known = str(error.params.get("known", "")).split(", ")
            self._findings.unknown("unknown_base", self._parts["pack"].place("base"), head.base, known)
            return None

    def _sources(self, base: Pack | None) -> Mapping[str, Text]:
        inherited = base.sources if base else {}
        part = self._parts.get("sources")
        if part is not None:
            for name in part.data.keys() & inherited.keys():  # rows that come from the base cite it
                self._findings.add("source_taken", part.place(name), name=name)
        return {**inherited, **self._texts_of(part)}

    def _texts_of(self, part: Part | None) -> dict[str, Text]:
        found = {}
        for name, inner in part.parts().items() if part else ():
            inner.only("zh", "en")
            text = inner.both(inner.data)
            found[name] = text or Text(name, name)
        return found

    def _words(self, base: Pack | None) -> Mapping[str, Mapping[str, Text]]:
        """Vocabularies: a closed one replaces the base's, an open one adds to it."""
        found = {name: dict(words) for name, words in (base.words.items() if base else ())}
        own_facts = self._parts["facts"].data if "facts" in self._parts else {}
        part = self._parts.get("words")
        for name, inner in part.parts().items() if part else ():
            if name not in (*CLOSED_WORDS, *OPEN_WORDS, *own_facts):
                self._findings.unknown("unknown_words", inner.place(), name, (*CLOSED_WORDS, *OPEN_WORDS))
                continue
            own = self._texts_of(inner)
            found[name] = {**found.get(name, {}), **own} if name in OPEN_WORDS else own
        return found

    def _facts(self, base: Pack | None) -> Mapping[str, Fact]:
        found = dict(base.facts if base else FACTS)
        part = self._parts.get("facts")
        for name, inner in part.parts().items() if part else ():
            if name in FACTS:
                self._findings.add("fact_taken", inner.place(), name=name)
                continue
            if fact := self._fact(name, inner):
                found[name] = fact
        return found

    def _fact(self, name: str, part: Part) -> Fact | None:
        part.only("kind", "unit", "zh", "en")
        kind = part.get("kind", str, '"…"', required=True)
        unit = part.get("unit", str, '"…"', required=False)
        label = part.both(part.data)
        if kind is not None and kind not in tuple(FactKind):
            self._findings.unknown("unknown_kind", part.place("kind"), kind, tuple(FactKind))
        if unit is not None and unit not in tuple(Unit):
            self._findings.unknown("unknown_unit", part.place("unit"), unit, tuple(Unit))
        if kind not in tuple(FactKind) or label is None or (unit and unit not in tuple(Unit)):
            return None
        words = name if kind == FactKind.WORD else ""
        return Fact(name, FactKind(kind), Unit(unit) if unit else None, words, label.zh, label.en)

    def _routes(self, pack: Pack, base: Pack | None) -> Routes:
        part = self._parts.get("routes")
        if part is None:
            return base.routes if base else NO_ROUTES
        mixed = part.get("mixed", str, '"strictest"', required=False) or ""
        if mixed not in ("", STRICTEST):
            part.wrong_type("mixed", f'"{STRICTEST}"')
        ways_part = part.parts_of("ways")
        own = {name: self._way(name, inner, pack) for name, inner in ways_part.items()}
        ways = {**(base.routes.ways if base else {}), **own}
        raised_by = part.get("raised_by", str, '"special"', required=False) or ""
        if raised_by and (raised_by not in pack.facts or pack.facts[raised_by].kind is not FactKind.FLAG):
            flags = [name for name, fact in pack.facts.items() if fact.kind is FactKind.FLAG]
            self._findings.unknown("unknown_fact", part.place("raised_by"), raised_by, flags)
        return Routes(ways, self._ladders(part, ways), raised_by, mixed)

    def _way(self, name: str, part: Part, pack: Pack) -> Way:
        part.only("zh", "en", "steps")
        text = part.both(part.data) or Text(name, name)
        steps = part.texts("steps")
        known = pack.words.get("step", {})
        for step in steps:
            if step not in known:
                self._findings.unknown("unknown_step", part.place("steps"), step, known)
        if not steps:
            self._findings.add("missing_key", part.place(), key="steps", section=part.name)
        return Way(name, text, steps, part.place())

    def _ladders(self, part: Part, ways: Mapping[str, Way]) -> tuple[tuple[str, ...], ...]:
        written = part.get("ladders", list, '[["deputy", "office"]]', required=False) or []
        if any(not isinstance(one, list) or any(not isinstance(way, str) for way in one) for one in written):
            part.wrong_type("ladders", '[["deputy", "office"]]')
            return ()
        for way in (way for ladder in written for way in ladder):
            if way not in ways:
                self._findings.unknown("unknown_way", part.place("ladders"), way, ways)
        return tuple(tuple(ladder) for ladder in written)

    def _tables(self, pack: Pack, base: Pack | None) -> Mapping[str, Table]:
        names = Names(pack.facts, pack.words, tuple(pack.routes.ways), tuple(pack.sources))
        found = dict(base.tables if base else {})
        for name, shape in SHAPES.items():
            part = self._table_part(name)
            if part is not None and (table := read_table(part, shape, names)):
                found[name] = table.after(found.get(name)) if shape.adds else table
        return found

    def _table_part(self, name: str) -> Part | None:
        section, _, inner = name.partition(".")
        part = self._parts.get(section)
        if part is None or not inner:
            return part
        part.only(*(one.partition(".")[2] for one in SHAPES if one.startswith(f"{section}.")))
        return part.parts().get(inner)

    def _check_tables(self, pack: Pack) -> None:
        """Gaps and overlaps; where a row could not even be read they would only be its echo."""
        if self._findings.faults:
            return
        words = {name: tuple(found) for name, found in pack.words.items()}
        for table in pack.tables.values():
            if SHAPES[table.name].decides:
                self._check_coverage(table, words)
        for row in pack.tables["targets"].rows if "targets" in pack.tables else ():
            if not row.results["months"]:
                self._findings.add("no_months", row.place, id=row.id)
        for row in pack.tables["appraisal.grades"].rows if "appraisal.grades" in pack.tables else ():
            if row.results["mark"] > _FULL_MARK:  # type: ignore[operator]
                self._findings.add("mark_above_full", row.place, id=row.id, mark=row.results["mark"])
        check_grades(pack.tables, self._findings)
        if indicators := pack.tables.get("indicators"):
            check_indicators(indicators, pack.tables.get("indicator_steps"), self._findings)
        if alerts := pack.tables.get("alerts"):
            for row in alerts.rows:
                self._check_thresholds(row)

    def _requirements(self, pack: Pack) -> Mapping[str, Requirement]:
        if self._findings.faults or "conditions" not in pack.tables:
            return {}
        found = read_requirements(pack.tables["conditions"], self._findings)
        if "stages" in pack.tables and not self._findings.faults:
            check_used(pack.tables["stages"], found, self._findings)
        return found

    def _check_coverage(self, table: Table, words: Mapping[str, Sequence[str]]) -> None:
        for at, trouble in enumerate(troubles(table.facts, table.rows, words)):
            if at == _MOST_TROUBLES:
                return
            case = trouble.case or "*"
            if not trouble.rows:
                self._gap(table, case)
                continue
            first, *others = trouble.rows
            for other in others[:1]:
                params = {"first": first.id, "line": first.place.line, "second": other.id, "case": case}
                self._findings.add("overlap", other.place, **params)

    def _gap(self, table: Table, case: str) -> None:
        """Of a table of the base it names the words that this pack put in place of the base's."""
        own, part = f"{self._id}/", self._parts.get("words")
        changed = [fact.words for fact in table.facts if part is not None and fact.words in part.data]
        if table.place.file.startswith(own) or part is None or not changed:
            self._findings.add("gap", table.place, table=table.name, case=case)
            return
        base = table.place.file.partition("/")[0]
        params = {"table": table.name, "case": case, "words": changed[0], "base": base}
        self._findings.add("gap_in_base", part.place(changed[0]), **params)

    def _check_thresholds(self, row: Row) -> None:
        yellow, red = row.results["yellow"], row.results["red"]
        falling = row.id in FALLING_ALERTS + COUNTDOWN_ALERTS
        if (yellow < red) if falling else (yellow > red):  # type: ignore[operator]
            self._findings.add("thresholds_reversed", row.place, id=row.id, yellow=yellow, red=red)
