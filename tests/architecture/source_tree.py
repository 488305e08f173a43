"""What the architecture tests look at: the files of the repository, and their syntax trees."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PRODUCT = ("app", "ui", "sync", "resources")
FOLDERS = (*PRODUCT, "tests", "docs", ".ci")
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".json",
    ".toml",
    ".txt",
    ".qss",
    ".svg",
    ".lock",
    ".spec",
    ".html",
    ".csv",
    ".mako",
    "",
}


def top_level() -> set[str]:
    """Names in the root folder that are not ignored by .gitignore."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = [line.strip("/") for line in lines if line and not line.startswith("#")]
    names = {entry.name for entry in ROOT.iterdir()} - {".git"}
    return {name for name in names if not any(fnmatch(name, pattern) for pattern in ignored)}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository that somebody wrote or built on purpose."""
    inside = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")))
    above = (ROOT / name for name in sorted(top_level()))
    return tuple(path for path in (*above, *inside) if path.is_file() and "__pycache__" not in path.parts)


def text_files() -> list[Path]:
    return [path for path in files() if path.suffix in TEXT_SUFFIXES]


def python_files(*folders: str) -> list[Path]:
    """Python files below ``folders``; all of the repository without any."""
    wanted = [ROOT / folder for folder in folders] or [ROOT]
    return [path for path in files() if path.suffix == ".py" and any(path.is_relative_to(w) for w in wanted)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in the syntax tree of a file: nearly every rule looks through it."""
    return tuple(ast.walk(tree(path)))


def forget() -> None:
    """Let go of the trees: they are millions of objects, which whatever runs next would carry along."""
    nodes.cache_clear()
    tree.cache_clear()


def shown(path: Path, line: int = 0) -> str:
    """``folder/file.py:12``, for messages."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in nodes(path) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def imported_modules(path: Path) -> set[str]:
    """Full names of the modules a file imports, anywhere in it."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def docstrings(path: Path) -> set[int]:
    """Ids of the constant nodes that are docstrings or bare strings, which nobody sees on screen."""
    return {id(n.value) for n in nodes(path) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
