"""``outpost capture``: a line is shown as chips and saved."""

from tests.ui.cli.conftest import Outpost

LINE = "拜访恒力电子张总 谈二期3-5亿 要50亩 三天内答复"


def test_a_line_is_read_and_saved(outpost: Outpost) -> None:
    answer = outpost("capture", LINE).answer
    chips = {chip["slot"]: chip for chip in answer["chips"]}
    assert (chips["company"]["value"], chips["company"]["name"]) == ("恒力电子", "企业")
    assert (chips["amount"]["value"], chips["land"]["value"]) == ("30000", "50")
    assert "3-5亿" in chips["amount"]["note"]
    assert chips["step"]["value"]["title"] == "答复"
    visit = outpost("get", "visit", answer["saved"]["visit"]).answer["record"]["values"]
    assert visit["content"] == LINE
    assert visit["company_id"] == answer["saved"]["companies"][0]
    assert outpost("undo").answer["label"] == "capture"
    assert outpost("list", "visit").answer["total"] == 0


def test_a_dry_run_writes_nothing(outpost: Outpost) -> None:
    answer = outpost("capture", LINE, "--dry-run").answer
    assert answer["saved"] is None
    assert {chip["slot"] for chip in answer["chips"]} >= {
        "kind",
        "company",
        "person",
        "amount",
        "land",
        "step",
    }
    assert outpost("list", "company").answer["total"] == 0


def test_times_and_days_are_text(outpost: Outpost) -> None:
    chips = outpost("capture", "今天下午3点拜访恒力电子", "--dry-run").answer["chips"]
    told = {chip["slot"]: chip["value"] for chip in chips}
    assert told["time"] == "15:00:00"
    assert len(told["date"]) == len("2026-11-20")


def test_a_line_of_nothing_says_what_is_missing(outpost: Outpost) -> None:
    done = outpost("capture", "下雨")
    assert done.exit_code != 0
    assert done.answer["error"]["code"] == "nothing_captured"
    assert "企业" in done.answer["error"]["message"]
