"""Unified social credit codes, GB 32100-2015: 18 characters, the last one a check (systems.md, Standard
codes).
"""

import re

from app.rules.folding import fold_width
from app.rules.refusals import RuleError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
LENGTH = 18
_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


class CreditCodeError(RuleError):
    """Base of everything that can be wrong with a credit code."""


class CreditCodeLength(CreditCodeError):
    """Not 18 characters; ``length`` says how many."""

    code = "credit_code.length"


class CreditCodeCharacter(CreditCodeError):
    """A character codes never contain; ``position`` counts from 1."""

    code = "credit_code.character"


class CreditCodeCheck(CreditCodeError):
    """The last character is ``found`` where the others ask for ``expected``."""

    code = "credit_code.check"


def parse_credit_code(raw: object) -> str:
    """The code in capitals, half-width, without spaces and hyphens.

    Raises:
        CreditCodeError: one of its subclasses, saying which character is wrong.
    """
    text = "" if raw is None else str(raw)
    code = re.sub(r"[\s\-]", "", fold_width(text)).upper()
    if len(code) != LENGTH:
        raise CreditCodeLength(text, length=len(code))
    for position, char in enumerate(code, start=1):
        if char not in _VALUE:
            raise CreditCodeCharacter(text, position=position, character=char)
    expected = check_character(code)
    if code[-1] != expected:
        raise CreditCodeCheck(text, position=LENGTH, found=code[-1], expected=expected)
    return code


def check_character(code: str) -> str:
    """The 18th character that the first 17 of ``code`` ask for."""
    total = sum(_VALUE[char] * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    return ALPHABET[-total % 31]
