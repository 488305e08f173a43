"""One light of many reasons."""

from app.reasons import Reason
from app.rules.lights import GREEN, light_of


def test_the_gravest_reason_comes_first() -> None:
    one, two, three = (Reason(name) for name in "abc")
    light = light_of([("yellow", one), ("red", two), ("yellow", three)])
    assert light.level == "red" and light.why == (two, one, three)
    assert light_of([("yellow", one)]).level == "yellow"
    assert light_of([]) == GREEN
