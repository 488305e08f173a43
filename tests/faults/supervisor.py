"""Keeps a mortal headquarters alive: a process that died is followed by another on its port."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

TRIES = 20


class Supervisor:
    """Serves the headquarters in ``folder`` until ``stop``; counts deaths.

    The next process is there already, with everything imported, and waits to be told to open the store.
    """

    def __init__(
        self, folder: Path, *, lives: Callable[[], int] = lambda: 0, log: Path | None = None
    ) -> None:
        """``lives`` draws how many pushes the next life lasts; 0: for ever."""
        self._lives = lives
        self._command = [sys.executable, "-m", "tests.faults.mortal_hq", "--data", str(folder)]
        self._command += ["--log", str(log)] if log else []
        self._stopping = threading.Event()
        self._spare = self._waiting()
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
        self._spare.kill()
        self._spare.communicate()

    def _waiting(self) -> subprocess.Popen[str]:
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def _started(self, port: str) -> tuple[subprocess.Popen[str], str]:
        process, self._spare = self._spare, self._waiting()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{port} {self._lives()}\n")
        process.stdin.flush()
        return process, process.stdout.readline().strip()

    def _watch(self) -> None:
        while True:
            self._process.communicate()
            if self._stopping.is_set():
                return
            self.deaths += 1
            if not self._is_back():  # the devices will tell that they never got through
                return
            if self._stopping.is_set():  # it was the one before that was told to end
                self._process.kill()

    def _is_back(self) -> bool:
        """Whether it serves again; somebody else may have its port for a moment."""
        for _ in range(TRIES):
            self._process, url = self._started(str(self.port))
            if url:
                return True
            self._process.communicate()
        return False
