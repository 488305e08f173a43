"""The main job over real HTTP with a headquarters process, killed in the middle, on both databases."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.services.attaching import attach_bytes
from app.services.desk import Desk
from sync.client import errors
from sync.client.address import Address, parse_address
from sync.client.attachments import sync_files
from sync.client.conflicts import open_conflicts
from sync.client.device import enrolment, own_key
from sync.client.enrol import enrol
from sync.client.http_gateway import HttpGateway, request_enrolment
from sync.hq import directory
from sync.protocol.limits import FILE_CHUNK
from tests.convergence.test_two_laptops import PHOTO, hq_digest
from tests.fakes.broken_gateway import CutAfter, NoGateway
from tests.fakes.certificates import new_authority
from tests.fakes.hq_process import HqProcess, new_process
from tests.fakes.laptops import Laptop, open_laptop
from tests.fakes.relay import CountingRelay

Join = Callable[[str], Laptop]


@pytest.fixture
def process(database: str, tmp_path: Path) -> Iterator[HqProcess]:
    process = new_process(tmp_path / "hq", database=database)
    process.start()
    yield process
    process.stop()


@pytest.fixture
def join(process: HqProcess, tmp_path: Path) -> Iterator[Join]:
    """Makes a laptop and enrols it with a one-time code."""
    laptops: list[Laptop] = []

    def join_one(user: str) -> Laptop:
        laptop = open_laptop(tmp_path, user, NoGateway())
        laptops.append(laptop)
        enrol(laptop.store, process.url, process.inside.code(user), f"{user}的电脑")
        laptop.gateway = HttpGateway(enrolment(laptop.store))
        return laptop

    yield join_one
    for laptop in laptops:
        if isinstance(laptop.gateway, HttpGateway):
            laptop.gateway.close()
        laptop.store.close()


def test_the_main_job_over_http(process: HqProcess, join: Join) -> None:
    zhang, li = join("张三"), join("李四")
    company = zhang.create("company", name="恒力石化")
    doomed = zhang.create("contact", name="王伟")
    zhang.synced()
    li.synced()

    zhang.update("company", company, city="苏州", name="恒力石化股份")
    li.update("company", company, website="hengli.com", name="恒力集团")
    zhang.delete("contact", doomed)
    li.update("contact", doomed, title="总经理")
    zhang.create("next_step", title="回电")
    li.create("company", name="盛虹集团")
    desk = Desk(zhang.store, "张三")
    attach_bytes(desk, "company", company, iter([PHOTO]), name="厂房.jpg")
    for laptop in (zhang, li, zhang, li):
        laptop.synced()
        assert sync_files(laptop.store, laptop.gateway, everything=True).error is None

    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(process.inside)
    assert {one.reason for one in open_conflicts(li.store)} == {"edit", "delete"}
    photo = li.store.rows("attachment", li.store.ids("attachment"))[0]["sha256"]
    assert b"".join(li.store.files.read(photo)) == PHOTO
    for laptop in (zhang, li):
        quiet = laptop.synced().traffic
        assert quiet.requests == 1
        assert quiet.up + quiet.down <= 600
        assert quiet.sign_in_requests == 0


def test_an_idle_exchange_stays_small_on_the_wire(process: HqProcess, join: Join) -> None:
    """Counted in the bytes of the connection itself, not by the gateway's own account."""
    zhang = join("张三")
    zhang.synced()
    account = zhang.synced().traffic

    with CountingRelay(process.url) as relay:
        relayed = replace(enrolment(zhang.store), address=Address("http", "127.0.0.1", relay.port))
        zhang.gateway = HttpGateway(relayed)
        zhang.synced()  # signs in on the new connection
        before = relay.moved
        zhang.synced()
        moved = relay.moved - before
        zhang.gateway.close()

    assert moved <= 600
    assert account.up + account.down == pytest.approx(moved, abs=40)


