"""Who sits where at a reception, by the protocol of Chinese offices (feature 22).

The right is the place of honour, and the seat that faces the door. 长桌会谈: guests along the side that faces
the door, hosts with their backs to it; on each side the first in the middle, the second at his right, the
third at his left, and so on outwards. 圆桌宴请: the host 主陪 faces the door, the second host 副陪 sits
opposite; the first guest at the host's right, the second at his left, the third and fourth beside the second
host in the same way; whoever is left fills the seats between from the host's outwards, a host on either hand,
then a guest on either hand, and so on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import cos, pi, sin

LONG, ROUND = "long", "round"
THEIRS, OURS = "theirs", "ours"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat with who sits there.

    ``x`` and ``y`` from 0 to 1, seen from above with the door below: a long table has its guests at ``y`` 0
    and its hosts at 1, a round one fills the square. ``number`` counts, at a long table, from the left of
    whoever looks, guests first; at a round one from the host on, to his right.
    """

    number: int
    person: str
    x: float
    y: float


def seating(
    shape: str, guests: Sequence[str], hosts: Sequence[str], swaps: Sequence[Sequence[str]] = ()
) -> tuple[Seat, ...]:
    """The seats of ``guests`` and ``hosts`` (ids, each side by rank) at a table of ``shape``.

    ``swaps``: pairs of ids exchanged by hand after that, in their order; who is not there is passed over.
    """
    seats = _long(guests, hosts) if shape == LONG else _round(guests, hosts)
    sits = {seat.person: at for at, seat in enumerate(seats)}
    people = [seat.person for seat in seats]
    for pair in swaps:
        if len(pair) == 2 and pair[0] in sits and pair[1] in sits:
            first, second = pair
            sits[first], sits[second] = sits[second], sits[first]
            people[sits[first]], people[sits[second]] = first, second
    return tuple(
        Seat(seat.number, person, seat.x, seat.y) for seat, person in zip(seats, people, strict=True)
    )


def swapped(swaps: Sequence[Sequence[str]], first: str, second: str) -> list[list[str]]:
    """``swaps`` with one more; the same one twice in a row is none."""
    pair = [first, second]
    kept = [list(one) for one in swaps]
    if first == second:
        return kept
    if kept and sorted(kept[-1]) == sorted(pair):
        return kept[:-1]
    return [*kept, pair]


def from_the_middle(count: int) -> list[int]:
    """For each rank from the first on, how many seats to the right (below 0: left) of the first they sit."""
    return [(rank + 1) // 2 * (1 if rank % 2 else -1) for rank in range(count)]


def _long(guests: Sequence[str], hosts: Sequence[str]) -> list[Seat]:
    """Guests look down the page at the door: their right is the left of whoever looks. Hosts look up.

    The first of each side sit face to face; where a side is even, its last sits at the right end.
    """
    found: list[Seat] = []
    step = 1 / (2 * (max(len(guests), len(hosts)) // 2) + 1)
    for people, y, right in ((guests, 0.0, -1), (hosts, 1.0, 1)):
        offsets = from_the_middle(len(people))
        for place, id in sorted((offset * right, id) for offset, id in zip(offsets, people, strict=True)):
            found.append(Seat(len(found) + 1, id, round(0.5 + place * step, 6), y))
    return found


def _round(guests: Sequence[str], hosts: Sequence[str]) -> list[Seat]:
    """Numbered from the host to his right: with the host above, that runs down at the left and up again."""
    count = len(guests) + len(hosts)
    seated = _seated(list(guests), list(hosts), count)
    return [
        Seat(
            at + 1,
            seated[at],
            round(0.5 - sin(2 * pi * at / count) / 2, 6),
            round(0.5 - cos(2 * pi * at / count) / 2, 6),
        )
        for at in range(count)
    ]


def _by_twos(people: Sequence[str]) -> Iterator[Sequence[str]]:
    return (people[at : at + 2] for at in range(0, len(people), 2))


def _seated(guests: list[str], hosts: list[str], count: int) -> Mapping[int, str]:
    """Who sits at which place from the host on."""
    seats: dict[int, str] = {}
    if hosts:
        seats[0] = hosts.pop(0)
    elif guests:  # nobody receives them: the first of them has the seat that faces the door
        seats[0] = guests.pop(0)
    for place in (1, -1):
        if guests and count > 1:
            seats[place % count] = guests.pop(0)
    opposite = count // 2
    if hosts and opposite not in seats:
        seats[opposite] = hosts.pop(0)
        for place in (opposite + 1, opposite - 1):
            if guests and place % count not in seats:
                seats[place % count] = guests.pop(0)
    pairs = zip_longest(_by_twos(hosts), _by_twos(guests), fillvalue=())
    rest = [one for pair in pairs for side in pair for one in side]
    free = [offset % count for offset in from_the_middle(count) if offset % count not in seats]
    return seats | dict(zip(free, rest, strict=True))
