"""The run: what goes up, what comes down, in how many requests, and what stays when something is refused."""

from sync.client import errors
from sync.protocol.limits import MAX_OPS
from sync.protocol.messages import Request
from tests.conftest import ExpectedLogs
from tests.fakes.laptops import Laptop
from tests.fakes.small_hq import SmallHq, way


def test_nothing_to_do_is_one_small_request(zhang: Laptop) -> None:
    zhang.synced()
    up, down = way(zhang).up, way(zhang).down

    report = zhang.synced()

    assert report.traffic.requests == 1
    assert (way(zhang).up - up) + (way(zhang).down - down) < 150
    assert (report.tally.sent, report.tally.received) == (0, 0)


def test_a_new_record_reaches_the_other_laptop(zhang: Laptop, li: Laptop) -> None:
    company = zhang.create("company", name="恒力石化", phones=["+8651263838888"])

    sent = zhang.synced()
    received = li.synced()

    assert (sent.tally.sent, received.tally.received) == (1, 1)
    assert li.value("company", company, "phones") == ["+8651263838888"]
    assert zhang.store.content_hash() == li.store.content_hash()
    assert li.store.history("company", company)[0].origin == "sync"
    assert received.changes.ids == {("company", company)}


def test_different_fields_of_one_record_merge_without_a_card(zhang: Laptop, li: Laptop) -> None:
    company = zhang.create("company", name="恒力石化")
    zhang.synced()
    li.synced()
    zhang.update("company", company, city="苏州")
    li.update("company", company, website="hengli.com")

    for laptop in (zhang, li, zhang):
        laptop.synced()

    assert zhang.value("company", company, "website") == "hengli.com"
    assert li.value("company", company, "city") == "苏州"
    assert zhang.store.content_hash() == li.store.content_hash()
    assert li.store.counts().conflicts == 0


def test_the_same_field_makes_a_card_and_the_other_value_stays_readable(zhang: Laptop, li: Laptop) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()
    zhang.update("company", company, name="恒力石化")
    li.update("company", company, name="恒力集团")

    zhang.synced()
    report = li.synced()
    zhang.synced()

    assert report.tally.conflicts == 1
    assert li.value("company", company, "name") == "恒力石化"
    card = zhang.store.rows("conflict", zhang.store.ids("conflict"))[0]
    assert card["entries"] == [{"field": "name", "before": "恒力", "mine": "恒力集团", "hq": "恒力石化"}]
    assert any("恒力集团" in entry.fields.get("name", ()) for entry in li.store.history("company", company))


def test_an_edit_on_top_of_one_not_yet_sent_stays_on_the_screen(zhang: Laptop, li: Laptop) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()
    li.update("company", company, city="苏州")
    li.synced()
    zhang.update("company", company, name="恒力石化")
    way(zhang).fault = refuse_operations

    zhang.sync()

    assert zhang.value("company", company, "city") is None  # the run failed before anything was read
    way(zhang).fault = lambda request: ""
    zhang.synced()
    assert zhang.value("company", company, "city") == "苏州"
    assert zhang.value("company", company, "name") == "恒力石化"


def refuse_operations(request: Request) -> str:
    raise errors.Offline(host="hq")


def test_a_deleted_record_disappears_and_comes_back(zhang: Laptop, li: Laptop) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()

    zhang.delete("company", company)
    zhang.synced()
    li.synced()
    assert li.store.ids("company") == []

    li.restore("company", company)
    li.synced()
    zhang.synced()
    assert zhang.store.ids("company") == [company]


def test_thousands_of_edits_go_up_in_batches(zhang: Laptop, hq: SmallHq) -> None:
    with zhang.store.write(actor="zhang", label="import") as work:
        for number in range(MAX_OPS + 100):
            work.create("company", {"name": f"公司{number}"})

    report = zhang.synced()

    assert 2 <= report.traffic.requests <= 3  # and perhaps one for what is left of a page
    assert len(hq.log) == MAX_OPS + 100
    assert [op.id for op in hq.log] == sorted(op.id for op in hq.log)
    assert report.waiting == 0


