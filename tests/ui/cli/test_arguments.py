"""One table of commands serves the shell and scripts: what it takes, and what it refuses by name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import OutpostError
from app.i18n import LANGUAGES, Translator
from ui.cli.arguments import read_arguments, read_line
from ui.cli.commands import COMMANDS
from ui.cli.errors import (
    NotForScripts,
    ParameterMissing,
    ParameterUnusable,
    UnknownCommand,
    UnknownParameter,
)
from ui.cli.parser import command_parser


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_and_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert callable(command.load())
    for language in LANGUAGES:
        text = command_parser(command, Translator(language)).format_help()
        assert all(not one.flag or one.flag in text for one in command.parameters)
    flags = [one.flag for one in command.parameters if one.flag]
    assert len(flags) == len(set(flags))


def test_defaults_and_types() -> None:
    read = read_arguments(COMMANDS["list"], {"kind": "project", "limit": "7"})
    assert read == {"kind": "project", "find": "", "limit": 7, "deleted": False}
    ids = read_arguments(COMMANDS["delete"], {"kind": "project", "ids": ["a", "b", "a"]})["ids"]
    assert ids == ["a", "b"]
    assert read_arguments(COMMANDS["delete"], {"kind": "project", "ids": "a"})["ids"] == ["a"]


@pytest.mark.parametrize(
    ("command", "given_", "field", "error"),
    [
        ("get", {"kind": "project"}, "id", ParameterMissing),
        ("delete", {"kind": "project", "ids": []}, "ids", ParameterUnusable),
        ("list", {"kind": "project", "limit": "many"}, "limit", ParameterUnusable),
        ("list", {"kind": "project", "limit": -1}, "limit", ParameterUnusable),
        ("list", {"kind": "project", "limit": True}, "limit", ParameterUnusable),
        ("list", {"kind": "project", "deleted": "yes"}, "deleted", ParameterUnusable),
        ("list", {"kind": 7}, "kind", ParameterUnusable),
        ("get", {"kind": "project", "id": "a\udcffb"}, "id", ParameterUnusable),
        ("add", {"kind": "project", "values": [1]}, "values", ParameterUnusable),
        ("resolve", {"id": "x", "take": "both"}, "take", ParameterUnusable),
        ("import", {"file": "a\0b"}, "file", ParameterUnusable),
        ("undo", {"twice": True}, "twice", UnknownParameter),
    ],
)
def test_refused_by_name(command: str, given_: dict[str, Any], field: str, error: type[OutpostError]) -> None:
    with pytest.raises(error) as caught:
        read_arguments(COMMANDS[command], given_)
    assert caught.value.field == field
    for language in LANGUAGES:
        assert Translator(language).tr(caught.value.key, **caught.value.params)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ({}, ParameterMissing),
        ({"command": 3}, ParameterMissing),
        ({"command": "fly"}, UnknownCommand),
        ({"command": "gui"}, NotForScripts),
        ({"command": "script", "file": "-"}, NotForScripts),
    ],
)
def test_lines_that_are_no_command(line: dict[str, Any], error: type[OutpostError]) -> None:
    with pytest.raises(error):
        read_line(COMMANDS, line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(COMMANDS)), st.dictionaries(st.sampled_from(("kind", "id", "ids", "x")), JSON))
def test_whatever_is_given_is_read_or_refused(name: str, given_: dict[str, Any]) -> None:
    try:
        command, arguments = read_line(COMMANDS, {"command": name, **given_})
    except OutpostError as refusal:
        assert Translator().tr(refusal.key, **refusal.params)
    else:
        assert set(arguments) == {one.name for one in command.parameters}
