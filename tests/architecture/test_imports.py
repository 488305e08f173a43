"""Who may import whom: the contracts in pyproject.toml, and the rules they cannot say."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev
from tests.architecture.source_tree import PRODUCT, ROOT, imported_modules, python_files, shown

FIRST_PARTY = {*PRODUCT, "tests", "dev"}
# Used through a name in a URL, an entry point or at run time by another package, and so never imported by us.
USED_UNSEEN = {"psycopg", "tzdata"}
SESSION_NAMES = {"create_engine", "Engine", "Connection", "Session", "sessionmaker", "scoped_session"}


def declared(part: str) -> set[str]:
    """Distribution names in pyproject.toml's dependencies, or in one of its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] if part == "run" else project["optional-dependencies"][part]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def third_party(paths: list[Path]) -> dict[str, str]:
    """Distribution names the files import, each with a file that does."""
    known = packages_distributions()
    used: dict[str, str] = {}
    for path in paths:
        tops = (
            {name.split(".")[0] for name in imported_modules(path)}
            - FIRST_PARTY
            - set(sys.stdlib_module_names)
        )
        for top in tops:
            for distribution in known.get(top, [top]):
                used.setdefault(canonicalize_name(distribution), shown(path))
    return used


def test_import_contracts_are_kept() -> None:
    command = [sys.executable, "-c", dev.LINT_IMPORTS, "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_model_declares_but_opens_nothing() -> None:
    sources = {shown(path): path.read_text(encoding="utf-8") for path in python_files("app/model")}
    assert sources
    assert [
        (name, word) for name, text in sources.items() for word in SESSION_NAMES if f" {word}(" in text
    ] == []


def test_the_product_imports_only_declared_dependencies() -> None:
    shipped = [path for path in python_files(*PRODUCT) if not path.match("resources/build_*.py")]
    allowed = declared("run") | declared("ocr")
    assert {name: file for name, file in third_party(shipped).items() if name not in allowed} == {}


def test_tests_import_only_declared_dependencies() -> None:
    allowed = declared("run") | declared("dev")
    assert {
        name: file for name, file in third_party(python_files("tests")).items() if name not in allowed
    } == {}


def test_every_declared_dependency_is_used() -> None:
    assert declared("run") - set(third_party(python_files(*PRODUCT))) - USED_UNSEEN == set()


@pytest.mark.parametrize("module", ["ui.cli.main", "sync.hq.cli", "sync.client", "app.services"])
def test_qt_is_not_loaded_without_need(module: str) -> None:
    code = f"import sys, {module}; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
