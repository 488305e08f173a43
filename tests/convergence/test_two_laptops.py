"""Two laptops and a headquarters: offline edits on both, sync A, B, A, and everyone holds the same."""

from decimal import Decimal

import pytest

from app.model.registry import KINDS
from app.model.values import digests_check
from app.services.attaching import attach_bytes
from app.services.desk import Desk
from sync.client.attachments import sync_files
from sync.client.conflicts import HQ, MINE, open_conflicts, resolve, take
from sync.hq import digests
from sync.hq.scopes import EVERYTHING
from tests.fakes.direct_gateway import DirectGateway
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open

PHOTO = bytes(range(256)) * 20 * 1024  # 5 MB


def hq_digest(headquarters: Headquarters) -> str:
    """What headquarters holds, as the laptops count it."""
    store = headquarters.store
    with store.read() as connection:
        return digests_check(digests.read(connection, store.tenant, EVERYTHING))


def way(laptop: Laptop) -> DirectGateway:
    assert isinstance(laptop.gateway, DirectGateway)
    return laptop.gateway


def attach(laptop: Laptop, kind: str, id: str, content: bytes) -> str:
    """Hang a file on a record; its hash."""
    attachment, _ = attach_bytes(Desk(laptop.store, laptop.name), kind, id, iter([content]), name="现场.jpg")
    return str(laptop.value("attachment", attachment, "sha256"))


@pytest.fixture
def pair(opened: Open) -> tuple[Laptop, Laptop]:
    """Two officers of one unit who both hold the same project and company."""
    zhang, li = opened("张三"), opened("李四")
    company = zhang.create("company", name="恒力石化")
    zhang.create(
        "project", name="恒力新材料", stage="lead", investor_id=company, investment=Decimal("225100")
    )
    zhang.synced()
    li.synced()
    return zhang, li


def test_the_main_job(pair: tuple[Laptop, Laptop], headquarters: Headquarters) -> None:
    zhang, li = pair
    project, company = zhang.store.ids("project")[0], zhang.store.ids("company")[0]
    doomed = zhang.create("contact", name="王伟")
    zhang.synced()
    li.synced()

    # Apart: disjoint fields, the same field, delete against edit, new records, a photo.
    zhang.update("project", project, place="苏州工业园区")
    li.update("project", project, responsible_unit="工信局")
    zhang.update("company", company, name="恒力石化股份")
    li.update("company", company, name="恒力集团")
    zhang.delete("contact", doomed)
    li.update("contact", doomed, title="总经理")
    made = [zhang.create("visit", visited_on=zhang.clock().date(), subject="首访", kind="outward")]
    made.append(li.create("next_step", title="回电", project_id=project))
    photo = attach(zhang, "project", project, PHOTO)

    for laptop in (zhang, li, zhang):
        laptop.synced()
        assert sync_files(laptop.store, laptop.gateway, everything=True).error is None
    li.synced()
    assert sync_files(li.store, li.gateway, everything=True).error is None

    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)
    assert (zhang.value("project", project, "responsible_unit"), li.value("project", project, "place")) == (
        "工信局",
        "苏州工业园区",
    )
    cards = {one.reason: one for one in open_conflicts(zhang.store)}
    assert len(open_conflicts(zhang.store)) == 2
    (entry,) = cards["edit"].entries
    assert (entry.field, entry.before, entry.mine, entry.hq) == (
        "name",
        "恒力石化",
        "恒力集团",
        "恒力石化股份",
    )
    assert cards["delete"].card["target_id"] == doomed
    assert li.store.get("visit", made[0]) and zhang.store.get("next_step", made[1])
    assert b"".join(li.store.files.read(photo)) == PHOTO
    assert headquarters.store.blobs.size(photo) == len(PHOTO)
    assert zhang.store.integrity() == [] and li.store.integrity() == []
    for laptop in pair:
        assert_quiet(laptop)


def assert_quiet(laptop: Laptop) -> None:
    """A second sync is one request with nothing in it."""
    before = way(laptop).up + way(laptop).down
    report = laptop.synced()
    assert report.traffic.requests == 1
    assert way(laptop).up + way(laptop).down - before < 250
    files = sync_files(laptop.store, laptop.gateway, everything=True)
    assert (files.uploaded, files.downloaded, files.absent) == (0, 0, 0)


