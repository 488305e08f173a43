"""Joining a headquarters with a one-time code (trust.md 4.3)."""

from pathlib import Path

from app.store.store import Store
from sync.client.address import parse_address
from sync.client.device import Enrolment, enrolment, is_enrolled, keep_enrolment, own_key
from sync.client.errors import AlreadyEnrolled, CertificateFileUnusable
from sync.client.http_gateway import context, request_enrolment

LARGEST_AUTHORITY = 1024 * 1024  # bytes of a certificate file


def enrol(
    store: Store, url: str, code: str, device_name: str, ca_file: Path | None = None, *, proxy: str = ""
) -> Enrolment:
    """Make this profile a device of the headquarters at ``url``.

    What was recorded while working alone stays in the outbox and goes up with the next sync. The certificate
    file's content is kept in the store, so that the file itself is needed no more.

    Raises:
        AlreadyEnrolled, NotAnAddress, PlainHttpRefused, CertificateFileUnusable: nothing was sent.
        CodeRefused, CodeExpired, Offline, Timeout, BadCertificate, NotHeadquarters, Busy: nothing was kept.
    """
    address = parse_address(url)
    authority = read_authority(ca_file) if address.scheme == "https" else ""
    with store.replica() as replica:
        if is_enrolled(replica):
            raise AlreadyEnrolled()
        key = own_key(replica)
    reply = request_enrolment(address, authority, code.strip(), device_name.strip(), key, proxy=proxy)
    with store.replica() as replica:
        keep_enrolment(replica, address, authority, reply)
    return enrolment(store)


def read_authority(ca_file: Path | None) -> str:
    """The certificates in headquarters' certificate file, PEM.

    Raises:
        CertificateFileUnusable: no file, unreadable, or no authority's certificate in it.
    """
    path = "" if ca_file is None else str(ca_file)
    try:
        if ca_file is None or ca_file.stat().st_size > LARGEST_AUTHORITY:
            raise CertificateFileUnusable(path=path)
        authority = ca_file.read_text(encoding="ascii")
        context(authority)
    except (OSError, UnicodeDecodeError) as error:
        raise CertificateFileUnusable(path=path) from error
    except CertificateFileUnusable as error:
        raise CertificateFileUnusable(path=path) from error
    return authority
