"""What a process loads once and keeps is not looked through for garbage again and again.

To do that the interpreter stops every thread, and with what is imported and the dictionaries of readings it
takes 0.1 to 0.2 s: whoever saves, or only looks at the screen, waits for it. What was loaded for a while goes
back to the system.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 50_000  # objects made and still there since the last look; usual are 700


def give_back() -> None:
    """Hand memory that was freed back to the system, where the C library would rather keep it (glibc)."""
    import ctypes  # here: the first page of the desktop waits for this module

    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


@contextmanager
def started() -> Iterator[None]:
    """Take what is here when the block begins as kept until it ends: a desktop begins with it."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def making_many() -> Iterator[None]:
    """Make very many objects in the block, nearly all of which are wanted: look for garbage rarely.

    By the usual measure a tenth of a large push, or of a page taken in, went into looking.
    """
    usual = gc.get_threshold()
    gc.set_threshold(max(RARELY, usual[0]), *usual[1:])
    try:
        yield
    finally:
        if usual[0] < RARELY:  # else another block is under way, which sets it back
            gc.set_threshold(*usual)


@contextmanager
def loading() -> Iterator[None]:
    """Load in the block what stays as long as the process does; it takes a third of the time, too.

    Garbage of before is cleared away first: it would stay as well. Not where somebody has forbidden to look
    for it on this thread (``ui.background.garbage``).
    """
    collects = gc.isenabled()
    if collects:
        gc.collect()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collects:
            gc.enable()
