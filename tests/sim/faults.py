"""Which faults one seed has and how often: each switches some on, leaves others off (swarm testing)."""

import random
from dataclasses import dataclass


class Crash(BaseException):
    """The laptop's process dies here; no handler may catch it."""


class HqDown(Exception):
    """Headquarters' process dies here."""


@dataclass(frozen=True)
class Faults:
    """Probabilities per chance, and the size of the world."""

    drop: float  # of a request
    lose: float  # of a reply
    double: float  # a request arrives twice
    late: float  # a request arrives once more much later, after others
    cut: float  # a message is truncated
    hq_before: float  # headquarters dies before the commit
    hq_after: float  # headquarters dies after the commit, before the reply
    crash: float  # the laptop dies at a commit edge
    full: float  # the laptop's disk is full at a commit
    meanwhile: float  # something else happens while a request is under way
    max_ops: int  # operations of one push
    page_rows: int
    skew: float  # seconds a laptop's clock may be off
    hq_restore: bool
    image_restore: bool
    twins: bool  # two laptops run from one image
    revoke: bool
    hostile: bool


def drawn(rnd: random.Random) -> Faults:
    """The faults of one seed."""
    return Faults(
        drop=rnd.choice([0, 0, 0.05, 0.25]),
        lose=rnd.choice([0, 0, 0.05, 0.25]),
        double=rnd.choice([0, 0, 0.1, 0.3]),
        late=rnd.choice([0, 0, 0.1]),
        cut=rnd.choice([0, 0, 0.05]),
        hq_before=rnd.choice([0, 0, 0.05]),
        hq_after=rnd.choice([0, 0, 0.05, 0.15]),
        crash=rnd.choice([0, 0, 0.01, 0.05]),
        full=rnd.choice([0, 0, 0, 0.03]),
        meanwhile=rnd.choice([0, 0.1, 0.4]),
        max_ops=rnd.choice([2, 3, 8, 500]),
        page_rows=rnd.choice([2, 5, 500]),
        skew=rnd.choice([0, 3600, 2 * 86400]),
        hq_restore=rnd.random() < 0.2,
        image_restore=rnd.random() < 0.2,
        twins=rnd.random() < 0.1,
        revoke=rnd.random() < 0.15,
        hostile=rnd.random() < 0.2,
    )


NONE = Faults(
    *(0,) * 10,
    max_ops=500,
    page_rows=500,
    skew=0,
    hq_restore=False,
    image_restore=False,
    twins=False,
    revoke=False,
    hostile=False,
)
