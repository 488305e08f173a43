"""Loads what a program needs while somebody types: most of it on a thread, what is Qt's on the main one.

A type of Qt's may come about on the main thread only. PySide keeps what belongs to its types in a table that
the main thread reads without holding the interpreter whenever Qt asks an object for its class; up to Python
3.11 a type that comes about on another thread may move that table away under it: the program is gone
(ADR 0038).
"""

import dis
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from types import CodeType

from PySide6.QtCore import QObject, QTimer

SLICE = 0.008  # seconds: half a frame
BINDINGS = ("PySide6", "shiboken6")
_LEFT_OUT = "TYPE_CHECKING"


def load_ahead(name: str) -> list[str]:
    """Load what the module ``name`` needs of other packages than its own, on any thread.

    Answers what is left for the main thread: modules of its package, each after those that it imports.
    """
    ahead = _Ahead(name.partition(".")[0])
    ahead.need(name)
    return ahead.left


class Loading(QObject):
    """Imports modules on the main thread, a few at a time, and says when the last of them is there."""

    def __init__(
        self,
        names: list[str],
        on_done: Callable[[], None],
        on_error: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._names, self._on_done, self._on_error = iter(names), on_done, on_error
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._some)
        self._timer.start()

    def stop(self) -> None:
        """Load nothing more, and say nothing."""
        self._timer.stop()

    def _some(self) -> None:
        until = time.perf_counter() + SLICE
        try:
            for name in self._names:
                importlib.import_module(name)
                if time.perf_counter() > until:
                    return
        except Exception as error:  # noqa: BLE001 - handed to who waits for the modules
            self.stop()
            self._on_error(error)
        else:
            self.stop()
            self._on_done()


class _Ahead:
    """Walks from module to module of one package without running any of it, and loads what is not of it."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._specs: dict[str, ModuleSpec | None] = {}
        self.left: list[str] = []

    def need(self, name: str) -> None:
        if name in self._specs:
            return
        parent = name.rpartition(".")[0]
        if parent:
            self.need(parent)
        self._specs[name] = spec = self._found(name, self._specs.get(parent))
        if spec is None or name in sys.modules:
            return
        for one, names in _imported(_code(spec)):
            if one.partition(".")[0] == self._package:
                self.need(one)
                for part in names:  # modules of a package; of anything else there is none to be found
                    self.need(f"{one}.{part}")
            elif one.partition(".")[0] not in BINDINGS:
                _load(one, names)
        self.left.append(name)

    def _found(self, name: str, parent: ModuleSpec | None) -> ModuleSpec | None:
        """Where a module is; None for a name that is none."""
        where = None if parent is None else parent.submodule_search_locations
        if where is None and "." in name:
            return None
        found = (finder.find_spec(name, where) for finder in sys.meta_path)
        return next((one for one in found if one is not None), None)


def _load(name: str, names: tuple[str, ...]) -> None:
    try:
        __import__(name, fromlist=names)
    except ImportError:  # of another system, or a mistake: told where it is imported for use
        return


def _code(spec: ModuleSpec) -> CodeType | None:
    """The code of a module that is not run."""
    read = getattr(spec.loader, "get_code", None)
    code = read(spec.name) if read is not None else None
    assert code is None or isinstance(code, CodeType)
    return code


def _imported(code: CodeType | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a module imports when it runs, with the names it takes; without what only type checkers see."""
    constant, past, checking = None, 0, False
    for one in dis.get_instructions(code) if code is not None else ():
        if one.offset < past:
            continue
        if one.opname == "LOAD_CONST":
            constant = one.argval
        elif one.opname == "IMPORT_NAME":
            yield one.argval, constant or ()
        elif one.opname in ("LOAD_NAME", "LOAD_GLOBAL"):
            checking = one.argval == _LEFT_OUT
        elif checking and (one.opcode in dis.hasjrel or one.opcode in dis.hasjabs):
            past, checking = one.argval, False
