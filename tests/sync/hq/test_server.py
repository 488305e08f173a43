"""The socket that headquarters listens on."""

import asyncio
import socket

from sync.hq.web.server import Listening, listening_socket


def test_what_is_answered_leaves_at_once() -> None:
    """A body that waited for its head to be acknowledged would cost every exchange 40 ms."""

    async def answering_at_once() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def met(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            found.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        bound = listening_socket(Listening(port=0))
        async with await asyncio.start_server(met, sock=bound):
            _, writer = await asyncio.open_connection(*bound.getsockname())
            told = await found
            writer.close()
            return told

    assert asyncio.run(answering_at_once())
