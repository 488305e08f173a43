"""What reading a line needs is there before the first one."""

import inspect
import sys
from datetime import date
from typing import Any

from app.rules.capture.grammar import load_tables, read_capture
from app.rules.capture.slots import Known


def test_the_first_line_waits_for_no_table() -> None:
    modules = [module for name, module in sys.modules.items() if name.startswith("app.rules.")]
    cached: list[Any] = [
        one for module in modules for one in vars(module).values() if hasattr(one, "cache_info")
    ]
    tables = {one for one in cached if not inspect.signature(one).parameters}
    for table in tables:
        table.cache_clear()
    load_tables()
    loaded = {table for table in tables if table.cache_info().currsize}
    line = "昨天上午 南通 回访 江海药业 周局长 13912345678 谈三期1.5亿 要20亩 我方承诺月底前答复 下周一再约"
    read_capture(line, date(2026, 11, 20), Known({"江海药业": "江苏江海药业有限公司"}, {"周明": "周明"}))
    assert {table for table in tables if table.cache_info().currsize} == loaded
    assert len(loaded) > 3
