"""What a command of ``outpost`` is: its name, its parameters, the function that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.cli.session import Session

Arguments = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command returns that has written its own answers."""

    exit_code: int


Verb = Callable[["Session", Arguments], Answer | Finished]


class Reads(Enum):
    """What a parameter's value is."""

    TEXT = "text"
    WHOLE = "whole number"
    FLAG = "flag"
    TEXTS = "texts"  # one or more
    VALUES = "values"  # an object of field values; in the shell a file that holds it, or - for standard input
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``flag`` is how the shell writes it, "" for one known by its place."""

    name: str
    reads: Reads = Reads.TEXT
    flag: str = ""
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    metavar: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One command; ``verb`` is ``module.function`` in ``ui.cli.verbs``."""

    name: str
    verb: str
    parameters: tuple[Parameter, ...] = ()
    in_scripts: bool = True

    def load(self) -> Verb:
        """The function that does it."""
        module, name = self.verb.split(".")
        found: Verb = getattr(import_module(f"ui.cli.verbs.{module}"), name)
        return found

    def parameter(self, name: str) -> Parameter | None:
        """The parameter called ``name``."""
        return next((one for one in self.parameters if one.name == name), None)
