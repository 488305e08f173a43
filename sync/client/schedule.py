"""When to sync: pure arithmetic on seconds, so that it can be tested as such (sync.md, When)."""

from collections.abc import Callable
from dataclasses import dataclass

QUIET = 2.0  # after the last save
LONGEST_WAIT = 60.0  # after the first save that has not gone up
PERIOD = 300.0
WAKE_SPREAD = 30.0  # 2,000 laptops waking at nine: p99 6.6 s without it, 0.11 s with (trust.md L2)
FIRST_RETRY = 5.0
LONGEST_RETRY = 600.0
BUSY_SPREAD = 0.5  # Retry-After is honoured and stretched by up to half, so that not all return at once

Uniform = Callable[[float, float], float]
"""``random.Random.uniform``."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the next time depends on; moments are seconds of one monotonic clock, None: did not happen."""

    last_run: float | None = None  # when the last run ended
    failures: int = 0  # runs that failed since the last good one
    retry_after: float | None = None  # what headquarters asked for at the last run
    first_save: float | None = None  # the oldest save that no run has taken up
    last_save: float | None = None
    woke: float | None = None  # start of the program, end of sleep, or return of the network


def next_sync(now: float, situation: Situation, uniform: Uniform) -> float:
    """Seconds from ``now`` until the next run is due; 0 when it is due already.

    Saves bring a run nearer, failures hold it back: saves do not shorten a back-off, waking up does.
    """
    return max(0.0, _due(situation, now, uniform) - now)


def _due(s: Situation, now: float, uniform: Uniform) -> float:
    if s.last_run is not None and s.retry_after is not None:
        return s.last_run + s.retry_after * (1 + uniform(0, BUSY_SPREAD))
    woken = s.woke is not None and (s.last_run is None or s.woke > s.last_run)
    if s.woke is not None and woken:
        return s.woke + uniform(0, WAKE_SPREAD)
    if s.last_run is None:
        return now
    if s.failures:
        return s.last_run + back_off(s.failures, uniform)
    periodic = s.last_run + PERIOD
    if s.first_save is None or s.last_save is None:
        return periodic
    return min(periodic, after_saves(s.first_save, s.last_save))


def after_saves(first: float, last: float) -> float:
    """When to send what was saved: soon after the last save, but not ever later while saves go on."""
    return min(last + QUIET, first + LONGEST_WAIT)


def back_off(failures: int, uniform: Uniform) -> float:
    """Seconds to wait after ``failures`` (≥ 1) failed runs: full jitter under a doubling ceiling."""
    return uniform(0, min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(failures - 1, 20)))
