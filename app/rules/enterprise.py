"""The keys by which two offices find out that they mean the same enterprise (systems.md, Duplicates; A14)."""

import uuid
from collections.abc import Iterable
from itertools import pairwise

from app.rules.credit_code import parse_credit_code
from app.rules.duplicate_keys import CODE, NAME
from app.rules.folding import fold
from app.rules.names import SIMILAR, company_key, similarity
from app.rules.refusals import RuleError

_REGISTRY = uuid.UUID("5b3f0c1e-6b0e-5c39-9d3e-1f6a0f1d7a44")
_CODE, _NAME = f"{CODE}:", f"{NAME}:"


def enterprise_keys(name: str, credit_code: str = "") -> tuple[str, ...]:
    """The keys of an enterprise, strongest first: its credit code if it is a sound one, its normalised name.

    Empty where nothing is known of it.
    """
    code, name = sound_code(credit_code), name_key(name)
    return (*((_CODE + code,) if code else ()), *((_NAME + name,) if name else ()))


def registry_id(key: str) -> str:
    """The id of a key's row in the registry; always the same, so that both ends find it without searching."""
    return str(uuid.uuid5(_REGISTRY, key))


def name_key(name: str) -> str:
    """The normalised name; a name that is nothing but punctuation stands for itself."""
    return company_key(name) or fold(name).strip()


def sound_code(credit_code: str) -> str:
    """The credit code in its one form, ``""`` if it is none: a wrong one must not keep two claims apart."""
    try:
        return parse_credit_code(credit_code) if credit_code else ""
    except RuleError:
        return ""


def is_name(key: str) -> bool:
    """Whether a key is that of a name."""
    return key.startswith(_NAME)


def same_enterprise(first: Iterable[str], second: Iterable[str]) -> bool:
    """Whether two sets of keys mean one enterprise; two different credit codes outweigh equal names."""
    one, other = set(first), set(second)
    codes = [{key for key in keys if not is_name(key)} for keys in (one, other)]
    if all(codes):
        return bool(codes[0] & codes[1])
    return bool(one & other)


def name_pieces(key: str) -> tuple[str, ...]:
    """Runs of a name's key of which any name that is like it (≥ 0.88) contains at least one.

    So many edits as the likeness allows cannot touch every one of so many pieces plus one; this lets a
    database find the few names worth comparing. Empty where no other name can be like it.
    """
    name = key.removeprefix(_NAME)
    edits = _edits_allowed(len(name))
    if not edits:
        return ()
    size, rest = divmod(len(name), edits + 1)
    cuts = [n * size + min(n, rest) for n in range(edits + 2)]
    return tuple(name[start:end] for start, end in pairwise(cuts))


def _edits_allowed(length: int) -> int:
    """How many edits may lie between a name of this length and one that is like it, even a longer one."""
    edits = 0
    # With k insertions the other is k longer: 1 − k ÷ (length + k) ≥ SIMILAR is the widest case.
    while 1 - (edits + 1) / (length + edits + 1) >= SIMILAR:
        edits += 1
    return edits


def alike(key: str, other: str) -> float:
    """Edit similarity of two name keys, 0 … 1."""
    return similarity(key.removeprefix(_NAME), other.removeprefix(_NAME))
