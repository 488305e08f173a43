"""Threads write in the order in which they asked, whoever lets go and asks again at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.store.store import Store
from app.store.turns import Turns

SOON = 10.0  # seconds


def until_they_wait(turns: Turns, number: int) -> None:
    end = time.monotonic() + SOON
    while len(turns._queue) < number:
        assert time.monotonic() < end
        time.sleep(0.001)


def test_one_at_a_time() -> None:
    turns, inside, most = Turns(), 0, 0

    def work(_: int) -> None:
        nonlocal inside, most
        for _ in range(200):
            with turns.held():
                inside += 1
                most = max(most, inside)
                time.sleep(0)
                inside -= 1

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert most == 1


def test_who_lets_go_and_asks_again_comes_after_those_who_wait() -> None:
    turns, order = Turns(), []

    def save(name: int) -> None:
        with turns.held():
            order.append(name)

    with ThreadPoolExecutor(3) as threads:
        with turns.held():
            for number in range(3):
                threads.submit(save, number)
                until_they_wait(turns, number + 1)
        with turns.held():
            order.append(99)
    assert order == [0, 1, 2, 99]


def test_a_failure_hands_the_turn_on() -> None:
    turns = Turns()
    for _ in range(2):
        with pytest.raises(ValueError), turns.held():
            raise ValueError
    done = threading.Event()

    def work() -> None:
        with turns.held():
            done.set()

    threading.Thread(target=work).start()
    assert done.wait(SOON)


def test_who_steps_out_of_the_queue_takes_nobody_with_it() -> None:
    """Interrupted at the keyboard while it waited, before and after its turn had come."""
    turns, late = Turns(), threading.Lock()
    late.acquire()
    with turns.held():
        turns._queue.append(late)
        turns._step_out(late)
        assert not turns._queue
        turns._queue.append(late)
    turns._step_out(late)  # its turn had come when the one before ended
    with turns.held():
        pass


def test_a_save_waits_for_one_transaction_of_a_sync_and_not_for_the_sync(store: Store) -> None:
    begun, saved = threading.Event(), threading.Event()
    count = 0

    def sync() -> None:
        nonlocal count
        while not saved.is_set():
            with store.replica() as replica:
                replica.set("x", str(count))
                begun.set()
                time.sleep(0.01)
            count += 1

    store.indexing.ready()  # which nobody has to wait for, nor counts here
    thread = threading.Thread(target=sync)
    thread.start()
    try:
        assert begun.wait(SOON)
        before = count
        with store.write(actor="周敏", label="create") as work:
            work.create("company", {"name": "恒力电子"})
        waited_for = count - before
    finally:
        saved.set()
        thread.join(SOON)
    assert waited_for <= 2  # the one under way, and the one that begins while this thread asks
    assert not thread.is_alive()
