"""What can be wrong with a ledger file as a whole, and with where an export should go."""

from app.errors import OutpostError


class LedgerError(OutpostError):
    """Base of the errors of importing and exporting tables; ``name`` is the file's name."""

    code = "ledger"


class LedgerMissing(LedgerError):
    """There is no such file, or it may not be read."""

    code = "ledger_missing"


class NotASpreadsheet(LedgerError):
    """Neither .xlsx, .xls, .ods nor a text table."""

    code = "ledger_not_a_spreadsheet"


class EncryptedLedger(LedgerError):
    """The file asks for a password."""

    code = "ledger_encrypted"


class LedgerBomb(LedgerError):
    """The file unpacks to far more than it says it is: an attack or an accident."""

    code = "ledger_bomb"


class LedgerTooLarge(LedgerError):
    """More than the limits allow; ``limit`` says in words which."""

    code = "ledger_too_large"


class EmptyLedger(LedgerError):
    """Not one filled cell."""

    code = "ledger_empty"


class DamagedLedger(LedgerError):
    """It is a spreadsheet, but its insides cannot be read."""

    code = "ledger_damaged"


class LedgerTimeout(LedgerError):
    """Reading took longer than ``seconds``."""

    code = "ledger_timeout"


class LedgerReaderFailed(LedgerError):
    """The process that reads files ended by itself, with ``exit_code``; the file need not be at fault."""

    code = "ledger_reader_failed"


class NothingToImport(LedgerError):
    """Every row was skipped, or there was none."""

    code = "ledger_nothing_to_import"


class StalePlan(LedgerError):
    """A record that the plan wanted to merge into is gone since."""

    code = "ledger_stale_plan"


class ExportNotWritten(LedgerError):
    """The export could not be written; ``reason`` is the system's own words."""

    code = "export_not_written"


class UnknownExportFormat(LedgerError):
    """The file's extension is none that can be written."""

    code = "export_unknown_format"
