"""Every error of the sync, the keyring and the key slot has its sentence in both languages."""

import json
from importlib.resources import files
from string import Formatter

import pytest

from app import credentials, keyslot
from app.errors import OutpostError
from app.i18n import LANGUAGES, Translator
from app.reasons import Reason
from sync.client import errors


def subclasses(base: type[OutpostError]) -> list[type[OutpostError]]:
    return [base, *(deep for one in base.__subclasses__() for deep in subclasses(one))]


ERRORS = [one for one in subclasses(errors.SyncError) if one is not errors.SyncError]
ERRORS += [one for one in subclasses(keyslot.KeySlotError) if one is not keyslot.KeySlotError]
ERRORS += [credentials.NoKeyring, credentials.SecretMissing]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_it_has_a_sentence_and_a_code_of_its_own(error: type[OutpostError], language: str) -> None:
    assert Translator(language).has(f"error.{error.code}")
    assert [one.code for one in ERRORS].count(error.code) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "error",
    [
        errors.Busy(17.2),
        errors.Offline("hq.example.cn"),
        errors.RequestRefused(Reason("error.message_too_large", {"limit": 5}), 413),
        errors.DeletionBrake(kind="company", count=60, total=100),
        errors.NotInConflict("city"),
        keyslot.PassphraseTooShort(shortest=12, length=5),
    ],
    ids=lambda error: error.code,
)
def test_the_sentence_is_filled_with_what_the_error_knows(error: OutpostError, language: str) -> None:
    text = Translator(language).tr(error.key, **error.params)
    assert "{" not in text
    assert all(str(value) in text for value in error.params.values())


def test_both_languages_ask_for_the_same_values() -> None:
    texts = [
        json.loads(files("resources").joinpath("i18n", language, "sync.json").read_text(encoding="utf-8"))
        for language in LANGUAGES
    ]
    assert texts[0].keys() == texts[1].keys()
    for key in texts[0]:
        wanted = [sorted(name for _, name, _, _ in Formatter().parse(text[key]) if name) for text in texts]
        assert wanted[0] == wanted[1], key
