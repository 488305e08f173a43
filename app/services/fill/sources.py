"""What a column of a form can take in: a record's own fields, those of whom it names, a running number."""

from collections.abc import Mapping, Sequence

from app.i18n import Translator
from app.model.field import Field, Type
from app.model.registry import KINDS
from app.rules.reference import load
from app.services.fill.form import Form
from app.services.ledger.columns import label_scores
from app.services.ledger.vocabulary import (
    CHANNEL_NOTE,
    EMPLOYER,
    EXACT,
    INVESTOR,
    KNOWN,
    PERSON,
    PERSON_PHONE,
    heading_scores,
    normal_heading,
    units_of_heading,
)

BLANK, SERIAL = "", "serial"
_LINKS = {
    INVESTOR: "investor_id",
    EMPLOYER: "company_id",
    PERSON: "contact_ids",
    PERSON_PHONE: "contact_ids.phones",
    CHANNEL_NOTE: "channel",
}
_OF_LINKED: Mapping[str, tuple[str, ...]] = {
    "company": ("credit_code", "industry", "city", "address", "phones"),
    "contact": ("phones", "title", "email"),
    "project": ("stage", "investment", "responsible_unit"),
}


def sources_of(kind: str) -> tuple[str, ...]:
    """Everything a column can take in: ``serial``, fields, and ``field.field`` of whom a field names."""
    found = [SERIAL]
    for field in KINDS[kind].form_fields:
        found.append(field.name)
        if field.target and field.target != kind:
            found += [f"{field.name}.{name}" for name in _OF_LINKED.get(field.target, ())]
    return tuple(found)


def fields_of(kind: str, source: str) -> tuple[Field, Field | None]:
    """The field of ``kind`` that ``source`` begins with, and the one of whom it names, if any."""
    name, _, further = source.partition(".")
    field = KINDS[kind].fields[name]
    return field, KINDS[field.target].fields[further] if further else None


def source_label(kind: str, source: str, translator: Translator) -> str:
    """What people call a source."""
    if source == BLANK:
        return translator.tr("fill.source.blank")
    if source == SERIAL:
        return translator.tr("fill.source.serial")
    field, further = fields_of(kind, source)
    label = translator.tr(field.label_key)
    if further is None:
        return label
    return translator.tr("fill.source.of", whose=label, what=translator.tr(further.label_key))


def guessed(form: Form, kind: str, left_out: frozenset[int] = frozenset()) -> dict[int, str]:
    """Column → source by the headings, each source once; unknown ones and those ``left_out`` stay blank."""
    known, scored = set(sources_of(kind)), []
    for column, label in form.labels.items():
        for source, score in _scores(kind, label).items() if column not in left_out else ():
            if source in known and score >= KNOWN and _fits(kind, source, label):
                scored.append((score, -column, column, source))
    found: dict[int, str] = {}
    for _, _, column, source in sorted(scored, reverse=True):
        if column not in found and source not in found.values():
            found[column] = source
    return {column: found.get(column, BLANK) for column in form.labels}


def _scores(kind: str, label: str) -> dict[str, int]:
    """As ledgers are read, and by the words that only forms use."""
    found = {_LINKS.get(target, target): score for target, score in label_scores(kind, label).items()}
    words: Mapping[str, Sequence[str]] = load("form_headings")["words"].get(kind, {})
    own = normal_heading(label.rpartition("·")[2])
    return (
        found
        | _of_group(kind, label)
        | {
            source: EXACT + 1
            for source, headings in words.items()
            if own in (normal_heading(heading) for heading in headings)
        }
    )


def _of_group(kind: str, label: str) -> dict[str, int]:
    """姓名 and 电话 below 联系人 are those of whom the record names."""
    *groups, own = label.split("·")
    found: dict[str, int] = {}
    for target, link in _LINKS.items():
        field = KINDS[kind].fields.get(link)
        known = field is not None and any(heading_scores(kind, one).get(target, 0) == EXACT for one in groups)
        if field is None or not known:
            continue
        for name, score in heading_scores(field.target, own).items() if field.target else ():
            whole = link if name == KINDS[field.target].title_field else f"{link}.{name}"
            found |= {whole: EXACT + 1} if score == EXACT else {}
    return found


def _fits(kind: str, source: str, label: str) -> bool:
    """A heading that names a unit of money or land holds figures of just that."""
    if source == SERIAL:
        return True
    field, further = fields_of(kind, source)
    units, type_ = units_of_heading(label), (further or field).type
    if units.money is not None and units.land is None:
        return type_ is Type.MONEY
    if units.land is not None and units.money is None:
        return type_ is Type.LAND
    return True
