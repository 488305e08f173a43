"""A laptop newer than its headquarters: what headquarters does not know waits here, and leaves by itself."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from app.model.registry import SCHEMA
from sync.client import holding_back
from sync.client.holding_back import is_held_back, outgoing
from tests.fakes.laptops import Laptop
from tests.fakes.older_versions import acting, history
from tests.fakes.small_hq import SmallHq, way

NEXT = SCHEMA + 1


@pytest.fixture
def newer(zhang: Laptop) -> Iterator[Laptop]:
    """A laptop of the next version: websites and visits came with it."""
    with acting(history({NEXT: {"company": ("website",), "visit": ()}})[NEXT]):
        yield zhang


def sent(laptop: Laptop) -> list[str]:
    return [operation.id for request in way(laptop).requests for operation in request.ops]


def visit(laptop: Laptop) -> str:
    return laptop.create("visit", visited_on=laptop.clock().date(), subject="首访", kind="outward")


def test_what_headquarters_does_not_know_is_not_sent_and_the_rest_is(newer: Laptop, hq: SmallHq) -> None:
    told = newer.create("company", name="恒力", website="hengli.com")
    seen = visit(newer)
    plain = newer.create("company", name="盛虹")

    report = newer.synced()

    assert sent(newer) == [plain]
    assert report.waiting == 2 and report.tally.refused == 0
    assert newer.synced().traffic.requests == 1  # and it is not tried again
    assert sent(newer) == [plain]
    assert {id for _, id in hq.records}.isdisjoint({told, seen})


def test_what_was_done_to_the_record_afterwards_stays_behind_it(newer: Laptop, hq: SmallHq) -> None:
    company = newer.create("company", name="恒力")
    newer.synced()
    newer.update("company", company, website="hengli.com")
    newer.update("company", company, city="苏州")

    assert newer.synced().waiting == 2
    assert hq.records["company", company].doc == {
        name: value for name, value in hq.records["company", company].doc.items() if name != "city"
    }
    assert newer.value("company", company, "website") == "hengli.com"


def test_it_leaves_by_itself_once_headquarters_is_upgraded(newer: Laptop, hq: SmallHq) -> None:
    company = newer.create("company", name="恒力", website="hengli.com")
    newer.update("company", company, city="苏州")
    seen = visit(newer)
    newer.synced()
    hq.schema = NEXT

    report = newer.synced()

    assert (report.waiting, report.traffic.requests) == (0, 2)
    assert hq.records["company", company].doc["website"] == "hengli.com"
    assert hq.records["company", company].doc["city"] == "苏州"
    assert ("visit", seen) in hq.records
    assert newer.synced().traffic.requests == 1


def test_a_long_queue_that_is_held_back_does_not_slow_what_stands_behind(newer: Laptop, hq: SmallHq) -> None:
    newer.synced()
    for number in range(510):  # more than go into one request
        newer.create("company", name=f"企业{number}", website="w")
    plain = [newer.create("company", name=f"盛虹{number}") for number in range(20)]
    asked = len(way(newer).requests)

    report = newer.synced()

    assert sent(newer) == plain and report.waiting == 510
    assert len(way(newer).requests) - asked == 1


def test_a_batch_of_what_is_known_keeps_within_its_size(newer: Laptop, hq: SmallHq) -> None:
    newer.synced()
    newer.create("company", name="恒力", website="hengli.com")
    for number in range(6):
        newer.create("company", name=f"盛虹{number}", note="字" * 100_000)

    assert newer.synced().waiting == 1
    sizes = [len(request.ops) for request in way(newer).requests if request.ops]
    assert sum(sizes) == 6 and len(sizes) > 1


def test_before_the_first_hello_only_what_every_version_knows_goes(newer: Laptop, hq: SmallHq) -> None:
    hq.schema = NEXT
    told = newer.create("company", name="恒力", website="hengli.com")
    plain = newer.create("company", name="盛虹")

    newer.synced()

    first, second = (request for request in way(newer).requests if request.ops)
    assert ([op.id for op in first.ops], [op.id for op in second.ops]) == ([plain], [told])


def test_a_batch_looks_no_further_than_it_takes(zhang: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def noting(kind: str, fields: Mapping[str, Any], newest: int) -> bool:
        looked.append(fields["name"][1])
        return is_held_back(kind, fields, newest)

    monkeypatch.setattr(holding_back, "is_held_back", noting)
    for number in range(20):
        zhang.create("company", name=f"企业{number}")
    with zhang.store.replica() as replica:
        taken = outgoing(replica, None, 500, 3 * 150)
        assert [one.fields["name"][1] for one in taken] == ["企业0", "企业1"]
        assert looked == ["企业0", "企业1", "企业2"]
        assert list(outgoing(replica, None, 1, 1 << 20)) == taken[:1]


def test_a_headquarters_as_new_as_the_laptop_is_sent_everything_at_once(zhang: Laptop) -> None:
    zhang.synced()
    company = zhang.create("company", name="恒力")
    zhang.update("company", company, merged_into=None, website="hengli.com")
    zhang.synced()
    assert len([request for request in way(zhang).requests if request.ops]) == 1


def test_held_back_is_what_is_newer_than_headquarters() -> None:
    assert is_held_back("claim", {}, 1) and not is_held_back("claim", {}, 2)
    assert is_held_back("company", {"name": (None, "恒力"), "merged_into": (None, "x")}, 1)
    assert not is_held_back("company", {"name": (None, "恒力")}, 1)
