"""What one run of the file queue moved."""

from dataclasses import dataclass

from app.errors import OutpostError


@dataclass
class FilesReport:
    """``absent``: files headquarters does not have yet; ``dropped``: local copies that made room;
    ``interrupted``: it gave way to newer records; ``error`` stopped the run, or a file in it."""

    uploaded: int = 0
    downloaded: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    refused: int = 0
    absent: int = 0
    dropped: int = 0
    interrupted: bool = False
    error: OutpostError | None = None

    @property
    def error_code(self) -> str:
        """``""`` when the run went through."""
        return self.error.code if self.error else ""
