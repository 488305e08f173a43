"""The way to headquarters over HTTP; the only place that knows ``requests``.

Encrypted with headquarters' own authority and no other (trust.md 4.8), or plain to this computer itself. No
redirects, no proxies but the one given, nothing from the environment. Headers are lean: an exchange with
nothing to say takes at most 600 bytes both ways.
"""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec
import requests
import requests.adapters
import urllib3
from urllib3.util import SKIP_HEADER

from app.errors import OutpostError
from app.reasons import Reason
from app.version import version
from sync.client import errors
from sync.client.address import Address
from sync.client.answers import failure
from sync.client.device import DeviceKey, Enrolment
from sync.client.gateway import Traffic
from sync.client.packing import Packing
from sync.client.parting import Parting
from sync.protocol import codec
from sync.protocol.limits import MAX_REPLY
from sync.protocol.messages import (
    DevicesReply,
    EnrolReply,
    EnrolRequest,
    NonceReply,
    NonceRequest,
    Operation,
    Reply,
    Request,
    TokenReply,
    TokenRequest,
)

EXCHANGE = "/v1/sync"
ENROL = "/v1/enrol"
NONCE = "/v1/nonce"
TOKEN = "/v1/token"
DEVICES = "/v1/devices"
FILES = "/v1/files/"
CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
SMALL_REPLY = 64 * 1024

M = TypeVar("M", bound=msgspec.Struct)
Gone = Callable[[], None]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def encoding(self) -> str:
        return self.headers.get("Content-Encoding", "")


class _OwnAuthority(requests.adapters.HTTPAdapter):
    """Trusts the certificates of one context, never those of the system or of certifi."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave the context as it is: the base class would add the authorities of the system."""