def test_a_hundred_small_edits_take_at_most_two_requests(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    with zhang.store.write(actor="张三", label="import") as work:
        ids = [work.create("contact", {"name": f"客商{number}"}) for number in range(100)]
    zhang.synced()
    li.synced()
    up = way(zhang).up
    with zhang.store.write(actor="张三", label="change") as work:
        for number, id in enumerate(ids):
            work.update("contact", id, {"title": f"经理{number}"})

    sent = zhang.synced()
    down = way(li).down
    received = li.synced()

    assert sent.traffic.requests <= 2 and received.traffic.requests <= 2
    assert sent.tally.received == 0, "what is exact is not sent back"
    assert way(zhang).up - up <= 12 * 1024
    assert way(li).down - down <= 16 * 1024


def test_a_conflict_is_settled_and_the_choice_reaches_everyone(
    pair: tuple[Laptop, Laptop], headquarters: Headquarters
) -> None:
    zhang, li = pair
    company = zhang.store.ids("company")[0]
    zhang.update("company", company, name="恒力股份", city="苏州")
    li.update("company", company, name="恒力集团", city="吴江")
    for laptop in (zhang, li, zhang):
        laptop.synced()

    card = open_conflicts(zhang.store)[0]
    resolve(zhang.store, card.id, {"name": MINE, "city": HQ}, "张三")
    for laptop in (zhang, li):
        laptop.synced()

    assert (li.value("company", company, "name"), li.value("company", company, "city")) == (
        "恒力集团",
        "苏州",
    )
    assert open_conflicts(li.store) == []
    settled = li.store.get("conflict", card.id)
    assert settled is not None and settled["chosen"] == {"name": "mine", "city": "hq"}
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(headquarters)


def test_an_edit_of_a_deleted_record_can_be_restored_with_the_edit(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    company = zhang.store.ids("company")[0]
    zhang.delete("company", company)
    li.update("company", company, city="吴江")
    for laptop in (zhang, li, zhang):
        laptop.synced()
    assert zhang.store.ids("company") == []

    take(zhang.store, open_conflicts(zhang.store)[0].id, MINE, "张三")
    for laptop in (zhang, li):
        laptop.synced()

    assert li.value("company", company, "city") == "吴江"
    assert li.store.ids("company") == zhang.store.ids("company") == [company]


def test_work_done_alone_goes_up_after_joining(opened: Open, headquarters: Headquarters) -> None:
    alone = opened("王五")
    company = alone.create("company", name="盛虹集团")
    alone.update("company", company, city="吴江")
    alone.create("contact", name="缪总", company_id=company)
    other = opened("赵六")

    alone.synced()
    other.synced()

    assert other.value("company", company, "city") == "吴江"
    assert alone.store.content_hash() == other.store.content_hash() == hq_digest(headquarters)
    assert_quiet(alone)


def test_every_kind_of_value_arrives_as_it_was(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    project = zhang.store.ids("project")[0]
    values = {
        "investment": Decimal("225100.000001"),
        "land": Decimal("120.5"),
        "tags": ["新材料", "重点"],
        "note": "第一段\n\n第二段 😀",
        "stage_on": zhang.clock().date(),
        "source": {"行": 3, "列": ["甲", None]},
    }
    zhang.update("project", project, **values)
    zhang.synced()
    li.synced()
    assert zhang.store.outbox(state="refused") == []

    row = li.store.get("project", project)
    assert row is not None
    assert {name: row[name] for name in values} == values
    assert set(values) <= set(KINDS["project"].fields)


def test_a_value_that_headquarters_writes_otherwise_comes_back(pair: tuple[Laptop, Laptop]) -> None:
    zhang, li = pair
    company = zhang.store.ids("company")[0]
    zhang.update("company", company, phones=["0512 6383 8888"], city=" 苏州 ")
    sent = zhang.synced()
    li.synced()

    assert sent.traffic.requests == 1, "found at once, not by reading everything again"
    assert zhang.value("company", company, "city") == li.value("company", company, "city") == "苏州"
    assert zhang.store.content_hash() == li.store.content_hash()
