"""What the tables that leads are graded by must say (feature 5); a fault names the line."""

from collections.abc import Mapping
from decimal import Decimal

from app.policy.faults import Findings
from app.policy.table import Table

_PERCENT = ("technology", "linkage")
_FULL = 100


def check_grades(tables: Mapping[str, Table], findings: Findings) -> None:
    """Thresholds lie above nothing and, in percent, not above all; grades have thresholds to go by; each line
    of the negative list has words of its own.
    """
    highs = tables.get("four_highs")
    for row in highs.rows if highs else ():
        least = row.results["reach"]
        assert isinstance(least, Decimal)
        if least <= 0 or (row.id in _PERCENT and least > _FULL):
            findings.add("threshold_out_of_range", row.place, id=row.id, least=least)
    if (grade := tables.get("grade")) is not None and highs is None:
        findings.add("grade_without_thresholds", grade.place)
    known: dict[str, str] = {}
    negative = tables.get("negative_list")
    for row in negative.rows if negative else ():
        words = str(row.results["contains"] or "").replace("、", ",").replace("，", ",").split(",")
        for word in filter(None, (one.strip() for one in words)):
            if known.setdefault(word, row.id) != row.id:
                findings.add("negative_twice", row.place, id=row.id, word=word, other=known[word])