class HttpConnection:
    """One kept-alive connection to one address; counts what it moves."""

    def __init__(self, address: Address, authority: str, *, proxy: str = "") -> None:
        """``authority``: PEM of headquarters' certificates, not needed for plain HTTP.

        Raises:
            CertificateFileUnusable: it holds no certificate.
        """
        self._address = address
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.clear()
        self._session.proxies = {"https": proxy, "http": proxy} if proxy else {}
        if address.scheme == "https":
            self._session.mount("https://", _OwnAuthority(context(authority)))
        self.requests = self.up = self.down = 0

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        gone: Gone | None = None,
    ) -> Answer:
        """One request and its answer, whatever its status; ``gone`` is told once a body has left.

        Raises:
            Offline, Timeout, BadCertificate, NotHeadquarters, MalformedAnswer: as they say.
        """
        lean = {"User-Agent": SKIP_HEADER, "Accept-Encoding": "zstd", **(headers or {})}
        self.requests += 1
        self.up += len(body) + _head_bytes(f"{method} {self._address.path}{path} HTTP/1.1", lean)
        self.up += len(f"Host: {self._address.host}:{self._address.port}\r\n") + (len(body) > 0) * 20
        try:
            with self._session.request(
                method,
                self._address.url + path,
                data=Parting(body, gone) if body and gone else body or None,
                headers=lean,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                raw = response.raw.read(MAX_REPLY + 1, decode_content=False)
                self.down += len(raw) + _head_bytes("HTTP/1.1 200 OK", response.headers)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _unreachable(error, self._address) from error
        if 300 <= response.status_code < 400:
            raise errors.NotHeadquarters(status=response.status_code)
        declared = response.headers.get("Content-Length", "")
        if method != "HEAD" and declared.isdigit() and len(raw) < int(declared):
            raise errors.Offline(self._address.host)  # the connection broke in the middle of the answer
        if len(raw) > MAX_REPLY:
            raise errors.MalformedAnswer(detail="too long")
        return Answer(response.status_code, response.headers, raw)

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()


def context(authority: str) -> ssl.SSLContext:
    """TLS 1.2 or later, trusting ``authority`` (PEM) alone.

    Raises:
        CertificateFileUnusable: it holds no certificate.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks the name; knows no authority yet
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        made.load_verify_locations(cadata=authority)
    except (ssl.SSLError, ValueError) as error:
        raise errors.CertificateFileUnusable(path="") from error
    if not made.cert_store_stats()["x509_ca"]:
        raise errors.CertificateFileUnusable(path="")
    return made


class HttpGateway:
    """``sync.client.gateway.Gateway`` over HTTP, for one enrolled device. The token lives in memory only."""

    def __init__(self, enrolment: Enrolment, *, proxy: str = "") -> None:
        self._enrolment = enrolment
        self._connection = HttpConnection(enrolment.address, enrolment.authority, proxy=proxy)
        self._token = ""
        self._sign_in = Traffic()
        self._packing = Packing()

    def exchange(self, request: Request) -> Reply:
        """See ``Gateway.exchange``."""
        return self._exchanged(request, None)

    def prepare(self, ops: Sequence[Operation]) -> None:
        """See ``sync.client.packing.Preparing``."""
        self._packing.prepare(ops)

    def exchange_telling(self, request: Request, gone: Gone) -> Reply:
        """See ``sync.client.parting.Telling``."""
        return self._exchanged(request, gone)

    def _exchanged(self, request: Request, gone: Gone | None) -> Reply:
        try:
            body, encoding = self._packing.body(request)
        except UnicodeError as error:  # half of a character pair: no text that anyone could send
            raise errors.RequestRefused(Reason("error.unsendable_text")) from error
        headers = {"Content-Encoding": encoding} if encoding else {}
        answer = self._authorised("POST", EXCHANGE, body, headers, gone)
        return _decoded(Reply, answer, MAX_REPLY)

    def traffic(self) -> Traffic:
        """See ``Gateway.traffic``."""
        total, apart = self._connection, self._sign_in
        return replace(
            apart,
            requests=total.requests - apart.sign_in_requests,
            up=total.up - apart.sign_in_up,
            down=total.down - apart.sign_in_down,
        )

    def uploaded(self, sha256: str) -> int:
        """See ``Gateway.uploaded``."""
        try:
            answer = self._authorised("HEAD", FILES + sha256)
        except errors.FileUnknown:
            return 0
        return _whole(answer.headers.get("Upload-Offset"))

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        """See ``Gateway.upload``."""
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(size)}
        answer = self._authorised("PUT", FILES + sha256, piece, headers)
        return _whole(answer.headers.get("Upload-Offset"))

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        """See ``Gateway.download``."""
        headers = {"Range": f"bytes={offset}-{offset + length - 1}"}
        answer = self._authorised("GET", FILES + sha256, headers=headers)
        if answer.status == 200 and offset:
            raise errors.MalformedAnswer(detail="the whole file instead of a part")
        return answer.body

    def devices(self) -> DevicesReply:
        """How every laptop of this headquarters stands; only for its own people.

        Raises:
            RequestRefused: this person may not see it; and whatever ``exchange`` raises.
        """
        return _decoded(DevicesReply, self._authorised("GET", DEVICES), MAX_REPLY)

    def close(self) -> None:
        """Let the connection and the token go."""
        self._token = ""
        self._connection.close()

    # --- signing in ------------------------------------------------------------------------------------

    def _authorised(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        gone: Gone | None = None,
    ) -> Answer:
        """A request with the token; one that has run out is replaced once."""
        fresh = not self._token
        if fresh:
            self._token = self._new_token()
        answer = self._connection.send(method, path, body, self._bearing(headers), gone)
        if answer.status == 401 and not fresh:
            self._token = self._new_token()
            answer = self._connection.send(method, path, body, self._bearing(headers), gone)
        return _successful(answer)

    def _bearing(self, headers: Mapping[str, str] | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", **(headers or {})}

    def _new_token(self) -> str:
        before = self._connection.requests, self._connection.up, self._connection.down
        try:
            device = self._enrolment.device_id
            nonce = _post(self._connection, NONCE, NonceRequest(device), NonceReply).nonce
            signature = self._enrolment.key.sign(device, nonce)
            proof = TokenRequest(device, nonce, signature, version())
            return _post(self._connection, TOKEN, proof, TokenReply).token
        finally:
            apart, now = self._sign_in, self._connection
            self._sign_in = Traffic(
                sign_in_requests=apart.sign_in_requests + now.requests - before[0],
                sign_in_up=apart.sign_in_up + now.up - before[1],
                sign_in_down=apart.sign_in_down + now.down - before[2],
            )


def request_enrolment(
    address: Address, authority: str, code: str, device_name: str, key: DeviceKey, *, proxy: str = ""
) -> EnrolReply:
    """Spend a one-time code on a new device.

    Raises:
        CodeRefused, CodeExpired, and whatever ``HttpConnection`` raises.
    """
    connection = HttpConnection(address, authority, proxy=proxy)
    try:
        return _post(connection, ENROL, EnrolRequest(code, device_name, key.public_text), EnrolReply)
    finally:
        connection.close()


def _post(connection: HttpConnection, path: str, message: msgspec.Struct, reply: type[M]) -> M:
    return _decoded(reply, _successful(connection.send("POST", path, codec.encode(message))), SMALL_REPLY)


def _successful(answer: Answer) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    raise failure(answer.status, answer.headers, answer.body, answer.encoding)


def _decoded(kind: type[M], answer: Answer, limit: int) -> M:
    try:
        return codec.decode(kind, answer.body, encoding=answer.encoding, limit=limit)
    except OutpostError as error:
        if not answer.headers.get("Content-Type", "").startswith("application/json"):
            raise errors.NotHeadquarters(status=answer.status) from error
        raise errors.MalformedAnswer(detail=str(error)) from error


def _whole(text: str | None) -> int:
    if text is None or not text.isascii() or not text.isdigit():
        raise errors.MalformedAnswer(detail="no Upload-Offset")
    return int(text)


def _head_bytes(first: str, headers: Mapping[str, Any]) -> int:
    """About how many bytes a head takes: HTTP libraries do not tell."""
    lines = (f"{name}: {value}" for name, value in headers.items() if value != SKIP_HEADER)
    return len(first) + 4 + sum(len(line) + 2 for line in lines)


def _unreachable(error: Exception, address: Address) -> errors.SyncError:
    """What a failure below HTTP means to the person."""
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, ssl.SSLError | requests.exceptions.SSLError):
            return errors.BadCertificate(host=address.host)
        chain = chain.__cause__ or chain.__context__
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return errors.Offline(address.host)
    if isinstance(error, requests.exceptions.Timeout | urllib3.exceptions.ReadTimeoutError):
        return errors.Timeout(address.host)
    if isinstance(error, requests.exceptions.InvalidURL):
        return errors.NotAnAddress(address=address.url)
    return errors.Offline(address.host)
