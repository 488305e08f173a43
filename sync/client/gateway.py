"""What the sync asks of the way to headquarters; one implementation speaks HTTP, one calls the handlers."""

from dataclasses import dataclass
from typing import Protocol

from sync.protocol.messages import Reply, Request


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a gateway has moved so far. ``up`` and ``down`` are bytes with headers, as far as they are known.

    Signing in is counted apart: it happens once an hour, whatever there is to sync.
    """

    requests: int = 0
    up: int = 0
    down: int = 0
    sign_in_requests: int = 0
    sign_in_up: int = 0
    sign_in_down: int = 0

    def since(self, earlier: "Traffic") -> "Traffic":
        """What was moved after ``earlier``."""
        return Traffic(
            self.requests - earlier.requests,
            self.up - earlier.up,
            self.down - earlier.down,
            self.sign_in_requests - earlier.sign_in_requests,
            self.sign_in_up - earlier.sign_in_up,
            self.sign_in_down - earlier.sign_in_down,
        )


class Gateway(Protocol):
    """The way to headquarters. Every method raises ``sync.client.errors.SyncError`` when it fails."""

    def exchange(self, request: Request) -> Reply:
        """Push and pull in one round trip."""
        ...

    def traffic(self) -> Traffic:
        """What was moved since this gateway was made."""
        ...

    def uploaded(self, sha256: str) -> int:
        """How many bytes of a file headquarters holds already, from its beginning; 0 when it has none."""
        ...

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        """Send one piece of a file of ``size`` bytes and return how many headquarters holds now."""
        ...

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        """At most ``length`` bytes of a file from ``offset``; fewer only at its end."""
        ...
