"""Files in an S3-compatible bucket: ``PREFIX/TENANT/ab/abcd…``.

They arrive in the data folder (``sync.hq.staging``) and are put into the bucket once whole, in parts where
they are large: no bucket takes pieces as small as those of a laptop on a bad link. The keys come from the
environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or from the file that AWS_SHARED_CREDENTIALS_FILE
names; they are never part of an address, a command line or a log.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from minio import Minio
from minio.credentials.providers import AWSConfigProvider, ChainedProvider, EnvAWSProvider
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from sync.hq.errors import BadFilesPlace, FilesUnreachable
from sync.hq.staging import Staging

_SCHEMES = {"s3+https": True, "s3+http": False}
_PART = 16 * 1024 * 1024
_MISSING = frozenset({"NoSuchKey", "NoSuchObject", "ResourceNotFound"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """Where a bucket is. ``endpoint`` is host and port; ``prefix`` ends in a slash unless it is empty."""

    endpoint: str
    secure: bool
    bucket: str
    prefix: str
    region: str


def parse_bucket(address: str) -> BucketAddress:
    """``s3+https://host[:port]/bucket[/prefix][?region=…]``; ``s3+http`` only on this computer.

    Raises:
        BadFilesPlace: something else, or with a name or password in it.
    """
    parts = urlsplit(address)
    shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    bucket, _, prefix = parts.path.strip("/").partition("/")
    secure = _SCHEMES.get(parts.scheme)
    if secure is None or not parts.hostname or not bucket or "@" in parts.netloc:
        raise BadFilesPlace(address=shown)
    if not secure and not _is_this_computer(parts.hostname):
        raise BadFilesPlace(address=shown)
    region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
    return BucketAddress(parts.netloc, secure, bucket, f"{prefix}/" if prefix else "", region)


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class BucketBlobs:
    """``sync.hq.blobs.Blobs`` in a bucket; safe to share between threads."""

    def __init__(self, address: BucketAddress, folder: str, staging: Staging) -> None:
        """``folder`` ends in a slash and keeps tenants apart."""
        self._bucket, self._prefix = address.bucket, address.prefix + folder
        self._staging = staging
        self._client = Minio(
            address.endpoint,
            secure=address.secure,
            region=address.region,
            credentials=ChainedProvider([EnvAWSProvider(), AWSConfigProvider()]),
            http_client=PoolManager(
                timeout=Timeout(connect=5, read=60),
                retries=Retry(1, connect=0, backoff_factor=0.2),
                maxsize=16,
            ),
        )

    @property
    def staging(self) -> Staging:
        return self._staging

    def check(self) -> None:
        """See that the bucket is there and lets headquarters in.

        Raises:
            FilesUnreachable: it is not, or does not.
        """
        with _known_trouble():
            if not self._client.bucket_exists(self._bucket):
                raise FilesUnreachable

    def size(self, sha256: str) -> int | None:
        with _known_trouble():
            try:
                return self._client.stat_object(self._bucket, self._name(sha256)).size
            except S3Error as error:
                if error.code in _MISSING:
                    return None
                raise

    def put(self, sha256: str, source: Path) -> None:
        with source.open("rb") as file, _known_trouble():
            self._client.put_object(
                self._bucket,
                self._name(sha256),
                file,
                source.stat().st_size,
                part_size=_PART,
                num_parallel_uploads=1,
            )

    def read(self, sha256: str, start: int, length: int) -> bytes:
        if length <= 0:
            return b""
        with _known_trouble():
            try:
                answer = self._client.get_object(
                    self._bucket, self._name(sha256), offset=start, length=length
                )
            except S3Error as error:
                if error.code == "InvalidRange":  # beyond its end, as of an empty file
                    return b""
                raise
            try:
                return answer.read()
            finally:
                answer.close()
                answer.release_conn()

    def drop(self, sha256: str) -> None:
        with _known_trouble():
            self._client.remove_object(self._bucket, self._name(sha256))

    def names(self) -> Iterator[str]:
        with _known_trouble():
            for found in self._client.list_objects(self._bucket, self._prefix, recursive=True):
                yield str(found.object_name).rpartition("/")[2]

    def _name(self, sha256: str) -> str:
        return f"{self._prefix}{sha256[:2]}/{sha256}"


@contextmanager
def _known_trouble() -> Iterator[None]:
    """A bucket that is away, or refuses us: laptops try again later, the log tells which it was."""
    try:
        yield
    except S3Error as error:
        log.error("the bucket of files refuses: %s", error.code)
        raise FilesUnreachable from error
    except (MinioException, HTTPError, ValueError) as error:
        # Only the kind: texts of these errors may repeat addresses with signatures in them.
        log.error("the bucket of files cannot be reached: %s", type(error).__name__)
        raise FilesUnreachable from error