def test_a_long_feed_arrives_in_pages_and_resumes_at_the_last_one(
    zhang: Laptop, li: Laptop, hq: SmallHq
) -> None:
    hq.page_rows = 100
    with zhang.store.write(actor="zhang", label="import") as work:
        for number in range(450):
            work.create("company", {"name": f"公司{number}"})
    zhang.synced()
    spread_revisions(hq)
    answered: list[Request] = []

    def cut_after_two(request: Request) -> str:
        answered.append(request)
        return "lost" if len(answered) == 3 else ""

    way(li).fault = cut_after_two
    assert li.sync().error_code == "offline"
    held = len(li.store.ids("company"))
    assert held == 200

    report = li.synced()
    assert report.tally.received == 450 - held
    assert li.store.content_hash() == zhang.store.content_hash()


def spread_revisions(hq: SmallHq) -> None:
    """Give each record a revision of its own, as if they had come one by one."""
    for key, held in list(hq.records.items()):
        hq.put(key[0], key[1], held.doc)


def test_a_refused_operation_stays_with_its_reason_and_the_others_pass(zhang: Laptop, hq: SmallHq) -> None:
    bad = zhang.create("company", city="苏州")  # no name: headquarters requires one
    good = zhang.create("company", name="恒力")

    report = zhang.synced()

    assert (report.tally.refused, report.tally.sent) == (1, 1)
    assert ("company", good) in hq.records and ("company", bad) not in hq.records
    refused = zhang.store.outbox(state="refused")
    assert [(item.operation.id, (item.reason or {})["key"]) for item in refused] == [
        (bad, "hq.refused.required")
    ]
    assert zhang.value("company", bad, "city") == "苏州"
    assert zhang.synced().traffic.requests == 1  # it is not sent again by itself


def test_an_operation_put_off_is_not_tried_twice_in_one_run(
    zhang: Laptop, hq: SmallHq, expected_logs: ExpectedLogs
) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    del hq.records["company", company]
    zhang.update("company", company, city="苏州")

    before = len(way(zhang).requests)
    zhang.sync()

    expected_logs.take("reading everything again")
    sent = [request for request in way(zhang).requests[before:] if request.ops]
    assert len(sent) == 1
    assert zhang.store.counts().pending == 1


def test_one_poisonous_operation_is_found_and_set_aside(zhang: Laptop, hq: SmallHq) -> None:
    made = [zhang.create("company", name=f"公司{number}") for number in range(40)]
    poison = made[17]

    def fails(request: Request) -> str:
        if any(op.id == poison for op in request.ops):
            raise errors.ServerFault(status=500)
        return ""

    way(zhang).fault = fails
    report = zhang.synced()

    assert report.tally.refused == 1
    assert len(hq.records) == 39
    assert [item.operation.id for item in zhang.store.outbox(state="refused")] == [poison]


def test_a_server_that_fails_at_everything_empties_nothing(zhang: Laptop) -> None:
    for number in range(5):
        zhang.create("company", name=f"公司{number}")

    def fails(request: Request) -> str:
        raise errors.ServerFault(status=500)

    way(zhang).fault = fails
    report = zhang.sync()

    assert report.error_code == "server_fault"
    assert zhang.store.counts().pending == 5
    assert zhang.store.counts().refused == 0


def test_a_slow_link_gets_smaller_batches(zhang: Laptop) -> None:
    with zhang.store.write(actor="zhang", label="import") as work:
        for _ in range(300):
            work.create("company", {"name": "公司", "note": "说明" * 300})
    sizes: list[int] = []

    def slow(request: Request) -> str:
        sizes.append(len(request.ops))
        if len(request.ops) > 20:
            raise errors.Timeout(host="hq")
        zhang.clock.advance(5)
        return ""

    way(zhang).fault = slow
    zhang.synced()

    assert zhang.store.counts().pending == 0
    assert sizes[0] > 2 * sizes[1] - 10 > sizes[2]
    assert way(zhang).requests[3].page_bytes > 0


