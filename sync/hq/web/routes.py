"""Headquarters as an ASGI application: the routes and nothing else."""

import time

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.model.identity import Randomness
from sync.hq.exchange import Clock
from sync.hq.store import HqStore
from sync.hq.throttle import Throttle
from sync.hq.web.openapi import described
from sync.hq.web.refusals import add_refusals
from sync.hq.web.service import IN_FLIGHT, Service
from sync.hq.web.sign_in_routes import SignInRoutes
from sync.hq.web.sync_routes import SyncRoutes

FILE = "/v1/files/{sha256}"


def create_app(
    store: HqStore,
    *,
    clock: Clock,
    randomness: Randomness,
    in_flight: int = IN_FLIGHT,
    throttle: Throttle | None = None,
) -> Starlette:
    """The application over ``store``; in earnest ``randomness`` must be ``random.SystemRandom``.

    At most ``in_flight`` requests are worked on at once; ``throttle`` counts each device and address.
    """
    service = Service(store, clock, randomness, in_flight, throttle or Throttle(time.monotonic))
    sign_in, sync = SignInRoutes(service), SyncRoutes(service)
    app = Starlette(
        routes=[
            Route("/openapi.json", _openapi, methods=["GET"]),
            Route("/v1/enrol", sign_in.enrol, methods=["POST"]),
            Route("/v1/nonce", sign_in.nonce, methods=["POST"]),
            Route("/v1/token", sign_in.token, methods=["POST"]),
            Route("/v1/sync", sync.exchange, methods=["POST"]),
            Route("/v1/devices", sync.devices, methods=["GET"]),
            Route(FILE, sync.file, methods=["HEAD", "GET", "PUT"]),
        ]
    )
    add_refusals(app)
    return app


async def _openapi(request: Request) -> Response:
    return Response(described(), media_type="application/json")
