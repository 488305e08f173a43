"""Who this laptop is to headquarters: its id and its Ed25519 key, kept inside the encrypted store."""

import base64
import binascii
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.store.replica import Replica
from app.store.store import Store
from app.store.work import PACK, ROLE, RULES_KEY, UNIT_ID, UNIT_NAME, USER
from sync.client.address import Address, parse_address
from sync.client.errors import NotEnrolled
from sync.protocol.messages import EnrolReply, Hello

# Names under which the store remembers the enrolment.
_URL = "hq_url"
_AUTHORITY = "hq_authority"
_DEVICE = "device_id"
_KEY = "device_key"
_TENANT = "tenant"


@dataclass(frozen=True)
class DeviceKey:
    """An Ed25519 key pair; the private half never leaves the laptop."""

    private: Ed25519PrivateKey

    @classmethod
    def generate(cls) -> "DeviceKey":
        """A new pair, from the operating system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_text(cls, text: str) -> "DeviceKey":
        """The pair whose private half ``to_text`` gave.

        Raises:
            ValueError: it is none.
        """
        try:
            return cls(Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True)))
        except binascii.Error as error:
            raise ValueError("not a device key") from error

    def to_text(self) -> str:
        """The private half, base64 of 32 bytes."""
        return base64.b64encode(self.private.private_bytes_raw()).decode("ascii")

    @property
    def public_text(self) -> str:
        """The public half, base64 of 32 bytes, as headquarters wants it."""
        return base64.b64encode(self.private.public_key().public_bytes_raw()).decode("ascii")

    def sign(self, device_id: str, nonce: str) -> str:
        """The signature that buys a token, base64."""
        said = f"outpost-token:{device_id}:{nonce}".encode("ascii")
        return base64.b64encode(self.private.sign(said)).decode("ascii")


@dataclass(frozen=True)
class Enrolment:
    """Where headquarters is and who this laptop is there. ``authority``: its CA certificates, PEM, or ""."""

    address: Address
    authority: str
    device_id: str
    key: DeviceKey
    user: str
    unit_id: str
    unit: str
    tenant: str


def enrolment(store: Store) -> Enrolment:
    """How this profile is enrolled.

    Raises:
        NotEnrolled: it works alone.
    """
    with store.replica() as replica:
        if not replica.get(_DEVICE):
            raise NotEnrolled()
        return Enrolment(
            address=parse_address(replica.get(_URL)),
            authority=replica.get(_AUTHORITY),
            device_id=replica.get(_DEVICE),
            key=DeviceKey.from_text(replica.get(_KEY)),
            user=replica.get(USER),
            unit_id=replica.get(UNIT_ID),
            unit=replica.get(UNIT_NAME),
            tenant=replica.get(_TENANT),
        )


def is_enrolled(replica: Replica) -> bool:
    """Whether this profile belongs to a headquarters."""
    return bool(replica.get(_DEVICE))


def own_key(replica: Replica) -> DeviceKey:
    """This laptop's key, made at first use.

    It is kept before headquarters hears of it: when the answer to an enrolment is lost, the same device may
    ask again with the same code.
    """
    if text := replica.get(_KEY):
        return DeviceKey.from_text(text)
    key = DeviceKey.generate()
    replica.set(_KEY, key.to_text())
    return key


def keep_enrolment(replica: Replica, address: Address, authority: str, reply: EnrolReply) -> None:
    """Remember an enrolment that headquarters has just granted."""
    for name, value in (
        (_URL, address.url),
        (_AUTHORITY, authority),
        (USER, reply.user),
        (UNIT_ID, reply.unit_id),
        (UNIT_NAME, reply.unit),
        (_TENANT, reply.tenant),
        (_DEVICE, reply.device_id),
    ):
        replica.set(name, value)


def keep_unit(replica: Replica, hello: Hello | None) -> None:
    """Remember the unit that headquarters has this laptop's person in, where new records are made, the role,
    the policy pack it judges by and the key by which its rules are known.
    """
    if hello is None:
        return
    unit, (_, _, signing) = hello.units.get(hello.unit_id, ""), hello.package_keys.partition(" ")
    told = (UNIT_ID, hello.unit_id), (UNIT_NAME, unit), (ROLE, hello.role)
    for name, value in (*told, (PACK, hello.pack), (RULES_KEY, signing)):
        if replica.get(name) != value:
            replica.set(name, value)
