"""Token buckets."""

import pytest

from sync.hq.errors import TooManyRequests
from sync.hq.throttle import Rate, Throttle


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_a_rate() -> None:
    seconds = Seconds()
    throttle, rate = Throttle(seconds), Rate(3, 0.5)
    for _ in range(3):
        throttle.take("token", "d1", rate)
    with pytest.raises(TooManyRequests) as caught:
        throttle.take("token", "d1", rate)
    assert caught.value.retry_after == 2 and caught.value.params == {"seconds": 2}
    seconds.now += 2
    throttle.take("token", "d1", rate)
    with pytest.raises(TooManyRequests):
        throttle.check("token", "d1", rate)


def test_others_are_not_held_up() -> None:
    throttle, rate = Throttle(Seconds()), Rate(1, 0.1)
    throttle.take("token", "d1", rate)
    throttle.take("token", "d2", rate)
    throttle.take("enrol", "d1", rate)
    with pytest.raises(TooManyRequests):
        throttle.take("token", "d1", rate)


def test_checking_counts_nothing_and_refusals_do_not_prolong() -> None:
    seconds = Seconds()
    throttle, rate = Throttle(seconds), Rate(1, 1.0)
    for _ in range(5):
        throttle.check("a", "b", rate)
    throttle.take("a", "b", rate)
    for _ in range(50):
        with pytest.raises(TooManyRequests):
            throttle.take("a", "b", rate)
    seconds.now += 1
    throttle.take("a", "b", rate)


def test_a_rested_bucket_is_full_and_no_fuller() -> None:
    seconds = Seconds()
    throttle, rate = Throttle(seconds), Rate(2, 1.0)
    throttle.take("a", "b", rate)
    seconds.now += 1000
    throttle.take("a", "b", rate)
    throttle.take("a", "b", rate)
    with pytest.raises(TooManyRequests):
        throttle.take("a", "b", rate)


def test_memory_is_bounded() -> None:
    throttle, rate = Throttle(Seconds()), Rate(1, 0.001)
    for number in range(20_500):
        throttle.take("address", str(number), rate)
    throttle.take("address", "0", rate)  # forgotten long ago
    with pytest.raises(TooManyRequests):
        throttle.take("address", "20499", rate)
