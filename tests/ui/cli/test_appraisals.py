"""The service appraisal through the command line: a file read, shown, published, printed."""

from pathlib import Path

from docx import Document

from tests.ui.cli.conftest import Outpost

SHEET = "单位,满意,比较满意,不满意\n" + "".join(f"单位{at},{20 - at},{at},{at}\n" for at in range(10))


def test_a_half_year_from_a_file_to_the_bulletin(outpost: Outpost, tmp_path: Path) -> None:
    file = tmp_path / "测评表.csv"
    file.write_text(SHEET + "单位10,若干,1,1\n", encoding="utf-8")
    dry = outpost("appraisal", "read", "--file", str(file), "--on", "2026-09-30", "--dry-run").answer
    assert dry["kept"] == 31 - 1 and outpost("appraisal", "show", "--on", "2026-09-30").answer["lines"] == []
    read = outpost("appraisal", "read", "--file", str(file), "--on", "2026-09-30").answer
    assert (read["layout"], read["kept"]) == ("tally", 30)
    assert [(one["unit"], one["given"]) for one in read["refused"]] == [("单位10", "满意")]
    assert "若干" in read["refused"][0]["why"]
    told = outpost("appraisal", "show", "--on", "2026-07-01").answer
    assert (told["starts_on"], told["published_on"]) == ("2026-07-01", None)
    last = told["lines"][-1]
    assert (last["unit"], last["rank"], last["mark"], last["copies"]) == ("单位10", None, "40.00", 2)
    named = [one for one in told["lines"] if one["part"] == "bottom"]
    assert [one["unit"] for one in named] == ["单位7", "单位8", "单位9"]
    assert named[0]["rule"] == {"id": "once", "document": "滁州市政府招商工作意见 §5.5"}
    published = outpost("appraisal", "publish", "--on", "2026-07-01").answer
    assert published["published_on"] == "2026-11-11" or published["published_on"]
    target = tmp_path / "通报.docx"
    assert outpost("appraisal", "notice", "--on", "2026-07-01", "--file", str(target)).answer["places"] == 10
    document = Document(str(target))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "关于2026年下半年招商引资服务测评情况的通报" in text and "单位7、单位8、单位9。" in text
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "1",
        "单位0",
        "100.00",
        "20",
        "通报表扬",
    ]
    assert outpost("appraisal", "read").error["code"] == "parameter_missing"


def test_nobody_has_a_place(outpost: Outpost) -> None:
    refused = outpost("appraisal", "publish")
    assert refused.exit_code and refused.error["code"] == "invalid_record"
