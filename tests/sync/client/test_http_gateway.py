"""What goes over the wire, what is trusted, and what every failure means to the person (trust.md S7)."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from app.errors import OutpostError
from sync.client import errors, http_gateway
from sync.client.address import parse_address
from sync.client.device import DeviceKey, Enrolment
from sync.client.enrol import read_authority
from sync.client.http_gateway import HttpGateway, request_enrolment
from sync.protocol.messages import NonceReply, Problem, Reply, Request, TokenReply
from tests.fakes.certificates import Authority, new_authority
from tests.fakes.scripted_server import Call, Canned, ScriptedServer, scripted_server

IDLE = Request(schema=1)


def enrolled(url: str, authority: str = "") -> Enrolment:
    return Enrolment(parse_address(url), authority, "d1", DeviceKey.generate(), "张三", "", "", "测试")


def answering(answer: Callable[[Call], Canned]) -> Callable[[Call], Canned]:
    """Signs everyone in and leaves the rest to ``answer``."""

    def signed_in(call: Call) -> Canned:
        if call.path == http_gateway.NONCE:
            return Canned(body=msgspec.json.encode(NonceReply("n1")))
        if call.path == http_gateway.TOKEN:
            return Canned(body=msgspec.json.encode(TokenReply("t1", 3600)))
        return answer(call)

    return signed_in


def done(call: Call) -> Canned:
    return Canned(body=msgspec.json.encode(Reply(cursor="c1")))


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        server.answer = answering(done)
        yield server


@pytest.fixture
def gateway(server: ScriptedServer) -> Iterator[HttpGateway]:
    gateway = HttpGateway(enrolled(server.url))
    yield gateway
    gateway.close()


def test_it_signs_in_once_and_keeps_its_token(gateway: HttpGateway, server: ScriptedServer) -> None:
    assert gateway.exchange(IDLE).cursor == "c1"
    assert gateway.exchange(IDLE).cursor == "c1"

    assert [call.path for call in server.calls] == ["/v1/nonce", "/v1/token", "/v1/sync", "/v1/sync"]
    assert server.calls[-1].headers["Authorization"] == "Bearer t1"
    traffic = gateway.traffic()
    assert (traffic.requests, traffic.sign_in_requests) == (2, 2)
    assert 0 < traffic.sign_in_up < 1000 and 0 < traffic.up < 500


def test_headers_are_lean(gateway: HttpGateway, server: ScriptedServer) -> None:
    gateway.exchange(IDLE)
    assert set(server.calls[-1].headers) <= {
        "Host",
        "Accept-Encoding",
        "Authorization",
        "Content-Length",
        "Content-Type",
    }


def test_an_old_token_is_replaced_once(gateway: HttpGateway, server: ScriptedServer) -> None:
    gateway.exchange(IDLE)
    refusals = iter([401])

    def refuse_once(call: Call) -> Canned:
        return Canned(next(refusals, 200), done(call).body)

    server.answer = answering(refuse_once)
    assert gateway.exchange(IDLE).cursor == "c1"
    assert [call.path for call in server.calls].count("/v1/token") == 2


def test_a_fresh_token_that_is_refused_is_the_end(gateway: HttpGateway, server: ScriptedServer) -> None:
    server.answer = answering(lambda call: Canned(401))
    with pytest.raises(errors.SignInRefused):
        gateway.exchange(IDLE)
    assert len(server.calls) == 3


def problem(code: str, **params: object) -> bytes:
    return msgspec.json.encode(Problem(code, params))


@pytest.mark.parametrize(
    ("canned", "expected"),
    [
        (Canned(403, problem("device_revoked")), errors.DeviceRevoked),
        (Canned(403, problem("code_expired")), errors.CodeExpired),
        (Canned(426, problem("upgrade_needed", oldest=2)), errors.UpgradeNeeded),
        (Canned(426, b""), errors.UpgradeNeeded),
        (Canned(500, problem("server_fault")), errors.ServerFault),
        (Canned(502, b"<html>bad gateway"), errors.ServerFault),
        (Canned(507, problem("storage_full")), errors.HeadquartersFull),
        (Canned(507, b""), errors.HeadquartersFull),
        (Canned(413, problem("message_too_large", limit=5)), errors.RequestRefused),
        (Canned(400, problem("malformed_message", detail="x")), errors.RequestRefused),
        (Canned(408, problem("slow_body", seconds=60)), errors.Timeout),
        (Canned(404, problem("no_such_address")), errors.NotHeadquarters),
        (Canned(404, b"<html>"), errors.NotHeadquarters),
        (Canned(403, b"<html>hotel"), errors.NotHeadquarters),
        (Canned(302, b"", {"Location": "https://elsewhere.example/"}), errors.NotHeadquarters),
        (Canned(200, b"<html>Please log in", {"Content-Type": "text/html"}), errors.NotHeadquarters),
        (Canned(200, b'{"cursor": 5}'), errors.MalformedAnswer),
        (Canned(200, b"{"), errors.MalformedAnswer),
        (Canned(200, b"x" * 500, {"Content-Encoding": "zstd", "Content-Type": "application/json"}),
         errors.MalformedAnswer),
        (Canned(200, b"x" * 500, cut=100), errors.Offline),
    ],
)  # fmt: skip
def test_every_failure_has_its_own_error(
    gateway: HttpGateway, server: ScriptedServer, canned: Canned, expected: type[OutpostError]
) -> None:
    server.answer = answering(lambda call: canned)
    with pytest.raises(expected) as raised:
        gateway.exchange(IDLE)
    assert type(raised.value) is expected


def test_the_reason_of_a_refusal_is_kept(gateway: HttpGateway, server: ScriptedServer) -> None:
    server.answer = answering(lambda call: Canned(413, problem("message_too_large", limit=5)))
    with pytest.raises(errors.RequestRefused) as raised:
        gateway.exchange(IDLE)
    assert raised.value.problem.key == "error.message_too_large"
    assert raised.value.problem.params == {"limit": 5}


@pytest.mark.parametrize(
    ("header", "seconds"), [("17", 17), ("", 60), ("soon", 60), ("0", 1), ("999999999", 3600)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_passed_on(
    gateway: HttpGateway, server: ScriptedServer, status: int, header: str, seconds: int
) -> None:
    server.answer = answering(lambda call: Canned(status, problem("busy"), {"Retry-After": header}))
    with pytest.raises(errors.Busy) as raised:
        gateway.exchange(IDLE)
    assert raised.value.retry_after == seconds


def test_text_that_cannot_be_encoded_is_refused_before_anything_is_sent(
    gateway: HttpGateway, server: ScriptedServer
) -> None:
    with pytest.raises(errors.RequestRefused):
        gateway.exchange(Request(schema=1, cursor="\ud800"))
    assert server.calls == []


def test_a_large_request_travels_compressed(gateway: HttpGateway, server: ScriptedServer) -> None:
    gateway.exchange(Request(schema=1, cursor="c" * 5000))
    call = server.calls[-1]
    assert call.headers["Content-Encoding"] == "zstd" and len(call.body) < 200


def test_it_tells_when_a_request_has_left_and_sends_the_same(
    gateway: HttpGateway, server: ScriptedServer
) -> None:
    request = Request(schema=1, cursor="c" * 5000)
    gone = threading.Event()
    seen: list[bool] = []

    def late(call: Call) -> Canned:
        seen.append(gone.wait(10))  # it is told before there is an answer
        return done(call)

    server.answer = answering(late)
    assert gateway.exchange_telling(request, gone.set).cursor == "c1" and seen == [True]
    gateway.exchange(request)
    told, plain = server.calls[-2:]
    assert (told.body, told.headers) == (plain.body, plain.headers)


def test_an_old_token_is_replaced_once_for_a_request_that_tells(
    gateway: HttpGateway, server: ScriptedServer
) -> None:
    gateway.exchange(IDLE)
    refused = iter([Canned(401, problem("unauthorized"))])
    server.answer = answering(lambda call: next(refused, done(call)))
    gone: list[bool] = []
    assert gateway.exchange_telling(IDLE, lambda: gone.append(True)).cursor == "c1"
    assert gone == [True, True] and server.calls[-1].body == server.calls[-4].body != b""


def test_pieces_of_files_say_where_they_belong(gateway: HttpGateway, server: ScriptedServer) -> None:
    sha256 = "a" * 64
    server.answer = answering(lambda call: Canned(204, b"", {"Upload-Offset": "7"}))
    assert gateway.upload(sha256, 4, b"abc", 100) == 7
    assert gateway.uploaded(sha256) == 7
    put, head = server.calls[-2:]
    assert (put.method, put.path, put.body) == ("PUT", f"/v1/files/{sha256}", b"abc")
    assert (put.headers["Upload-Offset"], head.method) == ("4", "HEAD")

    server.answer = answering(lambda call: Canned(206, b"defg"))
    assert gateway.download(sha256, 3, 4) == b"defg"
    assert server.calls[-1].headers["Range"] == "bytes=3-6"


def test_troubles_with_files(gateway: HttpGateway, server: ScriptedServer) -> None:
    sha256 = "a" * 64
    server.answer = answering(lambda call: Canned(404, problem("file_unknown")))
    assert gateway.uploaded(sha256) == 0
    with pytest.raises(errors.FileUnknown):
        gateway.download(sha256, 0, 10)
    server.answer = answering(lambda call: Canned(409, problem("wrong_offset", offset=42)))
    with pytest.raises(errors.WrongOffset) as raised:
        gateway.upload(sha256, 0, b"abc", 100)
    assert raised.value.offset == 42
    server.answer = answering(lambda call: Canned(204, b"", {"Upload-Offset": "many"}))
    with pytest.raises(errors.MalformedAnswer):
        gateway.upload(sha256, 0, b"abc", 100)
    server.answer = answering(lambda call: Canned(200, b"from the beginning"))
    with pytest.raises(errors.MalformedAnswer):
        gateway.download(sha256, 5, 10)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gateway = HttpGateway(enrolled(f"http://127.0.0.1:{port}"))
    with pytest.raises(errors.Offline):
        gateway.exchange(IDLE)
    gateway.close()


def test_a_silent_server_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_gateway, "READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        gateway = HttpGateway(enrolled(f"http://127.0.0.1:{silent.getsockname()[1]}"))
        with pytest.raises(errors.Timeout):
            gateway.exchange(IDLE)
        gateway.close()


def test_the_environment_has_no_say(
    gateway: HttpGateway, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    assert gateway.exchange(IDLE).cursor == "c1"


# --- TLS -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> Authority:
    return new_authority("headquarters")


def test_its_own_authority_is_trusted(authority: Authority, tmp_path: Path) -> None:
    with scripted_server(authority.server(tmp_path, "127.0.0.1")) as server:
        server.answer = answering(done)
        gateway = HttpGateway(enrolled(server.url, authority.pem))
        assert gateway.exchange(IDLE).cursor == "c1"
        gateway.close()


@pytest.mark.parametrize(
    "case", ["another authority", "self-signed", "wrong name", "expired", "system store"]
)
def test_nothing_is_sent_to_a_server_that_is_not_headquarters(
    case: str, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_authority("other")
    certificate = {
        "another authority": lambda: other.server(tmp_path, "127.0.0.1"),
        "self-signed": lambda: new_authority("self").server(tmp_path, "127.0.0.1"),
        "wrong name": lambda: authority.server(tmp_path, "hq.example.cn"),
        "expired": lambda: authority.server(tmp_path, "127.0.0.1", days=-2),
        "system store": lambda: other.server(tmp_path, "127.0.0.1"),
    }[case]()
    if case == "system store":  # an authority that the whole system trusts is still not headquarters' own
        bundle = tmp_path / "system.pem"
        bundle.write_text(other.pem)
        for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.setenv(name, str(bundle))
    with scripted_server(certificate) as server:
        server.answer = answering(done)
        gateway = HttpGateway(enrolled(server.url, authority.pem))
        with pytest.raises(errors.BadCertificate):
            gateway.exchange(IDLE)
        gateway.close()
        assert server.calls == []


def test_a_server_without_tls_behind_an_https_address(server: ScriptedServer, authority: Authority) -> None:
    gateway = HttpGateway(enrolled(server.url.replace("http:", "https:"), authority.pem))
    with pytest.raises(errors.BadCertificate):
        gateway.exchange(IDLE)
    gateway.close()
    assert server.calls == []


@pytest.mark.parametrize("content", [None, "", "no certificate", "\xff", "server"])
def test_a_certificate_file_that_is_none(content: str | None, tmp_path: Path, authority: Authority) -> None:
    path = tmp_path / "hq.pem"
    if content == "server":
        path = authority.server(tmp_path, "127.0.0.1")[0]
    elif content is not None:
        path.write_text(content, encoding="latin-1")
    with pytest.raises(errors.CertificateFileUnusable) as raised:
        read_authority(path)
    assert raised.value.params == {"path": str(path)}
    with pytest.raises(errors.CertificateFileUnusable):
        read_authority(None)


def test_enrolment_says_what_is_wrong_with_the_code(server: ScriptedServer) -> None:
    server.answer = lambda call: Canned(403, problem("code_refused"))
    with pytest.raises(errors.CodeRefused):
        request_enrolment(parse_address(server.url), "", "code", "一号机", DeviceKey.generate())
    assert b"code" in server.calls[0].body
