"""Signing in: a nonce once, a signature, a token for an hour, and nothing after revocation."""

import base64

import msgspec
import pytest
from sqlalchemy import select

from sync.hq import directory
from sync.hq.errors import DeviceRevoked, SignatureRefused, Unauthorized, UnknownDevice
from sync.hq.tables import TOKEN
from sync.hq.tokens import NONCE_SECONDS, TOKEN_SECONDS, authenticate, give_nonce, give_token
from sync.protocol.messages import TokenRequest
from tests.sync.hq.keys import DeviceKey
from tests.sync.hq.office import Office

KEY = DeviceKey(7)


@pytest.fixture
def device(office: Office) -> str:
    office.laptop("张三")
    with office.store.write() as connection:
        user = directory.user(connection, office.store.tenant, "张三")
        return directory.add_device(
            connection,
            office.store.tenant,
            user.id,
            "pc",
            KEY.public,
            now=office.now,
            randomness=office.randomness,
        )


def nonce(office: Office, device: str) -> str:
    return give_nonce(office.store, device, now=office.now, randomness=office.randomness).nonce


def token(office: Office, request: TokenRequest) -> str:
    return give_token(office.store, request, now=office.now, randomness=office.randomness).token


def test_a_signed_nonce_gives_a_token_that_says_who(office: Office, device: str) -> None:
    got = token(office, KEY.token_request(device, nonce(office, device)))
    assert len(got) == 43
    principal = authenticate(office.store, got, now=office.now)
    assert (principal.user, principal.device_id, principal.unit_id) == ("张三", device, office.north)
    with office.store.read() as connection:
        assert got not in str(connection.execute(select(TOKEN)).all())


def test_a_nonce_counts_once_and_not_for_long(office: Office, device: str) -> None:
    request = KEY.token_request(device, nonce(office, device))
    token(office, request)
    with pytest.raises(SignatureRefused):
        token(office, request)
    late = KEY.token_request(device, nonce(office, device))
    office.clock.advance(NONCE_SECONDS + 1)
    with pytest.raises(SignatureRefused):
        token(office, late)


def test_a_nonce_of_another_device_does_not_count(office: Office, device: str) -> None:
    other = office.laptop("李四").principal.device_id
    with pytest.raises(SignatureRefused):
        token(office, KEY.token_request(device, nonce(office, other)))


def test_unknown_devices_get_a_nonce_and_learn_nothing(office: Office, device: str) -> None:
    stranger = nonce(office, "nobody")
    assert len(stranger) == len(nonce(office, device))
    with pytest.raises(SignatureRefused):
        token(office, KEY.token_request("nobody", stranger))


@pytest.mark.parametrize("signature", ["A" * 86 + "==", base64.b64encode(b"short").decode(), "%"])
def test_other_signatures_are_refused(office: Office, device: str, signature: str) -> None:
    request = KEY.token_request(device, nonce(office, device))
    with pytest.raises(SignatureRefused):
        token(office, msgspec.structs.replace(request, signature=signature))
    with pytest.raises(SignatureRefused):
        token(office, DeviceKey(8).token_request(device, nonce(office, device)))


def test_a_token_lasts_an_hour(office: Office, device: str) -> None:
    got = token(office, KEY.token_request(device, nonce(office, device)))
    office.clock.advance(TOKEN_SECONDS)
    assert authenticate(office.store, got, now=office.now).device_id == device
    office.clock.advance(1)
    with pytest.raises(Unauthorized):
        authenticate(office.store, got, now=office.now)
    with pytest.raises(Unauthorized):
        authenticate(office.store, "guessed", now=office.now)


def test_a_revoked_device_is_told_so_at_once(office: Office, device: str) -> None:
    got = token(office, KEY.token_request(device, nonce(office, device)))
    early = KEY.token_request(device, nonce(office, device))
    with office.store.write() as connection:
        directory.revoke(connection, office.store.tenant, device, now=office.now)
        with pytest.raises(UnknownDevice):
            directory.revoke(connection, office.store.tenant, "nobody", now=office.now)
    with pytest.raises(DeviceRevoked):
        authenticate(office.store, got, now=office.now)
    with pytest.raises(DeviceRevoked):
        token(office, early)
    with pytest.raises(SignatureRefused):  # only the key's holder learns it
        token(office, DeviceKey(8).token_request(device, nonce(office, device)))
    with office.store.read() as connection:
        listed = {one.id: one for one in directory.devices(connection, office.store.tenant)}
    assert listed[device].revoked_at == office.now and listed[device].seen_at == office.now
