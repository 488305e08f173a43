"""A pack's tables in people's words, as its document prints them, and a case tried on one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.i18n import Translator
from app.policy.cases import read_case
from app.policy.conditions import Anything
from app.policy.explaining import condition_said, failure_said, label
from app.policy.facts import Fact
from app.policy.pack import Pack
from app.policy.shapes import SHAPES, Column, Holds
from app.policy.table import Cell, Row

ROUTES = "routes"
ROW, SOURCE = "row", "source"  # columns: what the row is called, where it stands


@dataclass(frozen=True, slots=True)
class Shown:
    """One table: the label of each column by its key, and the rows' texts by the same keys and ``id``.

    ``facts``: what a case may tell, in the order of the columns, and what raises a route by one level; empty
    for a plain list.
    """

    name: str
    columns: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """The row that answers a case, what it says, and why each other row does not, by row id.

    ``assumed``: labels of the yes/no facts that were not told and count as no.
    """

    row: str
    says: str
    source: str
    why_not: Mapping[str, str]
    assumed: tuple[str, ...]


def table_names(pack: Pack, translator: Translator) -> dict[str, str]:
    """The pack's tables by name, in the order of the guide, with what they settle."""
    return {name: translator.tr(f"policy.table.{name}") for name in SHAPES if name in pack.tables}


def show_table(pack: Pack, name: str, translator: Translator) -> Shown:
    """A table as it is read.

    Raises:
        NoSuchTable.
    """
    table, tr = pack.table(name), translator.tr
    columns = {ROW: tr("policy.column.row")} if _is_named(name) else {}
    columns |= {fact.name: label(fact, translator) for fact in table.facts}
    results = [column for column in SHAPES[name].results if _filled(column, table.rows)]
    columns |= {_key(column): tr(f"policy.column.{column.name}") for column in results}
    columns[SOURCE] = tr("policy.column.source")
    rows = tuple(_row(pack, name, row, results, translator) for row in table.rows)
    raised_by = pack.routes.raised_by if name == ROUTES else ""
    more = (pack.facts[raised_by],) if raised_by else ()
    return Shown(name, columns, rows, (*table.facts, *more))


def try_table(pack: Pack, name: str, raw: Mapping[str, object], translator: Translator) -> Tried:
    """Which row of a table with conditions answers a case; ``raw`` as ``app.policy.cases`` reads it.

    Raises:
        NoSuchTable, FactUnknown, FactUnusable. FactsMissing: the case does not tell enough.
    """
    case = read_case(pack, raw, [name])
    found = pack.table(name).decide(case.values)
    results = [column for column in SHAPES[name].results if found.row.results.get(column.name) is not None]
    says = [
        translator.tr(
            "policy.asks",
            fact=translator.tr(f"policy.column.{column.name}"),
            wanted=_cell(pack, column, found.row.results[column.name], translator),
        )
        for column in results
    ]
    others = {
        row.id: translator.tr("policy.and").join(failure_said(pack, one, translator) for one in failed)
        for row, failed in found.others
    }
    assumed = tuple(label(pack.facts[one], translator) for one in case.assumed)
    source = pack.source_text(found.row.source, translator.language)
    return Tried(found.row.id, translator.tr("policy.and").join(says), source, others, assumed)


def _row(pack: Pack, name: str, row: Row, results: list[Column], translator: Translator) -> Mapping[str, str]:
    texts = {"id": row.id}
    if _is_named(name):
        texts[ROW] = row_name(pack, name, row, translator)
    for fact, condition in row.conditions.items():
        words = condition_said(pack, pack.facts[fact], condition, translator)
        own = label(pack.facts[fact], translator)
        texts[fact] = "" if isinstance(condition, Anything) else words.removeprefix(own).lstrip(" ：:")
    for column in results:
        texts[_key(column)] = _cell(pack, column, row.results.get(column.name), translator)
    texts[SOURCE] = pack.source_text(row.source, translator.language)
    return texts


def _is_named(name: str) -> bool:
    """Whether the rows of a table are called anything; the ids of others are only for score ledgers."""
    return bool(SHAPES[name].named or SHAPES[name].ids)


def row_name(pack: Pack, name: str, row: Row, translator: Translator) -> str:
    """What a row of the table ``name`` is called, where its rows are called anything."""
    if words := SHAPES[name].named:
        return pack.word(words, row.id).said(translator.language)
    return translator.tr(f"{'choice.project.stage' if name == 'stages' else f'policy.{name}'}.{row.id}")


def _filled(column: Column, rows: tuple[Row, ...]) -> bool:
    return any(row.results.get(column.name) is not None for row in rows)


def _key(column: Column) -> str:
    return f"result.{column.name}"  # a table may ask for a fact of the same name as a result


def _cell(pack: Pack, column: Column, value: Cell, translator: Translator) -> str:
    said, tr = translator.language, translator.tr
    if value is None:
        return ""
    match column.holds:
        case Holds.FLAG:
            return tr("policy.yes" if value else "policy.no")
        case Holds.PERCENT | Holds.NUMBER | Holds.COUNT:
            assert isinstance(value, Decimal | int)
            return f"{value * 100:f}%" if column.holds is Holds.PERCENT else f"{value:f}"
        case Holds.WORDS:
            assert isinstance(value, tuple)
            return tr("policy.and").join(pack.word(column.words, one).said(said) for one in value)
        case Holds.WORD:
            return pack.word(column.words, str(value)).said(said)
        case Holds.WAY:
            return pack.routes.ways[str(value)].name.said(said)
        case Holds.FACT:
            return label(pack.facts[str(value)], translator)
        case Holds.TEXT:
            return str(value)
        case Holds.RECORD:
            return tr(f"kind.{value}")
        case Holds.DAY_FIELD:
            return tr(f"field.project.{value}")
        case Holds.GATE:
            return tr(f"choice.review.gate.{value}")
    return tr(f"policy.{column.holds.name.lower()}.{value}")
