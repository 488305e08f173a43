"""What headquarters answers when it does not answer: each has an HTTP status and a code for the laptop."""

from app.errors import OutpostError
from app.reasons import Reason


class HqError(OutpostError):
    """Base of headquarters' known errors. ``retry_after``: seconds, sent as a header where it is not zero."""

    status = 400
    retry_after = 0


class Unauthorized(HqError):
    """No token, or none that is valid now."""

    code = "unauthorized"
    status = 401


class SignatureRefused(HqError):
    """The signature, the nonce or the device is not what headquarters knows; it does not say which."""

    code = "sign_in_refused"
    status = 401


class DeviceRevoked(HqError):
    """This device was withdrawn."""

    code = "device_revoked"
    status = 403


class NotAllowed(HqError):
    """This person's role may not see what was asked for."""

    code = "not_allowed"
    status = 403


class CodeRefused(HqError):
    """A one-time code that is wrong, used up, or tried too often; which of them is not said."""

    code = "code_refused"
    status = 403


class CodeExpired(HqError):
    """The right code, too late."""

    code = "code_expired"
    status = 403


class BadKey(HqError):
    """Not an Ed25519 public key."""

    code = "bad_key"


class UpgradeNeeded(HqError):
    """The laptop's schema is older than ``oldest``. A newer one than ``newest`` is served."""

    code = "upgrade_needed"
    status = 426


class TooManyRequests(HqError):
    """Over the limit of this device or address."""

    code = "too_many_requests"
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(seconds=retry_after)
        self.retry_after = retry_after


class Busy(HqError):
    """More work in flight than headquarters takes on."""

    code = "busy"
    status = 503

    def __init__(self, retry_after: int) -> None:
        super().__init__(seconds=retry_after)
        self.retry_after = retry_after


class FileUnknown(HqError):
    """No record that this device may see names this file, or its bytes are not here yet."""

    code = "file_unknown"
    status = 404


class WrongOffset(HqError):
    """A piece that does not continue the file; ``offset`` is where it must go on."""

    code = "wrong_offset"
    status = 409

    def __init__(self, offset: int) -> None:
        super().__init__(offset=offset)
        self.offset = offset


class FileTooLarge(HqError):
    """More bytes than the attachment says it has, or than headquarters keeps."""

    code = "upload_too_large"
    status = 413


class UnitFilesFull(HqError):
    """The unit's files would take more than its share; ``used`` and ``limit`` in MB."""

    code = "unit_files_full"
    status = 413


class FilesUnreachable(HqError):
    """The place where files are kept does not answer, or does not let headquarters in."""

    code = "files_unreachable"
    status = 503
    retry_after = 30


class WrongHash(HqError):
    """The whole file arrived and is not the one it was named as; headquarters forgets it."""

    code = "wrong_hash"
    status = 422


class StorageFull(HqError):
    """Headquarters' disk is full; nothing of the request was kept."""

    code = "storage_full"
    status = 507


class NotInitialised(HqError):
    """The data folder holds no headquarters: run ``init`` first."""

    code = "hq_not_initialised"


class AlreadyInitialised(HqError):
    """The data folder holds a headquarters already."""

    code = "hq_already_initialised"


class NewerDatabase(HqError):
    """A later version wrote the database; nothing in it was changed."""

    code = "hq_newer_database"


class MigrationNeeded(HqError):
    """An earlier version wrote the database: run ``migrate``."""

    code = "hq_migration_needed"


class DatabaseUnreachable(HqError):
    """The database does not answer."""

    code = "hq_database_unreachable"
    status = 503
    retry_after = 5


class UnknownUnit(HqError):
    """No unit has this id or name."""

    code = "hq_unknown_unit"


class UnknownUser(HqError):
    """No user has this id or name."""

    code = "hq_unknown_user"


class UnknownDevice(HqError):
    """No device has this id."""

    code = "hq_unknown_device"


class UnknownRecord(HqError):
    """No record of this kind has this id."""

    code = "hq_unknown_record"


class UnknownOperation(HqError):
    """No refused operation that is still undecided has this id."""

    code = "hq_unknown_operation"


class NotTransferable(HqError):
    """Records of this kind cannot be transferred by themselves."""

    code = "hq_not_transferable"


class BelongsToAnother(HqError):
    """The record lies in its parent's unit; only the parent can be moved."""

    code = "hq_belongs_to_another"


class NameTaken(HqError):
    """Another unit or user has this name."""

    code = "hq_name_taken"


class UnitNeeded(HqError):
    """An officer belongs to a unit."""

    code = "hq_unit_needed"


class BadBackup(HqError):
    """Not a backup of headquarters, damaged, or written by a later version."""

    code = "hq_bad_backup"


class BadFilesPlace(HqError):
    """Not an address of a bucket, or one with a secret in it; ``address`` is shown without the secret."""

    code = "hq_bad_files_place"


class PlainHttpRefused(HqError):
    """Unencrypted HTTP outside this computer without a proxy that encrypts."""

    code = "hq_plain_http_refused"


class CaseUnknown(HqError):
    """There is no case 撞单 of this id."""

    code = "hq_case_unknown"


class RulingRefused(HqError):
    """A ruling that does not add up; ``reason`` says why."""

    code = "hq_ruling_refused"

    def __init__(self, reason: Reason) -> None:
        super().__init__()
        self.params = dict(reason.params)
        self.reason = reason

    @property
    def key(self) -> str:
        """The catalogue key of the reason itself."""
        return self.reason.key


class RulesPublished(HqError):
    """Rules of this name and version were published before with other content; they stay as they are."""

    code = "rules_published"
    status = 409
