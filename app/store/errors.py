"""What can go wrong between the product and its file, each with its own sentence."""

from app.errors import OutpostError


class StoreError(OutpostError):
    """Base of the errors of the file on disk."""


class StoreMissing(StoreError):
    """There is no store at the path."""

    code = "store_missing"


class StoreExists(StoreError):
    """There is a store at the path already."""

    code = "store_exists"


class NotADatabase(StoreError):
    """The file is something else, or its first page is destroyed."""

    code = "not_a_database"


class WrongKey(StoreError):
    """The file looks like a store but the key does not open it."""

    code = "wrong_key"


class NewerDatabase(StoreError):
    """A later version of the product wrote the file; it is left as it is."""

    code = "newer_database"


class ReadOnlyStore(StoreError):
    """The file or its folder cannot be written."""

    code = "read_only"


class DiskFull(StoreError):
    """No space is left; the transaction was rolled back."""

    code = "disk_full"


class DiskTrouble(StoreError):
    """The operating system reported an input/output error."""

    code = "disk_trouble"


class StoreBusy(StoreError):
    """Another program held the file for longer than the waiting time."""

    code = "store_busy"


class DamagedStore(StoreError):
    """SQLite or SQLCipher found the file damaged."""

    code = "damaged"


class RecordNotFound(StoreError):
    """No record of that kind and id."""

    code = "record_not_found"


class UnknownKind(StoreError):
    """No record kind of that name."""

    code = "unknown_kind"


class UnknownField(StoreError):
    """The kind has no field of that name."""

    code = "unknown_field"


class FileMissing(StoreError):
    """The bytes of an attachment are not on this laptop yet."""

    code = "file_missing"


class FileDamaged(StoreError):
    """An attachment's bytes do not decrypt or do not match their hash."""

    code = "file_damaged"
