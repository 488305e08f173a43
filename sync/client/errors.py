"""What can go wrong between a laptop and headquarters, each with its own sentence (``error.<code>``).

All of them leave the outbox, the rows and the cursor as they were: the next run goes on from there.
"""

from app.errors import OutpostError
from app.reasons import Reason


class SyncError(OutpostError):
    """Base of the errors of the sync."""


class Offline(SyncError):
    """Headquarters cannot be reached: no network, no such name, nobody listens, connection cut."""

    code = "offline"

    def __init__(self, host: str = "") -> None:
        super().__init__(host=host)


class Timeout(SyncError):
    """Headquarters was reached but did not answer in time."""

    code = "timeout"

    def __init__(self, host: str = "") -> None:
        super().__init__(host=host)


class BadCertificate(SyncError):
    """The server's certificate is not from headquarters' own authority, or not for this name."""

    code = "bad_certificate"


class PlainHttpRefused(SyncError):
    """An unencrypted address that is not this computer itself; nothing was sent (issue: plain HTTP)."""

    code = "plain_http_refused"


class NotAnAddress(SyncError):
    """What was given as headquarters' address is none."""

    code = "not_an_address"


class CertificateFileUnusable(SyncError):
    """Headquarters' certificate file is missing, unreadable, or holds no certificate; ``path`` names it."""

    code = "certificate_file_unusable"


class NotHeadquarters(SyncError):
    """Something answered that is not headquarters: a redirect, a log-in page of a hotel network."""

    code = "not_headquarters"


class NotEnrolled(SyncError):
    """This profile works alone: it has no address, device or device key."""

    code = "not_enrolled"


class AlreadyEnrolled(SyncError):
    """This profile already belongs to a headquarters."""

    code = "already_enrolled"


class SignInRefused(SyncError):
    """Headquarters did not accept the device's signature or its fresh token."""

    code = "sign_in_refused"


class DeviceRevoked(SyncError):
    """Headquarters has withdrawn this device; its unsent work stays on the laptop."""

    code = "device_revoked"


class CodeRefused(SyncError):
    """The one-time code is wrong, used up, or was tried too often."""

    code = "code_refused"


class CodeExpired(SyncError):
    """The one-time code is past its 15 minutes."""

    code = "code_expired"


class UpgradeNeeded(SyncError):
    """This version is too old for headquarters; the outbox is kept."""

    code = "upgrade_needed"


class Busy(SyncError):
    """Headquarters asks to come back in ``retry_after`` seconds."""

    code = "busy"

    def __init__(self, retry_after: float) -> None:
        super().__init__(seconds=max(1, round(retry_after)))
        self.retry_after = retry_after


class ServerFault(SyncError):
    """Headquarters failed inside (``status`` 5xx)."""

    code = "server_fault"


class HeadquartersFull(SyncError):
    """Headquarters' disk is full; what was sent was not kept there and waits here."""

    code = "headquarters_full"


class RequestRefused(SyncError):
    """Headquarters refused a request as a whole; ``problem`` is its own reason."""

    code = "request_refused"

    def __init__(self, problem: Reason, status: int = 400) -> None:
        super().__init__(status=status, problem=problem.key)
        self.problem = problem


class FileUnknown(SyncError):
    """Headquarters has no such file, or not yet, or not for this device."""

    code = "file_unknown"


class WrongOffset(SyncError):
    """A piece that does not continue the file at headquarters; ``offset`` is where it must go on."""

    code = "wrong_offset"

    def __init__(self, offset: int) -> None:
        super().__init__(offset=offset)
        self.offset = offset


class MalformedAnswer(SyncError):
    """The answer cannot be what headquarters sent (cut off, altered, not to the protocol)."""

    code = "malformed_answer"


class NoPackageKey(SyncError):
    """This laptop has not met headquarters over a network since headquarters takes packages."""

    code = "no_package_key"


class PackageOvertaken(SyncError):
    """The answer belongs to a moment that this laptop has left behind: it has synced since."""

    code = "package_overtaken"


class DeletionBrake(SyncError):
    """Headquarters would delete ``count`` of ``total`` records of ``kind``; to be confirmed (R16)."""

    code = "deletion_brake"


class DigestMismatch(SyncError):
    """After a complete re-reading this laptop still holds other records than headquarters."""

    code = "digest_mismatch"


class ConflictGone(SyncError):
    """The conflict card is not there, or it was settled already."""

    code = "conflict_gone"


class ConflictOfNewerVersion(SyncError):
    """The card is about a field that only a newer version knows: whoever settles it must see the values."""

    code = "conflict_of_newer_version"


class Cancelled(SyncError):
    """The person stopped the run; what was exchanged so far stays."""

    code = "cancelled"


class RefusalGone(SyncError):
    """What was to be settled is no longer in the tray of refused changes."""

    code = "refusal_gone"


class NotInConflict(SyncError):
    """``name`` is not one of the card's fields."""

    code = "not_in_conflict"

    def __init__(self, name: str) -> None:
        super().__init__(field=name, name=name)
