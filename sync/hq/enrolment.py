"""One-time codes: how a new laptop is tied to a person (trust.md 4.3).

A code is twelve characters in three groups: four find the invitation, eight (40 random bits) prove it. Only
an Argon2id hash of the eight is kept; five wrong tries or one use end it.
"""

import base64
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, insert, select, update

from app.model.identity import Randomness
from sync.hq import audit, directory
from sync.hq.errors import BadKey, CodeExpired, CodeRefused, HqError
from sync.hq.store import HqStore, read_tenant
from sync.hq.tables import DEVICE, INVITE, USER
from sync.protocol.messages import EnrolReply, EnrolRequest

MINUTES = 15
TRIES = 5

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_MISREAD = str.maketrans("ILO", "110")
_SELECTOR, _LENGTH = 4, 12
# Light, because a code lives for minutes and dies after five tries; the same work is done for unknown codes.
_HASHER = PasswordHasher(time_cost=2, memory_cost=8 * 1024, parallelism=1)
_NO_HASH = _HASHER.hash("an invitation that nobody has")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the administrator hands over; ``expires_at`` in milliseconds."""

    code: str
    user: directory.User
    expires_at: int


def invite(
    connection: Connection,
    tenant: int,
    user: directory.User,
    *,
    now: int,
    randomness: Randomness,
    minutes: int = MINUTES,
) -> Invitation:
    """A fresh code for ``user``; it is shown once and kept only as a hash."""
    connection.execute(
        INVITE.delete().where(INVITE.c.tenant == tenant, INVITE.c.expires_at < now - 86_400_000)
    )
    taken = set(connection.execute(select(INVITE.c.selector).where(INVITE.c.tenant == tenant)).scalars())
    code = _random_code(randomness)
    while code[:_SELECTOR] in taken:
        code = _random_code(randomness)
    expires_at = now + minutes * 60_000
    connection.execute(
        insert(INVITE).values(
            tenant=tenant,
            selector=code[:_SELECTOR],
            hash=_HASHER.hash(code[_SELECTOR:]),
            user_id=user.id,
            expires_at=expires_at,
        )
    )
    audit.append(connection, tenant, now, [audit.Event("invite", user.id, user_id=user.id)])
    return Invitation("-".join((code[:4], code[4:8], code[8:])), user, expires_at)


def _random_code(randomness: Randomness) -> str:
    return "".join(_ALPHABET[randomness.getrandbits(5)] for _ in range(_LENGTH))


def normalised(code: str) -> str:
    """A typed code as it was printed: any width and case, with or without dashes, misread letters mended."""
    wide = unicodedata.normalize("NFKC", code).upper().translate(_MISREAD)
    return "".join(character for character in wide if character in _ALPHABET)


def enrol(
    store: HqStore, request: EnrolRequest, *, now: int, randomness: Randomness, address: str = ""
) -> EnrolReply:
    """Tie a new device key to the person the code was made for. The same device may ask again.

    Raises:
        CodeRefused: wrong, used by another device, or tried too often. CodeExpired. BadKey.
    """
    key = _checked_key(request.public_key)
    with store.write() as connection:
        outcome = _enrol(connection, store.tenant, request, key, now, randomness, address)
    # A wrong try must be counted, so it is raised only after the commit.
    if isinstance(outcome, HqError):
        raise outcome
    return outcome


def _enrol(
    connection: Connection,
    tenant: int,
    request: EnrolRequest,
    key: str,
    now: int,
    randomness: Randomness,
    address: str,
) -> EnrolReply | HqError:
    code = normalised(request.code)
    place = (INVITE.c.tenant == tenant, INVITE.c.selector == code[:_SELECTOR])
    row = connection.execute(select(INVITE).where(*place).with_for_update()).one_or_none()
    right = _matches(row.hash if row else _NO_HASH, code[_SELECTOR:])
    if row is None or not right or row.tries >= TRIES:
        if row is not None:
            connection.execute(update(INVITE).where(*place).values(tries=INVITE.c.tries + 1))
        _note(connection, tenant, now, "code_refused", address)
        return CodeRefused()
    if row.device:
        return _again(connection, tenant, row.device, key)
    if row.expires_at < now:
        _note(connection, tenant, now, "code_expired", address)
        return CodeExpired()
    device = directory.add_device(
        connection, tenant, row.user_id, request.device_name, key, now=now, randomness=randomness
    )
    connection.execute(update(INVITE).where(*place).values(device=device))
    event = audit.Event("enrol", device, user_id=row.user_id, device=device, address=address)
    audit.append(connection, tenant, now, [event])
    return _reply(connection, tenant, device)


def _again(connection: Connection, tenant: int, device: str, key: str) -> EnrolReply | HqError:
    """The code was used. The device that used it may have lost the answer; any other is refused."""
    query = select(DEVICE.c.public_key).where(DEVICE.c.tenant == tenant, DEVICE.c.id == device)
    if connection.execute(query).scalar_one() != key:
        return CodeRefused()
    return _reply(connection, tenant, device)


def _reply(connection: Connection, tenant: int, device: str) -> EnrolReply:
    query = (
        select(USER.c.id, USER.c.name, USER.c.unit)
        .join(DEVICE, (USER.c.tenant == DEVICE.c.tenant) & (USER.c.id == DEVICE.c.user_id))
        .where(DEVICE.c.tenant == tenant, DEVICE.c.id == device)
    )
    user = connection.execute(query).one()
    names = {unit.id: unit.name for unit in directory.units(connection, tenant)}
    return EnrolReply(
        device_id=device,
        user_id=user.id,
        user=user.name,
        unit_id=user.unit,
        unit=names.get(user.unit, ""),
        tenant=read_tenant(connection, tenant).name,
    )


def _note(connection: Connection, tenant: int, now: int, result: str, address: str) -> None:
    audit.append(connection, tenant, now, [audit.Event("enrol", result=result, address=address)])


def _matches(kept: str, secret: str) -> bool:
    try:
        return _HASHER.verify(kept, secret)
    except VerifyMismatchError:
        return False


def _checked_key(public_key: str) -> str:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadKey from error
    return public_key
