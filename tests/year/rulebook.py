"""The simulated city's rules: two versions of a pack, and the same numbers as plain Python.

They build on ``chuzhou``: its kinds, its placement, the scores of ``default``. On 1 July the second version
takes a tenth off manufacturing, lowers hotels and 4S shops and lets smaller warehouses in. Both give the
finder and the lander the same points, and hold approvals for needed before a project counts as approved.
"""

from datetime import date
from fractions import Fraction
from pathlib import Path
from string import Template

NAME = "simcity"
EFFECTIVE = {1: date(2025, 1, 1), 2: date(2026, 7, 1)}
# In percent: version → kind → coefficient; the threshold of warehousing in 万元.
PERCENT = {
    1: {"manufacturing": 100, "hotel": 70, "car_4s": 70},
    2: {"manufacturing": 90, "hotel": 60, "car_4s": 50},
}
WAREHOUSE_FROM = {1: 10_000, 2: 8_000}

_PACK = Template((Path(__file__).parent / "simcity.toml").read_text("utf-8"))
# systems.md C5: the lower edge of each band and its points, the highest first.
BANDS = ((100_000, 15), (50_000, 10), (30_000, 5), (10_000, 4), (3_000, 3))
# Feature 30: what follows on an earlier project counts by what was added; only a second phase is a project of
# its own, and of all others funds count from the month of the contract on.
CONTINUES = ("increase", "second_phase", "upgrade", "owner", "replacement")
OWN_PROJECT = "second_phase"
QUOTAS = {"principal": 3, "deputy": 2, "other": 1}
QUOTA_MET, EACH_BEYOND = Fraction(2), Fraction(1, 2)
FUND_SIZE, FUND_CAP = 20_000, 10_000
TERM_TARGET = 20_000
LARGE = 70_000
SIZES = {
    "from_1_yi": (10_000, ""),
    "from_3_yi": (30_000, ""),
    "from_5_yi": (50_000, ""),
    "from_10_yi": (100_000, ""),
    "large_manufacturing": (70_000, "manufacturing"),
}


def text(version: int) -> str:
    """The pack as headquarters publishes it."""
    numbers = {name: str(percent) for name, percent in PERCENT[version].items()}
    numbers |= {"version": str(version), "effective": EFFECTIVE[version].isoformat()}
    return _PACK.substitute(numbers, warehouse=str(WAREHOUSE_FROM[version]))