def test_headquarters_killed_at_any_time_and_started_again(process: HqProcess, join: Join) -> None:
    zhang, li = join("张三"), join("李四")
    for number in range(30):
        zhang.create("company", name=f"公司{number}")
    zhang.synced()

    process.kill()
    company = zhang.create("company", name="恒力")
    assert zhang.sync().error_code == "offline"
    assert zhang.store.counts().pending == 1
    process.start()

    zhang.synced()
    li.synced()
    assert li.value("company", company, "name") == "恒力"
    assert zhang.store.content_hash() == li.store.content_hash() == hq_digest(process.inside)


def test_a_photo_cut_half_way_goes_on_where_it_was(process: HqProcess, join: Join) -> None:
    zhang = join("张三")
    company = zhang.create("company", name="恒力")
    attach_bytes(Desk(zhang.store, "张三"), "company", company, iter([PHOTO]), name="厂房.jpg")
    zhang.synced()
    gateway = zhang.gateway
    zhang.gateway = CutAfter(gateway, pieces=3)

    first = sync_files(zhang.store, zhang.gateway, everything=True)
    second = sync_files(zhang.store, gateway, everything=True)

    assert first.error_code == "offline"
    assert second.uploaded == 1
    assert first.bytes_up + second.bytes_up <= len(PHOTO) + FILE_CHUNK


def test_a_laptop_opened_again_needs_no_new_code(process: HqProcess, join: Join) -> None:
    zhang = join("张三")
    zhang.create("company", name="恒力")
    zhang.gateway = HttpGateway(enrolment(zhang.store))

    assert zhang.synced().tally.sent == 1
    zhang.gateway.close()


def test_a_revoked_laptop_keeps_its_unsent_work(process: HqProcess, join: Join) -> None:
    zhang = join("张三")
    zhang.synced()
    zhang.create("company", name="恒力")
    hq = process.inside.store
    with hq.write() as connection:
        directory.revoke(connection, hq.tenant, enrolment(zhang.store).device_id, now=process.inside.now)

    assert zhang.sync().error_code == "device_revoked"
    assert zhang.store.counts().pending == 1


def test_a_code_is_good_once(process: HqProcess, join: Join, tmp_path: Path) -> None:
    code = process.inside.code("张三")
    first = open_laptop(tmp_path, "first", NoGateway())
    second = open_laptop(tmp_path, "second", NoGateway())
    enrol(first.store, process.url, code, "一号机")

    with pytest.raises(errors.CodeRefused):
        enrol(second.store, process.url, code, "二号机")
    with pytest.raises(errors.AlreadyEnrolled):
        enrol(first.store, process.url, process.inside.code("张三"), "一号机")
    with pytest.raises(errors.NotEnrolled):
        enrolment(second.store)
    first.store.close()
    second.store.close()


def test_an_enrolment_whose_answer_was_lost_is_asked_again_with_the_same_code(
    process: HqProcess, tmp_path: Path
) -> None:
    code = process.inside.code("张三")
    laptop = open_laptop(tmp_path, "zhang", NoGateway())
    with laptop.store.replica() as replica:
        key = own_key(replica)
    request_enrolment(parse_address(process.url), "", code, "一号机", key)  # and the laptop loses power here

    assert enrol(laptop.store, process.url, code, "一号机").user == "张三"
    laptop.store.close()


def test_https_with_headquarters_own_authority(tmp_path: Path) -> None:
    authority = new_authority("hq")
    certificate, key = authority.server(tmp_path, "localhost", "127.0.0.1")
    process = new_process(tmp_path / "hq", options=("--cert", str(certificate), "--key", str(key)))
    ca_file = tmp_path / "hq-ca.pem"
    ca_file.write_text(authority.pem)
    laptop = open_laptop(tmp_path, "zhang", NoGateway())
    try:
        process.start()
        enrol(laptop.store, process.url, process.inside.code("张三"), "一号机", ca_file)
        ca_file.unlink()  # its content is in the store
        laptop.gateway = HttpGateway(enrolment(laptop.store))
        laptop.create("company", name="恒力")
        assert laptop.synced().tally.sent == 1
        laptop.gateway.close()
    finally:
        process.stop()
        laptop.store.close()
