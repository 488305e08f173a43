"""Token buckets: how often a device or an address may do a thing (trust.md L3, S14)."""

import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from sync.hq.errors import TooManyRequests

_MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, then ``per_second``."""

    burst: int
    per_second: float


# Five wrong tries in a quarter of an hour for one code or device, more for an address that an office shares.
FAILURES_PER_DEVICE = Rate(5, 5 / 900)
FAILURES_PER_ADDRESS = Rate(50, 50 / 900)
SIGN_INS_PER_DEVICE = Rate(30, 0.5)
EXCHANGES_PER_DEVICE = Rate(400, 20)
PIECES_PER_DEVICE = Rate(2_000, 60)  # of files: on a quick network a large one is as many requests a second


class Throttle:
    """Buckets in this process's memory, the longest unused forgotten first; safe between threads."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        """``seconds`` is a clock that never goes back."""
        self._seconds = seconds
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def check(self, name: str, key: str, rate: Rate) -> None:
        """See that one more is allowed, without counting it.

        Raises:
            TooManyRequests: with the seconds to wait.
        """
        with self._lock:
            self._demand(self._level(name, key, rate), rate)

    def take(self, name: str, key: str, rate: Rate) -> None:
        """Count one.

        Raises:
            TooManyRequests: it was one too many; it is not counted.
        """
        with self._lock:
            level = self._level(name, key, rate)
            self._demand(level, rate)
            self._buckets[name, key] = (level - 1, self._seconds())
            self._buckets.move_to_end((name, key))
            while len(self._buckets) > _MOST_KEYS:
                self._buckets.popitem(last=False)

    def _level(self, name: str, key: str, rate: Rate) -> float:
        level, since = self._buckets.get((name, key), (float(rate.burst), self._seconds()))
        return min(rate.burst, level + (self._seconds() - since) * rate.per_second)

    @staticmethod
    def _demand(level: float, rate: Rate) -> None:
        if level < 1:
            raise TooManyRequests(max(1, math.ceil((1 - level) / rate.per_second)))
