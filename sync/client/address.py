"""Headquarters' address, as a person types it."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from sync.client.errors import NotAnAddress, PlainHttpRefused

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """``scheme`` is https, or http to this computer itself; ``path`` has no slash at its end."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def url(self) -> str:
        """The address in full, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def parse_address(text: str) -> Address:
    """The address in ``text``; without a scheme it is https.

    Raises:
        NotAnAddress: it is none, or carries a user name, a question mark or the like.
        PlainHttpRefused: unencrypted, and not to this computer itself.
    """
    cleaned = text.strip()
    full = cleaned if "://" in cleaned else f"https://{cleaned}"
    try:
        parts = urlsplit(full)
        port = parts.port
    except ValueError as error:
        raise NotAnAddress(address=cleaned[:200]) from error
    host = parts.hostname or ""
    odd = parts.username is not None or parts.query or parts.fragment or any(c.isspace() for c in full)
    if parts.scheme not in _PORTS or not host or odd:
        raise NotAnAddress(address=cleaned[:200])
    if parts.scheme == "http" and not _is_this_computer(host):
        raise PlainHttpRefused(host=host)
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], parts.path.rstrip("/"))


def _is_this_computer(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
