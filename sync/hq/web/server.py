"""Running the application: one uvicorn process that tells where it listens and ends cleanly."""

import contextlib
import gc
import ipaddress
import os
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from app import lasting
from sync.hq.errors import PlainHttpRefused

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LAST_SECONDS = 15  # what is in flight may finish for so long


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen and how. ``port`` 0 takes a free one. ``behind_proxy``: somebody in front encrypts."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False

    @property
    def encrypted(self) -> bool:
        """Whether this process speaks HTTPS itself."""
        return self.certificate is not None

    def require_safe(self) -> None:
        """See that no token crosses a network in the clear.

        Raises:
            PlainHttpRefused.
        """
        if not (self.encrypted or self.behind_proxy or _is_loopback(self.host)):
            raise PlainHttpRefused(host=self.host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(app: Starlette, listening: Listening, *, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``ready`` is told the URL once requests are answered.

    Raises:
        PlainHttpRefused. OSError: the address is taken or not ours.
    """
    listening.require_safe()
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_LAST_SECONDS,
        h11_max_incomplete_event_size=32 * 1024,
        proxy_headers=listening.behind_proxy,
        forwarded_allow_ips="*" if listening.behind_proxy else None,
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
    )
    with listening_socket(listening) as bound:
        host = f"[{listening.host}]" if ":" in listening.host else listening.host
        scheme = "https" if listening.encrypted else "http"
        url = f"{scheme}://{host}:{bound.getsockname()[1]}"
        gc.collect()
        with lasting.started(), lasting.making_many():
            _Server(config, lambda: ready(url)).run(sockets=[bound])


def listening_socket(listening: Listening) -> socket.socket:
    """A socket bound to where ``listening`` says.

    Raises:
        OSError: the address is taken or not ours.
    """
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    # The protocol by its name: asyncio sends at once (TCP_NODELAY) on no other, and then the body of an
    # answer would wait up to 40 ms for the laptop to acknowledge its head.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # there it would let another process take the same port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((listening.host, listening.port))
    except OSError:
        bound.close()
        raise
    return bound


class _Server(uvicorn.Server):
    """uvicorn that says when it is ready, and for which being told to stop is no failure."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn raises the signal again afterwards, and the process would end as if killed by it.
        def stop(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)

        before = {number: signal.signal(number, stop) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
