"""The reference data of ``resources/reference/``, loaded on first use and kept."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Any:
    """The content of ``resources/reference/<name>.json``; callers must not change it."""
    return json.loads(files("resources").joinpath("reference", f"{name}.json").read_text(encoding="utf-8"))
