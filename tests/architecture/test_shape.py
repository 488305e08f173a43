"""The shape of the house: sizes, names, what lies where, and how much of it is tested."""

import ast
import re

from tests.architecture.source_tree import (
    FOLDERS,
    PRODUCT,
    ROOT,
    functions,
    python_files,
    shown,
    top_level,
    tree,
)

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LEAST_TEST_SHARE = 0.8
TOP_LEVEL_FILES = {
    *(
        "build_installer.spec",
        "pyproject.toml",
        "README.md",
        "dev.py",
        "requirements.lock",
        "requirements-dev.lock",
    ),
    *("CHANGELOG.md", "LICENSE", ".gitignore"),
}
# Names that say nothing about what is inside.
EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc|stuff)(_|$)")


def lines_of(*folders: str) -> int:
    """Lines with something on them."""
    texts = (path.read_text(encoding="utf-8") for path in python_files(*folders))
    return sum(1 for text in texts for line in text.splitlines() if line.strip())


def test_top_level_is_fixed() -> None:
    assert top_level() - TOP_LEVEL_FILES <= set(FOLDERS)


def test_no_file_is_too_long() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    spans = {
        f"{shown(path, node.lineno)} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files()
        for node in functions(path)
    }
    assert {name: length for name, length in spans.items() if length > LONGEST_FUNCTION} == {}


def test_module_names_say_what_is_inside() -> None:
    assert [shown(path) for path in python_files() if EMPTY_NAMES.search(path.stem)] == []


def test_there_is_enough_test_code() -> None:
    product, tests = lines_of(*PRODUCT), lines_of("tests")
    assert tests >= LEAST_TEST_SHARE * product, f"{tests} lines of tests for {product} of product"


def test_every_product_module_says_what_it_is_for() -> None:
    parts = [path for path in python_files(*PRODUCT) if path.name != "__init__.py"]
    assert [shown(path) for path in parts if ast.get_docstring(tree(path)) is None] == []


def test_every_folder_of_python_is_a_package() -> None:
    folders = {path.parent for path in python_files(*PRODUCT)}
    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []
    assert ROOT not in folders


def test_decisions_have_numbers_of_their_own() -> None:
    """A comment that names one by its number must mean one."""
    numbers = sorted(int(path.name.split("-")[0]) for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
