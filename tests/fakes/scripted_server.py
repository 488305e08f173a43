"""A web server on this computer that answers what a test tells it to, and remembers what it was sent."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Call:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Canned:
    """One answer. ``cut``: only so many bytes of the body are sent."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    cut: int | None = None


@dataclass
class ScriptedServer:
    """``answer`` decides what each call gets; ``calls`` are those that arrived."""

    url: str
    port: int
    answer: Callable[[Call], Canned] = lambda call: Canned()
    calls: list[Call] = field(default_factory=list)


@contextmanager
def scripted_server(certificate: tuple[Path, Path] | None = None) -> Iterator[ScriptedServer]:
    """A running server; with a certificate and key file it speaks HTTPS."""
    server: ScriptedServer

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            call = Call(self.command, self.path, dict(self.headers), body)
            server.calls.append(call)
            canned = server.answer(call)
            self.send_response_only(canned.status)
            for name, value in canned.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(canned.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(canned.body if canned.cut is None else canned.body[: canned.cut])
            self.close_connection = self.close_connection or canned.cut is not None

        do_GET = do_POST = do_PUT = do_HEAD = handle_any

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are quiet."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A handshake that the other side breaks off is what some tests are about."""

    listening = Quiet(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        listening.socket = context.wrap_socket(
            listening.socket, server_side=True, do_handshake_on_connect=False
        )
    port = listening.server_address[1]
    server = ScriptedServer(f"{'https' if certificate else 'http'}://127.0.0.1:{port}", port)
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
