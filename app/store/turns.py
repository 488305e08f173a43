"""Whose turn it is to write, among the threads of this process: in the order in which they asked.

A plain lock goes to whoever is quickest, and that is the thread which has just let go of it: a sync, which
writes again and again, would keep the person at the keyboard waiting for seconds.

Whoever has much to write asks ``are_wanted`` now and then, and ends when somebody else would like to write.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from app import lasting

CROWDED_FOR = 1.0  # seconds for which somebody who was met at the file is expected to come back
UNNOTICED = 0.003  # seconds that a turn takes at most when nobody else, of whichever process, has the file
SWITCH_EVERY = 0.0005  # seconds


@contextmanager
def interpreter_shared() -> Iterator[None]:
    """Let threads of this process have the interpreter ten times as often as by default; for the desktop.

    A save asks the file dozens of times and each time has to get the interpreter back, for which it waits up
    to 5 ms beside a thread that reckons, with the file in its hand: most of what the others wait for. And
    nobody has it for as long as it takes to look through everything that was imported (``app.lasting``).
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_EVERY)
    try:
        with lasting.started():
            yield
    finally:
        sys.setswitchinterval(usual)


class Turns:
    """One writer at a time; a thread that has its turn must not ask for another."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._met: float | None = None  # when somebody else was last seen to have the file
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._taken = False

    @contextmanager
    def held(self) -> Iterator[Callable[[], None]]:
        """Wait for one's turn, and hand it on at the end of the block.

        The block gets what it calls once it has the file, for which it may have waited for another process.
        """
        asked = self._now()
        self._take()
        try:
            yield partial(self._begun, asked)
        finally:
            self._hand_on()

    def are_wanted(self) -> bool:
        """Whether a thread of this process waits."""
        return bool(self._queue)

    def are_crowded(self) -> bool:
        """Whether others write at this time: another process, for one, cannot be seen while it waits."""
        return self.are_wanted() or (self._met is not None and self._now() - self._met < CROWDED_FOR)

    def _begun(self, asked: float) -> None:
        now = self._now()
        if now - asked > UNNOTICED:
            self._met = now

    def _take(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            called = threading.Lock()
            called.acquire()
            self._queue.append(called)
        try:
            called.acquire()  # until the one before hands its turn on
        except BaseException:  # interrupted at the keyboard while it waited
            self._step_out(called)
            raise

    def _hand_on(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False

    def _step_out(self, called: threading.Lock) -> None:
        with self._guard:
            if called in self._queue:
                self._queue.remove(called)
                return
        self._hand_on()  # the turn had come already
