"""A headquarters behind real HTTP on loopback, in a thread of the test."""

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import uvicorn
from starlette.applications import Starlette

from sync.hq import directory, enrolment
from sync.hq.throttle import Throttle
from sync.hq.web.routes import create_app
from tests.sync.hq.keys import DeviceKey
from tests.sync.hq.office import Office


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


@dataclass
class Caller:
    """A lean HTTP client: sends no header it was not told to."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)

    def send(
        self, method: str, path: str, body: object = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """``body``: bytes, or anything that becomes JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in {**self.headers, **(headers or {})}.items():
                connection.putheader(name, value)
            if raw or method in ("POST", "PUT"):
                connection.putheader("Content-Length", str(len(raw)))
            connection.endheaders(raw)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()


@dataclass
class Served:
    """The office and how to reach it."""

    office: Office
    port: int

    def caller(self, user: str = "张三", key: int = 1) -> Caller:
        """A device of ``user``, enrolled and signed in over HTTP."""
        caller, own = Caller(self.port), DeviceKey(key)
        enrolled = caller.send(
            "POST", "/v1/enrol", {"code": self.code(user), "device_name": "pc", "public_key": own.public}
        )
        assert enrolled.status == 200, enrolled.body
        device = enrolled.json["device_id"]
        nonce = caller.send("POST", "/v1/nonce", {"device_id": device}).json["nonce"]
        request = msgspec.json.encode(own.token_request(device, nonce))
        token = caller.send("POST", "/v1/token", request).json["token"]
        return Caller(self.port, {"Authorization": f"Bearer {token}"})

    def code(self, user: str = "张三") -> str:
        """A fresh one-time code."""
        office = self.office
        office.laptop(user)
        with office.store.write() as connection:
            person = directory.user(connection, office.store.tenant, user)
            return enrolment.invite(
                connection, office.store.tenant, person, now=office.now, randomness=office.randomness
            ).code


@contextmanager
def listening(app: Starlette) -> Iterator[int]:
    """Serve ``app`` on a free port of loopback."""
    config = uvicorn.Config(
        app, port=0, log_config=None, lifespan="off", server_header=False, date_header=False, access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield int(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join(10)


@contextmanager
def served(office: Office, *, in_flight: int = 64, throttle: Throttle | None = None) -> Iterator[Served]:
    """The whole headquarters over HTTP."""
    app = create_app(
        office.store,
        clock=office.clock,
        randomness=office.randomness,
        in_flight=in_flight,
        throttle=throttle,
    )
    with listening(app) as port:
        yield Served(office, port)
