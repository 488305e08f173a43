"""The log: ids and codes enter it, names and phone numbers do not, whatever is logged and however."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.logs import KEPT_FILES, LOG_NAME, MAX_BYTES, logging_to, safe, safe_traceback
from app.store.errors import RecordNotFound, StoreMissing
from tests.conftest import ExpectedLogs

NAME, PHONE = "欧阳若兰", "13912345678"
RECORD = "01a1fe1a-bbb6-7000-af23-db1e6cb083ed"
log = logging.getLogger("app.tests")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    with logging_to(tmp_path / "logs") as path:
        yield path


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_ids_codes_and_figures_are_kept(written: Path) -> None:
    log.info("sync %s: %s", "a3f0", {"sent": 12, "seconds": 0.25, "error": ""})
    log.info("opened %s of %s", RECORD, "project")
    assert "INFO app.tests: sync a3f0: {sent=12 seconds=0.25 error=}" in _text(written)
    assert f"opened {RECORD} of project" in _text(written)


def test_names_and_phones_are_not(written: Path) -> None:
    for value in (NAME, PHONE, int(PHONE), f"tel:{PHONE}", [NAME], {NAME: PHONE}, Path(f"{NAME}.xlsx")):
        log.info("value %s", value)
        log.info("value %r", value)
    log.info("%d calls of %5.2f s", 3, 1.5)
    log.info("error %r", RecordNotFound(kind=NAME, id=PHONE))
    assert NAME not in _text(written)
    assert PHONE not in _text(written)
    assert "<4 characters>" in _text(written)
    assert "error record_not_found" in _text(written)
    assert "3 calls of 1.5 s" in _text(written)


def test_a_traceback_tells_where_and_not_what(written: Path) -> None:
    try:
        try:
            raise ValueError(NAME)
        except ValueError as error:
            raise StoreMissing(path=PHONE) from error
    except StoreMissing:
        log.info("went wrong", exc_info=True)
    text = _text(written)
    assert NAME not in text and PHONE not in text
    assert "store_missing\n" in text and "ValueError\n" in text
    assert "tests/app/test_logs.py:" in text


def test_of_other_peoples_code_only_that_it_spoke(written: Path, expected_logs: ExpectedLogs) -> None:
    logging.getLogger("urllib3.pool").critical("no answer from %s", NAME)
    logging.getLogger("urllib3.pool").info("not even this")
    expected_logs.take("no answer")
    assert _text(written).endswith("CRITICAL urllib3.pool: (not one of our own)\n")
    assert NAME not in _text(written)


def test_it_rotates(written: Path) -> None:
    for _ in range(4000):
        log.info("%s " * 10, *["x" * 60] * 10)
        log.info("%s " * 10, *["y" * 60] * 10)
    files = sorted(written.parent.iterdir())
    assert len(files) == KEPT_FILES + 1
    assert all(file.stat().st_size <= MAX_BYTES for file in files)


def test_a_folder_that_cannot_be_made_is_no_reason_not_to_work(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    with logging_to(tmp_path / "logs"):
        log.info("said to nobody")
    assert (tmp_path / "logs").read_text() == "a file where the folder should be"


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers), logging.getLogger("app").level
    with logging_to(tmp_path):
        log.info("one")
    log.info("two")
    assert (list(logging.getLogger().handlers), logging.getLogger("app").level) == before
    assert "two" not in (tmp_path / LOG_NAME).read_text()


@given(st.text(alphabet="王伟欧阳若兰 0123456789,。-", min_size=8))
def test_no_text_with_chinese_or_a_phone_passes(text: str) -> None:
    if any("\u4e00" <= char <= "\u9fff" for char in text) or PHONE in text:
        assert text not in safe(text)


def test_causes_of_causes() -> None:
    assert safe_traceback(RuntimeError(NAME)) == "RuntimeError"
    assert safe(object()) == "<object>"
    assert safe([[[[[[NAME]]]]]]).count("<list>") == 1
