"""Reads one cell for one target. Nothing a cell holds raises: what cannot be taken is said and kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.i18n import LANGUAGES, catalogue
from app.model.field import Field, Format, Type
from app.model.registry import KINDS as RECORD_KINDS
from app.reasons import Reason
from app.rules.amounts import AmountEmpty, AmountError, Unit, parse_amount
from app.rules.birthdays import parse_birthday
from app.rules.channels import read_channel
from app.rules.credit_code import parse_credit_code
from app.rules.dates import DateEmpty, DateError, DateQualifier, DateRead, Lean, Precision, parse_date
from app.rules.folding import fold, fold_width
from app.rules.land import LandEmpty, LandError, LandUnit, parse_land
from app.rules.numerals import Qualifier
from app.rules.origins import read_origin
from app.rules.phones import read_phones
from app.rules.refusals import RuleError, shortened
from app.rules.stages import StageEmpty, StageUnknown, parse_stage
from app.rules.text import clean_text, one_line
from app.services.choice_words import labelled
from app.services.ledger.grid import Cell
from app.services.ledger.vocabulary import CHANNEL_NOTE, NOTE, SERIAL, Units


class State(StrEnum):
    """What became of a cell. Its exact text is in the record's ``source`` in any case."""

    TAKEN = "taken"
    PARTLY = "partly"  # a value was taken, and the text goes to the note as well
    NOTED = "noted"  # no value: the text goes to the note
    KEPT = "kept"  # nothing to take (a running number, a dash): in ``source`` only

    @property
    def label_key(self) -> str:
        """Catalogue key of the state's name."""
        return f"import.state.{self}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell gave: field values, its state, warnings for the user and remarks for those who ask."""

    state: State
    values: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Reason, ...] = ()
    remarks: tuple[Reason, ...] = ()

    @property
    def to_note(self) -> bool:
        """Whether the text belongs into the record's note."""
        return self.state in (State.PARTLY, State.NOTED)


@dataclass(frozen=True, slots=True)
class Context:
    """What a cell is read with: the units of bare figures and the day that words like 上周 count from."""

    units: Units
    reference: date
    merged: bool = False  # the cell spans several rows


_ALL = re.compile(r"全部(?:外资)?|全额|全资|100%|均为外资|全外资")
ALL_OF_IT = "all_of_it"  # marks foreign_investment = investment, settled when the row is complete
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TAG_SEPARATOR = re.compile(r"[;；,，、\s]+")
_SEPARATORS = {"zh_CN": "、", "en": ", "}
_LEANS = {"last_contact_on": Lean.PAST}


def read_cell(cell: Cell, kind: str, target: str, context: Context) -> Reading:
    """Read ``cell`` for ``target`` of a record of ``kind``; people and companies are read elsewhere."""
    cleaned = clean_text(cell.text)
    if cleaned.removed:
        reading = read_cell(Cell(cleaned.text, cell.kind, cell.formula), kind, target, context)
        return replace(reading, warnings=(*reading.warnings, *cleaned.removed))
    if target == SERIAL or not cell.text.strip():
        return Reading(State.KEPT)
    if target == NOTE:
        return Reading(State.NOTED)
    if cell.kind == "formula":  # the program that wrote the file left no result
        return Reading(State.NOTED, warnings=(Reason("import.warn.formula", {"text": shortened(cell.text)}),))
    if target == CHANNEL_NOTE:
        return _channel(cell.text, "channel")
    spec = RECORD_KINDS[kind].fields[target]
    return _READERS[spec.type](cell, spec, context)


def _money(cell: Cell, spec: Field, context: Context) -> Reading:
    text = cell.text.strip()
    if context.merged:
        return _refused(spec, Reason("import.warn.merged", {"text": shortened(text)}))
    if spec.name == "foreign_investment" and _ALL.fullmatch(text):
        return Reading(State.TAKEN, {spec.name: ALL_OF_IT, **_in_words(spec, text)})
    foreign = context.units.currency != "CNY"
    try:
        amount = parse_amount(_raw(cell), Unit.WAN if foreign else context.units.money)
    except AmountEmpty:
        return Reading(State.KEPT)
    except AmountError as error:
        return Reading(State.NOTED, _in_words(spec, text), warnings=(error.reason,))
    if amount.currency != "CNY" or foreign:
        currency = amount.currency if amount.currency != "CNY" else context.units.currency
        remark = Reason("import.remark.currency", {"text": shortened(text), "currency": currency})
        return Reading(State.NOTED, _in_words(spec, text), remarks=(remark,))
    values: dict[str, Any] = {spec.name: amount.value}
    remarks = (amount.note,) if amount.note else ()
    if amount.qualifier is Qualifier.EXACT and not amount.rest:
        return Reading(State.TAKEN, values)
    if in_words := _in_words(spec, text):
        return Reading(State.TAKEN, values | in_words, remarks=remarks)
    return Reading(State.PARTLY, values, remarks=remarks)


