"""The OpenAPI 3.1 description: every route, body, header and status code, from the message types."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from sync.hq.exchange import OLDEST_SCHEMA
from sync.protocol.limits import FILE_CHUNK
from sync.protocol.messages import (
    DevicesReply,
    EnrolReply,
    EnrolRequest,
    NonceReply,
    NonceRequest,
    Problem,
    Reply,
    Request,
    TokenReply,
    TokenRequest,
)

Node = dict[str, Any]

_MESSAGES = (
    EnrolRequest,
    EnrolReply,
    NonceRequest,
    NonceReply,
    TokenRequest,
    TokenReply,
    Request,
    Reply,
    DevicesReply,
    Problem,
)

_STATUS = {
    200: "Done",
    204: "Kept",
    206: "A part of the file",
    400: "Not a message of this protocol",
    401: "No token that is valid now, or the signature was refused",
    403: "The device was withdrawn, the code is wrong or too late, or the role may not see this",
    404: "No record in scope names this file, or its bytes are not here yet",
    405: "Not done at this address",
    408: "The body did not arrive in time",
    409: "The piece does not continue the file; Upload-Offset says where it goes on",
    413: "Too large",
    415: "A content encoding other than zstd or gzip",
    416: "The range begins beyond the end of the file",
    422: "The whole file arrived and its hash is another",
    426: "The laptop's schema is too old or too new",
    429: "Too often; see Retry-After",
    500: "An error in headquarters",
    503: "Too busy, or the database is away; see Retry-After",
    507: "Headquarters' disk is full",
}

_ALWAYS = (405, 500, 503)
_BODY = (400, 408, 413, 415)
_OFFSET = {
    "Upload-Offset": {"schema": {"type": "integer"}, "description": "Bytes that have arrived"},
    "Upload-Length": {"schema": {"type": "integer"}, "description": "Bytes of the whole file"},
}
_RETRY = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds"}}


def described() -> bytes:
    """The description as JSON."""
    _, components = msgspec.json.schema_components(_MESSAGES, ref_template="#/components/schemas/{name}")
    components["Request"]["properties"]["schema"] |= {"minimum": OLDEST_SCHEMA}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Outpost headquarters",
            "version": "1",
            "description": "Sync of field laptops with headquarters. Bodies may be packed with zstd or gzip.",
        },
        "security": [{"token": []}],
        "paths": {
            "/openapi.json": {"get": _description()},
            "/v1/enrol": {"post": _posted("enrol", EnrolRequest, EnrolReply, codes=(403, 429, 507))},
            "/v1/nonce": {"post": _posted("nonce", NonceRequest, NonceReply, codes=(429, 507))},
            "/v1/token": {"post": _posted("token", TokenRequest, TokenReply, codes=(401, 403, 429, 507))},
            "/v1/sync": {"post": _exchange()},
            "/v1/devices": {"get": _devices()},
            "/v1/files/{sha256}": {
                "parameters": [_parameter("sha256", "path", {"type": "string", "pattern": "^[0-9a-f]{64}$"})],
                **_file(),
            },
        },
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
    return msgspec.json.encode(document)


def _description() -> Node:
    done = {"description": "This description", "content": {"application/json": {}}}
    return {"operationId": "describe", "security": [], "responses": {"200": done, **_problems((405, 500))}}


def _posted(name: str, body: type, reply: type, *, codes: Sequence[int]) -> Node:
    return {
        "operationId": name,
        "security": [],
        "description": body.__doc__ or name,
        "requestBody": {"required": True, "content": _json(body)},
        "responses": {"200": _answer(200, reply), **_problems((*_BODY, *_ALWAYS, *codes))},
    }


def _exchange() -> Node:
    node = _posted("sync", Request, Reply, codes=(401, 403, 426, 429, 507))
    del node["security"]
    return node


def _devices() -> Node:
    return {
        "operationId": "devices",
        "description": DevicesReply.__doc__ or "",
        "responses": {"200": _answer(200, DevicesReply), **_problems((401, 403, 429, *_ALWAYS))},
    }


def _file() -> dict[str, Node]:
    refused = (400, 401, 403, 404, 429, *_ALWAYS)
    state = {"description": _STATUS[200], "headers": _OFFSET}
    piece = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    number = {"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999}
    kept = {"description": _STATUS[204], "headers": _OFFSET}
    return {
        "head": {
            "operationId": "file_state",
            "responses": {"200": state, **_problems(refused, body=False)},
        },
        "put": {
            "operationId": "file_piece",
            "description": f"One piece of at most {FILE_CHUNK} bytes, where the file goes on.",
            "parameters": [_parameter("Upload-Offset", "header", number)],
            "requestBody": {"required": False, "content": piece},
            "responses": {"204": kept, **_problems((*refused, 408, 409, 413, 422, 507))},
        },
        "get": {
            "operationId": "file",
            "parameters": [_parameter("Range", "header", {"type": "string"}, required=False)],
            "responses": {
                "200": {"description": "The file", "content": piece},
                "206": {"description": _STATUS[206], "content": piece},
                **_problems((*refused, 416)),
            },
        },
    }


def _parameter(name: str, place: str, schema: Node, *, required: bool = True) -> Node:
    return {"name": name, "in": place, "required": required, "schema": schema}


def _json(kind: type) -> Node:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}


def _answer(status: int, kind: type) -> Node:
    return {"description": _STATUS[status], "content": _json(kind)}


def _problems(codes: Sequence[int], *, body: bool = True) -> Mapping[str, Node]:
    answers: dict[str, Node] = {}
    for status in sorted(set(codes)):
        answer: Node = _answer(status, Problem) if body else {"description": _STATUS[status]}
        if status in (429, 503):
            answer["headers"] = _RETRY
        if status == 409:
            answer["headers"] = _OFFSET
        answers[str(status)] = answer
    return answers
