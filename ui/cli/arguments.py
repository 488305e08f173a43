"""Arguments of a command, from the shell or from a line of a script, checked against its parameters."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ui.cli.commands import Command, Parameter, Reads
from ui.cli.errors import NotForScripts, ParameterMissing, ParameterUnusable, UnknownCommand, UnknownParameter

COMMAND = "command"


def read_arguments(command: Command, given: Mapping[str, Any]) -> dict[str, Any]:
    """``given`` by parameter name as the command takes them; what was left out has its default.

    Raises:
        ParameterMissing, ParameterUnusable, UnknownParameter: as they say.
    """
    for name in given:
        if command.parameter(name) is None:
            known = ", ".join(one.name for one in command.parameters) or "-"
            raise UnknownParameter(field=name, command=command.name, name=name, known=known)
    return {one.name: _read(command, one, given.get(one.name)) for one in command.parameters}


def read_line(commands: Mapping[str, Command], line: Mapping[str, Any]) -> tuple[Command, dict[str, Any]]:
    """The command of one line of a script, with its arguments.

    Raises:
        ParameterMissing, UnknownCommand, NotForScripts: as they say; and as ``read_arguments``.
    """
    name = line.get(COMMAND)
    if not isinstance(name, str):
        raise ParameterMissing(field=COMMAND, command="script", name=COMMAND)
    if (command := commands.get(name)) is None:
        raise UnknownCommand(
            name=name[:40], known=", ".join(c.name for c in commands.values() if c.in_scripts)
        )
    if not command.in_scripts:
        raise NotForScripts(command=name)
    return command, read_arguments(command, {key: value for key, value in line.items() if key != COMMAND})


def _read(command: Command, parameter: Parameter, value: Any) -> Any:
    if value is None or (value == [] and not parameter.required):
        if parameter.required:
            raise ParameterMissing(field=parameter.name, command=command.name, name=_shown(parameter))
        return parameter.default
    read = _READERS[parameter.reads](value)
    if read is None or (parameter.choices and read not in parameter.choices):
        wanted = ", ".join(parameter.choices) or parameter.reads.value
        raise ParameterUnusable(
            field=parameter.name, command=command.name, name=_shown(parameter), wanted=wanted
        )
    return read


def _shown(parameter: Parameter) -> str:
    return parameter.flag or parameter.metavar or parameter.name


def _text(value: Any) -> str | None:
    """The shell hands bytes that are no UTF-8 over as lone surrogates: those are no text."""
    if not isinstance(value, str) or any("\ud800" <= char <= "\udfff" for char in value):
        return None
    return value


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return None
    return value


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(value: Any) -> list[str] | None:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not items or any(_text(item) is None for item in items):
        return None
    return list(dict.fromkeys(items))


def _values(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _path(value: Any) -> Path | None:
    return Path(value) if isinstance(value, str) and value and "\0" not in value else None


_READERS = {
    Reads.TEXT: _text,
    Reads.WHOLE: _whole,
    Reads.FLAG: _flag,
    Reads.TEXTS: _texts,
    Reads.VALUES: _values,
    Reads.PATH: _path,
}
