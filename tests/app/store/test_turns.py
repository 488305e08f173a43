"""Threads write in the order in which they asked, whoever lets go and asks again at once."""

import gc
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.store.store import Store
from app.store.turns import CROWDED_FOR, SWITCH_EVERY, UNNOTICED, Turns, interpreter_shared
from tests.fakes.stores import KEY

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


def test_who_has_a_turn_sees_that_somebody_waits() -> None:
    turns = Turns(lambda: 0.0)

    def save() -> None:
        with turns.held():
            pass

    with ThreadPoolExecutor(1) as threads, turns.held():
        assert not turns.are_wanted() and not turns.are_crowded()
        threads.submit(save)
        until_they_wait(turns, 1)
        assert turns.are_wanted() and turns.are_crowded()
    assert not turns.are_wanted() and not turns.are_crowded()


@pytest.mark.parametrize(("seconds", "met"), [(UNNOTICED / 2, False), (UNNOTICED * 2, True)])
def test_who_had_to_wait_for_the_file_expects_others_for_a_while(seconds: float, met: bool) -> None:
    now = 100.0
    turns = Turns(lambda: now)
    with turns.held() as begun:
        now += seconds
        begun()
        assert (turns.are_wanted(), turns.are_crowded()) == (False, met)
    now += CROWDED_FOR
    assert not turns.are_crowded()


def test_a_store_notices_a_process_beside_it(store: Store) -> None:
    beside = Store(store.path, KEY, clock=store.clock, randomness=store.randomness, indexing=store.indexing)
    inside, over = threading.Event(), threading.Event()

    def hold() -> None:
        with beside.replica():
            inside.set()
            over.wait(SOON)

    with ThreadPoolExecutor(1) as threads:
        threads.submit(hold)
        assert inside.wait(SOON)
        threading.Timer(0.05, over.set).start()
        with store.replica():
            assert store._turns.are_crowded() and not store._turns.are_wanted()
    beside.close()


def test_threads_have_the_interpreter_more_often_while_the_desktop_runs() -> None:
    usual = sys.getswitchinterval()
    with pytest.raises(ValueError), interpreter_shared():
        assert sys.getswitchinterval() == pytest.approx(SWITCH_EVERY) and usual > SWITCH_EVERY
        assert gc.get_freeze_count() > 1000
        raise ValueError
    assert sys.getswitchinterval() == usual
