"""Handing values to SQLite's driver; both ends' databases begin with this."""

from typing import Any


def bind_plainly(driver: Any) -> None:
    """Tell ``driver`` (the module) how ``None``, truth and bytes are kept: as they are.

    It knows by itself, but only after it has looked for somebody who knows better, a microsecond for each
    empty column of each row: five sixths of what writing a project takes, most of whose fields are empty.
    """
    driver.register_adapter(type(None), {}.get)  # the quickest function that makes None of None
    driver.register_adapter(bool, int)
    driver.register_adapter(bytes, bytes)
