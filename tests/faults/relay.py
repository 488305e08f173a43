"""A bad link in user space: a TCP relay that delays, throttles, stalls, resets and cuts."""

import contextlib
import random
import socket
import threading
import time
from dataclasses import dataclass, field

SEGMENT = 1400  # bytes that one packet carries
LINE_SECONDS = 0.5  # no more than this waits in the line


@dataclass(frozen=True)
class Link:
    """How bad it is.

    ``delay`` seconds one way, ``rate`` bytes a second each way, ``loss`` share of segments that come a round
    trip late as after a retransmission, ``reset`` share of connections that break in the middle, ``cut``
    seconds between the moments at which everything breaks (0: never).

    ``tear`` bytes that a connection carries in one direction before everything breaks, so in the middle of
    a request or an answer; each time ``wider`` times as many in that direction, so that in the end everything
    gets through (0: never). What a cut by the clock hits depends on the machine, what a tear hits does not.
    """

    delay: float
    rate: float
    loss: float
    reset: float
    cut: float
    tear: int = 0
    wider: int = 1


@dataclass
class Happened:
    """What the relay has done so far."""

    connections: int = 0
    stalls: int = 0
    resets: int = 0
    cuts: int = 0
    tears: int = 0
    bytes: int = 0


@dataclass
class Relay:
    """Listens on ``port`` and passes everything to ``target`` over ``link`` until stopped."""

    target: tuple[str, int]
    link: Link
    random: random.Random
    happened: Happened = field(default_factory=Happened)

    def __post_init__(self) -> None:
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._tears = [self.link.tear, self.link.tear]  # of requests and of answers
        for task in (self._accept, self._cut_now_and_then)[: 2 if self.link.cut else 1]:
            threading.Thread(target=task, daemon=True).start()

    @property
    def url(self) -> str:
        """Where a laptop goes instead of headquarters."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def stop(self) -> None:
        """Close everything."""
        self._stopping.set()
        self._listening.close()
        self._break_all()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self.happened.connections += 1
            try:
                far = socket.create_connection(self.target)
            except OSError:
                near.close()
                continue
            with self._lock:
                self._open |= {near, far}
            fate = self.random.randrange(200_000) if self.random.random() < self.link.reset else None
            for source, target, answers in ((near, far, False), (far, near, True)):
                ends = source, target, fate, answers
                threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, fate: int | None, answers: bool) -> None:
        """One direction: segments leave in order, each after its time on the line and the delay."""
        on_the_line: list[tuple[float, bytes]] = []
        ready = threading.Condition()

        def deliver() -> None:
            while True:
                with ready:
                    while not on_the_line:
                        ready.wait()
                    due, data = on_the_line.pop(0)
                time.sleep(max(0.0, due - time.monotonic()))
                if not data or not _sent(target, data):
                    self._close(source, target)
                    return

        threading.Thread(target=deliver, daemon=True).start()
        free, passed = 0.0, 0
        while True:
            data = _received(source)
            passed += len(data)
            if fate is not None and passed > fate:
                self.happened.resets += 1
                self._close(source, target)
            if data and self._is_torn(passed, answers):
                self._break_all()
            free = max(free, time.monotonic()) + len(data) / self.link.rate
            if self.random.random() < self.link.loss:
                self.happened.stalls += 1
                free += 2 * self.link.delay
            self.happened.bytes += len(data)
            with ready:
                on_the_line.append((free + self.link.delay, data))
                ready.notify()
            if not data:
                return
            time.sleep(max(0.0, free - time.monotonic() - LINE_SECONDS))

    def _cut_now_and_then(self) -> None:
        while not self._stopping.wait(self.link.cut):
            self.happened.cuts += self._break_all()

    def _is_torn(self, passed: int, answers: bool) -> bool:
        """Whether everything breaks now, when so many bytes have come; the last of them go nowhere."""
        with self._lock:
            if not self._tears[answers] or passed <= self._tears[answers]:
                return False
            self.happened.tears += 1
            self._tears[answers] *= self.link.wider
            return True

    def _break_all(self) -> bool:
        with self._lock:
            broken = list(self._open)
        for one in broken:
            self._close(one)
        return bool(broken)

    def _close(self, *sockets: socket.socket) -> None:
        with self._lock:
            self._open -= set(sockets)
        for one in sockets:
            _shut(one)


def _received(source: socket.socket) -> bytes:
    try:
        return source.recv(SEGMENT)
    except OSError:
        return b""


def _sent(target: socket.socket, data: bytes) -> bool:
    try:
        target.sendall(data)
    except OSError:
        return False
    return True


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other end was faster
        one.shutdown(socket.SHUT_RDWR)
    one.close()
