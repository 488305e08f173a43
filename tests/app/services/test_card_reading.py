"""Pictures read in a child process, sorted into fields, kept with the contact."""

import time
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from PIL import ExifTags, Image

from app.rules.business_cards import CardLine
from app.services.card_reading import (
    LARGEST,
    CardReaderMissing,
    CardUnreadable,
    in_lines,
    keep_card,
    picture_of,
    plan_card,
    read_picture,
    reader_there,
    upright,
)
from app.services.desk import Desk
from app.services.errors import FileTooLarge, FileUnreadable, InvalidRecord
from app.services.records import create_record, required_row, undo

LINES = [("苏州恒力电子有限公司", 0.98), ("张伟 董事长", 0.91), ("手机：13812345678", 0.99)]


# ---- engines for the child: functions of a module, as the real one
def told(content: bytes) -> bytes:
    """Reads a "picture" that holds its own lines."""
    return msgspec.msgpack.encode([(line, 0.9) for line in content.decode().splitlines()])


def oversure(content: bytes) -> bytes:
    return msgspec.msgpack.encode([("李娜", 7.0), ("x", -1.0)])


def raising(content: bytes) -> bytes:
    raise ValueError("no picture")


def sleeping(content: bytes) -> bytes:
    time.sleep(30)
    return b""


def babbling(content: bytes) -> bytes:
    return b"\xff not msgpack"


def test_the_child_answers_with_lines() -> None:
    assert read_picture("李娜\n副总经理".encode(), task=told) == [
        CardLine("李娜", 0.9),
        CardLine("副总经理", 0.9),
    ]
    assert [one.confidence for one in read_picture(b"", task=oversure)] == [1.0, 0.0]


@pytest.mark.parametrize("task", [raising, babbling])
def test_a_reader_that_fails_is_told(task: object, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CardUnreadable):
        read_picture(b"x", task=task)  # type: ignore[arg-type]


def test_a_reader_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(CardUnreadable):
        read_picture(b"x", task=sleeping, seconds=0.5)
    assert time.monotonic() - began < 20


def test_without_the_extra_it_is_said() -> None:
    if reader_there():
        return
    with pytest.raises(CardReaderMissing):
        read_picture(b"x")


def box(left: float, top: float, width: float = 100, height: float = 20) -> list[tuple[float, float]]:
    return [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]


def test_pieces_side_by_side_are_one_line() -> None:
    boxes = [box(200, 52), box(10, 50), box(10, 10), box(10, 90)]
    found = in_lines(boxes, ["董事长", "张伟", "恒力公司", "138"], [0.8, 0.9, 1.0, 0.7])
    assert found == [("恒力公司", 1.0), ("张伟 董事长", 0.8), ("138", 0.7)]
    assert in_lines([], [], []) == []


def test_pieces_of_a_card_photographed_sideways_are_put_together_as_they_lie() -> None:
    upright_boxes = [box(10, 10), box(10, 50), box(200, 52), box(10, 90)]
    turned = [[(y, 600 - x) for x, y in one] for one in upright_boxes]
    found = in_lines(turned, ["恒力公司", "张伟", "董事长", "138"], [1.0, 0.9, 0.8, 0.7])
    assert found == [("恒力公司", 1.0), ("张伟 董事长", 0.8), ("138", 0.7)]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photograph_is_turned_as_its_note_says(orientation: int) -> None:
    card = Image.new("RGB", (90, 50), "white")
    card.paste((200, 0, 0), (0, 0, 20, 10))  # its top left corner
    turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    stored = card.transpose(turn[orientation]) if orientation in turn else card
    note = stored.getexif()
    note[ExifTags.Base.Orientation] = orientation
    content = BytesIO()
    stored.save(content, "PNG", exif=note)
    with Image.open(BytesIO(upright(content.getvalue()))) as read:
        assert read.size == (90, 50) and read.convert("RGB").getpixel((2, 2)) == (200, 0, 0)
    assert upright(b"no picture") == b"no picture"


def test_what_a_card_would_become(desk: Desk) -> None:
    known, _ = create_record(desk, "contact", {"name": "张伟", "phones": ["13812345678"]})
    lines = [CardLine(*one) for one in LINES]
    lines += [CardLine("传真：0512-65551234"), CardLine("地址：苏州市星湖街328号")]
    plan = plan_card(desk, lines)
    assert plan.values["name"] == "张伟" and plan.values["phones"] == ["+8613812345678"]
    assert plan.company == "苏州恒力电子有限公司" and [row.id for row in plan.same] == [known]
    assert "星湖街" in plan.values["note"] and "传真" in plan.values["note"], "nothing of the card is lost"
    assert plan.confidence["phones"] == pytest.approx(0.99) and plan.confidence["name"] < 0.91
    assert plan_card(desk, []).values == {}


def test_kept_with_its_picture_and_firm_as_one_step(desk: Desk) -> None:
    id, _ = keep_card(
        desk,
        b"\x89PNG",
        file_name="名片.png",
        values={"name": "张伟", "phones": ["13812345678"]},
        company="恒力电子",
    )
    row = required_row(desk, "contact", id)
    assert required_row(desk, "company", row["company_id"])["name"] == "恒力电子"
    (attachment,) = desk.store.rows("attachment", desk.store.ids("attachment"))
    assert (attachment["parent_id"], attachment["name"]) == (id, "名片.png")
    assert b"".join(desk.store.files.read(attachment["sha256"])) == b"\x89PNG"
    undo(desk)
    assert all(desk.store.ids(kind) == [] for kind in ("contact", "company", "attachment"))


def test_a_picture_alone_is_kept_as_a_draft(desk: Desk) -> None:
    id, _ = keep_card(desk, b"x", file_name="a.jpg", values={"name": "", "phones": []}, unnamed="名片 11-20")
    assert required_row(desk, "contact", id)["name"] == "名片 11-20"
    with pytest.raises(InvalidRecord):
        keep_card(desk, b"x", file_name="a.jpg", values={"name": "李", "phones": ["12"]})
    assert len(desk.store.ids("contact")) == 1


def test_pictures_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        picture_of(tmp_path / "nowhere.jpg")
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(FileTooLarge):
        picture_of(large)
