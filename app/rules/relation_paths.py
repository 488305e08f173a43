"""人脉路径: how we reach somebody, over relations, visits together and chambers (journeys.md)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

Key = tuple[str, str]
"""Kind and id of a person, firm or body."""

FARTHEST = 6
_MOST_SEEN = 400

# What it costs to go over a link: who sat at one table with somebody introduces more easily than who is
# in the same chamber.
COSTS = {
    "visit": 1,
    "company": 1,
    "relative": 1,
    "classmate": 1,
    "comrade": 1,
    "knows": 1,
    "introduced": 1,
    "colleague": 1,
    "officer": 1,
    "adviser": 1,
    "townsman": 2,
    "chamber": 2,
    "member": 2,
    "partner": 2,
    "supplier": 2,
    "customer": 2,
    "subsidiary": 1,
    "competitor": FARTHEST + 1,
}


@dataclass(frozen=True, slots=True)
class Link:
    """``to`` is reached by ``why`` (a key of ``COSTS``)."""

    to: Key
    why: str


@dataclass(frozen=True, slots=True)
class Way:
    """From ``start``, whom we know, link by link to the one sought; no links where we know that one."""

    start: Key
    links: tuple[Link, ...]
    cost: int


def ways(
    sought: Key,
    neighbours: Callable[[Key], Iterable[Link]],
    known: Callable[[Key], bool],
    most: int = 3,
) -> tuple[Way, ...]:
    """The cheapest ways to ``sought`` from different people we know, the best first.

    Looks outwards from the one sought until ``most`` were found; links go both ways. A way never leads
    through somebody else we know: it would begin there.
    """
    order = count()
    queue: list[tuple[int, int, Key, tuple[Link, ...]]] = [(0, next(order), sought, ())]
    done: set[Key] = set()
    found: list[Way] = []
    while queue and len(found) < most and len(done) < _MOST_SEEN:
        cost, _, key, links = heappop(queue)
        if key in done:
            continue
        done.add(key)
        if known(key):
            found.append(Way(key, links, cost))
            if key != sought:
                continue
        for link in sorted(neighbours(key), key=lambda one: (one.to, one.why)):
            total = cost + COSTS.get(link.why, 2)
            if link.to not in done and total <= FARTHEST:
                heappush(queue, (total, next(order), link.to, (Link(key, link.why), *links)))
    return tuple(found)
