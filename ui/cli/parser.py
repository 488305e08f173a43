"""The shell's command line, built from the table of commands and helped in the person's language."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import LANGUAGES, Translator
from ui.cli import exit_codes
from ui.cli.commands import COMMANDS, Command, Parameter, Reads
from ui.cli.errors import UnknownCommand, UnknownParameter, UsageError

_GLOBAL = "--profile, --lang, --passphrase-file"


@dataclass(frozen=True, slots=True)
class Invocation:
    """What the shell asked for; ``given`` are the command's own arguments, None where left out."""

    command: Command
    given: Mapping[str, Any]
    profile: str
    passphrase_file: str


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Writes the first word of the usage in the person's language."""

    usage_word = ""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """See ``argparse``."""
        super().add_usage(usage, actions, groups, self.usage_word if prefix is None else prefix)


def parse(translator: Translator, argv: Sequence[str]) -> Invocation:
    """Read the shell's arguments; ``--help`` prints and ends the process.

    Raises:
        UsageError: they are not written as they must be.
    """
    namespace, rest = _known(_global_parser(translator), argv)
    if rest and rest[0] in ("-h", "--help"):
        _top_parser(translator).parse_args(["--help"])
    name = rest[0] if rest else "gui"
    if name.startswith("-"):
        raise UnknownParameter(
            command="outpost", name=name[:40], known="--profile, --lang, --passphrase-file"
        )
    if (command := COMMANDS.get(name)) is None:
        raise UnknownCommand(name=name[:40], known=", ".join(COMMANDS))
    own, unknown = _known(command_parser(command, translator), rest[1:])
    if unknown:
        known = ", ".join(one.flag or one.metavar for one in command.parameters) or "-"
        raise UnknownParameter(command=name, name=unknown[0][:40], known=known)
    return Invocation(command, vars(own), namespace.profile, namespace.passphrase_file)


def _known(one: argparse.ArgumentParser, argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    try:
        return one.parse_known_args(argv)
    except argparse.ArgumentError as error:
        raise UsageError(command=one.prog, detail=error.argument_name or "") from error


def early(argv: Sequence[str], option: str) -> str:
    """What a global option says, found before help can be written in its language; "" if nothing."""
    for at, one in enumerate(argv):
        if one == option and at + 1 < len(argv):
            return argv[at + 1]
        if one.startswith(f"{option}="):
            return one.removeprefix(f"{option}=")
    return ""


def _parser(prog: str, translator: Translator, about: str = "", below: str = "") -> argparse.ArgumentParser:
    class Formatter(_Formatter):
        usage_word = translator.tr("cli.help.usage")

    return argparse.ArgumentParser(
        prog=prog,
        description=about,
        epilog=below,
        formatter_class=Formatter,
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
    )


def _global_parser(translator: Translator) -> argparse.ArgumentParser:
    one = _parser("outpost", translator)
    _add_global(one, translator)
    return one


def _top_parser(translator: Translator) -> argparse.ArgumentParser:
    """Only for its help: every command, every exit code."""
    tr = translator.tr
    lines = [f"{tr('cli.help.commands')}:"]
    lines += [f"  {name:<18} {tr(f'cli.help.{_key(name)}')}" for name in COMMANDS]
    lines += ["", tr("cli.exit_codes")]
    lines += [f"  {code:<4} {tr(f'cli.exit_code.{code}')}" for code in exit_codes.ALL]
    one = _parser("outpost", translator, tr("cli.about"), "\n".join(lines))
    one.usage = "outpost [--profile DIR] [--lang zh_CN|en] [--passphrase-file FILE] [COMMAND …]"
    options = one.add_argument_group(tr("cli.help.options"))
    _add_help(options, translator)
    _add_global(options, translator)
    return one


def command_parser(command: Command, translator: Translator) -> argparse.ArgumentParser:
    """The arguments of one command and their help."""
    tr = translator.tr
    takes_values = any(parameter.reads is Reads.VALUES for parameter in command.parameters)
    epilog = tr("cli.values_as_typed") if takes_values else tr("cli.more")
    text = tr(f"cli.help.{_key(command.name)}")
    one = _parser(f"outpost {command.name}", translator, text, epilog)
    group = one.add_argument_group(tr("cli.help.arguments"))
    for parameter in command.parameters:
        _add_parameter(group, command, parameter, translator)
    _add_help(group, translator)
    return one


def _key(name: str) -> str:
    return name.replace("-", "_")


def _add_global(group: Any, translator: Translator) -> None:
    tr = translator.tr
    group.add_argument("--profile", default="", metavar="DIR", help=tr("cli.parameter.profile"))
    group.add_argument("--lang", choices=LANGUAGES, help=tr("cli.parameter.lang"))
    file_help = tr("cli.parameter.passphrase_file")
    group.add_argument("--passphrase-file", default="", metavar="FILE", help=file_help)


def _add_parameter(group: Any, command: Command, parameter: Parameter, translator: Translator) -> None:
    """Everything may be left out here: what is required is checked with the words of the catalogue."""
    own = f"cli.parameter.{_key(command.name)}.{parameter.name}"
    help_text = translator.tr(own if translator.has(own) else f"cli.parameter.{parameter.name}")
    if parameter.choices:
        help_text += f" ({', '.join(parameter.choices)})"
    if parameter.default not in (None, "", False):
        help_text += f" [{parameter.default}]"
    settings: dict[str, Any] = {"help": help_text.replace("%", "%%"), "default": None}
    if parameter.reads is Reads.FLAG:
        group.add_argument(parameter.flag, dest=parameter.name, action="store_true", **settings)
        return
    settings["metavar"] = parameter.metavar or "|".join(parameter.choices) or parameter.name.upper()
    if parameter.flag:
        if parameter.reads is Reads.TEXTS:
            settings["action"] = "append"
        group.add_argument(parameter.flag, dest=parameter.name, **settings)
    else:
        group.add_argument(parameter.name, nargs="*" if parameter.reads is Reads.TEXTS else "?", **settings)


def _add_help(group: Any, translator: Translator) -> None:
    group.add_argument("-h", "--help", action="help", help=translator.tr("cli.help.help"))


def with_files(invocation: Invocation) -> dict[str, Any]:
    """The shell's arguments with files of values read, as a script would give them.

    Raises:
        InputUnreadable, NotUtf8, NotJson, NotAnObject, RepeatedName: as they say.
    """
    from ui.cli.input import read_bytes, read_object

    found = dict(invocation.given)
    for parameter in invocation.command.parameters:
        path = found.get(parameter.name)
        if parameter.reads is Reads.VALUES and path is not None:
            found[parameter.name] = read_object(read_bytes(path), path)
    return found
