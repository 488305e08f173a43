"""The product's version, as it was installed."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version, or ``0+source`` where the product runs from its sources without being installed."""
    try:
        return installed("outpost")
    except PackageNotFoundError:
        return "0+source"
