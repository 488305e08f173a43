"""Starting client processes: forked from one that has everything imported, or fresh ones."""

import multiprocessing
import subprocess
import sys
from collections.abc import Callable, Mapping
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

import msgspec

from tests.faults.client import Orders

PRELOADED = ("tests.faults.client", "tests.faults.pulling", "tests.faults.devices")


def forking() -> BaseContext:
    """Where processes come from: a server that has imported the product, where the system can fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def started(context: BaseContext, target: Callable[..., None], *arguments: Any) -> BaseProcess:
    """A process that runs ``target``."""
    process: BaseProcess = context.Process(target=target, args=arguments)  # type: ignore[attr-defined]
    process.start()
    return process


def killed(process: BaseProcess) -> bool:
    """Kill it; whether it was still alive."""
    alive = process.is_alive()
    process.kill()
    process.join()
    return alive


def fresh_client(
    orders: Orders, *, environment: Mapping[str, str] | None = None, **more: Any
) -> subprocess.Popen[bytes]:
    """A client in a process of its own from the first instruction on, so that a library can be preloaded."""
    command = [sys.executable, "-m", "tests.faults.client", msgspec.json.encode(orders).decode()]
    return subprocess.Popen(command, env=environment, **more)
