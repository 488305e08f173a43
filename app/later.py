"""Modules that others import at every start and hardly ever use: they are loaded when they are first used.

SQLAlchemy imports ``asyncio`` for drivers that nobody here has, the keyring's library what fetches files from
the web: with TLS and all that belongs to it 6 MB in the memory of every desktop.
"""

import sys
import threading
from collections.abc import Iterable, Mapping
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

UNUSED: Mapping[str, tuple[str, ...]] = {
    "asyncio": ("iscoroutine",),
    "configparser": (),
    "importlib.metadata": (),
    "importlib_metadata": (),
    "more_itertools": (),
    "urllib.request": (),
    "zipfile": (),
}
"""Each with those of its functions that whoever imports it takes hold of without calling them."""


class _Later(ModuleType):
    """Stands for a module until something of it is asked for; from then on the module itself is there."""

    def __init__(self, name: str, functions: Iterable[str], swapping: threading.Lock) -> None:
        super().__init__(name)
        self.__swapping = swapping
        for one in functions:
            setattr(self, one, partial(self.__called, one))

    def __getattr__(self, name: str) -> Any:
        if name in ("__file__", "__wrapped__"):  # ``inspect`` asks every module for them
            raise AttributeError(name)
        with self.__swapping:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)

    def __called(self, name: str, *values: Any, **named: Any) -> Any:
        return self.__getattr__(name)(*values, **named)


def load_later(modules: Mapping[str, tuple[str, ...]] = UNUSED) -> None:
    """Leave these unloaded as long as nobody asks them for anything; what is loaded already stays.

    Whoever needs one just imports it. Should a library begin to use one at its start, it is loaded then.
    """
    swapping = threading.Lock()
    for name, functions in modules.items():
        if name not in sys.modules:
            sys.modules[name] = later = _Later(name, functions, swapping)
            package, _, last = name.rpartition(".")
            if package:
                setattr(import_module(package), last, later)
