"""What code takes as a multiple of plain Python run beside it: machines are slow, shared and noisy."""

from collections.abc import Callable
from statistics import median
from time import thread_time  # others that run beside it do not count

PLAIN_ROUNDS = 20


def _plain() -> int:
    """Some tenths of a millisecond of what Python does most: names, numbers, short texts and a table."""
    table: dict[str, int] = {}
    for number in range(1000):
        key = str(number % 97)
        table[key] = table.get(key, 0) + number
    return len(table)


def times_plain(work: Callable[[], object], *, turns: int = 5) -> float:
    """How often a thousand steps of plain Python fit into the time of ``work``: the median of ``turns``.

    Each turn measures both right after each other, so that a machine that grows slower does so for both.
    """

    def seconds(call: Callable[[], object], rounds: int) -> float:
        begun = thread_time()
        for _ in range(rounds):
            call()
        return (thread_time() - begun) / rounds

    return median(seconds(work, 1) / seconds(_plain, PLAIN_ROUNDS) for _ in range(turns))
