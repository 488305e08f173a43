"""Cursors: how far a laptop has read, sealed so that only headquarters' own are believed.

``<epoch>.<revision>.<scope>.<seal>``; while units that entered the scope are being filled in also the mark of
these units and the place reached: ``<epoch>.<revision>.<scope>.<units>.<place>.<seal>``. One more number
before the seal, only until the revision has passed it: the horizon when the reading began.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from sync.hq.store import Tenant

_SEAL = 8
EPOCH_LENGTH = 8
_NUMBER = re.compile(r"[0-9a-f]{1,16}")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a laptop stands. ``epoch`` is what its cursor claims; ``rev`` 0 reads from the beginning.

    ``mark`` names the scope that the cursor was written for ("" where it tells nothing). ``fill`` names the
    units that entered it and are complete up to revision ``place`` only ("": none). ``since``: everything up
    to this revision was read as it is now, or not at all. ``behind``: the cursor stood before tombstones that
    are removed, so it reads from the beginning.
    """

    epoch: str = ""
    rev: int = 0
    mark: str = ""
    fill: str = ""
    place: int = 0
    since: int = 0
    behind: bool = False


def write(tenant: Tenant, position: Position) -> str:
    """The cursor for ``position`` in the tenant's epoch."""
    parts = [tenant.epoch, f"{position.rev:x}", position.mark]
    if position.fill:
        parts += [position.fill, f"{position.place:x}"]
    if position.since > position.rev:
        parts.append(f"{position.since:x}")
    body = ".".join(parts)
    return f"{body}.{_seal(tenant, body)}"


def read(tenant: Tenant, cursor: str) -> Position:
    """What ``cursor`` says; one that is altered or of another epoch reads from the beginning."""
    body, _, seal = cursor.rpartition(".")
    epoch, *parts = body.split(".")
    if not cursor.isascii() or not 2 <= len(parts) <= 5:
        return Position()
    if epoch != tenant.epoch or not hmac.compare_digest(seal, _seal(tenant, body)):
        return Position(epoch)
    since = parts.pop() if len(parts) % 2 else "0"
    number, mark, fill, place = (*parts, "", "0")[:4]
    if not all(_NUMBER.fullmatch(one) for one in (number, place, since)):
        return Position(epoch)
    found = Position(epoch, int(number, 16), mark, fill, int(place, 16), int(since, 16))
    if max(found.rev, found.since) < tenant.horizon:
        return Position(epoch, behind=True)
    return found


def _seal(tenant: Tenant, body: str) -> str:
    digest = hmac.new(tenant.secret.encode(), body.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)[:_SEAL].decode()
