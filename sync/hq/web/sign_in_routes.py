"""Routes for enrolling and signing in. Failures are counted per device or code and per address."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import Response

from sync.hq.enrolment import enrol, normalised
from sync.hq.errors import CodeRefused, SignatureRefused
from sync.hq.throttle import FAILURES_PER_ADDRESS, FAILURES_PER_DEVICE, SIGN_INS_PER_DEVICE, Rate
from sync.hq.tokens import give_nonce, give_token
from sync.hq.web.bodies import read_message, write_message
from sync.hq.web.service import Service, address
from sync.protocol.messages import EnrolRequest, NonceRequest, TokenRequest

Endpoint = Callable[[Request], object]


class SignInRoutes:
    """Enrol, nonce, token."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def enrol(self, request: Request) -> Response:
        """Spend a one-time code."""
        message = await read_message(request, EnrolRequest)
        service, caller = self._service, address(request)
        with self._failures("enrol", normalised(message.code)[:4], caller):
            reply = await service.work(
                lambda: enrol(
                    service.store, message, now=service.now, randomness=service.randomness, address=caller
                )
            )
        return write_message(request, reply)

    async def nonce(self, request: Request) -> Response:
        """Ask for something to sign."""
        message = await read_message(request, NonceRequest)
        service = self._service
        service.throttle.take("nonce", message.device_id, SIGN_INS_PER_DEVICE)
        reply = await service.work(
            lambda: give_nonce(
                service.store, message.device_id, now=service.now, randomness=service.randomness
            )
        )
        return write_message(request, reply)

    async def token(self, request: Request) -> Response:
        """Exchange a signature for a token."""
        message = await read_message(request, TokenRequest)
        service, caller = self._service, address(request)
        with self._failures("token", message.device_id, caller):
            reply = await service.work(
                lambda: give_token(
                    service.store, message, now=service.now, randomness=service.randomness, address=caller
                )
            )
        return write_message(request, reply)

    @contextmanager
    def _failures(self, name: str, who: str, caller: str) -> Iterator[None]:
        """Refuse those who failed too often lately; count this one if it fails."""
        limits: tuple[tuple[str, str, Rate], ...] = (
            (name, who, FAILURES_PER_DEVICE),
            (f"{name}_address", caller, FAILURES_PER_ADDRESS),
        )
        for limit in limits:
            self._service.throttle.check(*limit)
        try:
            yield
        except (CodeRefused, SignatureRefused):
            for limit in limits:
                self._service.throttle.take(*limit)
            raise
