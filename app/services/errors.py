"""What a service refuses, with the fields at fault."""

from collections.abc import Sequence

from app.errors import OutpostError
from app.rules.validation import Problem


class InvalidRecord(OutpostError):
    """Fields that cannot be taken; nothing was written. ``problems`` name each with its reason."""

    code = "invalid_record"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(field=problems[0].field, count=len(problems))
        self.problems = tuple(problems)


class NothingToUndo(OutpostError):
    """Nothing was done on this laptop that undo could take back."""

    code = "nothing_to_undo"


class NothingToRedo(OutpostError):
    """Nothing was undone, or something new was done since."""

    code = "nothing_to_redo"


class NothingCaptured(OutpostError):
    """A line of notes that names no firm, no visit and nothing owed."""

    code = "nothing_captured"


class KindNotMerged(OutpostError):
    """Records of a kind that are never merged."""

    code = "kind_not_merged"


class OneRecordTwice(OutpostError):
    """A record was to be merged into itself."""

    code = "one_record_twice"


class AlreadyDeleted(OutpostError):
    """A record to be merged was deleted meanwhile."""

    code = "already_deleted"


class FileUnreadable(OutpostError):
    """A file to attach or import cannot be read."""

    code = "file_unreadable"


class FileNotShown(OutpostError):
    """An attachment that a system would run as a program."""

    code = "file_not_shown"


class FileNotSent(OutpostError):
    """The only copy of a file: headquarters does not have it yet, so it stays."""

    code = "file_not_sent"


class FileTooLarge(OutpostError):
    """An attachment over the size limit."""

    code = "file_too_large"


class AlreadyClaimed(OutpostError):
    """This unit has a claim on the enterprise that still counts; ``name``, ``day`` of it."""

    code = "already_claimed"


class NoSuchCase(OutpostError):
    """This laptop holds no case 撞单 of the id."""

    code = "no_such_case"


class WrittenOnce(OutpostError):
    """Records of ``kind`` are written once: nobody deletes them."""

    code = "written_once"
