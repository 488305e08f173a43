"""A balancer in front of several headquarters processes: connections go round, past those that are down."""

import contextlib
import socket
import threading
from collections.abc import Sequence
from itertools import count

_PIECE = 65536


class Balancer:
    """Listens on a free port of this computer and passes each connection to one of ``targets`` (ports)."""

    def __init__(self, targets: Sequence[int]) -> None:
        self._targets = targets
        self._turn = count()
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """What laptops take for headquarters."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def stop(self) -> None:
        """Take no more connections; open ones end with their processes."""
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            far = self._reached(next(self._turn))
            if far is None:
                near.close()
                continue
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=_pass, args=(source, target), daemon=True).start()

    def _reached(self, turn: int) -> socket.socket | None:
        for further in range(len(self._targets)):
            try:
                return socket.create_connection(
                    ("127.0.0.1", self._targets[(turn + further) % len(self._targets)])
                )
            except OSError:
                continue
        return None


def _pass(source: socket.socket, target: socket.socket) -> None:
    """One direction of a connection, until either end is gone."""
    with contextlib.suppress(OSError):  # a process that dies resets its connections
        while data := source.recv(_PIECE):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):  # the other direction was faster
            end.shutdown(socket.SHUT_RDWR)
        end.close()
