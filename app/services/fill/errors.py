"""What can be wrong with somebody else's form, and with where the filled one should go."""

from app.services.ledger.errors import LedgerError


class TemplateFormat(LedgerError):
    """Only .xlsx and .xlsm keep their looks when something is written into them."""

    code = "fill_format"


class NoHeadings(LedgerError):
    """No line of it looks like the headings of a table."""

    code = "fill_no_headings"


class NothingToFill(LedgerError):
    """No column has something to take in, or there is no record."""

    code = "fill_nothing"


class TemplateLocked(LedgerError):
    """Its sheet is protected, and not one of the cells to fill may be changed."""

    code = "fill_locked"


class WouldOverwrite(LedgerError):
    """The filled form would take the place of a file that is there."""

    code = "fill_would_overwrite"
