"""How worrying a laptop's silence is: the same lights on headquarters' command line and on the desktop."""

from typing import Literal

from sync.protocol.messages import DeviceState

DAY = 86_400_000  # ms
YELLOW_DAYS, RED_DAYS = 3, 7
WRONG_CLOCK = 120_000  # ms off headquarters' clock, beyond which a laptop's clock deserves a notice

Light = Literal["green", "yellow", "red"]


def light(state: DeviceState, now: int) -> Light:
    """Red after seven days, yellow after three without a sync, where the laptop still held unsent changes.

    A laptop that never synced counts from its enrolment, whatever it holds: nobody knows. A revoked one is
    nobody's worry.
    """
    if state.revoked_at or (state.synced_at and not state.waiting):
        return "green"
    silent = now - (state.synced_at or state.enrolled_at)
    if silent >= RED_DAYS * DAY:
        return "red"
    return "yellow" if silent >= YELLOW_DAYS * DAY else "green"


def is_clock_wrong(offset: int) -> bool:
    """Whether a device's clock is off by more than two minutes; ``offset`` in ms, either way."""
    return abs(offset) > WRONG_CLOCK
