"""The wording of the search index: which words of a record are found by what a person types."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from app import lasting
from app.model.field import Format, Type
from app.model.registry import KINDS, Kind
from app.rules import divisions, duplicate_keys, pinyin, search_text
from app.services.duplicate_facts import company_facts, person_facts
from app.store.indexing import Entry

READ_IN_PINYIN = 30  # characters of a name whose inner parts are also found by initials


class ChineseIndexing:
    """The store's indexing: Chinese by pairs of characters, names by pinyin too, phones by any digits."""

    filed: Mapping[str, tuple[str, ...]] = MappingProxyType(
        {
            "company": ("name", "credit_code", "phones", "city"),
            "contact": ("name", "phones"),
            "project": ("name",),
        }
    )
    keys_version = duplicate_keys.VERSION
    words_version = "2"  # raised when the same record gets other words than before: they are made anew

    def keys(self, kind: Kind, values: Mapping[str, Any]) -> frozenset[str]:
        """See ``app.store.indexing.Indexing``."""
        match kind.name:
            case "company":
                return duplicate_keys.company_keys(company_facts(values))
            case "contact":
                return duplicate_keys.person_keys(person_facts(values))
            case _:
                return duplicate_keys.project_keys(values["name"] or "")

    def entry(self, kind: Kind, values: Mapping[str, Any]) -> Entry:
        """See ``app.store.indexing.Indexing``."""
        title = str(values.get(kind.title_field) or "")
        person = kind.name == "contact"
        read = pinyin.read_pinyin(title, person=person, hint=values.get("reading") or "")
        return Entry(
            title=title,
            title_words=" ".join((search_text.index_text(title), *_spoken(read))),
            body_words=_body_words(kind, values),
            sort_key=f"{read.sort_key}\x1f{title}",
        )

    def ready(self) -> None:
        """See ``app.store.indexing.Indexing``."""
        _load_dictionaries()

    def match(self, text: str) -> str:
        """See ``app.store.indexing.Indexing``."""
        return search_text.query_expression(text)

    def sort_key(self, text: str) -> str:
        """See ``app.store.indexing.Indexing``."""
        return pinyin.sort_key(text)

    def place_key(self, text: str) -> str:
        """See ``app.store.indexing.Indexing``."""
        found = divisions.find_divisions(text) or divisions.places_at_head(text.strip())[0]
        return f"{found[0].code if found else '~'}{pinyin.sort_key(text)}"


@cache
def _load_dictionaries() -> None:
    """Read something once: dictionaries of readings and places are loaded when they are first looked into."""
    example = {"name": "苏州恒力电子科技有限公司", "credit_code": None, "phones": None, "city": "苏州市"}
    with lasting.loading():
        duplicate_keys.company_keys(company_facts(example))
        for person in (False, True):
            pinyin.read_pinyin("重庆长安", person=person, hint="")
        search_text.index_text("苏州")


def _spoken(read: pinyin.Pinyin) -> list[str]:
    """Full readings, initials and every tail of either: ``hldz`` is also found by ``dz`` and ``dianzi``."""
    tails = (
        initials[start:]
        for initials in read.initials
        for start in range(min(len(initials) - 1, READ_IN_PINYIN))
    )
    inner = (search_text.INSIDE + letters for letters in read.inner)
    return list(dict.fromkeys((*read.full, *read.initials, *tails, *inner)))


def _body_words(kind: Kind, values: Mapping[str, Any]) -> str:
    texts: list[str] = []
    phones: list[str] = []
    for name, several, phone in _searched(kind.name):
        if value := values[name]:
            (phones if phone else texts).extend(value if several else (str(value),))
    tokens = [token for text in phones for token in search_text.phone_tokens(text)]
    return " ".join((search_text.index_text(*texts), *tokens))


@cache
def _searched(kind: str) -> tuple[tuple[str, bool, bool], ...]:
    """The fields beside the title that are searched: name, whether it has several texts, and is a phone."""
    known = KINDS[kind]
    return tuple(
        (name, field.type is Type.TEXTS, field.format is Format.PHONE)
        for name, field in known.fields.items()
        if field.search and name != known.title_field
    )
