"""The plain way to a figure, beside which the product's ways to it are held."""

from collections.abc import Iterable
from decimal import Decimal

from app.rules.fund_ledger import Entry, Source


def ledger_sum(entries: Iterable[Entry], source: Source) -> Decimal:
    """The plain sum of what a source told, corrections included."""
    return sum((entry.amount for entry in entries if entry.source is source), Decimal(0))
