"""Answers as JSON, for a shell and for a script: ``{"ok": true, …}`` or ``{"ok": false, "error": …}``."""

import platform
import sys
from typing import Any

import msgspec

from app.errors import OutpostError
from app.i18n import Translator
from ui.cli.errors import Bug

Json = dict[str, Any]


def write_line(line: bytes) -> None:
    """One answer on one line of standard output, and out at once; a program without a console has none."""
    if sys.stdout is None:
        return
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def encoded(answer: Json) -> bytes:
    """An answer as UTF-8, whatever the terminal's encoding."""
    return msgspec.json.encode(answer)


def failed(
    error: OutpostError, translator: Translator, answer: Json | None = None, *, kind: str = ""
) -> Json:
    """The answer of a command that met a known error; ``answer``: what was done before it.

    ``error`` holds ``code`` (stable), ``message`` (a sentence for people), ``field`` where one is at fault,
    and ``problems``: every field that was refused, ``[{"field", "message"}]``.
    """
    told: Json = {"code": error.code, "message": translator.tr(error.key, **error.params)}
    if error.field:
        told["field"] = error.field
    if error.code == "invalid_record":
        told["problems"] = _problems(error, translator, kind)
    if isinstance(error, Bug):
        told["report"] = error.params["report"]
    return {"ok": False, "error": told, **(answer or {})}


def sentence(error: OutpostError, translator: Translator, kind: str = "") -> str:
    """What happened and what to do, with each refused field, or the report of a bug, below it."""
    lines = [translator.tr(error.key, **error.params)]
    if error.code == "invalid_record":
        lines += [f"  {one['label']}: {one['message']}" for one in _problems(error, translator, kind)]
    if isinstance(error, Bug):
        lines.append(str(error.params["report"]))
    return "\n".join(lines)


def bug(error: BaseException, command: str) -> Bug:
    """An error that must not happen, with a report to copy: where it happened and nothing of the data."""
    from app.logs import safe_traceback
    from app.version import version

    system = f"Outpost {version()}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    return Bug(report=f"{system}\noutpost {command}\n{safe_traceback(error)}")


def _problems(error: OutpostError, translator: Translator, kind: str) -> list[Json]:
    from app.services.errors import InvalidRecord  # loaded by then: it was raised

    assert isinstance(error, InvalidRecord)
    return [
        {
            "field": one.field,
            "label": _label(kind, one.field, translator),
            "message": translator.tr(one.reason.key, **one.reason.params),
        }
        for one in error.problems
    ]


def _label(kind: str, field: str, translator: Translator) -> str:
    """The field's name; of a command that names no kind it is mostly a project's."""
    keys = (f"field.{one}.{field}" for one in (kind, "project"))
    return next((translator.tr(key) for key in keys if translator.has(key)), field)
