"""A pack on trial: a sound head, and helpers that break it and catch its faults."""

from pathlib import Path

import pytest

from app.policy.faults import Fault, PackRefused
from app.policy.shipped import load_pack

HEAD = """[pack]
name = { zh = "试", en = "Trial" }
version = 1
effective = 2026-01-01
base = "default"
[sources]
doc = { zh = "文件", en = "Document" }
"""

ROUTES = """[routes]
cases = '''
{table}
'''
[routes.ways.deputy]
zh = "分管领导审批"
en = "The leader in charge approves"
steps = ["deputy_approves"]
[routes.ways.office]
zh = "办公会议"
en = "Office meeting"
steps = ["office_meeting"]
"""


def routes(*rows: str, header: str = "| id | land | route | source |") -> str:
    return ROUTES.format(table="\n".join([header, *rows]))


def table(name: str, header: str, *rows: str) -> str:
    return "\n".join([f"[{name}]", "cases = '''", header, *rows, "'''"])


LOW = "| low | <= 30 | deputy | doc §1 |"
HIGH = "| high | > 30 | office | doc §1 |"


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(PackRefused) as refused:
        load_pack(str(folder))
    return refused.value.faults


def write(folder: Path, text: str, name: str = "pack.toml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def only(faults: tuple[Fault, ...], code: str) -> Fault:
    """The one fault of this code, which is the first of all."""
    assert faults[0].code == code, faults
    return faults[0]
