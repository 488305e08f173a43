"""Beginning a pack of one's own from the shipped template."""

from importlib.resources import files
from pathlib import Path

from app.errors import OutpostError


class PackExists(OutpostError):
    """The folder holds files already; nothing was written."""

    code = "pack_exists"


class PackNotWritten(OutpostError):
    """The folder cannot be written."""

    code = "pack_not_written"


def begin_pack(folder: Path) -> tuple[Path, ...]:
    """Write the template into ``folder``, which must be new or empty; returns the files.

    Raises:
        PackExists, PackNotWritten: as they say.
    """
    template = files("resources").joinpath("templates", "pack")
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise PackExists(folder=str(folder))
        for entry in sorted(template.iterdir(), key=lambda one: one.name):
            path = folder / entry.name
            path.write_bytes(entry.read_bytes())
            written.append(path)
    except OSError as error:
        raise PackNotWritten(folder=str(folder)) from error
    return tuple(written)
