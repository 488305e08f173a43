"""A small S3-compatible server: one bucket in memory, every request's signature checked (AWS Signature 4)."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

ACCESS_KEY, SECRET_KEY, BUCKET = "outpost-tests", "a secret of the tests", "attachments"


@dataclass
class BucketServer:
    """``objects`` by key. ``failing``: answer everything with this status."""

    port: int
    objects: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    failing: int = 0
    puts: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """What headquarters is told."""
        return f"s3+http://127.0.0.1:{self.port}/{BUCKET}/files?region=cn-north-1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bucket: BucketServer

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        key, query = self._asked(body)
        if key is None:
            return
        if "uploadId" in query:
            self.bucket.parts[query["uploadId"]][int(query["partNumber"])] = body
        else:
            self.bucket.objects[key] = body
        self.bucket.puts.append(key)
        self._answer(200, headers={"ETag": f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        key, query = self._asked(body)
        if key is None:
            return
        if "uploads" in query:
            upload = f"u{len(self.bucket.parts)}"
            self.bucket.parts[upload] = {}
            self._xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")
        else:
            parts = self.bucket.parts.pop(query["uploadId"])
            self.bucket.objects[key] = b"".join(parts[number] for number in sorted(parts))
            self._xml("CompleteMultipartUploadResult", f"<Key>{key}</Key><ETag>x</ETag>")

    def do_HEAD(self) -> None:
        key, _ = self._asked(b"")
        if key is None:
            return
        if key == "":
            self._answer(200)
        elif key in self.bucket.objects:
            size = str(len(self.bucket.objects[key]))
            date = "Mon, 02 Mar 2026 01:00:00 GMT"
            self._answer(200, headers={"ETag": '"x"', "Last-Modified": date, "X-Size": size}, size=int(size))
        else:
            self._answer(404)

    def do_GET(self) -> None:
        key, query = self._asked(b"")
        if key is None:
            return
        if key == "":
            self._list(query.get("prefix", ""))
        elif key not in self.bucket.objects:
            self._refuse(404, "NoSuchKey")
        else:
            self._range(self.bucket.objects[key])

    def do_DELETE(self) -> None:
        key, _ = self._asked(b"")
        if key is None:
            return
        self.bucket.objects.pop(key, None)
        self._answer(204)

    def _list(self, prefix: str) -> None:
        names = sorted(name for name in self.bucket.objects if name.startswith(prefix))
        rows = "".join(
            f"<Contents><Key>{name}</Key><Size>{len(self.bucket.objects[name])}</Size></Contents>"
            for name in names
        )
        self._xml("ListBucketResult", f"<Name>{BUCKET}</Name><IsTruncated>false</IsTruncated>{rows}")

    def _range(self, body: bytes) -> None:
        first, _, last = self.headers["Range"].removeprefix("bytes=").partition("-")
        if int(first) >= len(body):
            self._refuse(416, "InvalidRange")
            return
        part = body[int(first) : int(last) + 1]
        self._answer(206, part, {"Content-Range": f"bytes {first}-{last}/{len(body)}"})

    # --- who asks
    def _asked(self, body: bytes) -> tuple[str | None, dict[str, str]]:
        """The key and the query of a request that is rightly signed; None where it was refused."""
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if self.bucket.failing:
            self._refuse(self.bucket.failing, "SlowDown")
        elif not self._is_signed(parts.path, parts.query, body):
            self._refuse(403, "SignatureDoesNotMatch")
        elif not parts.path.startswith(f"/{BUCKET}"):
            self._refuse(404, "NoSuchBucket")
        else:
            return unquote(parts.path).removeprefix(f"/{BUCKET}").lstrip("/"), query
        return None, query

    def _is_signed(self, path: str, query: str, body: bytes) -> bool:
        fields = dict(
            part.strip().split("=", 1)
            for part in self.headers.get("Authorization", "x=").partition(" ")[2].split(",")
            if "=" in part
        )
        key, _, scope = fields.get("Credential", "").partition("/")
        told = self.headers.get("x-amz-content-sha256", "")
        if key != ACCESS_KEY or told not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
            return False
        signed = fields["SignedHeaders"].split(";")
        heads = "\n".join(f"{name}:{' '.join(self.headers[name].split())}" for name in signed)
        pairs = sorted(parse_qs(query, keep_blank_values=True).items())
        asked = "&".join(f"{quote(name, safe='')}={quote(values[0], safe='')}" for name, values in pairs)
        request = "\n".join((self.command, path, asked, heads, "", fields["SignedHeaders"], told))
        day, region, *_ = scope.split("/")
        signing = f"AWS4{SECRET_KEY}".encode()
        for word in (day, region, "s3", "aws4_request"):
            signing = hmac.digest(signing, word.encode(), "sha256")
        digest = hashlib.sha256(request.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{digest}"
        right = hmac.digest(signing, text.encode(), "sha256").hex()
        return hmac.compare_digest(right, fields["Signature"])

    # --- answering
    def _refuse(self, status: int, code: str) -> None:
        self._xml("Error", f"<Code>{code}</Code><Message>{code}</Message>", status)

    def _xml(self, root: str, inside: str, status: int = 200) -> None:
        space = "" if root == "Error" else ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
        body = f"<{root}{space}>{inside}</{root}>".encode()
        self._answer(status, body, {"Content-Type": "application/xml"})

    def _answer(
        self, status: int, body: bytes = b"", headers: dict[str, str] | None = None, *, size: int = -1
    ) -> None:
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if size < 0 else size))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@contextmanager
def bucket_server() -> Iterator[BucketServer]:
    """A running server on a free port."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.bucket = BucketServer(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield handler.bucket  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
