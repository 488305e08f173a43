"""Free ports of this computer."""

import contextlib
import socket


def free_ports(count: int) -> list[int]:
    """``count`` different ports on which nobody listens now."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]
