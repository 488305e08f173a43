"""Works on a stranger's file in a child process with little memory and time: it may be built to kill."""

import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import psutil

from app.services.ledger.errors import LedgerBomb, LedgerError, LedgerReaderFailed, LedgerTimeout

Task = Callable[[bytes], bytes]
MEMORY = 512 << 20
SECONDS = 20.0
_LOOK_EVERY = 0.05
_GRACE = 2.0  # seconds for a child that closed its pipe to end
_OUT_OF_MEMORY = 77  # exit code


def in_child(
    task: Task, content: bytes, *, name: str, memory: int = MEMORY, seconds: float = SECONDS
) -> bytes:
    """What ``task``, a function of a module, makes of ``content``; ``name`` is the file's, for the errors.

    Raises:
        LedgerBomb, LedgerTimeout: it wanted more memory or time than that.
        LedgerReaderFailed: it died by itself.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=serve_one, args=(theirs, task, memory, seconds), daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send_bytes(content)
        return _answer(name, child, ours, memory, seconds)
    except (BrokenPipeError, ConnectionResetError, EOFError) as error:
        raise _died(name, child) from error
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()


def _answer(name: str, child: SpawnProcess, ours: Connection, memory: int, seconds: float) -> bytes:
    """Wait for the child's answer, with an eye on its memory and on the clock."""
    deadline = time.monotonic() + seconds
    while not ours.poll(_LOOK_EVERY):
        if _resident(child) > memory:
            raise LedgerBomb(name=name)
        if time.monotonic() > deadline:
            raise LedgerTimeout(name=name, seconds=round(seconds))
    return ours.recv_bytes()


def _died(name: str, child: SpawnProcess) -> LedgerError:
    """Why there is no answer: the limits killed the child, or it failed by itself."""
    child.join(_GRACE)
    if child.exitcode is None or child.exitcode < 0 or child.exitcode == _OUT_OF_MEMORY:
        return LedgerBomb(name=name)
    return LedgerReaderFailed(name=name, exit_code=child.exitcode)


def _resident(child: SpawnProcess) -> int:
    try:
        return int(psutil.Process(child.pid).memory_info().rss)
    except psutil.Error:  # just ended: the pipe tells how
        return 0


def serve_one(pipe: Connection, task: Task, memory: int, seconds: float) -> None:
    """The child: takes one file's bytes from ``pipe`` and answers with what ``task`` makes of them."""
    _limit(memory, seconds)
    try:
        answer = task(pipe.recv_bytes())
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    pipe.send_bytes(answer)


def _limit(memory: int, seconds: float) -> None:
    """The kernel's own limits, where there are any; elsewhere the parent's watch is all."""
    if sys.platform == "win32":
        return
    import resource

    # Data, not address space: the libraries' mappings cost nothing, and how many there are is not ours.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
