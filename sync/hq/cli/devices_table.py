"""The laptops of a headquarters as a table for the terminal; Chinese characters are two columns wide."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from unicodedata import east_asian_width

from app.i18n import Translator
from sync.protocol.freshness import light
from sync.protocol.messages import DeviceState

_CHINA = timezone(timedelta(hours=8))
_COLUMNS = ("light", "user", "unit", "name", "synced", "waiting", "failures", "version", "id")


def devices_table(states: Sequence[DeviceState], translator: Translator, now: int) -> str:
    """One line for each laptop under a line of headings; a sentence where there is none."""
    if not states:
        return translator.tr("hq.devices.none")
    head = [translator.tr(f"hq.devices.column.{name}") for name in _COLUMNS]
    lines = [head, *(_cells(state, translator, now) for state in states)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    return "\n".join(
        "  ".join(
            text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cells(state: DeviceState, translator: Translator, now: int) -> list[str]:
    failures = str(state.failures)
    if state.trouble:
        failures += f" ({state.trouble})"
    return [
        translator.tr("hq.devices.revoked" if state.revoked_at else f"hq.devices.light.{light(state, now)}"),
        state.user,
        state.unit or "-",
        state.name,
        _moment(state.synced_at) if state.synced_at else translator.tr("hq.devices.never"),
        str(state.waiting),
        failures,
        state.version or "-",
        state.id,
    ]


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, tz=UTC).astimezone(_CHINA):%Y-%m-%d %H:%M}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
