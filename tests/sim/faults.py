"""Which faults one seed has and how often: each switches some on, leaves others off (swarm testing)."""

import random
from dataclasses import dataclass


class Crash(BaseException):
    """The laptop's process dies here; no handler may catch it."""


class HqDown(Exception):
    """Headquarters' process dies here."""


class HqBug(Exception):
    """Headquarters fails at a request for a reason of its own."""


@dataclass(frozen=True)
class Faults:
    """Probabilities per chance, and the size of the world."""

    drop: float  # of a request
    lose: float  # of a reply
    double: float  # a request arrives twice
    late: float  # a request arrives once more up to twenty minutes later, after others
    slow: float  # an exchange takes up to ten minutes
    cut: float  # a message is truncated
    hq_before: float  # headquarters dies before the commit
    hq_after: float  # headquarters dies after the commit, before the reply
    hq_full: float  # headquarters' disk is full at a commit
    hq_away: float  # headquarters' database cannot be reached
    hq_balks: float  # headquarters' database fails at a commit for a reason of its own
    crash: float  # the laptop dies at a commit edge
    full: float  # the laptop's disk is full at a commit
    meanwhile: float  # something else happens while a request is under way
    processes: float  # a second process of the same profile syncs while a request is under way
    blunders: float  # of edits: headquarters will refuse them or fail at them
    max_ops: int  # operations of one push
    page_rows: int
    skew: float  # seconds a laptop's clock may be off
    jumps: bool  # clocks change while the story runs
    hq_restores: int
    image_restores: int
    twins: bool  # two laptops run from one image
    revoke: bool
    hostile: bool
    transfers: int  # records that go to the other office with what belongs to them
    moves: bool  # a person goes to the other office
    grants: bool  # a squad is opened to people of both offices, gets records, and is closed again


def drawn(rnd: random.Random) -> Faults:
    """The faults of one seed; no attacks while records move: the attacked may become the attacker's own."""
    hostile = rnd.random() < 0.2
    return Faults(
        drop=rnd.choice([0, 0, 0.05, 0.25]),
        lose=rnd.choice([0, 0, 0.05, 0.25]),
        double=rnd.choice([0, 0, 0.1, 0.3]),
        late=rnd.choice([0, 0, 0.1]),
        slow=rnd.choice([0, 0, 0.1]),
        cut=rnd.choice([0, 0, 0.05]),
        hq_before=rnd.choice([0, 0, 0.05]),
        hq_after=rnd.choice([0, 0, 0.05, 0.15]),
        hq_full=rnd.choice([0, 0, 0, 0.1]),
        hq_away=rnd.choice([0, 0, 0, 0.1]),
        hq_balks=rnd.choice([0, 0, 0, 0.1]),
        crash=rnd.choice([0, 0, 0.01, 0.05]),
        full=rnd.choice([0, 0, 0, 0.03]),
        meanwhile=rnd.choice([0, 0.1, 0.4]),
        processes=rnd.choice([0, 0, 0.2]),
        blunders=rnd.choice([0, 0, 0.05]),
        max_ops=rnd.choice([2, 3, 8, 500]),
        page_rows=rnd.choice([2, 5, 500]),
        skew=rnd.choice([0, 3600, 2 * 86400]),
        jumps=rnd.random() < 0.5,
        hq_restores=rnd.choice([0] * 8 + [1, 1, 2]),
        image_restores=rnd.choice([0] * 8 + [1, 1, 2]),
        twins=rnd.random() < 0.1,
        revoke=rnd.random() < 0.15,
        hostile=hostile,
        transfers=0 if hostile else rnd.choice([0, 0, 1, 3]),
        moves=not hostile and rnd.random() < 0.15,
        grants=not hostile and rnd.random() < 0.15,
    )
