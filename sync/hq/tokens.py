"""Signing in: a nonce, the device's signature over it, an opaque token for an hour (trust.md 4.3).

No clock of the laptop is involved, and nothing rotates: a lost reply costs one more round trip.
"""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.model.identity import Randomness
from app.model.prepared import Prepared
from sync.hq import audit, directory
from sync.hq.device_states import note_version
from sync.hq.errors import DeviceRevoked, SignatureRefused, Unauthorized
from sync.hq.scopes import Principal
from sync.hq.store import HqStore
from sync.hq.tables import DEVICE, NONCE, TOKEN
from sync.protocol.messages import NonceReply, TokenReply, TokenRequest

TOKEN_SECONDS = 3600
NONCE_SECONDS = 300


def token_message(device_id: str, nonce: str) -> bytes:
    """What the device signs."""
    return f"outpost-token:{device_id}:{nonce}".encode("ascii")


def give_nonce(store: HqStore, device_id: str, *, now: int, randomness: Randomness) -> NonceReply:
    """A nonce to sign within five minutes; an unknown device gets one too and learns nothing."""
    nonce = _random_text(randomness, 128)
    with store.write() as connection:
        connection.execute(delete(NONCE).where(NONCE.c.tenant == store.tenant, NONCE.c.expires_at < now))
        if directory.principal(connection, store.tenant, device_id) is not None:
            expires_at = now + NONCE_SECONDS * 1000
            values = {"nonce": nonce, "device": device_id, "expires_at": expires_at}
            connection.execute(insert(NONCE).values(tenant=store.tenant, **values))
    return NonceReply(nonce)


def give_token(
    store: HqStore, request: TokenRequest, *, now: int, randomness: Randomness, address: str = ""
) -> TokenReply:
    """A token for the device that signed its nonce.

    Raises:
        SignatureRefused, DeviceRevoked.
    """
    token = _random_text(randomness, 256)
    with store.write() as connection:
        refusal = _refusal(connection, store.tenant, request, now)
        if refusal is None:
            _keep_token(connection, store.tenant, request.device_id, token, now)
            note_version(connection, store.tenant, request.device_id, request.version)
        else:
            event = audit.Event("token", request.device_id, refusal.code, address=address)
            audit.append(connection, store.tenant, now, [event])
    if refusal is not None:
        raise refusal
    return TokenReply(token, TOKEN_SECONDS)


def _refusal(
    connection: Connection, tenant: int, request: TokenRequest, now: int
) -> SignatureRefused | DeviceRevoked | None:
    place = (DEVICE.c.tenant == tenant, DEVICE.c.id == request.device_id)
    device = connection.execute(select(DEVICE.c.public_key, DEVICE.c.revoked_at).where(*place)).one_or_none()
    if device is None or not _signed(device.public_key, request):
        return SignatureRefused()
    # Only the holder of the key learns that the device was withdrawn.
    if device.revoked_at:
        return DeviceRevoked()
    used = delete(NONCE).where(
        NONCE.c.tenant == tenant,
        NONCE.c.nonce == request.nonce,
        NONCE.c.device == request.device_id,
        NONCE.c.expires_at >= now,
    )
    return None if connection.execute(used).rowcount else SignatureRefused()


def _signed(public_key: str, request: TokenRequest) -> bool:
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    try:
        message = token_message(request.device_id, request.nonce)
        key.verify(base64.b64decode(request.signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _keep_token(connection: Connection, tenant: int, device: str, token: str, now: int) -> None:
    connection.execute(delete(TOKEN).where(TOKEN.c.tenant == tenant, TOKEN.c.expires_at < now))
    values = {"hash": _hash(token), "device": device, "expires_at": now + TOKEN_SECONDS * 1000}
    connection.execute(insert(TOKEN).values(tenant=tenant, **values))
    place = (DEVICE.c.tenant == tenant, DEVICE.c.id == device)
    connection.execute(update(DEVICE).where(*place).values(seen_at=now))


_HOLDER = Prepared(
    select(TOKEN.c.device, TOKEN.c.expires_at).where(
        TOKEN.c.tenant == bindparam("of_tenant"), TOKEN.c.hash == bindparam("of_hash")
    )
)


def authenticate(store: HqStore, token: str, *, now: int) -> Principal:
    """Who holds ``token``.

    Raises:
        Unauthorized: unknown or past its hour. DeviceRevoked: its device was withdrawn.
    """
    with store.read() as connection:
        row = _HOLDER.one(connection, {"of_tenant": store.tenant, "of_hash": _hash(token)})
        if row is None or row.expires_at < now:
            raise Unauthorized
        found = directory.principal(connection, store.tenant, row.device)
    if found is None:
        raise DeviceRevoked
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _random_text(randomness: Randomness, bits: int) -> str:
    raw = randomness.getrandbits(bits).to_bytes(bits // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
