"""A clock that moves only when told to."""

from datetime import UTC, datetime, timedelta


class VirtualClock:
    """Call it for the moment; ``advance`` it by seconds."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
