"""Commands on packages: sync by a file where there is no network."""

from sync.client.packages import package_in, read_package, save_package
from ui.cli import shapes
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import StoppedHalfway
from ui.cli.session import Session


def write(session: Session, arguments: Arguments) -> Answer:
    """Write what waits for headquarters to a file, to be carried there."""
    store, path = session.desk.store, arguments["file"]
    sent = save_package(store, path, store.clock, store.randomness)
    told = {"file": str(path), "number": sent.number, "bytes": path.stat().st_size}
    return {"package": told | {"operations": sent.operations}}


def read(session: Session, arguments: Arguments) -> Answer:
    """Take in the file that headquarters answered with."""
    store = session.desk.store
    report = read_package(
        store,
        package_in(arguments["file"]),
        store.clock,
        store.randomness,
        allow_deletions=arguments["allow_deletions"],
    )
    told = {name: value for name, value in report.summary().items() if name not in ("run", "error")}
    answer = {"package": told, "changed": shapes.changed(report.changes)}
    if report.error is not None:
        raise StoppedHalfway(report.error, answer)
    return answer
