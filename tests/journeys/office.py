"""Journeys 4, 5 and 10: a lead with its first report, a conflict in two clicks, 500 contacts imported."""

import random
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from xlsxwriter import Workbook

from app.services.claims import claims_on
from app.services.records import create_record
from tests.bench.data import GIVEN, PLACES, SURNAMES
from tests.fakes.desks import NOW
from tests.journeys.frame import CTRL, Budget, Hands, Journey
from tests.journeys.stage import id_of
from ui.components.conflict_card import ConflictCard
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.detail_page import DetailPage
from ui.pages.sync_centre import SyncCentre
from ui.widgets.fields.choice_field import RefField

SHIFT = Qt.KeyboardModifier.ShiftModifier
PEOPLE = 500
HEADS = ("姓名", "单位", "职务", "手机", "备注")


def report_a_lead(hands: Hands) -> None:
    """Three fields of the form, one key: the lead is there, its first report, and what attests it."""
    desk, chance = hands.desk, random.SystemRandom()
    firm = "".join(chance.sample(PLACES, 4)) + "光电有限公司"
    create_record(desk, "company", {"name": firm, "city": "苏州"})
    hands.window.open_page("leads")
    hands.rest()
    hands.press(Qt.Key.Key_N, CTRL | SHIFT)
    hands.until(lambda: isinstance(hands.window.sheets.top, RecordDialog), "form")
    dialog = hands.window.sheets.top
    assert isinstance(dialog, RecordDialog)
    hands.line(f"{firm[:4]}光学镜头基地")
    for _ in range(3):
        hands.press(Qt.Key.Key_Tab)
    investor = dialog.form.bindings["investor_id"].editor
    assert isinstance(investor, RefField) and investor.line.hasFocus(), "the keyboard is not at the investor"
    hands.line(firm[:6])
    hands.until(investor.list.isVisible, "directory")
    hands.press(Qt.Key.Key_Return)
    assert investor.value(), "the firm was not filled in from the directory"
    for _ in range(4):
        hands.press(Qt.Key.Key_Tab)
    hands.line("3.5亿")
    hands.press(Qt.Key.Key_Return, CTRL | SHIFT)
    hands.until(lambda: hands.window.sheets.top is None, "save")
    hands.until(lambda: isinstance(hands.window.page, DetailPage))
    hands.rest()
    page = hands.window.page
    assert isinstance(page, DetailPage) and page.kind == "project", "the lead's page is not open"
    (claim,) = claims_on(desk, "project", page.id)
    said = page.overview.claims.sentences()
    assert str(claim["hash"])[:8] in said and desk.actor in said, f"no receipt is shown: {said}"
    row = desk.store.get("project", page.id)
    assert row is not None and row["investment"] == 35_000


def settle_a_conflict(hands: Hands) -> None:
    """The chip, the side; Ctrl+Z takes it back."""
    store, company = hands.desk.store, id_of("company", 3)
    row = store.get("company", company)
    assert row is not None
    was = row["city"]
    entries = [{"field": "city", "before": "无锡", "mine": "昆山", "hq": was}]
    card: dict[str, object] = {"target_kind": "company", "target_id": company, "reason": "edit"}
    card |= {
        "entries": entries,
        "status": "open",
        "author": hands.desk.actor,
        "authored_at": NOW,
        "other": "县功镇",
    }
    with store.write(actor="总部", label="sync") as work:
        work.create("conflict", card | {"other_at": NOW})
    hands.window.ctx.hub.publish(work.changes)
    hands.until(lambda: hands.window.monitor.counts.conflicts == 1)
    hands.click(hands.window.top.chip.conflicts_part)
    hands.until(lambda: _card(hands) is not None, "open")
    shown = _card(hands)
    assert shown is not None
    hands.click(shown.whole_buttons["mine"])
    hands.until(lambda: hands.window.monitor.counts.conflicts == 0, "settle")
    hands.rest()
    assert _city(hands, company) == "昆山", "my value was not taken"
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.window.monitor.counts.conflicts == 1)
    assert _city(hands, company) == was, "undo did not bring it back"
    hands.press(Qt.Key.Key_Y, CTRL)
    hands.until(lambda: hands.window.monitor.counts.conflicts == 0)
    hands.rest()


def _card(hands: Hands) -> ConflictCard | None:
    page = hands.window.page
    return page.inbox.card if isinstance(page, SyncCentre) else None


def _city(hands: Hands, company: str) -> object:
    row = hands.desk.store.get("company", company)
    return row["city"] if row is not None else None


def import_people(hands: Hands) -> None:
    """Drop the file, look at the preview, import; one Ctrl+Z takes all 500 back."""
    store = hands.desk.store
    with tempfile.TemporaryDirectory(prefix="outpost-import-") as folder:
        file = Path(folder) / "客商通讯录.xlsx"
        _phone_book(file, _known(hands))
        hands.window.open_page("contacts")
        hands.rest()
        before = len(store.ids("contact"))
        hands.drop(file)
        hands.until(lambda: isinstance(hands.window.sheets.top, ImportDialog))
        dialog = hands.window.sheets.top
        assert isinstance(dialog, ImportDialog)
        hands.until(dialog.accept_button.isEnabled, "preview")
    assert dialog.plan is not None and dialog.plan.tables[0].kind == "contact"
    tally = dialog.plan.counts["contact"]
    assert tally.new + tally.merged == PEOPLE, f"{tally} of {PEOPLE}"
    assert tally.merged >= 1, "the one known already was not recognised"
    hands.click(dialog.accept_button)
    hands.until(lambda: hands.window.sheets.top is None, "import")
    hands.rest()
    assert len(store.ids("contact")) == before + tally.new
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: len(store.ids("contact")) == before, "rollback")
    hands.rest()


Person = tuple[str, str, str]


def _person(number: int) -> Person:
    """Name, firm, telephone of somebody whom nobody knows."""
    dice = random.SystemRandom()
    name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2))
    firm = "".join(dice.sample(PLACES, 3)) + f"{number}贸易有限公司"
    return name, firm, f"139{dice.randrange(10**8):08d}"


def _known(hands: Hands) -> Person:
    """Somebody who is in the store already."""
    name, firm, phone = person = _person(PEOPLE)
    company, _ = create_record(hands.desk, "company", {"name": firm})
    create_record(hands.desk, "contact", {"name": name, "company_id": company, "phones": [phone]})
    return person


def _phone_book(file: Path, known: Person) -> None:
    """People as they come by WeChat."""
    people = [known, *(_person(number) for number in range(1, PEOPLE))]
    with Workbook(str(file)) as book:
        sheet = book.add_worksheet("联系人")
        sheet.write_row(0, 0, HEADS)
        for line, (name, firm, phone) in enumerate(people, start=1):
            sheet.write_row(line, 0, (name, firm, "经理", phone, "展会上认识"))


JOURNEYS = (
    Journey(
        "4", "报线索并首报", Budget(10, 0, 3, {"form": 500, "directory": 500, "save": 1000}), report_a_lead
    ),
    Journey("5", "解决一处冲突", Budget(2, 2, 0, {"open": 500, "settle": 1000}), settle_a_conflict),
    Journey(
        "10",
        "导入 500 位联系人",
        Budget(1, 2, 0, {"preview": 40_000, "import": 40_000, "rollback": 40_000}),
        import_people,
    ),
)
