"""Commands on packages: sync by a file where there is no network."""

from pathlib import Path

from app.services.errors import FileUnreadable
from sync.client.packages import read_package, write_package
from sync.protocol.envelope import LARGEST, NotAPackage
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import StoppedHalfway
from ui.cli.session import Session


def write(session: Session, arguments: Arguments) -> Answer:
    """Write what waits for headquarters to a file, to be carried there."""
    store, path = session.desk.store, arguments["file"]
    data, sent = write_package(store, store.clock, store.randomness)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error
    return {
        "package": {
            "file": str(path), "number": sent.number, "bytes": len(data), "operations": sent.operations
        }
    }  # fmt: skip


def read(session: Session, arguments: Arguments) -> Answer:
    """Take in the file that headquarters answered with."""
    store = session.desk.store
    report = read_package(
        store,
        _content(arguments["file"]),
        store.clock,
        store.randomness,
        allow_deletions=arguments["allow_deletions"],
    )
    told = {name: value for name, value in report.summary().items() if name not in ("run", "error")}
    answer = {"package": told, "changed": shapes.changed(report.changes)}
    if report.error is not None:
        raise StoppedHalfway(report.error, answer)
    return answer


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise NotAPackage("size")
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error
