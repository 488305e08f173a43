"""Looking texts up."""

import pytest

from app.errors import OutpostError
from app.i18n import DEFAULT_LANGUAGE, MissingTranslation, Translator


def test_a_key_becomes_a_sentence_of_the_language() -> None:
    assert Translator("zh_CN").tr("error.nothing_to_undo") == "没有可撤销的操作"
    assert Translator("en").tr("error.nothing_to_undo") == "There is nothing to undo"
    assert "outpost.db" in Translator("en").tr("error.disk_full", path="outpost.db")


def test_an_unknown_language_is_chinese() -> None:
    assert Translator("xx").language == DEFAULT_LANGUAGE


def test_a_missing_key_or_value_is_a_bug_not_a_blank() -> None:
    tr = Translator("en")
    assert not tr.has("no.such.key")
    with pytest.raises(MissingTranslation):
        tr.tr("no.such.key")
    with pytest.raises(MissingTranslation):
        tr.tr("error.disk_full")


def test_an_error_names_its_sentence() -> None:
    error = OutpostError(field="name", path="x")
    assert (error.key, error.field, error.params) == ("error.unknown", "name", {"path": "x"})
    assert "path='x'" in str(error)
