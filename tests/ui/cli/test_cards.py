"""``outpost read-card``: with a reader, without one, and of what is no picture."""

from pathlib import Path

import pytest

import tests.fakes
from app.services import card_reading
from tests.ui.cli.conftest import Outpost

READER = Path(tests.fakes.__file__).parent / "card_reader"
CARD = "0.98 苏州恒力电子有限公司\n0.91 张伟 董事长\n0.99 手机：13812345678\n"


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is there, for this process and the child that reads."""
    monkeypatch.syspath_prepend(str(READER))
    monkeypatch.setenv("PYTHONPATH", str(READER))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "名片.jpg"
    path.write_text(CARD, encoding="utf-8")
    return path


@pytest.mark.usefixtures("reader")
def test_a_card_becomes_a_contact_with_its_picture(outpost: Outpost, picture: Path) -> None:
    seen = outpost("read-card", str(picture), "--dry-run").answer
    assert (seen["values"]["name"], seen["company"]) == ("张伟", "苏州恒力电子有限公司")
    assert seen["confidence"]["phones"] == pytest.approx(0.99) and seen["same"] == []
    assert outpost("list", "contact").answer["records"] == [], "a dry run writes nothing"

    made = outpost("read-card", str(picture)).answer
    kept = outpost("get", "contact", made["id"]).answer["record"]["values"]
    assert (kept["name"], kept["title"], kept["phones"]) == ("张伟", "董事长", ["+8613812345678"])
    (firm,) = outpost("list", "company").answer["records"]
    assert (firm["title"], kept["company_id"]) == ("苏州恒力电子有限公司", firm["id"])
    (file,) = outpost("list", "attachment").answer["records"]
    assert file["title"] == "名片.jpg" and file["values"]["parent_id"] == made["id"]

    again = outpost("read-card", str(picture), "--dry-run").answer
    assert [one["id"] for one in again["same"]] == [made["id"]], "who is here already is told"


def test_without_the_extra_it_says_what_to_do(
    outpost: Outpost, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_reading, "LIBRARY", "no_reader_is_called_so")
    refused = outpost("read-card", str(picture))
    assert refused.exit_code != 0 and refused.error["code"] == "card_reader_missing"
    assert "[ocr]" in refused.err or "ocr" in refused.err, refused.err
    assert outpost("list", "contact").answer["records"] == []


@pytest.mark.usefixtures("reader")
def test_what_is_no_picture_and_what_is_not_there(outpost: Outpost, tmp_path: Path) -> None:
    broken = tmp_path / "坏.jpg"
    broken.write_bytes(b"\xff\xd8 no card")
    assert outpost("read-card", str(broken)).error["code"] == "card_unreadable"
    assert outpost("read-card", str(tmp_path / "没有.jpg")).error["code"] == "file_unreadable"