def _in_words(spec: Field, text: str) -> dict[str, Any]:
    """``text`` as the value of the field that keeps ``spec`` in words, where there is one and it fits."""
    if not spec.words or len(text) > RECORD_KINDS[spec.kind].fields[spec.words].max_length:
        return {}
    return {spec.words: one_line(text)}


def _raw(cell: Cell) -> Decimal | str:
    return cell.text if cell.number is None else cell.number


def _land(cell: Cell, spec: Field, context: Context) -> Reading:
    if context.merged:
        return _refused(spec, Reason("import.warn.merged", {"text": shortened(cell.text)}))
    try:
        land = parse_land(cell.text, context.units.land or LandUnit.MU)
    except LandEmpty:
        return Reading(State.KEPT)
    except LandError as error:
        return _refused(spec, error.reason)
    if land.note is None:
        return Reading(State.TAKEN, {spec.name: land.value})
    return Reading(State.PARTLY, {spec.name: land.value}, remarks=(land.note,))


def _date(cell: Cell, spec: Field, context: Context) -> Reading:
    raw: object = cell.day or (float(cell.number) if cell.number is not None else cell.text)
    try:
        found = parse_date(raw, context.reference, _LEANS.get(spec.name, Lean.SAME_YEAR))
    except DateEmpty:
        return Reading(State.KEPT)
    except DateError as error:
        return _refused(spec, error.reason)
    remarks = (found.note,) if found.note else ()
    if _is_plain(found):
        return Reading(State.TAKEN, {spec.name: found.date}, remarks=remarks)
    if words := _in_words(spec, cell.text.strip()):
        return Reading(State.TAKEN, {spec.name: found.date, **words}, remarks=remarks)
    return Reading(State.PARTLY, {spec.name: found.date}, remarks=remarks)


def _is_plain(found: DateRead) -> bool:
    return found.precision is Precision.DAY and found.qualifier is DateQualifier.ON


def _choice(cell: Cell, spec: Field, context: Context) -> Reading:
    if code := labelled(spec).get(fold(cell.text.strip())):
        return Reading(State.TAKEN, {spec.name: code})
    if spec.name == "channel":
        return _channel(cell.text, spec.name)
    if spec.name == "origin":
        return _origin(cell.text, spec.name)
    if spec.name != "stage":
        return _no_choice(cell.text.strip(), spec)
    try:
        found = parse_stage(cell.text)
    except StageEmpty:
        return Reading(State.KEPT)
    except StageUnknown as error:
        return _refused(spec, error.reason)
    if found.note:
        return Reading(State.PARTLY, {spec.name: str(found.stage)}, remarks=(found.note,))
    return Reading(State.TAKEN, {spec.name: str(found.stage)})


def _no_choice(text: str, spec: Field) -> Reading:
    """A word that is none of the field's choices: said with its choices, and kept."""
    if not text.strip("-—/／ "):
        return Reading(State.KEPT)
    known = {
        language.partition("_")[0]: _SEPARATORS[language].join(
            catalogue(language)[spec.choice_key(one)] for one in spec.choices
        )
        for language in LANGUAGES
    }
    return _refused(spec, Reason("import.warn.choice", {"text": shortened(text), "known": known}))


def _origin(text: str, name: str) -> Reading:
    """A word for where the capital comes from; whatever else the cell says goes to the note with it."""
    origin, rest = read_origin(text)
    if not origin:
        return Reading(State.NOTED)
    return Reading(State.PARTLY if rest else State.TAKEN, {name: origin})


def _channel(text: str, name: str) -> Reading:
    """A channel word at the head of a cell; whatever else the cell says goes to the note with it."""
    found = read_channel(text)
    if found.channel is None:
        return Reading(State.NOTED)
    return Reading(State.PARTLY if found.rest else State.TAKEN, {name: str(found.channel)})


