"""Whose turn it is to write, among the threads of this process: in the order in which they asked.

A plain lock goes to whoever is quickest, and that is the thread which has just let go of it: a sync, which
writes again and again, would keep the person at the keyboard waiting for seconds.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """One writer at a time; a thread that has its turn must not ask for another."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._taken = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for one's turn, and hand it on at the end of the block."""
        self._take()
        try:
            yield
        finally:
            self._hand_on()

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
