"""Texts of cells as values: what a person types or pastes into a list, or sends back in a spreadsheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.model.field import Field, Format, Type
from app.model.registry import KINDS
from app.reasons import Reason
from app.rules.amounts import Unit, is_bare, unit_for
from app.rules.folding import fold
from app.rules.validation import Problem
from app.services.choice_words import labelled
from app.services.desk import Desk
from app.services.errors import InvalidRecord

SUFFIXES: Mapping[Unit, str] = {Unit.YUAN: "元", Unit.WAN: "万元", Unit.YI: "亿元"}
SAME_NAME = 50  # records looked at for one of exactly the name
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_YES, _NO = ("是", "yes", "true", "1", "√"), ("否", "no", "false", "0", "×")


@dataclass
class CellTexts:
    """Reads texts for cells of one kind; ``unit`` is what a bare figure of money counts in.

    Links are named by the title of exactly one record; each name is looked up once.
    """

    desk: Desk
    kind: str
    unit: Unit = Unit.WAN
    _found: dict[tuple[str, str], str] = field(default_factory=dict)

    def given(self, name: str, text: str) -> Any:
        """What a service is to read for field ``name``: the text, an id, a choice, the items of a list.

        Raises:
            InvalidRecord: a link to nobody, or to one of several of that name.
        """
        return self._given(KINDS[self.kind].fields[name], text)

    def _given(self, spec: Field, text: str) -> Any:
        text = text.strip()
        if not text or text in ("—", "－", "-"):
            return None
        match spec.type:
            case Type.MONEY:
                return f"{text}{SUFFIXES[unit_for(self.unit, small=spec.small)]}" if is_bare(text) else text
            case Type.INTEGER:
                return text.replace(",", "").replace("，", "")
            case Type.BOOLEAN:
                return self._yes_or_no(spec, text)
            case Type.CHOICE:
                return labelled(spec).get(fold(text), text)
            case Type.REFERENCE:
                return self._linked(spec, text)
            case Type.REFERENCES:
                return [self._linked(spec, one) for one in _parts(text)]
            case Type.TEXTS:
                return _parts(text.replace("/", "、") if spec.format is Format.PHONE else text)
        return text

    def _yes_or_no(self, spec: Field, text: str) -> Any:
        word = fold(text)
        return True if word in _YES else False if word in _NO else text

    def _linked(self, spec: Field, name: str) -> str:
        key = (spec.target, name)
        if key not in self._found:
            hits = self.desk.store.find(name, limit=SAME_NAME, kinds=(spec.target,))
            same = [hit.id for hit in hits if hit.title == name]
            if len(same) != 1:
                why = "rules.value.several_of_that_name" if same else "rules.value.nobody_of_that_name"
                raise InvalidRecord([Problem(spec.name, Reason(why, {"text": name[:40]}))])
            self._found[key] = same[0]
        return self._found[key]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
