"""A device's key as a laptop uses it."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.hq.tokens import token_message
from sync.protocol.messages import TokenRequest


class DeviceKey:
    """Made from a number, so that tests repeat."""

    def __init__(self, number: int = 1) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big"))

    @property
    def public(self) -> str:
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def token_request(self, device: str, nonce: str) -> TokenRequest:
        signature = base64.b64encode(self._key.sign(token_message(device, nonce))).decode()
        return TokenRequest(device, nonce, signature, "9.9")
