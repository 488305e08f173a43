"""``outpost-hq serve`` as its own process on a free port of this computer."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.fakes.headquarters import Headquarters, open_headquarters

PATIENCE = 30  # seconds to come up or to end


def utc_now() -> datetime:
    """The real time, which the process sees too."""
    return datetime.now(UTC)


@dataclass
class HqProcess:
    """A headquarters on disk, looked into by ``inside``, and the process that serves it."""

    folder: Path
    inside: Headquarters
    options: tuple[str, ...] = ()
    process: subprocess.Popen[str] | None = None
    url: str = ""

    def start(self) -> str:
        """Serve; returns the URL once requests are answered."""
        command = [sys.executable, "-m", "sync.hq.cli", "serve", "--data", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, "--port", self.url.rpartition(":")[2] or "0", *self.options],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = json.loads(self.process.stdout.readline())["url"]
        return self.url

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None and self.process.stdout is not None
        self.process.kill()
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    def stop(self) -> None:
        """End it, and everything that looks into it."""
        if self.process is not None and self.process.poll() is None:
            self.kill()
        self.inside.store.close()


def new_process(folder: Path, *, database: str = "", options: tuple[str, ...] = ()) -> HqProcess:
    """A new headquarters in ``folder``, not yet serving."""
    return HqProcess(folder, open_headquarters(folder, database=database, clock=utc_now), options)
