"""Keeps a mortal headquarters alive: a process that died is started again on its port."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path


class Supervisor:
    """Serves the headquarters in ``folder`` until ``stop``; counts deaths."""

    def __init__(
        self, folder: Path, *, lives: Callable[[], int] = lambda: 0, log: Path | None = None
    ) -> None:
        """``lives`` draws how many pushes the next life lasts; 0: for ever."""
        self._lives = lives
        self._command = [sys.executable, "-m", "tests.faults.mortal_hq", "--data", str(folder)]
        self._command += ["--log", str(log)] if log else []
        self._stopping = threading.Event()
        self._process, self.url = self._started("0")
        self.deaths = 0
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    @property
    def port(self) -> int:
        """Where it listens, life after life."""
        return int(self.url.rpartition(":")[2])

    def stop(self) -> None:
        """End it for good."""
        self._stopping.set()
        self._process.kill()
        self._watching.join()

    def _started(self, port: str) -> tuple[subprocess.Popen[str], str]:
        command = [*self._command, "--port", port, "--pushes", str(self._lives())]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    def _watch(self) -> None:
        while True:
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            if self._stopping.is_set():
                return
            self.deaths += 1
            self._process, url = self._started(str(self.port))
            if not url:  # the devices will tell that they never got through
                return
