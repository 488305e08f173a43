"""Cursors: how far a laptop has read, sealed so that only headquarters' own are believed.

``<epoch>.<revision>.<seal>``; the seal covers the scope too: a laptop whose scope changed reads anew.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from sync.hq.scopes import Scope
from sync.hq.store import Tenant

_SEAL = 8
EPOCH_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Position:
    """Where a laptop stands. ``epoch`` is what its cursor claims; ``rev`` 0 reads from the beginning."""

    epoch: str
    rev: int


def write(tenant: Tenant, scope: Scope, rev: int) -> str:
    """The cursor after revision ``rev``."""
    return f"{tenant.epoch}.{rev:x}.{_seal(tenant, scope, rev)}"


def read(tenant: Tenant, scope: Scope, cursor: str) -> Position:
    """What ``cursor`` says; one that is altered, or of another epoch or scope, reads from the beginning."""
    parts = cursor.split(".")
    if len(parts) != 3 or not cursor.isascii():
        return Position("", 0)
    epoch, number, seal = parts
    if epoch != tenant.epoch:
        return Position(epoch, 0)
    try:
        rev = int(number, 16)
    except ValueError:
        return Position(epoch, 0)
    genuine = hmac.compare_digest(seal, _seal(tenant, scope, rev))
    return Position(epoch, rev if genuine else 0)


def _seal(tenant: Tenant, scope: Scope, rev: int) -> str:
    body = f"{tenant.epoch}.{scope.mark}.{rev}".encode()
    digest = hmac.new(tenant.secret.encode(), body, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)[:_SEAL].decode()