def test_a_headquarters_that_never_answers_in_time_ends_the_run(zhang: Laptop) -> None:
    zhang.create("company", name="恒力")

    def slow(request: Request) -> str:
        raise errors.Timeout(host="hq")

    way(zhang).fault = slow
    assert zhang.sync().error_code == "timeout"
    assert len(way(zhang).requests) <= 6
    assert zhang.store.counts().pending == 1


def test_an_edit_made_while_a_request_is_under_way_waits_on_top(zhang: Laptop, hq: SmallHq) -> None:
    company = zhang.create("company", name="恒力")
    edited = False

    def edit_meanwhile(request: Request) -> str:
        nonlocal edited
        if not edited:
            edited = True
            zhang.update("company", company, city="苏州")
        return ""

    way(zhang).fault = edit_meanwhile
    report = zhang.synced()

    assert zhang.value("company", company, "city") == "苏州"
    assert hq.records["company", company].doc["city"] == "苏州"
    assert report.tally.sent == 2


def test_an_edit_made_meanwhile_stays_on_top_of_a_row_that_arrives(zhang: Laptop, li: Laptop) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()
    li.update("company", company, city="苏州")
    li.synced()
    once = [True]

    def edit_once() -> None:
        if once:
            once.clear()
            zhang.update("company", company, website="hengli.com")
            way(zhang).fault = refuse_operations  # and the connection breaks after this answer

    way(zhang).meanwhile = edit_once
    assert zhang.sync().error_code == "offline"

    assert zhang.value("company", company, "city") == "苏州"
    assert zhang.value("company", company, "website") == "hengli.com"
    assert zhang.store.integrity() == []


def test_a_refused_edit_stays_on_top_of_rows_that_arrive(zhang: Laptop, li: Laptop) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()
    zhang.update("company", company, name=None)  # headquarters requires a name
    assert zhang.synced().tally.refused == 1
    li.update("company", company, city="苏州")
    li.synced()

    zhang.synced()

    assert zhang.value("company", company, "city") == "苏州"
    assert zhang.value("company", company, "name") is None
    assert zhang.store.integrity() == []


def test_a_merged_operation_waits_until_its_row_has_come(zhang: Laptop, li: Laptop, hq: SmallHq) -> None:
    company = zhang.create("company", name="恒力")
    zhang.synced()
    li.synced()
    for number in range(30):
        hq.put("company", f"0190aaaa-0000-7000-8000-{number:012x}", {"name": f"公司{number}"})
    li.update("company", company, city="苏州")
    li.synced()
    zhang.update("company", company, website="hengli.com")
    hq.page_rows = 10
    way(zhang).fault = lambda request: "lost" if not request.ops else ""

    assert zhang.sync().error_code == "offline"  # cut after the first page, the row was to come in the last

    assert zhang.store.counts().pending == 1
    assert zhang.value("company", company, "website") == "hengli.com"
    way(zhang).fault = lambda request: ""
    zhang.synced()
    assert zhang.value("company", company, "city") == "苏州"
    assert [op.fields for op in hq.log if "website" in op.fields] == [{"website": (None, "hengli.com")}]


def test_the_run_is_recorded_for_the_sync_centre(zhang: Laptop) -> None:
    zhang.create("company", name="恒力")
    report = zhang.synced()

    recorded = zhang.store.sync_runs()[0]
    assert (recorded["sent"], recorded["requests"], recorded["error"]) == (1, 1, "")
    assert recorded["run"] == report.run
    assert zhang.store.counts().last_sync == report.ended


def test_a_failed_run_does_not_count_as_a_sync(zhang: Laptop) -> None:
    zhang.synced()
    last = zhang.store.counts().last_sync
    zhang.clock.advance(600)
    way(zhang).fault = refuse_operations

    zhang.sync()

    assert zhang.store.counts().last_sync == last
    assert zhang.store.sync_runs()[0]["error"] == "offline"
