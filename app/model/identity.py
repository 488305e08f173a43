"""Ids: UUIDv7 for records (time-ordered, never replaced), 128 random bits for operations."""

from typing import Protocol


class Randomness(Protocol):
    """The part of ``random.Random`` that ids need; real use passes ``random.SystemRandom``."""

    def getrandbits(self, k: int, /) -> int:
        """``k`` random bits as an integer."""
        ...


def record_id(milliseconds: int, randomness: Randomness, sequence: int = 0) -> str:
    """A UUIDv7 (RFC 9562 §5.7) for the given Unix time in milliseconds, 36 characters.

    ``sequence`` orders ids made in the same millisecond (§6.2 method 1); past 4,095 it borrows from the next.
    """
    bits = (milliseconds + (sequence >> 12) & (1 << 48) - 1) << 80
    bits |= 0x7 << 76 | (sequence & 0xFFF) << 64
    bits |= 0b10 << 62 | randomness.getrandbits(62)
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def operation_id(randomness: Randomness) -> str:
    """32 hexadecimal digits; random, because a counter would repeat after a laptop is restored (trust.md)."""
    return f"{randomness.getrandbits(128):032x}"
