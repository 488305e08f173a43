"""The product's own words for choices, in every language: what people write back."""

from collections.abc import Mapping
from functools import cache

from app.i18n import LANGUAGES, catalogue
from app.model.field import Field
from app.rules.folding import fold


@cache
def labelled(spec: Field) -> Mapping[str, str]:
    """The labels of a field's choices, folded, in every language → the choice."""
    return {
        fold(label): choice
        for language in LANGUAGES
        for choice in spec.choices
        if (label := catalogue(language).get(spec.choice_key(choice)))
    }
