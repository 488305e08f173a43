"""Every answer that is not a success: one JSON ``Problem`` with a documented status."""

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app.errors import OutpostError
from sync.hq.errors import HqError, WrongOffset
from sync.hq.web.bodies import JSON
from sync.protocol.codec import MalformedMessage, MessageTooLarge, UnknownEncoding
from sync.protocol.messages import Problem

_PROTOCOL = {MalformedMessage: 400, MessageTooLarge: 413, UnknownEncoding: 415}
_HTTP = {404: "no_such_address", 405: "method_not_allowed"}


def add_refusals(app: Starlette) -> None:
    """Make ``app`` answer every error as a ``Problem``."""
    app.add_exception_handler(OutpostError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _bug)


def _problem(status: int, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(problem), status, headers, media_type=JSON)


def status_of(error: OutpostError) -> int:
    """The HTTP status of a known error."""
    return error.status if isinstance(error, HqError) else _PROTOCOL.get(type(error), 400)


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, OutpostError)
    headers: dict[str, str] = {}
    if isinstance(error, HqError) and error.retry_after:
        headers["retry-after"] = str(error.retry_after)
    if isinstance(error, WrongOffset):
        headers["upload-offset"] = str(error.offset)
    if status_of(error) == 401:
        headers["www-authenticate"] = "Bearer"
    return _problem(status_of(error), Problem(error.code, dict(error.params)), headers)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _HTTP.get(error.status_code, "malformed_message")
    return _problem(error.status_code, Problem(code), dict(error.headers or {}))


def _gone(request: Request, error: Exception) -> Response:
    """The laptop hung up in the middle of its request; nobody reads this."""
    return _problem(400, Problem("malformed_message"))


def _bug(request: Request, error: Exception) -> Response:
    # The server logs the traceback, which holds no values: the database hides its parameters.
    return _problem(500, Problem("server_fault"))