def _text(cell: Cell, spec: Field, context: Context) -> Reading:
    text = one_line(cell.text)
    if not text.strip("-—–/／") or text in ("无", "暂无"):
        return Reading(State.KEPT)
    if spec.max_length and len(text) > spec.max_length:
        warning = Reason("import.warn.too_long", {"length": len(text), "limit": spec.max_length})
        values = {spec.name: text[: spec.max_length]} if spec.required else {}
        return Reading(State.PARTLY if values else State.NOTED, values, warnings=(warning,))
    if spec.format is Format.EMAIL and not _EMAIL.fullmatch(text):
        return _refused(spec, Reason("import.warn.email", {"text": shortened(text)}))
    try:
        if spec.format is Format.CREDIT_CODE:
            text = parse_credit_code(text)
        if spec.format is Format.BIRTHDAY:
            text = parse_birthday(text)
    except RuleError as error:
        return _refused(spec, error.reason)
    return Reading(State.TAKEN, {spec.name: text})


def _long_text(cell: Cell, spec: Field, context: Context) -> Reading:
    return Reading(State.TAKEN, {spec.name: cell.text.strip()})


def _texts(cell: Cell, spec: Field, context: Context) -> Reading:
    if spec.format is not Format.PHONE:
        words = [word for word in _TAG_SEPARATOR.split(cell.text) if word]
        if any(len(word) > spec.max_length for word in words):
            return Reading(State.NOTED)
        return Reading(State.TAKEN, {spec.name: list(dict.fromkeys(words))})
    found = read_phones(_raw(cell))
    numbers = [phone.stored for phone in found.phones]
    warnings = tuple(problem.reason for problem in found.problems)
    values = {spec.name: numbers} if numbers else {}
    if not numbers and not warnings and not found.rest:
        return Reading(State.KEPT)
    clean = numbers and not warnings and not found.rest
    return Reading(
        State.TAKEN if clean else State.PARTLY if numbers else State.NOTED, values, warnings=warnings
    )


def _integer(cell: Cell, spec: Field, context: Context) -> Reading:
    text = cell.text.strip()
    if re.fullmatch(r"\d{1,9}", text):
        return Reading(State.TAKEN, {spec.name: int(text)})
    return _refused(spec, Reason("import.warn.integer", {"text": shortened(text)}))


def _refused(spec: Field, warning: Reason) -> Reading:
    return Reading(State.NOTED, warnings=(warning,))


_READERS: Mapping[Type, Callable[[Cell, Field, Context], Reading]] = {
    Type.MONEY: _money,
    Type.LAND: _land,
    Type.DATE: _date,
    Type.CHOICE: _choice,
    Type.TEXT: _text,
    Type.LONG_TEXT: _long_text,
    Type.TEXTS: _texts,
    Type.INTEGER: _integer,
}

_BETWEEN_COMPANIES = re.compile(r"\s*[/／、;；|\n]\s*")
_DESCRIPTION = re.compile(r"\([^()]*\)")
_NO_COMPANY = re.compile(r"[-—–/／\s]*|无|暂无|待定|未定|不详|保密|个人|自然人")


@dataclass(frozen=True, slots=True)
class CompanyCell:
    """The companies a cell names; ``described`` where it only describes one (``(韩资企业)``)."""

    names: tuple[str, ...]
    described: bool = False
    warnings: tuple[Reason, ...] = ()


def read_companies(text: str, limit: int = 200) -> CompanyCell:
    """Every company named in a cell (``同济大学 / 中国地质大学`` are two)."""
    cleaned = clean_text(text)
    body = cleaned.text.strip()
    if _NO_COMPANY.fullmatch(fold_width(body)):
        return CompanyCell((), warnings=cleaned.removed)
    if _DESCRIPTION.fullmatch(fold_width(body)):
        return CompanyCell((), described=True, warnings=cleaned.removed)
    pieces = [one_line(piece) for piece in _BETWEEN_COMPANIES.split(body)]
    names = tuple(dict.fromkeys(piece for piece in pieces if piece and not _NO_COMPANY.fullmatch(piece)))
    if any(len(name) > limit for name in names):
        warning = Reason("import.warn.too_long", {"length": max(map(len, names)), "limit": limit})
        return CompanyCell((), described=True, warnings=(*cleaned.removed, warning))
    return CompanyCell(names, warnings=cleaned.removed)
