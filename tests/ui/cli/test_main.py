"""The command as a whole: languages, usage, exit codes, pipes, and bugs that say nothing of the data."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from app.errors import OutpostError
from app.i18n import LANGUAGES, Translator
from app.profile_settings import ProfileSettings, write_settings
from tests.conftest import ExpectedLogs
from tests.fakes.shell import ROOT, Shell
from tests.ui.cli.conftest import Outpost
from ui.cli import exit_codes
from ui.cli.commands import COMMANDS


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("fly",), "unknown_command"),
        (("--fly",), "unknown_parameter"),
        (("list",), "parameter_missing"),
        (("list", "project", "--limit"), "usage"),
        (("list", "project", "--limit", "many"), "parameter_unusable"),
        (("list", "project", "--colour", "red"), "unknown_parameter"),
        (("list", "project", "extra"), "unknown_parameter"),
        (("list", "project", "--lang", "fr"), "usage"),
        (("resolve", "x", "--take", "both"), "parameter_unusable"),
        (("screenshots", "--out", "x", "--size", "big"), "parameter_unusable"),
    ],
)
def test_usage(bare: Outpost, arguments: tuple[str, ...], code: str) -> None:
    refused = bare(*arguments)
    assert (refused.exit_code, refused.error["code"]) == (exit_codes.USAGE, code)
    assert refused.error["message"] in refused.err


def test_no_profile_yet(bare: Outpost, folder: Path) -> None:
    refused = bare("list", "project")
    assert (refused.exit_code, refused.error["code"]) == (exit_codes.CANNOT_OPEN, "profile_missing")
    assert not folder.exists()


def test_languages(outpost: Outpost, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "没有可撤销的操作" in outpost("undo").err
    assert "nothing to undo" in outpost("--lang", "en", "undo").err.lower()
    assert "nothing to undo" in outpost("undo", "--lang=en").err.lower()
    write_settings(folder, ProfileSettings(language="en"))
    assert "nothing to undo" in outpost("undo").err.lower()
    monkeypatch.setenv("OUTPOST_LANG", "zh_CN")
    assert "没有可撤销的操作" in outpost("undo").err


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_command_and_exit_code(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.cli.main import main

    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main(["--lang", language, "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    for name in COMMANDS:
        assert f"\n  {name} " in out
    for code in exit_codes.ALL:
        assert Translator(language).tr(f"cli.exit_code.{code}") in out
    with pytest.raises(SystemExit):
        main(["--lang", language, "add", "--help"])
    assert "--json" in capsys.readouterr().out


@pytest.mark.parametrize(("command", "merges"), [("duplicates", True), ("pack", False), ("alerts", False)])
def test_what_a_command_can_do_is_not_told_of_another(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str, merges: bool
) -> None:
    from ui.cli.main import main

    monkeypatch.setenv("COLUMNS", "200")
    for language, word in (("zh_CN", "merge 类别"), ("en", "merge KIND")):
        with pytest.raises(SystemExit):
            main(["--lang", language, command, "--help"])
        assert (word in capsys.readouterr().out) is merges


def test_a_bug_makes_a_report_without_data(
    outpost: Outpost, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("周敏 13912345678")

    monkeypatch.setattr("ui.cli.verbs.records.list_records", broken)
    failed = outpost("list", "project")
    expected_logs.take("list")
    assert (failed.exit_code, failed.error["code"]) == (exit_codes.BUG, "bug")
    assert "outpost list" in failed.error["report"] and "ValueError" in failed.error["report"]
    assert failed.error["report"] in failed.err
    assert "周敏" not in failed.err and "13912345678" not in str(failed.answer)


def test_an_answer_that_is_no_json_is_a_bug_too(
    outpost: Outpost, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    monkeypatch.setattr("ui.cli.verbs.records.list_records", lambda *_: {"x": object()})
    assert outpost("list", "project").exit_code == exit_codes.BUG
    expected_logs.take("list")


def _known_errors(base: type[OutpostError]) -> Iterator[type[OutpostError]]:
    for one in base.__subclasses__():
        yield one
        yield from _known_errors(one)


def test_every_exit_code_stands_for_errors_there_are() -> None:
    for command in COMMANDS.values():
        command.load()
    for module in ("app.services.ledger.errors", "sync.client.errors", "ui.cli.demo.errors"):
        import_module(module)
    codes = {error.code for error in _known_errors(OutpostError)}
    listed = [code for codes_of_one in exit_codes.BY_EXIT_CODE.values() for code in codes_of_one]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) <= codes
    for exit_code in exit_codes.ALL:
        assert f"\n{exit_code} " in str(exit_codes.__doc__)


def test_no_qt_and_a_quick_start(tmp_path: Path) -> None:
    """Commands that draw nothing never load Qt; loading their code takes less than starting Python twice."""
    code = (
        "import sys\n"
        "from ui.cli.commands import COMMANDS\n"
        "for command in COMMANDS.values():\n"
        "    command.load()\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))]\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, check=True)
    light = (
        "import sys\n"
        "from ui.cli.main import main\n"
        "main(['--profile', 'nowhere', 'fly'])\n"
        "assert 'sqlalchemy' not in sys.modules and 'requests' not in sys.modules\n"
    )
    subprocess.run(
        [sys.executable, "-c", light], env=environment, cwd=tmp_path, check=True, capture_output=True
    )


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "profile")
    process = subprocess.Popen(
        shell.command("script", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=shell.environment,
        cwd=tmp_path,
    )
    assert process.stdin and process.stdout and process.stderr
    process.stdout.close()
    process.stdin.write(b'{"command": "version"}\n' * 3)
    process.stdin.close()
    assert process.wait(60) == exit_codes.BROKEN_PIPE
    assert process.stderr.read() == b""
    process.stderr.close()


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "profile")
    done = subprocess.run(
        [*shell.command("find"), b"\xff\xfe"],
        env=shell.environment,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == exit_codes.USAGE
    assert b"Traceback" not in done.stderr and b"parameter_unusable" in done.stdout
